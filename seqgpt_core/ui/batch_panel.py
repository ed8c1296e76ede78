"""The page for many documents: files in, progress, the matrix of what was found, downloads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from ..results.delimited import documents_csv, documents_jsonl
from ..results.excel import workbook_bytes
from ..results.readable import value_text
from ..results.sentences import sentence_around
from ..results.types import Extraction
from ..tasks.coverage import CELL_STATES, Cell, CellState, coverage
from .batch_state import BatchDocument, BatchState, Questions
from .chips import inert
from .downloads import file_stem, show_download
from .file_options import FILE_TYPES
from .model import load_model
from .plain import plain
from .session import workbench
from .state import WorkbenchState
from .texts import t

if TYPE_CHECKING:
    import pandas as pd

_STATE_KEY = "batch"
_FILES_KEY = "batch_files"
_MATRIX_KEY = "batch_matrix"
# A sign beside the colour; each is in every Chinese font.
_SIGNS: dict[CellState, str] = {
    "found": "●", "low": "○", "failed": "×", "conflict": "≠", "empty": "－",
}  # fmt: skip
_COLORS: dict[CellState, str] = {
    "found": "#d3f2df", "low": "#fdf0c4", "failed": "#fbdcd3", "conflict": "#e8def8",
    "empty": "#f3f5f9",
}  # fmt: skip
_SHOWN_CHARACTERS = 40


def batch_state() -> BatchState:
    """This session's batch."""
    if _STATE_KEY not in st.session_state:
        st.session_state[_STATE_KEY] = BatchState()
    state: BatchState = st.session_state[_STATE_KEY]
    return state


def show_batch(batch: BatchState, state: WorkbenchState) -> None:
    """The whole page; the fields are those of the workbench."""
    _show_fields(state)
    st.file_uploader(
        t("batch.files"),
        type=list(FILE_TYPES),
        accept_multiple_files=True,
        key=_FILES_KEY,
        help=t("batch.files_help"),
        on_change=_files_changed,
    )
    if not batch.documents:
        st.info(t("batch.none"))
        return
    _show_work(batch, state)


def _show_work(batch: BatchState, state: WorkbenchState) -> None:
    """Progress, the matrix and the downloads; one document is asked a run, then it runs again."""
    contents = state.contents
    questions = Questions(
        state.panel.definitions, contents.labels, contents.rules, contents.synonyms
    )
    if not questions.definitions.specs:
        return
    pending = batch.pending(questions)
    readable = [document for document in batch.documents if document.document is not None]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if batch.running and pending:
            st.button(t("batch.stop"), key="batch_stop", on_click=_stop)
        else:
            st.button(
                t("batch.start") if len(pending) == len(readable) else t("batch.go_on"),
                key="batch_start",
                type="primary",
                on_click=_start,
                disabled=not pending,
            )
        done = len(readable) - len(pending)
        st.caption(t("batch.done", done=done, all=len(readable)), width="content")
    if batch.running and pending:
        text = t("batch.reading", name=plain(pending[0].name))
        st.progress(done / len(readable), text=text)
    _show_errors(batch.documents)
    found = batch.extractions(state.thresholds, lambda text: state.book.of(text).corrections)
    if any(extraction is not None for _, extraction in found):
        _show_matrix(found, state)
        _show_downloads([e for _, e in found if e is not None], state)
    if batch.running and pending:
        batch.step(load_model, questions)
        st.rerun()


def matrix_frame(
    found: Sequence[tuple[BatchDocument, Extraction | None]],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The matrix as texts, and the state of every cell, both with the same shape.

    The first column is the document; the others are the definitions.
    """
    import pandas as pd

    definitions: dict[str, None] = {}
    rows: list[tuple[str, dict[str, Cell]]] = []
    for document, extraction in found:
        cells = coverage(extraction) if extraction is not None else {}
        definitions |= dict.fromkeys(cells)
        rows.append((document.name, cells))
    columns = list(definitions)
    texts = [
        [name, *(_cell_text(cells[c]) if c in cells else "" for c in columns)]
        for name, cells in rows
    ]
    states = [["", *(cells[c].state if c in cells else "" for c in columns)] for _, cells in rows]
    # Columns by place: a definition may be called like the column of the documents.
    names = range(len(columns) + 1)
    return pd.DataFrame(texts, columns=names), pd.DataFrame(states, columns=names)


def column_titles(found: Sequence[tuple[BatchDocument, Extraction | None]]) -> list[str]:
    """The titles of the matrix's columns."""
    definitions: dict[str, None] = {}
    for _, extraction in found:
        if extraction is not None:
            definitions |= dict.fromkeys(coverage(extraction))
    return [t("batch.document"), *definitions]


def _cell_text(cell: Cell) -> str:
    sign = _SIGNS[cell.state]
    if cell.best is None:
        return f"{sign} {t('batch.rows', count=cell.count)}" if cell.count else sign
    text = " ".join(value_text(cell.best).split())
    text = text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"
    more = f"（{cell.count}）" if cell.count > 1 else ""
    return f"{sign} {text}{more}"


def _show_matrix(
    found: Sequence[tuple[BatchDocument, Extraction | None]], state: WorkbenchState
) -> None:
    texts, states = matrix_frame(found)
    titles = column_titles(found)
    st.html(_legend_html(states))
    colors = states.map(lambda s: f"background-color: {_COLORS[s]}" if s in _COLORS else "")
    event: Any = st.dataframe(
        texts.style.apply(lambda _: colors, axis=None),
        hide_index=True,
        height=min(36 * (len(texts) + 1) + 3, 520),
        key=_MATRIX_KEY,
        on_select="rerun",
        selection_mode="single-cell",
        column_config={
            str(place): st.column_config.TextColumn(
                title, pinned=place == 0, width="medium" if place == 0 else None
            )
            for place, title in enumerate(titles)
        },
    )
    chosen = event.selection.cells
    if not chosen:
        st.caption(t("batch.choose"))
        return
    row, column = chosen[0]
    document, extraction = found[row]
    _show_cell(document, extraction, titles[int(column)] if int(column) else None, state)


def _show_cell(
    document: BatchDocument,
    extraction: Extraction | None,
    definition: str | None,
    state: WorkbenchState,
) -> None:
    """What was found in one cell, with the sentences, and the way to the document."""
    with st.container(border=True):
        title = plain(document.name) + (f" · {plain(definition)}" if definition else "")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{title}**", width="stretch")
            open_it = st.button(t("batch.open"), key="batch_open")
        if extraction is not None and definition is not None:
            st.html(evidence_html(extraction, definition))
    if open_it and document.document is not None:
        state.open_document(document.document, document.repaired)
        st.switch_page("pages/workbench.py")


def evidence_html(extraction: Extraction, definition: str) -> str:
    """Every value of a field with its score, its checks and its sentence."""
    result = next((r for r in extraction.fields if r.definition == definition), None)
    if result is None:
        return ""
    entries = []
    for value in result.values:
        failed = "；".join(c.message for c in value.checks if c.status == "failed")
        problem = f'<br><span class="seqgpt-material">{inert(failed)}</span>' if failed else ""
        sentence = sentence_around(extraction.text, value.start, value.end)
        entries.append(
            f"<li><b>{inert(value_text(value))}</b>"
            f' <span class="seqgpt-score">{value.score:.2f}</span>'
            f"{problem}<br>{inert(sentence)}</li>"
        )
    if not entries:
        entries = [
            f"<li>{inert(item.text)} <span class='seqgpt-score'>{item.score:.2f}</span> "
            f"{inert(t(f'reason.{item.reason}'))}</li>"
            for item in result.rejected[:3]
        ]
        head = t("batch.nearest") if entries else t("batch.nothing")
        return f"<p>{inert(head)}</p><ul class='seqgpt-findings'>{''.join(entries)}</ul>"
    return f"<ul class='seqgpt-findings'>{''.join(entries)}</ul>"


def _legend_html(states: pd.DataFrame) -> str:
    counts = states.stack().value_counts()
    entries = "".join(
        f'<li><span class="seqgpt-state" style="background:{_COLORS[state]}">'
        f"{_SIGNS[state]}</span> {inert(t(f'batch.state_{state}'))}"
        f" <b>{int(counts.get(state, 0))}</b></li>"
        for state in CELL_STATES
    )
    return f'<ul class="seqgpt-legend">{entries}</ul>'


def _show_errors(documents: Sequence[BatchDocument]) -> None:
    failed = [document for document in documents if document.error]
    if not failed:
        return
    entries = "".join(
        f"<li><b>{inert(document.name)}</b>：{inert(document.error)}</li>" for document in failed
    )
    with st.expander(t("batch.failed", count=len(failed)), expanded=True):
        st.html(f"<ul class='seqgpt-findings'>{entries}</ul>")


def _show_downloads(extractions: Sequence[Extraction], state: WorkbenchState) -> None:
    recipe = state.as_recipe(t("recipe.default_name"))
    exports = (
        (t("batch.xlsx"), "xlsx", lambda: workbook_bytes(extractions, recipe)),
        (t("batch.csv"), "csv", lambda: documents_csv(extractions)),
        (t("batch.jsonl"), "jsonl", lambda: documents_jsonl(extractions)),
    )
    with st.container(horizontal=True):
        for label, kind, make in exports:
            name = f"{file_stem(None)}.{kind}"
            show_download(label, make, name, f"batch_{kind}", primary=kind == "xlsx")


def _show_fields(state: WorkbenchState) -> None:
    names = [spec.asked_names[0] for spec in state.panel.definitions.specs]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if names:
            st.markdown(t("batch.fields", names="、".join(map(plain, names))), width="stretch")
        else:
            st.markdown(t("batch.no_fields"), width="stretch")
        st.page_link("pages/workbench.py", label=t("batch.edit_fields"))


def _files_changed() -> None:
    files = [(file.name, file.getvalue()) for file in st.session_state[_FILES_KEY] or ()]
    batch = batch_state()
    batch.set_files(files, workbench().read_options)
    batch.running = bool(files)


def _start() -> None:
    batch_state().running = True


def _stop() -> None:
    batch_state().running = False
