"""When two mentions are the same answer."""

from __future__ import annotations

import unicodedata


def answer_key(text: str) -> str:
    """Two mentions with the same key are the same answer: width, space and case do not count."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
