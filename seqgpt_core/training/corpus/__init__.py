"""The project's own training passages, written and annotated for it (Apache-2.0).

`NAME.txt.gz` holds passages of one domain in the notation of `notation.py`; `read_corpus` turns
all of them into records of the project's annotation format.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .notation import parse_passages

__all__ = ["parse_passages", "read_corpus"]


def read_corpus(directory: Path = Path(__file__).parent) -> Iterator[dict[str, Any]]:
    """Every passage as a record; one in ten is of the split `dev`.

    Raises:
        SeqGPTError: `corpus_invalid` with the file, the line and what is wrong.
    """
    for path in sorted(directory.glob("*.txt.gz")):
        text = gzip.decompress(path.read_bytes()).decode("utf-8")
        yield from parse_passages(text, path.name.removesuffix(".txt.gz"))
