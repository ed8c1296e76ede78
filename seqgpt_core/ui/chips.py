"""A field's mark: its number on its colour, the same in the field list and in the legend."""

from __future__ import annotations

import html

from ..results.characters import shown_text
from ..results.palette import highlight_color

_NO_COLOR = "#6b7280"


def chip_color(place: int | None) -> str:
    """The `#rrggbb` colour of the field at `place` (from 0); grey if it is set aside."""
    return _NO_COLOR if place is None else highlight_color(place)


def chip_html(place: int | None) -> str:
    """The mark of the field at `place` (from 0); grey and without a number if set aside."""
    color = chip_color(place)
    label = "–" if place is None else str(place + 1)
    # Dark number on a light fill of the colour, as in the text: readable for every colour.
    return (
        f'<span class="seqgpt-chip" style="border-color:{color};background:{color}33">'
        f"{label}</span>"
    )


def inert(text: str) -> str:
    """`text` as HTML that shows it and does nothing else."""
    return html.escape(shown_text(text))
