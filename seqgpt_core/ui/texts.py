"""What the interface says: one key, one text, in Chinese and English.

The texts stand in `assets/i18n/<language>.json`, beside the app's entry point.
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

ASSETS = Path(__file__).resolve().parents[2] / "assets"


@cache
def texts(language: Language) -> dict[str, str]:
    """Every text of one language by key."""
    content = (ASSETS / "i18n" / f"{language}.json").read_text(encoding="utf-8")
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
