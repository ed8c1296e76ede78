"""The document as HTML with coloured spans: every character escaped, nothing in it active.

The HTML is complete in itself (inline styles, no script, no class that must exist), so it can be
shown by any page and survives a sanitiser.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .characters import BIDI_CONTROLS, REPLACEMENT, showable
from .readable import checks_text
from .types import Extraction

HIGHLIGHT_COLORS: tuple[str, ...] = (
    "#2563eb",
    "#d97706",
    "#059669",
    "#db2777",
    "#7c3aed",
    "#0891b2",
    "#b45309",
    "#65a30d",
    "#dc2626",
    "#4f46e5",
    "#0d9488",
    "#a21caf",
)
"""Line colours by `color_index` (modulo their number); the fill is the same, mostly transparent,
so that text stays readable on a light and on a dark page."""

HIGHLIGHT_LINES: tuple[str, ...] = ("solid", "double", "dotted", "dashed", "wavy")
"""Forms of the line by `color_index` (modulo their number), so that two neighbouring fields differ
in more than their colour; with the colours, sixty pairs before one repeats."""

_FILL_ALPHA = "33"
# More lines under a text than this, or more entries in a hover text, can no longer be read.
_MOST_LINES = 3
_MOST_HOVERS = 8

_LONE_CARRIAGE_RETURN = re.compile(r"\r(?!\n)")


@dataclass(frozen=True, slots=True)
class HighlightSpan:
    """A coloured place in a document.

    Attributes:
        start, end: half-open code points; `0 <= start < end`.
        field: the field's name, shown on hover.
        score: probability in [0, 1], shown on hover.
        color_index: picks from `HIGHLIGHT_COLORS`, modulo their number.
        hover: further text for the hover, any number of lines.

    Raises:
        ValueError: if the span is empty or starts before the document.
    """

    start: int
    end: int
    field: str
    score: float
    color_index: int
    hover: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"{self.start}:{self.end} is not a span")


def highlight_color(color_index: int) -> str:
    """The `#rrggbb` line colour of a `color_index`."""
    return HIGHLIGHT_COLORS[color_index % len(HIGHLIGHT_COLORS)]


def highlight_line(color_index: int) -> str:
    """The CSS `text-decoration-style` of a `color_index`."""
    return HIGHLIGHT_LINES[color_index % len(HIGHLIGHT_LINES)]


def highlight_spans(extraction: Extraction) -> tuple[HighlightSpan, ...]:
    """Every mention of every value, coloured by the field's place in the extraction."""
    return tuple(
        HighlightSpan(
            start=start,
            end=end,
            field=result.name,
            score=value.score,
            color_index=place,
            hover="\n".join(
                line
                for line in (value.normalized or "", checks_text(value.checks, every=True))
                if line
            ),
        )
        for place, result in enumerate(extraction.fields)
        for value in result.values
        for start, end in value.mentions
    )


def shown_text(text: str) -> str:
    """What `highlight_html` shows, character for character.

    Control characters, lone surrogates and noncharacters become U+FFFD, and a carriage return
    without a line feed becomes a line feed, because HTML would show it as a space.
    """
    return _LONE_CARRIAGE_RETURN.sub("\n", showable(text))


def highlight_html(text: str, spans: Sequence[HighlightSpan]) -> str:
    """The document as one HTML element, spans as `<mark>` with a hover text.

    Overlapping and nested spans are split where any of them begins or ends. Each piece has the
    fill of the shortest span over it and a line for each colour (at most three); its hover text
    names the spans (at most eight, and how many more). Stripping the tags and unescaping gives
    `shown_text(text)`.

    Bidirectional controls are kept, each isolated in a `<bdi>` of its own with its code point
    on hover, so that they cannot reorder the text around them.

    Raises:
        ValueError: if a span ends after the document.
    """
    for span in spans:
        if span.end > len(text):
            raise ValueError(
                f"span {span.start}:{span.end} is outside a text of {len(text)} characters"
            )
    shown = shown_text(text)
    pieces = [
        _piece(shown[start:end], covering, others)
        for start, end, covering, others in _segments(len(text), spans)
    ]
    return (
        '<div dir="ltr" style="white-space:pre-wrap;overflow-wrap:anywhere;'
        f'unicode-bidi:isolate">{"".join(pieces)}</div>'
    )


def _segments(
    length: int, spans: Sequence[HighlightSpan]
) -> Iterator[tuple[int, int, list[HighlightSpan], int]]:
    """The text in pieces: start, end, the shortest spans over it, and how many more there are.

    Pieces come in order and cover the text; no span begins or ends inside one.
    """
    ranks = [(span.end - span.start, place) for place, span in enumerate(spans)]
    begins = sorted(range(len(spans)), key=lambda place: spans[place].start)
    ends = sorted(range(len(spans)), key=lambda place: spans[place].end)
    borders = sorted({0, length, *(s.start for s in spans), *(s.end for s in spans)})
    active: list[tuple[int, int]] = []
    next_begin = next_end = 0
    for start, end in pairwise(borders):
        while next_end < len(ends) and spans[ends[next_end]].end <= start:
            del active[bisect_left(active, ranks[ends[next_end]])]
            next_end += 1
        while next_begin < len(begins) and spans[begins[next_begin]].start <= start:
            insort(active, ranks[begins[next_begin]])
            next_begin += 1
        shortest = [spans[place] for _, place in active[:_MOST_HOVERS]]
        yield start, end, shortest, len(active) - len(shortest)


def _piece(shown: str, covering: Sequence[HighlightSpan], others: int) -> str:
    content = _escaped(shown)
    if not covering:
        return content
    colors = list(dict.fromkeys(highlight_color(span.color_index) for span in covering))
    lines = ",".join(
        f"0 {2 * place}px 0 {color}" for place, color in enumerate(colors[:_MOST_LINES], start=1)
    )
    hovers = [_hover(span) for span in covering]
    if others:
        hovers.append(f"另有 {others} 项")
    return (
        f'<mark style="color:inherit;background:{colors[0]}{_FILL_ALPHA};box-shadow:{lines}"'
        f' title="{_attribute(chr(10).join(hovers))}">{content}</mark>'
    )


def _hover(span: HighlightSpan) -> str:
    head = f"{span.field} {span.score:.2f}"
    return f"{head}\n{span.hover}" if span.hover else head


def _escaped(shown: str) -> str:
    # A raw carriage return is turned into a line feed by every HTML parser; a reference is not.
    escaped = html.escape(shown).replace("\r", "&#13;")
    return BIDI_CONTROLS.sub(
        lambda match: f'<bdi title="U+{ord(match[0]):04X}">{match[0]}</bdi>', escaped
    )


def _attribute(text: str) -> str:
    text = BIDI_CONTROLS.sub(REPLACEMENT, shown_text(text))
    return html.escape(text).replace("\r", "").replace("\n", "&#10;")
