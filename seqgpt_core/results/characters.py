"""Characters that a screen, a file format or a reader cannot take, made visible or harmless.

Every replacement here is one code point for one code point, so offsets stay valid.
"""

from __future__ import annotations

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# UTF-8 has no form for a surrogate; Python strings can hold one all the same.
LONE_SURROGATES = re.compile(r"[\ud800-\udfff]")

# What XML 1.0 forbids (C0 controls but tab and line ends, surrogates, U+FFFE, U+FFFF), and the
# C1 controls and DEL, which are allowed but show nothing.
_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

_LONE_CARRIAGE_RETURN = re.compile(r"\r(?!\n)")

# They reorder the text around them on screen ("Trojan source", CVE-2021-42574).
BIDI_CONTROLS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def encodable(text: str) -> str:
    """The text with lone surrogates shown as U+FFFD, so that UTF-8 can hold it."""
    return LONE_SURROGATES.sub(REPLACEMENT, text)


def showable(text: str) -> str:
    """The text with control characters and lone surrogates shown as U+FFFD.

    Tab, line feed and carriage return stay; so do bidirectional controls, which each output
    treats in its own way (`BIDI_CONTROLS`).
    """
    return _UNSHOWABLE.sub(REPLACEMENT, text)


def shown_text(text: str) -> str:
    """What a page shows of a text, character for character.

    As `showable`; and a carriage return without a line feed becomes a line feed, because HTML
    would show it as a space.
    """
    return _LONE_CARRIAGE_RETURN.sub("\n", showable(text))
