"""Where the spans of a result stood in the text before it was repaired."""

from __future__ import annotations

from typing import Any

from ..documents.source_map import SourceMap


def with_original_places(result: dict[str, Any], source_map: SourceMap) -> dict[str, Any]:
    """A result JSON (as dicts) that gives the original's places beside its own.

    After `document` comes `original` with the SHA-256 and length of the original; every object
    with `start` and `end` gets `original: [start, end]`, one with `mentions` also
    `original_mentions`. Nothing that was there changes.
    """
    marked: dict[str, Any] = {}
    for key, content in result.items():
        marked[key] = _marked(content, source_map)
        if key == "document":
            marked["original"] = {
                "sha256": source_map.original_sha256,
                "characters": len(source_map.original),
            }
    return marked


def _marked(content: Any, source_map: SourceMap) -> Any:
    if isinstance(content, list):
        return [_marked(item, source_map) for item in content]
    if not isinstance(content, dict):
        return content
    marked = {key: _marked(item, source_map) for key, item in content.items()}
    start, end = content.get("start"), content.get("end")
    if isinstance(start, int) and isinstance(end, int):
        marked["original"] = list(source_map.to_original(start, end))
        if "mentions" in content:
            marked["original_mentions"] = [
                list(source_map.to_original(*mention)) for mention in content["mentions"]
            ]
    return marked
