"""Colours and line forms of fields, the same in the text, the legend and the field list."""

from __future__ import annotations

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


def highlight_color(color_index: int) -> str:
    """The `#rrggbb` line colour of a `color_index`."""
    return HIGHLIGHT_COLORS[color_index % len(HIGHLIGHT_COLORS)]
