"""Who changed what, as JSON, Markdown and HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..results.markdown import escape_cell
from .html_page import chip, escaped, page, section
from .labels import CHANGE_KINDS, EXACT, INEXACT
from .report import as_json
from .review import Review
from .three_way import ORIGINS, THREE_WAY_VERSION, AttributedChange, Origin, ThreeWay

Names = tuple[str, str, str]
NAMES: Names = ("范本", "我方稿", "对方稿")
_ORDER: tuple[Origin, ...] = ("conflict", "theirs", "ours", "both")
_REMARKS: dict[Origin, str] = {
    "conflict": "双方都改了同一处，改得不同，需要谈定",
    "theirs": "对方改动，我方未改",
    "ours": "我方改动，对方未改",
    "both": "双方改成了同样的内容",
}
_LONGEST = 600


def to_dict(found: ThreeWay, review: Review | None = None) -> dict[str, Any]:
    """The changes with their origin; offsets are code points of each document."""
    return {
        "version": THREE_WAY_VERSION,
        "exact": found.exact,
        "related": {"ours": found.ours.related, "theirs": found.theirs.related},
        "counts": {origin: len(found.of(origin)) for origin in ORIGINS},
        "changes": [_change(change, review or {}) for change in found.changes],
    }


def to_json(found: ThreeWay, review: Review | None = None) -> str:
    return as_json(to_dict(found, review))


def to_markdown(found: ThreeWay, review: Review | None = None, names: Names = NAMES) -> str:
    """A table for each origin, conflicts first; document text stays text."""
    review = review or {}
    lines = ["# 三方对比", "", escape_cell(" · ".join(names)), "", _summary(found), _proof(found)]
    lines += ["", *(escape_cell(words) for words in _notices(found, names))]
    for origin in _ORDER:
        changes = found.of(origin)
        if not changes:
            continue
        head = " | ".join(escape_cell(name) for name in names)
        lines += ["", f"## {ORIGINS[origin]} {len(changes)}", "", f"{_REMARKS[origin]}。", ""]
        lines += [f"| 条款 | 类型 | {head} | 意见 |", "|---" * 6 + "|"]
        for change in changes:
            verdict = review.get(change.id)
            words = (change.before, change.ours, change.theirs)
            cells = [
                change.heading,
                _kind(change),
                *(_cut(text) or "—" for text in words),
                verdict.shown if verdict else "",
            ]
            lines.append("| " + " | ".join(escape_cell(cell) for cell in cells) + " |")
    return "\n".join(lines)


def to_html(found: ThreeWay, review: Review | None = None, names: Names = NAMES) -> str:
    """One HTML file: no script, no request."""
    return page("三方对比报告", _body(found, review or {}, names))


def _body(found: ThreeWay, review: Review, names: Names) -> Iterator[str]:
    yield f"<h1>三方对比报告</h1><p>{escaped(' · '.join(names))}</p>"
    yield f'<p class="soft">{escaped(_summary(found))}</p>'
    for words in _notices(found, names):
        yield f'<p class="notice">{escaped(words)}</p>'
    mark, sort = ("✓", "") if found.exact else ("✗", " bad")
    yield f'<p class="proof{sort}">{mark} {escaped(_proof(found))}</p>'
    for origin in _ORDER:
        changes = found.of(origin)
        if changes:
            rows = "".join(_row(change, review, names) for change in changes)
            title = f"{ORIGINS[origin]} {len(changes)}"
            yield section(title, _REMARKS[origin], f'<ol class="changes">{rows}</ol>')
    if not found.changes:
        yield section("没有改动", "", '<div class="end">两份稿件与范本逐字相同。</div>')


def _row(change: AttributedChange, review: Review, names: Names) -> str:
    sort = "high" if change.origin == "conflict" and change.material else ""
    left = chip(_kind(change), sort) + f'<span class="where">{escaped(change.heading)}</span>'
    right = ""
    if change.kinds or not change.note:
        versions = zip(names, (change.before, change.ours, change.theirs), strict=True)
        right = "".join(
            f'<div class="version"><span class="soft small">{escaped(name)}</span>'
            f'<span class="words">{_tagged(words, change.before, place)}</span></div>'
            for place, (name, words) in enumerate(versions)
        )
    verdict = review.get(change.id)
    if verdict is not None and verdict.shown:
        right += f'<div class="text">{chip("意见", "note")} {escaped(verdict.shown)}</div>'
    return f"<li><div>{left}</div><div>{right}</div></li>"


def _tagged(words: str, before: str, place: int) -> str:
    shown = escaped(_cut(words))
    if not shown:
        return '<span class="soft">（无）</span>'
    if place == 0:
        return shown
    return shown if words == before else f"<ins>{shown}</ins>"


def _kind(change: AttributedChange) -> str:
    kinds = "、".join(CHANGE_KINDS[kind] for kind in change.kinds[:3])
    return " · ".join(words for words in (change.note, kinds) if words)


def _cut(words: str) -> str:
    words = words.strip()
    return words if len(words) <= _LONGEST else words[:_LONGEST] + "…"


def _summary(found: ThreeWay) -> str:
    counts = [(ORIGINS[origin], len(found.of(origin))) for origin in _ORDER]
    return "，".join(f"{shown} {count}" for shown, count in counts) + "。"


def _proof(found: ThreeWay) -> str:
    return EXACT if found.exact else INEXACT


def _notices(found: ThreeWay, names: Sequence[str]) -> list[str]:
    return [
        f"{name}：{notice.message}"
        for name, side in ((names[1], found.ours), (names[2], found.theirs))
        for notice in side.notices
    ]


def _change(change: AttributedChange, review: Review) -> dict[str, Any]:
    verdict = review.get(change.id)
    given = {"verdict": verdict.decision, "note": verdict.note} if verdict else {}
    return {
        "id": change.id,
        "origin": change.origin,
        "heading": change.heading,
        "kinds": list(change.kinds),
        "material": change.material,
        "weight": change.weight,
        "what": change.note or None,
        "template": {"text": change.before, "span": list(change.span)},
        "ours": {"text": change.ours, "span": list(change.span_ours)},
        "theirs": {"text": change.theirs, "span": list(change.span_theirs)},
        **given,
    }
