"""Letters that character recognition reads for digits: `2O24年`, `1,38O元`. Suggested only."""

from __future__ import annotations

import re

from .source_map import Edit

# A number with at least two digits and a look-alike in it, and no other letter beside it: in
# `A1O-2` or `HT2O24` the letter may well be one.
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.,-])(?=[0-9OoIl|.,]*[OoIl|])(?=[OoIl|.,]*[0-9][OoIl|.,]*[0-9])"
    r"[0-9OoIl|](?:[0-9OoIl|]|[.,](?=[0-9OoIl|])){1,24}(?![A-Za-z0-9_-])"
)
_LOOKALIKES = str.maketrans("OoIl|", "00111")
_LOOKALIKE = re.compile("[OoIl|]")


def find_lookalikes(text: str) -> list[Edit]:
    """One edit for each number in which at most half of the characters are letters."""
    edits = []
    for match in _NUMBER.finditer(text):
        if 2 * len(_LOOKALIKE.findall(match[0])) <= len(match[0]):
            edits.append(Edit(*match.span(), match[0].translate(_LOOKALIKES)))
    return edits
