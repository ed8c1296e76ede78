"""Build a document's text line by line from a tree of paragraphs, tables and text boxes.

A table row becomes one line with a tab between its cells; line ends inside a cell become
spaces, so that a row stays one line. A row of one cell, or one that holds another table, is
page layout and not data: its lines stay lines. Lines without anything visible are dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ..errors import SeqGPTError
from .document import printable

MAX_NESTING = 200
"""Deepest nesting of cells and text boxes; beyond it a file is hostile, not a document."""
_MAX_SPAN = 200


@dataclass(slots=True)
class _Cell:
    lines: list[str]
    span: int
    holds_rows: bool


@dataclass(slots=True)
class _Frame:
    kind: Literal["block", "row", "cell", "box"]
    span: int = 1
    lines: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)  # of the line being written
    boxes: list[str] = field(default_factory=list)  # lines to follow the line being written
    cells: list[_Cell] = field(default_factory=list)
    holds_rows: bool = False


class LineBuilder:
    """Collects text; every `start_*` must be matched by its `end_*`.

    Raises (from `start_*`):
        SeqGPTError: `document_damaged` when nested deeper than `MAX_NESTING`.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._frames = [_Frame("block")]

    @property
    def at_line_start(self) -> bool:
        """Whether the line being written is still empty."""
        return not self._frames[-1].pieces

    @property
    def after_space(self) -> bool:
        """Whether a space here would be a second one, or the first character of a line."""
        pieces = self._frames[-1].pieces
        return not pieces or pieces[-1][-1] in " \t\n"

    def add(self, text: str) -> None:
        """Append text to the line being written; a line feed in it ends the line."""
        if text:
            self._frames[-1].pieces.append(text)

    def end_line(self, prefix: str = "") -> None:
        """End the line being written, with `prefix` (an automatic number) before it."""
        frame = self._frames[-1]
        content = prefix + "".join(frame.pieces)
        frame.lines.extend(line.rstrip() for line in content.split("\n") if line.strip())
        frame.lines.extend(frame.boxes)
        frame.pieces.clear()
        frame.boxes.clear()

    def start_row(self) -> None:
        self._push(_Frame("row"))

    def start_cell(self, span: int = 1) -> None:
        """Begin a cell that is `span` columns wide; later columns stay aligned."""
        self._push(_Frame("cell", span=min(max(span, 1), _MAX_SPAN)))

    def end_cell(self) -> None:
        frame = self._pop()
        parent = self._frames[-1]
        if parent.kind == "row":
            parent.cells.append(_Cell(frame.lines, frame.span, frame.holds_rows))
        else:  # a cell outside a row, in broken markup, is a block
            parent.lines.extend(frame.lines)
            parent.holds_rows |= frame.holds_rows

    def end_row(self) -> None:
        frame = self._pop()
        parent = self._frames[-1]
        parent.lines.extend(frame.lines)  # text between cells, in broken markup
        parent.holds_rows = True
        if len(frame.cells) == 1 or any(cell.holds_rows for cell in frame.cells):
            for cell in frame.cells:
                parent.lines.extend(cell.lines)
            return
        line = "\t".join(
            " ".join(cell.lines).replace("\t", " ") + "\t" * (cell.span - 1) for cell in frame.cells
        )
        if line.strip():
            parent.lines.append(line.rstrip())

    def start_box(self) -> None:
        """Begin a text box: its lines follow the line in which it is anchored."""
        self._push(_Frame("box"))

    def end_box(self) -> None:
        frame = self._pop()
        self._frames[-1].boxes.extend(frame.lines)

    def finish(self) -> str:
        """The whole text, lines joined by line feeds."""
        self.end_line()
        return "\n".join(self._frames[0].lines)

    def _push(self, frame: _Frame) -> None:
        if frame.kind != "box":
            self.end_line()
        if len(self._frames) > MAX_NESTING:
            raise SeqGPTError(
                "document_damaged",
                f"文件“{printable(self._name)}”的表格嵌套超过 {MAX_NESTING} 层，"
                "请复制其中的文字后直接粘贴。",
            )
        self._frames.append(frame)

    def _pop(self) -> _Frame:
        self.end_line()
        return self._frames.pop()
