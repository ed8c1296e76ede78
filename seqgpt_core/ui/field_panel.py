"""The right side: what is asked for. One component shows the rows and says what the user did.

The component's texts travel in `data` and reach the page by `textContent` alone; its HTML, style
and script are fixed. What the browser reports is checked here before it touches the state.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from ..fields import Finding
from ..results.characters import shown_text
from .chips import chip_color
from .drafts import lint_draft
from .extraction import Outcome
from .panel_actions import take_actions
from .retyping import TYPE_WORDS, type_of
from .rows import FieldRow, RowReading
from .session import slider_desk, workbench
from .slider_route import slider_path
from .state import WorkbenchState
from .texts import ASSETS, language, t, texts

PANEL_KEY = "fields"
ACTIONS = "actions"

EXAMPLES = (
    ("甲方, 乙方", "fields.example_names"),
    ("合同金额(元), 签订日期(YYYY-MM-DD)", "fields.example_formats"),
    ("付款方式(一次性付款/分期付款/货到付款)", "fields.example_options"),
    ("联系人(姓名+职务+电话)", "fields.example_parts"),
)
"""Definitions that teach the grammar, each with the text that explains it."""

BROWSER_TEXTS = (
    "add", "add_help", "add_label", "add_placeholder", "all", "and_others", "by_hand", "change",
    "clear", "definition", "delete", "delete_group", "delete_help", "duplicate", "failed",
    "fewer_values", "focus", "found", "group_name", "labels", "linked", "linked_count",
    "linked_help", "list", "middle", "more", "more_values", "move", "moved", "no_change", "none",
    "of_type", "pick_help", "preview", "records", "redo", "save_group", "save_group_help", "take",
    "take_help", "threshold", "threshold_help", "threshold_number", "tick", "title", "tools",
    "type", "type_auto", "type_help", "undo",
)  # fmt: skip
"""What the component says, as `fields.<name>`; it puts the numbers in by itself."""

_FILES = ASSETS / "components"
_SCRIPTS = ("fields.link.js", "fields.row.js", "fields.js")

_component = st.components.v2.component(
    "seqgpt_fields",
    html=(_FILES / "fields.html").read_text(encoding="utf-8"),
    css=(_FILES / "fields.css").read_text(encoding="utf-8"),
    # A component is one module; its parts stand in files of their own.
    js="\n".join((_FILES / name).read_text(encoding="utf-8") for name in _SCRIPTS),
)


def show_field_panel(state: WorkbenchState, outcome: Outcome) -> None:
    """The box for new definitions and every row."""
    data = panel_data(state, outcome)
    data["desk"] = {"path": slider_path(), "session": slider_desk().token}
    _component(key=PANEL_KEY, data=data, on_actions_change=_reported)


def panel_data(state: WorkbenchState, outcome: Outcome) -> dict[str, Any]:
    """Everything that the component shows, as JSON.

    The values at every threshold (see `possible_values`), which it counts, previews and draws by
    itself, come with the editor's marks; `known` tells whether there is a result at all.
    """
    contents = state.contents
    records = _records(outcome)
    return {
        "ack": state.last_action,
        "texts": browser_texts(),
        "types": [[name, t(f"type.{name}")] for name in TYPE_WORDS],
        "rows": [
            _row(row, reading, records)
            for row, reading in zip(contents.rows, state.panel.rows, strict=True)
        ],
        "known": outcome.extraction is not None,
        "ticked": sorted(state.ticked),
        "groups": [{"name": g.name, "rows": list(g.rows)} for g in contents.groups],
        "draft": {
            "text": state.draft,
            "version": state.draft_version,
            "error": shown_text(state.errors.get("fields", "")),
            "notices": [shown_text(notice) for notice in state.added_notices],
            "findings": [
                _note(finding) for finding in lint_draft(state.draft, _definitions(state))
            ],
        },
        "labels": shown_text("、".join(contents.labels)),
        "can": {"undo": bool(state.history.done), "redo": bool(state.history.undone)},
        "examples": [[definition, t(key)] for definition, key in EXAMPLES],
    }


def browser_texts() -> dict[str, str]:
    """The component's texts, with their `{name}` places left open."""
    every = texts(language())
    return {name: every[f"fields.{name}"] for name in BROWSER_TEXTS}


def _row(row: FieldRow, reading: RowReading, records: Mapping[str, int]) -> dict[str, Any]:
    spec = reading.spec
    kind = None if spec is None else type_of(spec)
    name: str | None
    if spec is not None and kind is None:
        name, text = "parts", t("fields.record" if spec.columns else "fields.composite")
    else:
        name, text = kind, "" if kind is None else t(f"type.{kind}")
    return {
        "id": row.id,
        "definition": row.definition,
        "name": "" if spec is None else shown_text(spec.name),
        "d": None if spec is None else spec.definition,
        "place": reading.place,
        "color": chip_color(reading.place),
        "threshold": row.threshold,
        "type": name,
        "typeText": text,
        "kind": "free" if kind is not None else "fixed",
        "records": None if spec is None else records.get(spec.definition),
        "notes": _notes(row, reading),
    }


def _notes(row: FieldRow, reading: RowReading) -> list[dict[str, Any]]:
    if not row.definition.strip():
        return [{"text": t("fields.blank"), "bad": True, "fix": ""}]
    told: list[dict[str, Any]] = [
        {"text": shown_text(notice.message), "bad": True} for notice in reading.notices
    ]
    if told:
        told[0]["fix"] = reading.way_out
    return told + [_note(finding) for finding in reading.advice]


def _note(finding: Finding) -> dict[str, Any]:
    return {"text": shown_text(finding.message), "fix": finding.fix, "index": finding.index}


def _records(outcome: Outcome) -> dict[str, int]:
    """How many rows each record has."""
    found = () if outcome.extraction is None else getattr(outcome.extraction, "records", ())
    return {record.definition: len(record.rows) for record in found}


def _definitions(state: WorkbenchState) -> tuple[str, ...]:
    return tuple(row.definition for row in state.contents.rows)


def _reported() -> None:
    take_actions(workbench(), st.session_state[PANEL_KEY].get(ACTIONS))
