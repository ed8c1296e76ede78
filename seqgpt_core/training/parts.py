"""A checkpoint in parts that are small enough to carry to another machine and back."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from ..errors import SeqGPTError

PART_BYTES = 15 * 1000 * 1000
_INDEX = "parts.json"


def split_file(path: Path, directory: Path, size: int = PART_BYTES) -> list[Path]:
    """Write `path` as parts of at most `size` bytes, and an index with the digest of the whole."""
    directory.mkdir(parents=True, exist_ok=True)
    for old in directory.glob("*.part"):
        old.unlink()
    digest = hashlib.sha256()
    written: list[Path] = []
    with path.open("rb") as source:
        while block := source.read(size):
            digest.update(block)
            part = directory / f"{path.name}.{len(written):04}.part"
            part.write_bytes(block)
            written.append(part)
    index = {"file": path.name, "parts": [p.name for p in written], "sha256": digest.hexdigest()}
    (directory / _INDEX).write_text(json.dumps(index, indent=1) + "\n", encoding="utf-8")
    return written


def join_parts(directory: Path, target: Path) -> None:
    """Put the parts of `directory` together as `target`, all or nothing.

    Raises:
        SeqGPTError: `parts_damaged`: the index or a part is missing, or the digest differs.
    """
    partial = target.with_name(target.name + ".joining")
    digest = hashlib.sha256()
    try:
        index = json.loads((directory / _INDEX).read_text(encoding="utf-8"))
        with partial.open("wb") as joined:
            for name in index["parts"]:
                # Only names, never paths: an index cannot point out of its directory.
                block = (directory / Path(name).name).read_bytes()
                digest.update(block)
                joined.write(block)
        if digest.hexdigest() != index["sha256"]:
            raise ValueError("digest")
        partial.replace(target)
    except (OSError, ValueError, KeyError, TypeError) as error:
        partial.unlink(missing_ok=True)
        raise SeqGPTError(
            "parts_damaged", f"“{directory.name}”中的断点分片不完整，请重新复制全部文件。"
        ) from error
