"""The result JSON, version 1, and the way back.

Key order is part of the contract. Two choices that a reader of the schema should know:
`parts` is always present, `{}` for a value that is not composite and null for a part that the
document does not give; in a record's row every column is present, null where it has no cell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, get_args

from ..documents.source_map import SourceMap
from ..errors import SeqGPTError
from .original_places import with_original_places
from .types import (
    RESULT_VERSION,
    Amendment,
    AmendmentKind,
    Check,
    Extraction,
    FieldResult,
    LabelResult,
    Notice,
    Part,
    Reason,
    RecordResult,
    Rejected,
    RejectedCell,
    Status,
    Value,
)

# Surrogates have no UTF-8 form. The other three end a line for some readers
# (`str.splitlines`), which would break a JSON Lines file.
_ESCAPED_IN_JSON = re.compile(r"[\ud800-\udfff\x85\u2028\u2029]")


def extraction_to_dict(extraction: Extraction) -> dict[str, Any]:
    """The result JSON as dicts, lists, strings, numbers, booleans and None.

    Scores are rounded to four decimals, the precision that results promise to repeat.
    `extraction.source` is not part of the contract and is left out. Of a repaired document every
    span also gives its place in the original (see `original_places`).
    """
    result = {
        "version": RESULT_VERSION,
        "document": {
            "sha256": extraction.document_sha256,
            "characters": len(extraction.text),
        },
        "model": {"name": extraction.model_name, "sha256": extraction.model_sha256},
        "fields": [field_to_dict(result) for result in extraction.fields],
        "records": [record_to_dict(record) for record in extraction.records],
        "labels": [_label_to_dict(label) for label in extraction.labels],
        "notices": [
            {"code": notice.code, "message": notice.message} for notice in extraction.notices
        ],
    } | ({"versions": dict(extraction.versions)} if extraction.versions else {})
    if extraction.source_map is None:
        return result
    return with_original_places(result, extraction.source_map)


def extraction_to_json(extraction: Extraction, indent: int | None = 2) -> str:
    """The result JSON as text that UTF-8 can always hold.

    Non-ASCII characters stay readable, but a lone surrogate, which a Python string can hold and
    UTF-8 cannot, is written as its JSON escape (`\\ud800`): a JSON parser gives the same string
    back, so nothing is lost. With `indent=None` the text is one line for every reader.
    """
    text = json.dumps(
        extraction_to_dict(extraction), ensure_ascii=False, allow_nan=False, indent=indent
    )
    # Outside strings JSON is ASCII, so every match is inside one, where an escape is valid.
    return _ESCAPED_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def extraction_from_dict(
    data: Mapping[str, Any], text: str, source_map: SourceMap | None = None
) -> Extraction:
    """The extraction that `data` describes, for the document `text` that it was made from.

    `source_map` is that document's, where it was repaired; it is not in the JSON.

    `extraction_to_dict(extraction_from_dict(data, text)) == data` for any `data` that
    `extraction_to_dict` made. What the JSON does not hold cannot come back: scores beyond four
    decimals, the source name, and the own score of a label's evidence (the label's is used).

    Raises:
        SeqGPTError: `result_version_unsupported`, `result_document_mismatch` (another text),
            or `result_damaged` (anything else that does not follow the schema or contradicts
            the document).
    """
    try:
        version = data["version"]
        if version != RESULT_VERSION:
            raise SeqGPTError(
                "result_version_unsupported",
                f"结果的版本是 {version!r}，本程序只能读取版本 {RESULT_VERSION}，"
                "请用同一版本的程序重新抽取。",
            )
        extraction = Extraction(
            text=text,
            source_map=source_map,
            model_name=_string(data["model"]["name"]),
            model_sha256=_string(data["model"]["sha256"]),
            fields=tuple(_field_from_dict(item, text) for item in _list(data["fields"])),
            records=tuple(_record_from_dict(item, text) for item in _list(data["records"])),
            labels=tuple(_label_from_dict(item, text) for item in _list(data["labels"])),
            notices=tuple(
                Notice(_string(item["code"]), _string(item["message"]))
                for item in _list(data["notices"])
            ),
            versions={
                _string(name): _integer(number) for name, number in data.get("versions", {}).items()
            },
        )
        described = (data["document"]["sha256"], data["document"]["characters"])
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        # Another text explains most contradictions better than the first of them does.
        _require_same_document(data, text)
        raise SeqGPTError(
            "result_damaged",
            f"结果不符合版本 {RESULT_VERSION} 的格式或与文档矛盾，请重新抽取或导出。",
        ) from error
    if described != (extraction.document_sha256, len(text)):
        _require_same_document(data, text)
        raise SeqGPTError("result_damaged", "结果里记录的文档字数与文档不符，请重新抽取或导出。")
    return extraction


def _require_same_document(data: Mapping[str, Any], text: str) -> None:
    """Raise `result_document_mismatch` if `data` names the SHA-256 of another text."""
    document = data.get("document") if isinstance(data, Mapping) else None
    named = document.get("sha256") if isinstance(document, Mapping) else None
    if named is not None and named != Extraction(text, "", "").document_sha256:
        raise SeqGPTError(
            "result_document_mismatch", "结果不是从这份文档抽取的，请给出抽取时的原文。"
        )


def _score(score: float) -> float:
    # Adding zero turns -0.0 into 0.0; `float` takes numpy scalars, which json refuses.
    return round(float(score), 4) + 0.0


def _span_to_dict(span: Part | Rejected | Value) -> dict[str, Any]:
    return {
        "text": span.text,
        "start": int(span.start),
        "end": int(span.end),
        "score": _score(span.score),
    }


def _part_to_dict(part: Part | None) -> dict[str, Any] | None:
    return None if part is None else _span_to_dict(part) | {"normalized": part.normalized}


def _value_to_dict(value: Value) -> dict[str, Any]:
    return (
        _span_to_dict(value)
        | {
            "normalized": value.normalized,
            "mentions": [[int(start), int(end)] for start, end in value.mentions],
            "checks": [_check_to_dict(check) for check in value.checks],
            "parts": {name: _part_to_dict(part) for name, part in value.parts.items()},
        }
        | _amendment_to_dict(value.amendment)
    )


def _check_to_dict(check: Check) -> dict[str, Any]:
    """The key `evidence` stands only where a check compared several places."""
    evidence = [[int(start), int(end)] for start, end in check.evidence]
    return {"name": check.name, "status": check.status, "message": check.message} | (
        {"evidence": evidence} if evidence else {}
    )


def _amendment_to_dict(amendment: Amendment | None) -> dict[str, Any]:
    """The key `correction`, which only a value that a person decided about has."""
    if amendment is None:
        return {}
    kind, before, text = amendment.kind, amendment.before, amendment.text
    return {"correction": {"kind": kind, "before": before, "text": text}}


def field_to_dict(result: FieldResult) -> dict[str, Any]:
    return {
        "definition": result.definition,
        "name": result.name,
        "values": [_value_to_dict(value) for value in result.values],
        "rejected": [_rejected_to_dict(rejected) for rejected in result.rejected],
    }


def record_to_dict(record: RecordResult) -> dict[str, Any]:
    return {
        "definition": record.definition,
        "columns": list(record.columns),
        "rows": [
            {column: _part_to_dict(cell) for column, cell in row.items()} for row in record.rows
        ],
        "rejected": [{"column": cell.column} | _rejected_to_dict(cell) for cell in record.rejected],
    }


def _rejected_to_dict(rejected: Rejected) -> dict[str, Any]:
    """The key `detail` stands only where there is one."""
    detail = {"detail": rejected.detail} if rejected.detail else {}
    return _span_to_dict(rejected) | {"reason": rejected.reason} | detail


def _label_to_dict(label: LabelResult) -> dict[str, Any]:
    evidence = label.evidence
    return {
        "label": label.label,
        "value": bool(label.value),
        "score": _score(label.score),
        "evidence": None
        if evidence is None
        else {"text": evidence.text, "start": int(evidence.start), "end": int(evidence.end)},
    }


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected a string, got {value!r}")
    return value


def _optional_string(value: object) -> str | None:
    return None if value is None else _string(value)


def _integer(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"expected an integer, got {value!r}")
    return value


def _number(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError(f"expected a number, got {value!r}")
    return float(value)


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"expected a list, got {value!r}")
    return value


def _one_of(value: Any, allowed: tuple[Any, ...]) -> Any:
    if value not in allowed:
        raise ValueError(f"expected one of {', '.join(allowed)}, got {value!r}")
    return value


def _span_text(item: Mapping[str, Any], text: str) -> tuple[str, int, int]:
    """The span's (text, start, end).

    Two neighbouring lone surrogates come out of a JSON parser as the one character that they
    encode, so texts are compared as UTF-16 and the document's own form is kept.
    """
    start, end = _integer(item["start"]), _integer(item["end"])
    given, held = _string(item["text"]), text[start:end] if start >= 0 else ""
    if given.encode("utf-16-le", "surrogatepass") != held.encode("utf-16-le", "surrogatepass"):
        raise ValueError(f"span {start}:{end} does not hold {given!r} in the document")
    return held, start, end


def _part_from_dict(item: Mapping[str, Any] | None, text: str) -> Part | None:
    if item is None:
        return None
    return Part(
        *_span_text(item, text),
        score=_number(item["score"]),
        normalized=_optional_string(item["normalized"]),
    )


def _value_from_dict(item: Mapping[str, Any], name: str, text: str) -> Value:
    return Value(
        name,
        *_span_text(item, text),
        score=_number(item["score"]),
        normalized=_optional_string(item["normalized"]),
        mentions=tuple((_integer(start), _integer(end)) for start, end in _list(item["mentions"])),
        checks=tuple(
            Check(
                _string(check["name"]),
                _one_of(check["status"], get_args(Status)),
                _string(check["message"]),
                tuple((_integer(start), _integer(end)) for start, end in check.get("evidence", [])),
            )
            for check in _list(item["checks"])
        ),
        parts={
            _string(part): _part_from_dict(content, text) for part, content in item["parts"].items()
        },
        amendment=_amendment_from_dict(item.get("correction")),
    )


def _amendment_from_dict(item: Mapping[str, Any] | None) -> Amendment | None:
    if item is None:
        return None
    return Amendment(
        _one_of(item["kind"], get_args(AmendmentKind)),
        _string(item["before"]),
        _optional_string(item["text"]),
    )


def _field_from_dict(item: Mapping[str, Any], text: str) -> FieldResult:
    name = _string(item["name"])
    return FieldResult(
        definition=_string(item["definition"]),
        name=name,
        values=tuple(_value_from_dict(value, name, text) for value in _list(item["values"])),
        rejected=tuple(
            Rejected(
                *_span_text(rejected, text),
                score=_number(rejected["score"]),
                reason=_one_of(rejected["reason"], get_args(Reason)),
                detail=_string(rejected.get("detail", "")),
            )
            for rejected in _list(item["rejected"])
        ),
    )


def _record_from_dict(item: Mapping[str, Any], text: str) -> RecordResult:
    columns = tuple(map(_string, _list(item["columns"])))
    return RecordResult(
        definition=_string(item["definition"]),
        columns=columns,
        rows=tuple(
            {_string(column): _part_from_dict(cell, text) for column, cell in row.items()}
            for row in _list(item["rows"])
        ),
        rejected=tuple(
            RejectedCell(
                *_span_text(cell, text),
                score=_number(cell["score"]),
                reason=_one_of(cell["reason"], get_args(Reason)),
                detail=_string(cell.get("detail", "")),
                column=_one_of(_string(cell["column"]), columns),
            )
            for cell in _list(item["rejected"])
        ),
    )


def _label_from_dict(item: Mapping[str, Any], text: str) -> LabelResult:
    evidence = item["evidence"]
    value = item["value"]
    if not isinstance(value, bool):
        raise TypeError(f"expected true or false, got {value!r}")
    score = _number(item["score"])
    return LabelResult(
        label=_string(item["label"]),
        value=value,
        score=score,
        evidence=None if evidence is None else Part(*_span_text(evidence, text), score=score),
    )
