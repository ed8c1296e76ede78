"""The outline of a contract: which lines open a clause, at which level, and what else there is.

The nodes partition the text: every character stands in exactly one node, in document order.
A node holds its own lines only; its children are the deeper nodes that follow it. What a number
means depends on its neighbours, so a number opens a clause only where it goes on or starts a
sequence: `12.31前付清`, a row of a table, a line of the table of contents, `第五条的约定` at a
wrapped line's start do not. A wrong or missing number goes on if it is near.

Nesting follows the order in which styles appear (一、 above 第一条 in one contract, below it in
the next); only 编, 章, 节 and 条 have a fixed rank. Work is linear in the text's length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .line_roles import (
    DECORATION,
    FIXED_STYLES,
    TOP_STYLES,
    Line,
    articles_restart,
    bare_heading,
    defined_plainly,
    defined_term,
    is_document_title,
    is_short_title,
    is_signature,
    is_wrapped,
    neighbour,
    read_lines,
    title_of,
)
from .model import Clause, ClauseKind
from .numbering import ClauseNumber, Style, can_be_a_quantity, sequence_key, step

_HEADING_STYLE = "heading"
_OUTER = frozenset({*FIXED_STYLES, Style.CHINESE})
# How many numbers may be missing before a number is taken for something else.
_NEAR = 5
_ANNEX_LABEL = {"件": "附件", "录": "附录", "表": "附表"}


@dataclass(frozen=True, slots=True)
class _Open:
    """A clause that later ones may continue or lie below."""

    style: str
    values: tuple[int, ...]
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a node begins, and all that its first line says of it."""

    kind: ClauseKind
    level: int
    start: int
    body: int  # where the words behind number and title begin
    number: str | None = None
    path: tuple[str, ...] = ()
    title: str | None = None
    heading: str = ""
    style: str = ""


def read_outline(text: str) -> tuple[Clause, ...]:
    """The nodes of a text in document order; no node for an empty text.

    `path` begins at the article where articles are numbered through the whole contract, and at
    the chapter where they begin anew in each; inside an annex the annex comes first
    (`("附件1", "3")`). Repeated numbers give repeated paths.
    """
    if not text:
        return ()
    lines = read_lines(text)
    starts = _Reader(text, lines).starts()
    if not starts or text[: starts[0].start].strip():
        starts = [*_before(lines, starts), *starts]
    clauses: list[Clause] = []
    for index, this in enumerate(starts):
        following = starts[index + 1] if index + 1 < len(starts) else None
        end = following.start if following else len(text)
        kind = this.kind
        if (
            kind == "clause"
            and not text[this.body : end].strip(" \t\r\n\u3000：:*")
            and (
                this.style in (*FIXED_STYLES[1:4], _HEADING_STYLE)
                or (following is not None and following.level > this.level)
            )
        ):
            kind = "heading"
        clauses.append(
            Clause(
                kind, this.level, this.start if index else 0, end,
                this.number, this.path, this.title, this.heading,
            )
        )  # fmt: skip
    return tuple(clauses)


def _before(lines: list[Line], starts: list[_Start]) -> list[_Start]:
    """The preamble, or the paragraphs of a text without any clause."""
    if any(start.kind in ("clause", "definition") for start in starts):
        return [_Start("preamble", 0, 0, 0)]
    end = starts[0].start if starts else lines[-1].end
    inside = [line for line in lines if line.start < end and line.words]
    blocks = [line for line in inside if line.after_blank]
    chosen = blocks if len(blocks) > 1 else inside
    found: list[_Start] = []
    for line in chosen:
        if not line.passive:
            found.append(_Start("text", 0, line.start, line.start))
    return found or [_Start("text", 0, 0, 0)]


class _Reader:
    """One pass over the lines with the open clauses as its state."""

    def __init__(self, text: str, lines: list[Line]) -> None:
        self._text = text
        self._lines = lines
        self._stack: list[_Open] = []
        self._home: dict[str, int] = {}
        self._last: dict[str, tuple[int, ...]] = {}
        self._annex: tuple[str, ...] = ()
        self._signing = False  # inside a signature block
        self._signed = False  # behind one
        self._in_table = False
        self._found: list[_Start] = []
        self._decimals = {
            reading.values[0]
            for line in lines
            for reading in line.readings
            if reading.style is Style.DECIMAL and len(reading.values) == 2
        }
        self._articles_restart = articles_restart(lines)
        self._structure_ahead = self._look_ahead()

    def starts(self) -> list[_Start]:
        for index, line in enumerate(self._lines):
            if not line.words or line.passive:
                continue
            if line.row:
                if not self._in_table:
                    self._in_table = True
                    self._add(_Start("table", len(self._stack), line.start, line.start))
                continue
            after_table, self._in_table = self._in_table, False
            opened = self._open(index, line)
            if opened is None and after_table:
                kind: ClauseKind = "signature" if self._signing else "text"
                opened = _Start(kind, len(self._stack), line.start, line.start)
            if opened is not None:
                self._add(opened)
        return self._found

    def _add(self, start: _Start) -> None:
        self._found.append(start)

    def _look_ahead(self) -> list[Style | None]:
        """For each line the style of the next top number behind it, up to the next annex."""
        ahead: list[Style | None] = []
        style: Style | None = None
        for line in reversed(self._lines):
            ahead.append(style)
            if line.readings and not line.row and not line.passive:
                first = line.readings[0]
                if first.style is Style.ANNEX:
                    style = None
                elif first.style in TOP_STYLES:
                    style = first.style
        return ahead[::-1]

    def _open(self, index: int, line: Line) -> _Start | None:
        if line.readings and line.readings[0].style is Style.ANNEX:
            return self._open_annex(index, line)
        number = self._accepted(index, line)
        if number is not None:
            return self._open_number(line, number)
        if line.inline or self._signing:
            return None
        seen = bool(self._found) or index > 4
        if seen and self._structure_ahead[index] is None and is_signature(self._lines, index):
            self._signing = self._signed = True
            self._stack.clear()
            return _Start("signature", 0, line.start, line.start)
        term = defined_term(line.words)
        if term and self._found:
            level = len(self._stack)
            return _Start("definition", level, line.start, line.end, title=term, heading=term)
        return self._open_heading(index, line)

    def _open_annex(self, index: int, line: Line) -> _Start | None:
        number = line.readings[0]
        rest = self._text[number.end : line.end].strip()
        if len(rest) > 40 or re.search(r"[。；;，]", rest) or self._is_list_of_annexes(index):
            return None
        label = _ANNEX_LABEL[self._text[number.start + 1]]
        self._annex = (label + (str(number.values[0]) if number.values else ""),)
        self._stack = [_Open(Style.ANNEX, number.values, self._annex)]
        self._home.clear()
        self._last.clear()
        self._signing = False
        title = rest.strip(DECORATION) or None
        return _Start(
            "annex", 0, line.start, line.end, self._text[number.start : number.end], self._annex,
            title, self._text[number.start : line.end].strip(),
        )  # fmt: skip

    def _is_list_of_annexes(self, index: int) -> bool:
        """Whether the line names an annex inside the contract's body."""
        near = [
            other
            for direction in (-1, 1)
            if (other := neighbour(self._lines, index, direction)) is not None
            and other.readings
            and other.readings[0].style is Style.ANNEX
        ]
        if near and not self._signed:
            return True
        # The contract's own numbers go on behind it.
        goes_on = next(
            (
                line.readings[0]
                for line in self._lines[index + 1 : index + 60]
                if line.readings and line.readings[0].style in TOP_STYLES
            ),
            None,
        )
        if goes_on is None or self._annex:
            return False
        return step(self._last.get(goes_on.style), goes_on.values) == "next"

    def _accepted(self, index: int, line: Line) -> ClauseNumber | None:
        """The reading of the line's number that fits the numbers before it, if one does."""
        after = self._text[line.readings[0].end : line.readings[0].end + 1] if line.readings else ""
        wrapped = is_wrapped(self._lines, index) and not after.isspace()
        fallback: ClauseNumber | None = None
        for number in line.readings:
            how = step(self._last.get(sequence_key(number)), number.values)
            if line.inline:
                if number.style is Style.ARTICLE and how in ("next", "first"):
                    return number
            elif how == "next" and number.style is not Style.PLAIN:
                return number
            elif (
                fallback is None
                and not (wrapped and can_be_a_quantity(number))
                and self._fits(index, line, number, how)
            ):
                fallback = number
        return fallback

    def _fits(self, index: int, line: Line, number: ClauseNumber, how: str) -> bool:
        """Whether a number that is not simply the next one may still open a clause."""
        value = number.values[-1] if number.values else 0
        if self._signing and number.style not in TOP_STYLES:
            return False
        if number.style in FIXED_STYLES:
            return True
        if number.style is Style.PLAIN:
            rest = self._text[number.end : line.end].strip()
            return value in self._decimals and is_short_title(rest)
        if number.style is Style.DECIMAL and len(number.values) > 1:
            return self._decimal_fits(index, number)
        if how == "first" and number.style in (Style.LETTER, Style.ROMAN):
            return value == 1
        if how == "first":
            return value <= (20 if number.style is Style.CHINESE or not self._last else 4)
        if how == "missing":
            return value - self._last[sequence_key(number)][-1] <= _NEAR
        # A number that falls back without being 1 is wrong, but still a number.
        return how in ("repeated", "restarted") or value <= 20

    def _decimal_fits(self, index: int, number: ClauseNumber) -> bool:
        """Whether 5.1, 12.31 and the like belong to what is open, and are no date or quantity."""
        values = number.values
        if not all(0 < value < 60 for value in values):
            return False
        following = (*values[:-1], values[-1] + 1)
        if any(
            reading.values == following
            for line in self._lines[index + 1 : index + 40]
            for reading in line.readings
        ):
            return True
        last = self._last.get(f"{Style.DECIMAL}{len(values)}")
        if last is not None and last[:-1] == values[:-1]:
            return values[-1] - last[-1] <= _NEAR
        if any(open_.values[-1:] == values[-2:-1] for open_ in self._stack):
            return values[-1] <= _NEAR
        # No clause above has this prefix: the numbering is local, wrong, or the text a fragment.
        only_decimals = all(open_.style.startswith(Style.DECIMAL) for open_ in self._stack)
        gap = self._text[number.end : number.end + 1].isspace()
        if last is not None and values > last and only_decimals and gap:
            # A selection from a longer list: 4.2, 11.5, 17.2.
            return True
        expected = last[0] if last is not None else 1
        fragment = not self._last
        return values[-1] <= 2 and (fragment or 0 <= values[0] - expected <= 2)

    def _open_number(self, line: Line, number: ClauseNumber) -> _Start:
        key = sequence_key(number)
        self._signing = False
        self._make_room(key, number)
        path = self._path(number)
        level = len(self._stack)
        self._stack.append(_Open(key, number.values, path))
        self._home.setdefault(key, level)
        self._last[key] = number.values
        if number.style in FIXED_STYLES or number.style is Style.CHINESE:
            # Numbers below begin anew; the next style's last number says nothing any more.
            self._last = {k: v for k, v in self._last.items() if k in _OUTER}
        title, body = title_of(self._text, line, number)
        rest = self._text[number.end : line.end].lstrip(DECORATION)
        term = defined_term(rest) or defined_plainly(rest)
        written = self._text[number.start : number.end]
        heading = self._text[number.start : body].strip().rstrip("：:*# ") if title else written
        return _Start(
            "definition" if term else "clause", level, line.start, body, written, path,
            term or title, heading or written, number.style,
        )  # fmt: skip

    def _make_room(self, key: str, number: ClauseNumber) -> None:
        """Close the open clauses that the new one does not lie below."""
        styles = [open_.style for open_ in self._stack]
        if number.style in FIXED_STYLES:
            rank = FIXED_STYLES.index(number.style)
            outer = [i for i, s in enumerate(styles) if s in FIXED_STYLES[rank:]]
            if outer:
                del self._stack[outer[0] :]
                return
        if key in styles:
            del self._stack[styles.index(key) :]
            return
        if number.style in (Style.ARTICLE, Style.CHINESE) and not any(
            s in TOP_STYLES or s in (Style.ANNEX, _HEADING_STYLE) for s in styles
        ):
            self._stack.clear()
        if number.style is Style.DECIMAL:
            # 2. after 1.1 continues an outer sequence; 1.1.1 lies below its own prefix.
            depth = len(number.values)
            deeper = [
                i
                for i, open_ in enumerate(self._stack)
                if open_.style.startswith(Style.DECIMAL)
                and open_.style[len(Style.DECIMAL) :].isdigit()
                and len(open_.values) > depth
                and (number.values != (1,) or open_.values[0] == 0)
            ]
            if deeper:
                del self._stack[deeper[0] :]
        home = self._home.get(key)
        while home is not None and len(self._stack) > home:
            if self._stack[-1].style != _HEADING_STYLE:
                break
            self._stack.pop()

    def _path(self, number: ClauseNumber) -> tuple[str, ...]:
        values = number.values
        above = next((open_ for open_ in reversed(self._stack) if open_.path), None)
        base = above.path if above else self._annex
        if number.style is Style.ARTICLE and not self._articles_restart:
            base = self._annex
        elif len(values) > 1 and above and above.values:
            # 5.1 below 第五条, 3.2.1 below 3.2: the prefix repeats what lies above.
            shared = len(above.values) if values[: len(above.values)] == above.values else 0
            values = values[shared:] or values
        return (*base, *(str(value) for value in values))

    def _open_heading(self, index: int, line: Line) -> _Start | None:
        words = bare_heading(self._lines, index)
        if words is None or index == 0 or (not self._found and is_document_title(words)):
            return None
        styles = [open_.style for open_ in self._stack]
        if _HEADING_STYLE in styles:
            del self._stack[styles.index(_HEADING_STYLE) :]
        elif Style.ANNEX in styles:
            del self._stack[1:]
        else:
            self._stack.clear()
        level = len(self._stack)
        self._stack.append(_Open(_HEADING_STYLE, (), ()))
        self._last = {k: v for k, v in self._last.items() if k in _OUTER}
        return _Start("clause", level, line.start, line.end, None, (), words, words, _HEADING_STYLE)
