"""A plain-text notation for annotated passages, in which no offset is ever written by hand.

    === contract | 合同条款
    第三条 合同总价为人民币238,000.00元（大写：贰拾叁万捌仟元整）。
    甲方应于签约后5日内支付定金20,000元。
    ---
    合同总价(元) => 238,000.00元 || 贰拾叁万捌仟元整
    定金 => 20,000元
    付款方 => 甲方@1
    违约金 =>
    ? 约定了定金 => 是

`=== domain | form` begins a passage, `---` its questions. `name => value || value` gives the
answers, which stand in the text literally; nothing after `=>` says that the field is absent.
A value that stands several times is marked everywhere, `@2` or `@1,3` picks places (an
occurrence inside a longer run of digits or Latin letters does not count). `⏎` in a value is a
line break. `? statement => 是|否` is a document-level label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...errors import SeqGPTError

_PLACES = re.compile(r"@(\d+(?:,\d+)*)$")
_WORD = re.compile(r"[0-9A-Za-z]")
DEV_SHARE = 10
"""One passage in so many is for development."""


def occurrences(text: str, value: str) -> list[tuple[int, int]]:
    """Where `value` stands in `text`, leftmost first, without overlaps, never inside a word."""
    found = []
    at = text.find(value)
    while at >= 0:
        end = at + len(value)
        inside = (_WORD.match(value[0]) and at and _WORD.match(text[at - 1])) or (
            _WORD.match(value[-1]) and end < len(text) and _WORD.match(text[end])
        )
        if not inside:
            found.append((at, end))
        at = text.find(value, at + 1 if inside else end)
    return found


def _spans(text: str, value: str) -> list[tuple[int, int]]:
    picked = _PLACES.search(value)
    if picked:
        value = value[: picked.start()]
    value = value.replace("⏎", "\n").strip(" ")
    if not value:
        raise ValueError("值是空的")
    found = occurrences(text, value)
    if not found:
        raise ValueError(f"正文里没有“{value}”")
    if not picked:
        return found
    numbers = [int(n) for n in picked[1].split(",")]
    if max(numbers) > len(found) or min(numbers) < 1:
        raise ValueError(f"“{value}”只出现 {len(found)} 次，没有第 {max(numbers)} 次")
    return [found[n - 1] for n in numbers]


def parse_passages(source: str, name: str) -> Iterator[dict[str, Any]]:
    """The passages of one file as records of the project's annotation format.

    Raises:
        SeqGPTError: `corpus_invalid` with the line and what is wrong.
    """
    blocks = re.split(r"(?m)^=== ?", source)
    line = 1 + blocks[0].count("\n")
    for number, block in enumerate(blocks[1:], start=1):
        try:
            yield _passage(block, f"{name}-{number:04}", number)
        except ValueError as error:
            raise SeqGPTError(
                "corpus_invalid", f"{name} 第 {line} 行开始的一段：{error}。"
            ) from error
        line += block.count("\n")


def _passage(block: str, identity: str, number: int) -> dict[str, Any]:
    head, _, body = block.partition("\n")
    domain, bar, form = (part.strip() for part in head.partition("|"))
    if not (domain and bar and form):
        raise ValueError("首行应写成“=== 领域 | 体裁”")
    text, rule, questions = body.partition("\n---\n")
    if not rule or not text.strip():
        raise ValueError("正文后缺少单独一行的“---”")
    schema: list[str] = []
    entities: list[dict[str, Any]] = []
    labels: dict[str, bool] = {}
    for row in filter(None, map(str.strip, questions.split("\n"))):
        left, arrow, right = (part.strip() for part in row.partition("=>"))
        if not arrow or not left:
            raise ValueError(f"“{row}”应写成“名称 => 值”")
        if left.startswith("?"):
            if right not in ("是", "否"):
                raise ValueError(f"“{row}”的答案应是“是”或“否”")
            labels[left[1:].strip()] = right == "是"
            continue
        if left in schema:
            raise ValueError(f"字段“{left}”出现两次")
        schema.append(left)
        spans: set[tuple[int, int]] = set()
        for value in right.split("||") if right else ():
            try:
                spans.update(_spans(text, value.strip()))
            except ValueError as error:
                raise ValueError(f"字段“{left}”：{error}") from error
        entities += [
            {"field": left, "start": s, "end": e, "value": text[s:e]} for s, e in sorted(spans)
        ]
    return {
        "id": identity,
        "source": "corpus",
        "domain": domain,
        "form": form,
        "split": "dev" if number % DEV_SHARE == 0 else "train",
        "text": text,
        "schema": schema,
        "entities": entities,
        "labels": labels,
        "exhaustive": True,
    }
