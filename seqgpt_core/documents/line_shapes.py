"""What the lines of a pasted text look like, for repairs that must know where to keep away.

Widths are in columns: a character above U+10FF takes two, any other one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .boundaries import clause_mark

_WIDE = re.compile("[\u1100-\U0010ffff]")
_INDENT = re.compile("[ \t\u3000\xa0]*")
_TABLE_SIGN = re.compile(r"\t|[|｜│┃].*[|｜│┃]|[─━═]{3,}|[-=_＿]{6,}")
_GAP = re.compile("(?<=\\S)(?:[ \xa0]{2,}|\u3000{2,}| ?\u3000 )(?=\\S)")
_WIDE_GAP = re.compile("(?<=\\S)(?:[ \xa0]{4,}|\u3000{2,})(?=\\S)")
_SIGNATURE = re.compile(
    "盖章|签章|签字|签名|公章|签署页|无正文|法定代表人|授权代表|委托代理人|经办人"
    "|年[ \u3000]+月|_{3,}|＿{2,}"
)
_LABEL = re.compile(
    '[^\\s，。；：:、（）()“”"]{1,12}(?:[ \u3000]{1,4}[^\\s，。；：:、（）()]{1,4}){0,3}'
    "(?:[（(][^）)\n]{1,16}[）)])?[ \u3000]*[：:]"
)
_LIST_MARK = re.compile("[•·●○■□◆◇▪➢√✓✗☐☑☒→★※\uf06c\uf0b7\uf0d8]|[-–—*][ \t\u3000]|【")
_ADDRESS_LABEL = re.compile("[^：:]{0,8}(?:地址|住所|住址|地点|送达处)[^：:]{0,6}[：:]")
_ADDRESS = re.compile(
    "(?:[\u4e00-\u9fff]{2,7}(?:省|自治区|市|区|县))[^。；！？]{2,40}"
    "(?:号|室|楼|层|座|栋|院|村|园)(?:[A-Za-z0-9-]{1,6}[号室楼层座栋]?)?"
)
_SENTENCE_PART = re.compile("[，。；]")
_SENTENCE_END = "。；：！？.!?;:…"
_CLOSING = "”’\"'）)」』】》〉"


@dataclass(slots=True)
class ShapedLine:
    """One line: `text[start:end]` without its line feed.

    Attributes:
        words: the line without white space at its edges.
        indent: columns of white space before them.
    """

    start: int
    end: int
    words: str
    indent: int
    text: str

    @property
    def is_blank(self) -> bool:
        return not self.words

    @property
    def width(self) -> int:
        """Columns up to the last visible character."""
        return self.indent + columns(self.words)

    @property
    def has_gap(self) -> bool:
        """Whether two or more spaces stand between words."""
        return _GAP.search(self.words) is not None

    @property
    def is_row(self) -> bool:
        """Whether the line is a table's or a form's by its own look."""
        return bool(_TABLE_SIGN.search(self.words) or _WIDE_GAP.search(self.words))

    @property
    def is_signature(self) -> bool:
        """Whether the line belongs to a place for signatures; long sentences do not."""
        return (
            len(self.words) <= 60
            and _SIGNATURE.search(self.words) is not None
            and not (self.ends_sentence and self.words[-1] in "。；")
        )

    @property
    def is_address(self) -> bool:
        """Whether the line gives an address."""
        return bool(_ADDRESS_LABEL.match(self.words) or _ADDRESS.fullmatch(self.words))

    @property
    def opens(self) -> bool:
        """Whether the line opens with a clause number, a list mark or a label."""
        return bool(
            clause_mark(self.words, 0) or _LIST_MARK.match(self.words) or _LABEL.match(self.words)
        )

    @property
    def ends_sentence(self) -> bool:
        """Whether nothing can follow on the next line: `。`, `；`, `：` and their like."""
        ending = self.words.rstrip(_CLOSING)
        return bool(ending) and ending[-1] in _SENTENCE_END


def columns(text: str) -> int:
    """Columns that a text takes in a fixed-width font."""
    return len(text) + len(_WIDE.findall(text))


def shape_lines(text: str) -> list[ShapedLine]:
    """The lines of a text, blank ones included."""
    shaped = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        words = line.strip()
        indent = columns(_INDENT.match(line)[0]) if words else 0  # type: ignore[index]
        shaped.append(ShapedLine(start, end, words, indent, text))
        start = end + 1
    return shaped


def in_table(lines: list[ShapedLine], index: int) -> bool:
    """Whether a line is a row: by its look, or because it and its neighbour have columns."""
    line = lines[index]
    if line.is_row:
        return True
    if not line.has_gap or _SENTENCE_PART.search(line.words):
        return False
    neighbours = [*lines[max(index - 1, 0) : index], *lines[index + 1 : index + 2]]
    return any(other.has_gap or other.is_row for other in neighbours)
