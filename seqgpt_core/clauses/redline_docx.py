"""A Word document with real tracked changes: accept all and it is B, reject all and it is A.

Every line of the text is a paragraph; a line end belongs to the paragraph before it, so an
inserted or deleted line end is a tracked paragraph mark (ECMA-376 part 1, 17.13.5: ins, del,
moveFrom, moveTo). A clause that moved is a Word move. Verdicts and notes are comments at their
change. Cells of pasted tables stay lines with tabs.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from xml.sax.saxutils import escape

from .comparison import Comparison, compare_texts
from .redline import IN_NEW, IN_OLD, Piece, PieceKind, redline
from .review import ListedChange, Review, listed_changes
from .word_package import word_package
from .word_text import word_text

DEFAULT_AUTHOR = "SeqGPT"
_MARKS: dict[PieceKind, str] = {
    "kept": "",
    "deleted": "del",
    "inserted": "ins",
    "moved_from": "moveFrom",
    "moved_to": "moveTo",
}
# The longest author's name that Word takes.
_AUTHOR_LENGTH = 255


def to_docx(
    comparison: Comparison,
    review: Review | None = None,
    author: str = DEFAULT_AUTHOR,
    date: datetime.datetime | None = None,
) -> bytes:
    """The redline as a .docx file; equal arguments give equal bytes.

    The two texts stand in it as `word_text` gives them: only other kinds of line ends and
    characters that XML forbids differ.

    Args:
        author: shown at every tracked change; `SeqGPT` where blank.
        date: shown at every tracked change; a time with a zone is converted to UTC. Now if None.
    """
    shown = (word_text(comparison.text_a), word_text(comparison.text_b))
    if shown != (comparison.text_a, comparison.text_b):
        comparison = compare_texts(*shown)
    moment = date or datetime.datetime.now(datetime.UTC)
    if moment.tzinfo is not None:
        moment = moment.astimezone(datetime.UTC)
    pieces = redline(comparison)
    name = " ".join(word_text(author).split())[:_AUTHOR_LENGTH] or DEFAULT_AUTHOR
    writer = _Writer(name, moment.strftime("%Y-%m-%dT%H:%M:%SZ"))
    body = "".join(writer.paragraphs(pieces, _remarks(comparison, pieces, review or {})))
    return word_package(body, writer.comments)


def _remarks(
    comparison: Comparison, pieces: Sequence[Piece], review: Review
) -> Mapping[int, list[str]]:
    """What is to be said at each piece, by its index: at the first piece that shows the change."""
    of_clause: defaultdict[int, list[int]] = defaultdict(list)
    for index, piece in enumerate(pieces):
        of_clause[piece.clause].append(index)
    places = {id(clause): index for index, clause in enumerate(comparison.clauses)}
    found: defaultdict[int, list[str]] = defaultdict(list)
    for item in listed_changes(comparison):
        verdict = review.get(item.id)
        if verdict is None or not verdict.shown:
            continue
        own = of_clause[places[id(item.clause)]]
        best = next((i for i in own if _shows(pieces[i], item)), own[0])
        found[best].append(verdict.shown)
    return found


def _shows(piece: Piece, item: ListedChange) -> bool:
    change = item.change
    if change is None or piece.kind == "kept":
        return change is None
    start, end = change.b if change.b[1] > change.b[0] else change.a
    side = IN_NEW if change.b[1] > change.b[0] else IN_OLD
    return piece.kind in side and piece.start < end and start < piece.start + len(piece.text)


def _move_ends(pieces: Sequence[Piece]) -> tuple[set[int], set[int]]:
    """Indices of the first and of the last piece of each end of a move."""
    first: dict[tuple[int, str], int] = {}
    last: dict[tuple[int, str], int] = {}
    for index, piece in enumerate(pieces):
        if piece.kind in ("moved_from", "moved_to"):
            first.setdefault((piece.clause, piece.kind), index)
            last[piece.clause, piece.kind] = index
    return set(first.values()), set(last.values())


def _commented(run: str, numbers: Sequence[int]) -> str:
    """A run with the comments of these numbers at it."""
    starts = "".join(f'<w:commentRangeStart w:id="{number}"/>' for number in numbers)
    ends = "".join(
        f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'
        for number in numbers
    )
    return starts + run + ends


class _Writer:
    """Paragraphs from pieces; numbers the tracked changes and collects the comments."""

    def __init__(self, author: str, date: str) -> None:
        name = escape(author, {'"': "&quot;"})
        self._by = f'w:author="{name}" w:date="{date}"'
        self._ids = count(1)
        self.comments: list[str] = []

    def paragraphs(
        self, pieces: Sequence[Piece], remarks: Mapping[int, Sequence[str]]
    ) -> Iterator[str]:
        runs: list[str] = []
        first, last = _move_ends(pieces)
        for index, piece in enumerate(pieces):
            noted = [self._comment(words) for words in remarks.get(index, ())]
            if index in first:
                move = next(self._ids)
                runs.append(
                    f'<w:{_MARKS[piece.kind]}RangeStart w:id="{move}" {self._by}'
                    f' w:name="move{piece.clause}"/>'
                )
            lines = piece.text.split("\n")
            for place, line in enumerate(lines):
                run = self._run(piece.kind, line)
                if noted and (run or place == len(lines) - 1):
                    # At the first words, within one paragraph: a clause needs no longer mark.
                    run = _commented(run, noted)
                    noted = []
                runs.append(run)
                if place < len(lines) - 1:
                    yield self._paragraph(piece.kind, runs)
                    runs = []
            if index in last:
                runs.append(f'<w:{_MARKS[piece.kind]}RangeEnd w:id="{move}"/>')
        yield self._paragraph("kept", runs)

    def _paragraph(self, kind: PieceKind, runs: Sequence[str]) -> str:
        mark = _MARKS[kind]
        properties = f"<w:pPr><w:rPr>{self._tracked(mark)}</w:rPr></w:pPr>" if mark else ""
        return f"<w:p>{properties}{''.join(runs)}</w:p>"

    def _run(self, kind: PieceKind, line: str) -> str:
        if not line:
            return ""
        tag = "delText" if kind == "deleted" else "t"
        words = "<w:tab/>".join(
            f'<w:{tag} xml:space="preserve">{escape(cell)}</w:{tag}>' if cell else ""
            for cell in line.split("\t")
        )
        mark = _MARKS[kind]
        run = f"<w:r>{words}</w:r>"
        return f"{self._tracked(mark, open_=True)}{run}</w:{mark}>" if mark else run

    def _tracked(self, mark: str, open_: bool = False) -> str:
        return f'<w:{mark} w:id="{next(self._ids)}" {self._by}{"" if open_ else "/"}>'

    def _comment(self, words: str) -> int:
        number = len(self.comments)
        lines = "".join(
            f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
            for line in word_text(words).split("\n")
        )
        self.comments.append(f'<w:comment w:id="{number}" {self._by}>{lines}</w:comment>')
        return number
