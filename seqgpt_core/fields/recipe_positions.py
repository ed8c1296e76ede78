"""On which line of a TOML text each key stands, so that an error can point at it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

KeyPath = tuple[str | int, ...]
_MAX_TRIES = 1000


def key_lines(text: str) -> dict[KeyPath, int]:
    """First line (from 1) of each table and top-level key of a valid TOML text.

    An array of tables counts its tables: the second `[[fields]]` is `("fields", 1)`, and its
    `threshold` is `("fields", 1, "threshold")`. Keys inside inline tables and arrays need not
    be listed; the key that holds them is. A text full of look-alike string ends is listed up
    to the statement that would take too long.
    """
    lines: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for number, statement in _statements(text):
        keys = _keys(tomllib.loads(statement))
        if statement.lstrip().startswith("[["):
            index = counts.get(keys, 0)
            counts[keys] = index + 1
            path = table = (*keys, index)
        elif statement.lstrip().startswith("["):
            path = table = keys
        else:
            path = (*table, *keys)
        for depth in range(1, len(path) + 1):
            lines.setdefault(path[:depth], number)
    return lines


def line_of(lines: dict[KeyPath, int], path: KeyPath) -> int | None:
    """The line of `path`, or of the nearest thing that holds it, or None."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """The key-value pairs and table headers, each with the number of its first line."""
    pending: list[str] = []
    first = 1
    tries = 0
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if not pending:
            first = number
        pending.append(line)
        # Only a line that can close a string, an array or a table is worth a parse.
        if len(pending) > 1 and not any(mark in line for mark in ('"""', "'''", "]", "}")):
            continue
        tries += 1
        if tries > _MAX_TRIES:
            return
        statement = "\n".join(pending)
        try:
            tomllib.loads(statement)
        except tomllib.TOMLDecodeError:
            continue
        yield first, statement
        pending = []
        tries = 0


def _keys(parsed: dict[str, object]) -> KeyPath:
    """The path of the only key in `parsed`, through dotted keys and header names."""
    keys: list[str | int] = []
    node: object = parsed
    while isinstance(node, dict) and len(node) == 1:
        key, node = next(iter(node.items()))
        keys.append(key)
    return tuple(keys)
