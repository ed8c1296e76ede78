"""What the interface says: one key, one text, in Chinese and English.

The texts stand in `assets/i18n/<language>/<subject>.json`, beside the app's entry point; a key
begins with its subject, and stands in one file only.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import streamlit as st

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
LANGUAGE_NAMES = {"zh": "中文", "en": "English"}
LANGUAGE_KEY = "language"
GRID = "grid"

ASSETS = Path(__file__).resolve().parents[2] / "assets"


@cache
def texts(language: Language) -> dict[str, str]:
    """Every text of one language by key."""
    loaded: dict[str, str] = {}
    for path in sorted((ASSETS / "i18n" / language).glob("*.json")):
        if path.stem != GRID:
            loaded |= json.loads(path.read_text(encoding="utf-8"))
    return loaded


@cache
def grid_texts(language: Language) -> dict[str, str]:
    """The table widget's own texts by its names for them."""
    content = (ASSETS / "i18n" / language / f"{GRID}.json").read_text(encoding="utf-8")
    loaded: dict[str, str] = json.loads(content)
    return loaded


def language() -> Language:
    """The language that the user chose; Chinese until they choose."""
    chosen = st.session_state.get(LANGUAGE_KEY)
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def t(key: str, **values: object) -> str:
    """The text of a key in the chosen language, `{name}` replaced by `values`.

    Raises:
        KeyError: for a key that the language does not have.
    """
    return texts(language())[key].format(**values)
