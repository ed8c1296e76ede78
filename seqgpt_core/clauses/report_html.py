"""A comparison as one HTML file to send, print and keep: summary, changes, clauses side by side."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from ..results.types import FieldResult
from .comparison import ComparedClause, Comparison
from .consistency import Finding
from .field_clauses import FieldClause, field_clauses
from .html_page import chip, escaped, marked, page, section
from .labels import (
    EXACT,
    INEXACT,
    PAIR_KINDS,
    change_label,
    pair_label,
    shown_name,
    summary,
)
from .model import PairKind
from .redline import Piece, clause_pieces
from .review import DECISIONS, ListedChange, Review, Verdict, by_weight, listed_changes, orphans
from .sentences import sentence_around

_HIGH = 0.85
# Longer words are cut in the list; the clause shows them whole.
_LONGEST = 400
_DECISION_SORT = {"accept": "ok", "reject": "high", "discuss": "note", None: ""}


def to_html(
    comparison: Comparison, review: Review | None = None, names: tuple[str, str] = ("A 本", "B 本")
) -> str:
    """The report.

    Args:
        review: verdicts and notes by the identifiers of `listed_changes`.
        names: what the two documents are called, such as their file names.
    """
    review = review or {}
    listed = listed_changes(comparison)
    return page(
        "合同对比报告",
        [
            *_head(comparison, listed, review, names),
            *_changes(comparison, listed, review),
            *_clauses(comparison, names),
            *_fields(comparison, names),
            *_findings(comparison, names),
            *_orphans(review, listed),
            _foot(comparison, names),
        ],
    )


def _head(
    comparison: Comparison,
    listed: Sequence[ListedChange],
    review: Review,
    names: tuple[str, str],
) -> Iterator[str]:
    yield f"<h1>合同对比报告</h1><p>{escaped(names[0])} → {escaped(names[1])}</p>"
    material = sum(item.material for item in listed)
    words = f"实质修改 {material} 处；条款：{summary(comparison)}"
    yield f'<p class="soft">{escaped(words)}</p>'
    decided = Counter(v.decision for i in listed if (v := review.get(i.id)) and v.decision)
    if decided:
        counted = "，".join(f"{DECISIONS[d]} {decided[d]}" for d in DECISIONS if decided[d])
        open_ = len(listed) - decided.total()
        yield f'<p class="soft">意见：{counted}，未审 {open_}。</p>'
    for notice in comparison.notices:
        yield f'<p class="notice">{escaped(notice.message)}</p>'
    yield _bar(comparison)
    proof, sort = (f"✓ {EXACT}", "") if comparison.exact else (f"✗ {INEXACT}", " bad")
    yield f'<p class="proof{sort}">{escaped(proof)}</p>'


def _bar(comparison: Comparison) -> str:
    """The whole document at a glance: each clause as long as its text, coloured by its kind."""
    if not comparison.clauses:
        return ""
    parts = []
    for index, clause in enumerate(comparison.clauses):
        span = clause.b or clause.a or (0, 0)
        name = escaped(f"{shown_name(clause, comparison)}：{pair_label(clause)}")
        parts.append(
            f'<a class="k-{clause.pair.kind}" style="flex:{span[1] - span[0]} 0 0"'
            f' href="#{_anchor(comparison, index)}" title="{name}" aria-label="{name}"></a>'
        )
    shown: list[PairKind] = [
        kind for kind in PAIR_KINDS if any(c.pair.kind == kind for c in comparison.clauses)
    ]
    legend = "".join(f'<span><i class="k-{k}"></i>{PAIR_KINDS[k]}</span>' for k in shown)
    return f'<nav class="bar">{"".join(parts)}</nav><div class="legend">{legend}</div>'


def _anchor(comparison: Comparison, index: int) -> str:
    """Where a clause stands in the page; equal ones stand in a run under its first one's name."""
    if comparison.clauses[index].pair.kind == "same":
        while index and comparison.clauses[index - 1].pair.kind == "same":
            index -= 1
    return f"c{index}"


def _changes(
    comparison: Comparison, listed: tuple[ListedChange, ...], review: Review
) -> Iterator[str]:
    index = {id(clause): place for place, clause in enumerate(comparison.clauses)}
    ordered = by_weight(listed)
    material = [item for item in ordered if item.material]
    other = [item for item in ordered if not item.material]
    for title, remark, items, folded in (
        ("实质修改", "按重要程度排列", material, False),
        ("其他修改", "措辞、编号、位置和格式", other, True),
    ):
        if not items:
            continue
        rows = "".join(
            _change(comparison, item, review.get(item.id), index[id(item.clause)]) for item in items
        )
        inner = f'<ol class="changes">{rows}</ol>'
        if folded:
            inner = f"<details><summary>共 {len(items)} 处</summary>{inner}</details>"
        yield section(f"{title} {len(items)}", remark, inner)


def _change(comparison: Comparison, item: ListedChange, verdict: Verdict | None, index: int) -> str:
    sort = "high" if item.material and item.weight >= _HIGH else ""
    left = chip(change_label(item), sort)
    name = escaped(shown_name(item.clause, comparison))
    left += f'<a class="where" href="#c{index}">{name}</a>'
    change = item.change
    right = ""
    if change is not None:
        right = f'<div class="words">{_before_after(change.before, change.after)}</div>'
        if change.normalized_before or change.normalized_after:
            values = " → ".join(
                value or "无" for value in (change.normalized_before, change.normalized_after)
            )
            right += f'<div class="values">规范值：{escaped(values)}</div>'
        right += _context(comparison, item)
    if verdict is not None and verdict.shown:
        decision = (
            chip(DECISIONS[verdict.decision], _DECISION_SORT[verdict.decision])
            if (verdict.decision)
            else ""
        )
        right += f'<div class="text">{decision} {escaped(verdict.note)}</div>'
    return f"<li><div>{left}</div><div>{right}</div></li>"


def _before_after(before: str, after: str) -> str:
    parts = []
    if before:
        parts.append(f"<del>{escaped(_cut(before))}</del>")
    if after:
        parts.append(f"<ins>{escaped(_cut(after))}</ins>")
    return '<span class="arrow">→</span>'.join(parts)


def _cut(words: str) -> str:
    words = words.strip()
    return words if len(words) <= _LONGEST else words[:_LONGEST] + "…（全文见下）"


def _context(comparison: Comparison, item: ListedChange) -> str:
    """The sentence of a small change, so that the list can be read alone."""
    change = item.change
    assert change is not None
    text, span = (
        (comparison.text_b, change.b)
        if change.b[1] > change.b[0]
        else (comparison.text_a, change.a)
    )
    start, end = sentence_around(text, span)
    sentence = " ".join(text[start:end].split())
    shown = change.after or change.before
    if not item.material or len(sentence) > 160 or len(sentence) <= len(shown.strip()) + 2:
        return ""
    return f'<div class="values">{escaped(sentence)}</div>'


def _clauses(comparison: Comparison, names: tuple[str, str]) -> Iterator[str]:
    if not comparison.clauses:
        return
    heads = f'<div class="heads"><div>{escaped(names[0])}</div><div>{escaped(names[1])}</div></div>'
    rows: list[str] = []
    numbered = list(enumerate(comparison.clauses))
    for same, run in groupby(numbered, key=lambda item: item[1].pair.kind == "same"):
        items = list(run)
        if same:
            words = "".join(comparison.text_b[slice(*(c.b or (0, 0)))] for _, c in items)
            rows.append(
                f'<details class="same" id="c{items[0][0]}">'
                f"<summary>相同的 {len(items)} 条</summary>"
                f'<div class="side text">{escaped(words.strip(chr(10)))}</div></details>'
            )
        else:
            rows += [_pair(comparison, clause, index) for index, clause in items]
    yield section("逐条对照", "左为原文，右为改后；相同的条款已折叠", heads + "".join(rows))


def _pair(comparison: Comparison, clause: ComparedClause, index: int) -> str:
    a, b = clause.a or (0, 0), clause.b or (0, 0)
    words_a, words_b = comparison.text_a[slice(*a)], comparison.text_b[slice(*b)]
    pieces = list(clause_pieces(words_a, words_b, a[0], b[0], index))
    left = [piece for piece in pieces if piece.kind != "inserted"]
    right = [piece for piece in pieces if piece.kind != "deleted"]
    name = escaped(shown_name(clause, comparison))
    return (
        f'<div class="pair" id="c{index}">'
        f"<header><b>{name}</b>{escaped(pair_label(clause))}</header>"
        f"{_side('原文', left)}{_side('改后', right)}</div>"
    )


def _side(name: str, pieces: Sequence[Piece]) -> str:
    if not pieces:
        return f'<div class="side none" data-side="{name}">（无此条）</div>'
    return f'<div class="side text" data-side="{name}">{marked(pieces).strip(chr(10))}</div>'


def _fields(comparison: Comparison, names: tuple[str, str]) -> Iterator[str]:
    if not comparison.fields:
        return
    rows = [
        f"<tr><th>字段</th><th>{escaped(names[0])}</th><th>{escaped(names[1])}</th><th>变化</th></tr>"
    ]
    for field in comparison.fields:
        mark = chip("有变化", "high") if field.changed else chip("相同")
        rows.append(
            f"<tr><td>{escaped(field.definition)}</td><td>{_values(field.a)}</td>"
            f"<td>{_values(field.b)}</td><td>{mark}</td></tr>"
        )
        for found in field_clauses(comparison, field):
            rows.append(f'<tr><td colspan="4">{_field_clause(comparison, found)}</td></tr>')
    changed = sum(field.changed for field in comparison.fields)
    yield section("字段", f"{changed} 个有变化", f"<table>{''.join(rows)}</table>")


def _field_clause(comparison: Comparison, found: FieldClause) -> str:
    name = escaped(shown_name(found.clause, comparison))
    return (
        f'<a class="where" href="#{_anchor(comparison, found.index)}">{name}</a>'
        f'<div class="text">{marked(found.pieces).strip(chr(10))}</div>'
    )


def _values(result: FieldResult) -> str:
    shown = [
        escaped(value.text) + (f" （{escaped(value.normalized)}）" if value.normalized else "")
        for value in result.values
    ]
    return "<br>".join(shown) or '<span class="soft">未找到</span>'


def _findings(comparison: Comparison, names: tuple[str, str]) -> Iterator[str]:
    sides: tuple[tuple[str, tuple[Finding, ...]], ...] = (
        (names[0], comparison.findings_a),
        (names[1], comparison.findings_b),
    )
    for name, found in sides:
        if found:
            items = "".join(f"<li>{escaped(finding.message)}</li>" for finding in found)
            yield section(f"{name}：要核对的地方", "", f'<ul class="plain">{items}</ul>')


def _orphans(review: Review, listed: tuple[ListedChange, ...]) -> Iterator[str]:
    left = [verdict.shown for verdict in orphans(review, listed).values() if verdict.shown]
    if left:
        items = "".join(f'<li class="text">{escaped(words)}</li>' for words in left)
        yield section("已不存在的修改的意见", "", f'<ul class="plain">{items}</ul>')


def _foot(comparison: Comparison, names: tuple[str, str]) -> str:
    lines = "<br>".join(
        f"{escaped(name)}：{len(text):,} 字，SHA-256 "
        + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        for name, text in zip(names, (comparison.text_a, comparison.text_b), strict=True)
    )
    return f"<footer>{lines}</footer>"
