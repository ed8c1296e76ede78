"""What an edit in the table means: which values a person corrected, removed or added."""

from __future__ import annotations

from ..results.types import FieldResult, Value
from .correcting import CORRECTIONS
from .results_tables import shown_text
from .state import WorkbenchState


def edit_cell(state: WorkbenchState, result: FieldResult, written: str) -> None:
    """The cell of a field now says `written`: one value a line where it held several.

    A line that is left as it was is left alone; the changed ones correct the values that are
    missing from the cell now, in order; lines too few remove values, lines too many add some. A
    text that is added must stand in the document, or else one sentence says so. One undo takes
    the whole edit back.
    """
    with state.one_act():
        _edit_cell(state, result, written)


def _edit_cell(state: WorkbenchState, result: FieldResult, written: str) -> None:
    lines = [written] if len(result.values) <= 1 else written.split("\n")
    wanted = [line for line in (" ".join(line.split()) for line in lines) if line]
    left: list[Value] = []
    for value in result.values:
        if shown_text(value) in wanted:
            wanted.remove(shown_text(value))
        else:
            left.append(value)
    for value, text in zip(left, wanted, strict=False):
        state.correct(result.definition, value.start, value.end, text)
    for value in left[len(wanted) :]:
        state.remove(result.definition, value.start, value.end)
    for text in wanted[len(left) :]:
        add_text(state, result.definition, text)


def add_text(state: WorkbenchState, definition: str, text: str) -> None:
    """Take a text as a value at its first place in the document."""
    document = state.contents.text
    place = document.find(text)
    if place < 0:
        state.errors[CORRECTIONS] = (
            f"「{text}」不在文档里，没有加为「{definition}」的值；请写文档里有的文字，"
            "或在文档里选中它再标注。"
        )
        return
    state.add_value(definition, place, place + len(text))
