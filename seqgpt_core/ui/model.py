"""Which model the app uses, loaded once for all sessions."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

import streamlit as st

from ..errors import SeqGPTError
from ..extractor import EMBEDDED, SeqGPT
from .extraction import extract
from .samples import SAMPLE_NAMES, load_sample
from .state import WorkbenchState

MODEL_VARIABLE = "SEQGPT_MODEL"
"""Environment variable: a checkpoint directory, or a hub id; the embedded model if not set."""


@dataclass(frozen=True)
class ModelCard:
    """What a checkpoint directory says of itself.

    Attributes:
        figures: measured scores and training settings as its `config.json` gives them.
        text: its model card in Markdown (data, licences, limits); empty where there is none.
    """

    figures: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""


def model_source() -> str | None:
    """The model that the environment names, or None for the embedded one."""
    return os.environ.get(MODEL_VARIABLE) or None


@st.cache_resource(show_spinner=False)
def load_model() -> SeqGPT:
    """The model of this server. The first call imports torch and takes some seconds.

    Raises:
        SeqGPTError: as `SeqGPT.load`.
    """
    return SeqGPT.load(model_source())


@st.cache_resource(show_spinner=False)
def load_early() -> None:
    """Begin to load this server's model beside a page that will want it; once a server.

    What goes wrong is told when the model is asked for.
    """

    def load() -> None:
        with suppress(SeqGPTError):
            load_model()

    Thread(target=load, name="load-model", daemon=True).start()


def load_with_example() -> Thread:
    """Load this server's model before the first page is asked for, and read the first example.

    The first document takes longer than the next, as libraries set themselves up; so it is the
    example that a newcomer tries first, and its reading is kept like every document's.
    """

    def load() -> None:
        state = WorkbenchState()
        sample = load_sample(SAMPLE_NAMES[0])
        state.load_sample(sample.text, sample.recipe)
        with suppress(SeqGPTError):
            extract(state, load_model)

    thread = Thread(target=load, name="load-model", daemon=True)
    thread.start()
    return thread


def read_card(directory: Path) -> ModelCard:
    """The card of a checkpoint directory; what is missing or unreadable there is left empty."""
    try:
        config = json.loads((directory / "config.json").read_text(encoding="utf-8"))
        figures = config.get("figures", {})
    except (OSError, ValueError, AttributeError):
        figures = {}
    texts = []
    for path in sorted(directory.glob("*.md")):
        try:
            texts.append(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
    return ModelCard(figures if isinstance(figures, dict) else {}, "\n\n".join(texts))


def model_directory() -> Path | None:
    """Where the model's files are, or None where they come from the hub."""
    source = model_source()
    directory = EMBEDDED if source is None else Path(source)
    return directory if directory.is_dir() else None
