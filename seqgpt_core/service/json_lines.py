"""Batch extraction over JSON Lines: one line in, one line out, whatever the line holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from ..errors import SeqGPTError
from ..extractor import SeqGPT
from ..results import extraction_to_json


@dataclass(frozen=True)
class LineOutcome:
    """One output line (without its newline) and whether the input line failed."""

    text: str
    failed: bool


def extract_lines(
    model: SeqGPT,
    lines: Iterable[bytes],
    definitions: str | list[str] | None,
    thresholds: Mapping[str, float],
    labels: list[str],
    on_line: Callable[[int], None] | None = None,
    synonyms: Mapping[str, Sequence[str]] | None = None,
    rules: Sequence[str] = (),
) -> Iterator[LineOutcome]:
    """Answer each non-empty line `{"id", "text", "definitions"?, "labels"?}`.

    Args:
        definitions, labels: what to ask where a line does not say; a line without definitions
            is an error if these are None.
        thresholds: by field; names that a line does not ask are ignored for that line.
        rules: consistency rules for the lines that do not bring definitions of their own.
    """
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        identifier: Any = None
        try:
            item = _parse(raw, number)
            identifier = item.get("id")
            asked = _definitions(item, definitions, number)
            analysis = model.analyze(
                _text(item, number),
                asked,
                _labels(item, labels, number),
                synonyms=synonyms,
                rules=() if "definitions" in item else rules,
            )
            known = {s.name for s in analysis.specs} | {s.definition for s in analysis.specs}
            extraction = analysis.decide({n: t for n, t in thresholds.items() if n in known})
            # The result's own JSON is spliced in: its key order and escapes are the contract.
            result = extraction_to_json(extraction, indent=None)
            yield LineOutcome(f'{{"id": {_compact(identifier)}, "result": {result}}}', False)
        except SeqGPTError as error:
            failure = {"id": identifier, "error": {"code": error.code, "message": error.message}}
            yield LineOutcome(_compact(failure), True)
        if on_line is not None:
            on_line(number)


def _compact(value: Any) -> str:
    """JSON that UTF-8 can hold: identifiers come from the user and may hold lone surrogates."""
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isprintable() else json.dumps(value)


def _parse(raw: bytes, number: int) -> dict[str, Any]:
    try:
        item = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SeqGPTError("line_invalid", f"第 {number} 行不是 UTF-8 文本，请转换编码。") from error
    except (ValueError, RecursionError) as error:
        raise SeqGPTError(
            "line_invalid", f"第 {number} 行不是有效的 JSON，请修正这一行。"
        ) from error
    if not isinstance(item, dict):
        raise SeqGPTError("line_invalid", f"第 {number} 行不是 JSON 对象，请写成 {{…}}。")
    return item


def _text(item: Mapping[str, Any], number: int) -> str:
    text = item.get("text")
    if not isinstance(text, str):
        raise SeqGPTError("line_invalid", f"第 {number} 行缺少文本 text，请补上。")
    return text


def _strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) for v in value)


def _definitions(
    item: Mapping[str, Any], default: str | list[str] | None, number: int
) -> str | list[str]:
    asked = item.get("definitions", default)
    if isinstance(asked, str) or _strings(asked):
        return cast(str | list[str], asked)
    raise SeqGPTError(
        "line_invalid", f"第 {number} 行的 definitions 应是字段定义的列表，请补上或修正。"
    )


def _labels(item: Mapping[str, Any], default: list[str], number: int) -> list[str]:
    labels = item.get("labels", default)
    if labels is None:
        return []
    if not _strings(labels):
        raise SeqGPTError("line_invalid", f"第 {number} 行的 labels 应是文字列表，请修正。")
    return list(labels)
