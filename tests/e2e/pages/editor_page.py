"""The editor alone: known words are values, and the page writes down what the editor sent."""

from __future__ import annotations

import json
import re
import sys
from html import escape
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

import streamlit as st

from seqgpt_core.ui.editor import fingerprint, show_decided, show_editor, show_marks, take_edit

FIELDS = [("甲方", "甲方", 0), ("乙方", "乙方", 1), ("金额", "金额", 2)]
WORDS = {
    "甲方": [("𠮷野家有限公司", 0.9), ("云帆公司", 0.95)],
    "乙方": [("精衡公司", 0.6)],
    "金额": [(r"[\d,]+\.\d\d元?", 0.8)],
}

st.set_page_config(layout="wide")
kept = st.session_state
kept.setdefault("text", "")
kept.setdefault("edits", [])
kept.setdefault("marked", [])


def edited() -> None:
    edit = take_edit(kept.text)
    kept.edits.append([edit.text is not None, edit.pasted, edit.replaced])
    if edit.text is not None:
        kept.text = edit.text
    for mark in edit.marks:
        kept.marked.append(
            [mark.definition, mark.start, mark.end, kept.text[mark.start : mark.end]]
        )


def values() -> list[dict[str, Any]]:
    found = []
    for definition, name, place in FIELDS:
        for pattern, score in WORDS[definition]:
            mentions = [match.span() for match in re.finditer(pattern, kept.text)]
            by_text: dict[str, list[tuple[int, int]]] = {}
            for start, end in mentions:
                by_text.setdefault(kept.text[start:end], []).append((start, end))
            for text, places in by_text.items():
                found.append(
                    {"d": definition, "n": name, "p": place, "s": score, "t": text, "m": places}
                )
            if definition == "金额":
                for value in found:
                    if value["d"] == "金额":
                        value |= {"z": "2380", "c": ["大小写不一致"]}
    for definition, start, end, text in kept.marked:
        if kept.text[start:end] == text:
            place = [d for d, _, _ in FIELDS].index(definition)
            found.append(
                {
                    "d": definition,
                    "n": definition,
                    "p": place,
                    "s": 1.0,
                    "t": text,
                    "m": [[start, end]],
                    "u": True,
                }
            )
    return found


def load(text: str) -> None:
    kept.text = text


given = st.text_input("text to load", key="given")
st.button("load", on_click=load, args=(given.replace("\\n", "\n"),))
st.button("other page", on_click=lambda: kept.update(hidden=not kept.get("hidden", False)))
threshold = st.slider("threshold", 0.0, 1.0, 0.5)
if not kept.get("hidden"):
    show_editor(kept.text, edited)
    marked_text = kept.text + "!" if st.checkbox("values of another text") else kept.text
    show_marks(marked_text, FIELDS, values())
    show_decided({"values": dict.fromkeys(WORDS, threshold), "cells": []})
shown = kept.text if len(kept.text) < 5000 else f"{len(kept.text)} {fingerprint(kept.text)}"
echo = json.dumps({"text": shown, "edits": kept.edits, "marked": kept.marked}, ensure_ascii=False)
st.html(f'<pre id="echo">{escape(echo)}</pre>')
