"""Example documents with their recipes: `assets/samples/<name>.txt` and `<name>.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ..fields import Recipe, load_recipe
from .texts import ASSETS

SAMPLE_NAMES = ("contract", "work_order", "claim", "resume")


@dataclass(frozen=True)
class Sample:
    """An example: its document and the recipe that suits it."""

    name: str
    text: str
    recipe: Recipe


@cache
def load_sample(name: str) -> Sample:
    """One of `SAMPLE_NAMES`."""
    folder = ASSETS / "samples"
    return Sample(
        name,
        (folder / f"{name}.txt").read_text(encoding="utf-8").rstrip("\n"),
        load_recipe(folder / f"{name}.toml"),
    )
