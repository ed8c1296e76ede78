"""The answers of both versions, side by side; a field that asks for a clause shows the clause."""

from __future__ import annotations

import streamlit as st

from ..clauses.comparison import ComparedClause, ComparedField, Comparison
from ..clauses.field_clauses import field_clauses
from ..clauses.redline import PieceKind
from ..errors import SeqGPTError
from ..results.types import FieldResult
from .chips import inert
from .compare_state import CompareState
from .compare_view import marked_words
from .model import load_model
from .plain import plain
from .texts import t

_LONG_ANSWER = 40
_LONGEST_KEPT = 90
_MARKS = {"=": "{}", "-": "<del>{}</del>", "+": "<ins>{}</ins>"}
_PIECES: dict[PieceKind, str] = {"kept": "{}", "deleted": _MARKS["-"], "inserted": _MARKS["+"]}


def show_fields(state: CompareState) -> None:
    """The answers of both versions; nothing where no field is asked."""
    try:
        with st.spinner(t("compare.extracting")):
            comparison = state.compare_fields(load_model)
    except SeqGPTError as error:
        st.error(plain(error.message))
        return
    if comparison.fields:
        st.subheader(t("compare.fields_title"), anchor=False)
        st.html(fields_html(comparison))


def fields_html(comparison: Comparison) -> str:
    """A table: definition, each side's values, whether they differ.

    Below a definition that asks for a clause stand the clauses that changed, with their
    differences, unless the values themselves already are those clauses.
    """
    heads = "".join(
        f"<th scope='col'>{inert(head)}</th>"
        for head in (t("compare.field"), t("compare.a"), t("compare.b"), t("compare.outcome"))
    )
    rows = "".join(
        _values_row(field) + _clause_rows(comparison, field) for field in comparison.fields
    )
    return (
        f'<div class="seqgpt-wide"><table class="seqgpt-table"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _values_row(field: ComparedField) -> str:
    a, b = _answer(field.a), _answer(field.b)
    if field.changed and min(len(a), len(b)) > _LONG_ANSWER:
        words = marked_words(a, b)
        left = "".join(_MARKS[mark].format(inert(text)) for mark, text in words if mark != "+")
        right = "".join(_MARKS[mark].format(inert(text)) for mark, text in words if mark != "-")
    else:
        left, right = inert(a) or "—", inert(b) or "—"
    outcome = t("compare.differs") if field.changed else t("compare.equal")
    if not (a or b):
        outcome = t("compare.neither")
    mark = ' class="seqgpt-material"' if field.changed else ""
    return (
        f"<tr><th scope='row'>{inert(field.definition)}</th><td>{left}</td><td>{right}</td>"
        f"<td><span{mark}>{inert(outcome)}</span></td></tr>"
    )


def _clause_rows(comparison: Comparison, field: ComparedField) -> str:
    rows = []
    for found in field_clauses(comparison, field):
        if found.clause.pair.kind == "same" or _told(field, found.clause):
            continue
        heading = found.clause.heading or t("compare.untitled")
        kind = t(f"compare.pair_{found.clause.pair.kind}")
        words = []
        last = len(found.pieces) - 1
        for place, piece in enumerate(found.pieces):
            text = piece.text
            if piece.kind == "kept":
                text = _shortened(text, place == 0, place == last)
            words.append(_PIECES[piece.kind].format(inert(text)))
        rows.append(
            f'<tr class="seqgpt-clause"><td></td><td colspan="3"><b>{inert(heading)}</b> '
            f"<small>{inert(kind)}</small><div>{''.join(words).strip()}</div></td></tr>"
        )
    return "".join(rows)


def _told(field: ComparedField, clause: ComparedClause) -> bool:
    """Whether the values above already show all of the clause with its differences."""
    sides = ((field.a, clause.a), (field.b, clause.b))
    return all(
        span is not None
        and len(_answer(result)) > _LONG_ANSWER
        and any(v.start <= span[0] + 1 and span[1] - 1 <= v.end for v in result.values)
        for result, span in sides
    )


def _shortened(text: str, first: bool, last: bool) -> str:
    """Kept words around a difference; the middle of a long stretch is left out, visibly."""
    if len(text) <= 2 * _LONGEST_KEPT:
        return text
    head = "" if first and not last else text[:_LONGEST_KEPT]
    tail = "" if last and not first else text[-_LONGEST_KEPT:]
    return f"{head} …… {tail}"


def _answer(result: FieldResult) -> str:
    return "；".join(
        value.text
        + (f"（{value.normalized}）" if value.normalized not in (None, value.text) else "")
        for value in result.values
    )
