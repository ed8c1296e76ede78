"""Wear and tear of pasted documents: line wraps, page lines, widths of characters, slips.

Every change moves the marks with it, so that a marked value stays exactly what the text holds
between its offsets (a value may come to hold a line break).
"""

from __future__ import annotations

import random
from dataclasses import replace

from .documents import Document, Mark

WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
NARROW_MARKS = str.maketrans("，：；（）？！", ",:;()?!")
NARROW_BRACKETS = str.maketrans("（）：", "():")
SLIPS = {"人": "入", "日": "曰", "已": "己", "未": "末", "土": "士", "天": "夭", "大": "太"}


def insert(document: Document, insertions: dict[int, str]) -> Document:
    """The document with strings put in before the given offsets; marks grow around them.

    A string at a mark's start or end stays outside the mark.
    """
    pieces, shifts, total = [], [], 0
    places = sorted(insertions)
    previous = 0
    for place in places:
        pieces += [document.text[previous:place], insertions[place]]
        total += len(insertions[place])
        shifts.append((place, total))
        previous = place
    pieces.append(document.text[previous:])

    def moved(offset: int, with_place: bool) -> int:
        shift = 0
        for place, summed in shifts:
            if place < offset or (with_place and place == offset):
                shift = summed
        return offset + shift

    marks = [
        Mark(mark.key, mark.row, moved(mark.start, True), moved(mark.end, False))
        for mark in document.marks
    ]
    return replace(document, text="".join(pieces), marks=marks)


def wrapped(document: Document, width: int) -> Document:
    """Every line broken after `width` characters, as text from a PDF is."""
    insertions, column = {}, 0
    for place, letter in enumerate(document.text):
        if letter == "\n":
            column = 0
            continue
        # No line begins with a closing mark, and no Latin word or number is broken.
        inside_word = place and letter.isascii() and document.text[place - 1].isascii()
        if column >= width and letter not in "，。；：、）》”" and not inside_word:
            insertions[place] = "\n"
            column = 0
        column += 1
    return insert(document, insertions)


def paged(document: Document, rng: random.Random) -> Document:
    """A page's foot and head between two lines."""
    breaks = [
        place + 1
        for place, letter in enumerate(document.text)
        if letter == "\n" and not any(m.start < place + 1 < m.end for m in document.marks)
    ]
    if not breaks:
        return document
    page, pages = rng.randint(1, 6), rng.randint(6, 18)
    line = rng.choice(
        [
            f"第 {page} 页 共 {pages} 页",
            f"- {page} -",
            f"{page} / {pages}",
            f"第{page}页",
            f"——内部资料 注意保密——\n{page}",
        ]
    )
    return insert(document, {rng.choice(breaks): line + "\n"})


def indented(document: Document) -> Document:
    """Two full-width spaces before every longer line."""
    insertions, place = {}, 0
    for line in document.text.split("\n"):
        if len(line) > 20 and not any(m.start < place < m.end for m in document.marks):
            insertions[place] = "　　"
        place += len(line) + 1
    return insert(document, insertions)


def slipped(document: Document, rng: random.Random) -> Document:
    """One or two characters outside all marks read wrongly."""
    marked = {place for mark in document.marks for place in range(mark.start, mark.end)}
    places = [
        place
        for place, letter in enumerate(document.text)
        if letter in SLIPS and place not in marked
    ]
    letters = list(document.text)
    for place in rng.sample(places, min(2, len(places))):
        letters[place] = SLIPS[letters[place]]
    return replace(document, text="".join(letters))


def worn(document: Document, rng: random.Random) -> Document:
    """The document with none, one or a few kinds of wear, about 40 in 100 with any."""
    if rng.random() < 0.10:
        document = indented(document)
    if rng.random() < 0.08:
        marks = rng.choice([NARROW_MARKS, NARROW_BRACKETS])
        document = replace(document, text=document.text.translate(marks))
    if rng.random() < 0.04:
        document = replace(document, text=document.text.translate(WIDE_DIGITS))
    if rng.random() < 0.04:
        joint = rng.choice([" ", "　", " "])
        document = replace(document, text=document.text.replace("\n", joint))
    if rng.random() < 0.04:
        document = slipped(document, rng)
    if rng.random() < 0.10:
        document = wrapped(document, rng.randint(24, 46))
    if rng.random() < 0.06:
        document = paged(document, rng)
    return document
