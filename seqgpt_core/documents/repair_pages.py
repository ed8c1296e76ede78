"""Page numbers and running heads between the pages of a text, told apart from what they repeat.

A page number is believed by its company: its form comes again with the next number, some lines
further on. Places where pages meet are those, form feeds, and the starts that a reader gave. A
running head is a line without a sentence that stands at a third of such places, and at two at
least, with the same words; its first occurrence stays, for a contract's number may stand nowhere
else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .line_shapes import ShapedLine, shape_lines
from .source_map import Edit

_GAP = r"[\s,，/／、|]*"
_NUMBERED_PAGE = rf"第\s*(\d{{1,4}})\s*页(?:{_GAP}共\s*\d{{1,4}}\s*页)?"
_PAGE_OF = rf"共\s*\d{{1,4}}\s*页{_GAP}第\s*(\d{{1,4}})\s*页"
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[-–—－\s]*(?:{_PAGE_OF}|{_NUMBERED_PAGE})[-–—－\s]*",
        r"[Pp](?:age|AGE)\s*(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?",
        r"[-–—－~～·•]\s*(\d{1,4})\s*[-–—－~～·•]",
        r"(\d{1,4})\s*[/／]\s*\d{1,4}",
        r"(\d{1,4})",
    )
)
_BARE = len(_FORMS) - 1
_BARE_DISTANCE = 8
"""Least lines between two page numbers that are only a number: a table's column is closer."""
_SINGLE = re.compile(rf"{_PAGE_OF}|第\s*\d{{1,4}}\s*页{_GAP}共\s*\d{{1,4}}\s*页")
_INSIDE = re.compile(rf"{_PAGE_OF}|{_NUMBERED_PAGE}|[Pp]age\s*\d+(?:\s*of\s*\d+)?")
_EDGE_NUMBER = re.compile(r"\A(\d{1,4})\s+|\s+(\d{1,4})\Z")
_REACH = 2
"""Lines with words that are looked at on either side of a place where pages meet."""
_SPACE = re.compile(r"\s+")
_NUMBER_LABEL = re.compile("编号|文号|版本|版次")
_SENTENCE = re.compile("[，；。]")


@dataclass(frozen=True, slots=True)
class _Head:
    """A line at a place where pages meet, without the page number that it may hold."""

    line: int
    words: str
    number: int | None


def find_page_furniture(text: str, page_starts: Sequence[int] = ()) -> list[Edit]:
    """One edit for each page number and each running head but its first.

    Args:
        page_starts: offsets at which the source's pages begin, where its reader knows them.
    """
    # Line ends of all kinds as line feeds, one for one, so that offsets stay.
    lines = shape_lines(text.replace("\f", "\n").replace("\r", " "))
    # A form feed before the first word of a page begins it.
    breaks = [match.end() for match in re.finditer("\f", text)]
    starts = [line.start for line in lines]
    meets = {bisect_right(starts, place) - 1 for place in (*page_starts, *breaks) if place > 0}
    filled = [index for index, line in enumerate(lines) if not line.is_blank]
    numbers = _page_numbers(lines, filled, meets)
    gone = numbers | _running_heads(lines, filled, numbers, meets)
    return [
        Edit(lines[first].start, min(lines[last].end + 1, len(text)))
        for first, last in _with_blank_lines(lines, gone)
    ]


def _page_numbers(lines: list[ShapedLine], filled: list[int], meets: set[int]) -> set[int]:
    """Indices of lines that are nothing but a page's number."""
    by_form: dict[int, list[tuple[int, int]]] = defaultdict(list)
    edges = _neighbours(filled, meets)
    found: set[int] = set()
    for index in filled:
        words = lines[index].words
        if len(words) > 30:
            continue
        for form, pattern in enumerate(_FORMS):
            match = pattern.fullmatch(words)
            if match:
                by_form[form].append((index, int(next(g for g in match.groups() if g))))
                if _SINGLE.fullmatch(words):
                    found.add(index)
                break
    for form, places in by_form.items():
        needed, distance = (3, _BARE_DISTANCE) if form == _BARE else (2, 2)
        for chain in _ascending(places, distance):
            at_edges = all(index in edges for index in chain)
            if len(chain) >= needed or (len(chain) >= 2 and at_edges):
                found.update(chain)
    return found


def _ascending(places: list[tuple[int, int]], distance: int) -> Iterable[list[int]]:
    """Chains of lines whose numbers go up by one, at least so many lines apart."""
    chain: list[tuple[int, int]] = []
    for place in places:
        if chain and place[1] == chain[-1][1] + 1 and place[0] - chain[-1][0] >= distance:
            chain.append(place)
            continue
        # In a column of small numbers every other one may seem to follow; it breaks the chain.
        if len(chain) > 1:
            yield [index for index, _ in chain]
        chain = [place]
    if len(chain) > 1:
        yield [index for index, _ in chain]


def _neighbours(filled: list[int], meets: Iterable[int], reach: int = _REACH) -> set[int]:
    """Lines with words that stand next to a place where pages meet, or at the text's ends."""
    near = {*filled[:reach], *filled[-reach:]}
    for meeting in meets:
        place = bisect_right(filled, meeting - 1)
        near.update(filled[max(place - reach, 0) : place + reach])
    return near


def _running_heads(
    lines: list[ShapedLine], filled: list[int], numbers: set[int], meets: set[int]
) -> set[int]:
    """Indices of running heads and feet that an earlier page had already."""
    if not numbers and not meets:
        return set()
    words = [index for index in filled if index not in numbers]
    places = {*meets, *numbers, *(index + 1 for index in numbers)}
    by_words: dict[str, list[_Head]] = defaultdict(list)
    for index in sorted(_neighbours(words, places)):
        head = _head(lines[index], index)
        if head is not None:
            by_words[head.words].append(head)
    pages = max(len(meets) + 1, len(numbers))
    groups = [heads for heads in by_words.values() if _come_again(heads, pages)]
    heads = {head.line for group in groups for head in group}
    first = {group[0].line for group in groups}
    # The outermost line of a page is a head or none is: text never stands outside of one.
    outer = _neighbours(words, places, 1) & heads
    inner = {
        words[place]
        for place in range(len(words))
        if words[place] in heads
        and ({*words[max(place - 1, 0) : place], *words[place + 1 : place + 2]} & outer)
    }
    return (outer | inner) - first


def _come_again(heads: list[_Head], pages: int) -> bool:
    """Whether lines of the same words are a running head: on enough pages, numbers going up."""
    if len(heads) < 2 or 3 * len(heads) < pages:
        return False
    counted = [head.number for head in heads]
    return all(number is None for number in counted) or all(
        a is not None and b is not None and 0 < b - a <= 2 for a, b in pairwise(counted)
    )


def _head(line: ShapedLine, index: int) -> _Head | None:
    """The line as a running head, or None for what must never be taken for one."""
    words, number = line.words, None
    inside = _INSIDE.search(words)
    edge = _EDGE_NUMBER.search(words)
    if inside:
        words = words[: inside.start()] + words[inside.end() :]
        number = int(next(filter(None, inside.groups()), 0)) or None
    elif edge:
        words = words[: edge.start()] + words[edge.end() :]
        number = int(edge[1] or edge[2])
    words = _SPACE.sub("", words)
    if (
        not 2 <= len(words) <= 60
        or _SENTENCE.search(words)
        or line.is_signature
        or line.ends_sentence
        or line.is_row
    ):
        return None
    # A label with its value may repeat in earnest. That of the contract's number, or one with a
    # page number beside it, does so because pages do.
    if line.opens and not _NUMBER_LABEL.search(words) and not inside:
        return None
    return _Head(index, words, number)


def _with_blank_lines(lines: list[ShapedLine], gone: set[int]) -> Iterable[tuple[int, int]]:
    """Runs (first, last) of lines to delete; blank lines go where a sentence runs across."""
    reached = -1
    for index in sorted(gone):
        if index - 1 in gone or index <= reached:
            continue
        first = last = index
        while last + 1 in gone:
            last += 1
        before, after = first - 1, last + 1
        while before >= 0 and lines[before].is_blank:
            before -= 1
        while after < len(lines) and (lines[after].is_blank or after in gone):
            after += 1
        inside = before >= 0 and after < len(lines) and before not in gone
        if inside and not lines[before].ends_sentence and not lines[after].opens:
            first, last = before + 1, after - 1
        reached = last
        yield first, last
