"""Synthesis: annotated business documents from templates and generated values.

Everything is written for this project: the templates under `templates/` and the value
generators. `generate(seed, count)` yields records in the annotation format of the training data.
"""

from __future__ import annotations

from .records import generate

__all__ = ["generate"]
