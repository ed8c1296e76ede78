"""Doubled, odd and trailing spaces; tables, forms and indents keep theirs."""

from __future__ import annotations

import re

from .line_shapes import in_table, shape_lines
from .source_map import Edit

# Spaces of fixed width, which look like a space and match no search for one.
_ODD = "\xa0\u2000-\u200a\u202f\u205f"
_SPACES = re.compile(rf"(?<=\S)[ {_ODD}]{{2,}}(?=\S)|(?<=\S)[{_ODD}](?=\S)|[ \t{_ODD}]+\Z")


def find_spaces(text: str) -> list[Edit]:
    """Runs of spaces between words made one space, spaces at line ends taken out.

    A tab or ideographic spaces are layout and stay, and so does all that stands in the rows of a
    table, a line with wide gaps (a form), a place for signatures, and before a line's first word.
    """
    edits: list[Edit] = []
    lines = shape_lines(text)
    for index, line in enumerate(lines):
        if line.is_blank or not _SPACES.search(text[line.start : line.end]):
            continue
        if in_table(lines, index) or line.is_signature:
            continue
        for match in _SPACES.finditer(text[line.start : line.end]):
            start, end = (line.start + place for place in match.span())
            edits.append(Edit(start, end, "" if end == line.end else " "))
    return edits
