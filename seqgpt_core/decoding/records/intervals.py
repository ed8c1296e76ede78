"""Spans of a text with the cell that holds each; asking for a place costs no look at the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from .columns import Cell


class Intervals:
    """Spans with what holds them; looks at the neighbours of a place only."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._by_block: dict[int, list[tuple[int, int, Cell | None]]] = defaultdict(list)
        for start, end in spans:
            self.add(start, end)

    def add(self, start: int, end: int, cell: Cell | None = None) -> None:
        for block in range(start >> 6, (max(end, start + 1) - 1 >> 6) + 1):
            self._by_block[block].append((start, end, cell))

    def touching(self, start: int, end: int) -> list[Cell]:
        return [cell for _, _, cell in self._met(start, end) if cell is not None]

    def touch(self, start: int, end: int) -> bool:
        return bool(self._met(start, end))

    def _met(self, start: int, end: int) -> list[tuple[int, int, Cell | None]]:
        met: dict[tuple[int, int, Cell | None], None] = {}
        for block in range(start >> 6, (end - 1 >> 6) + 1):
            for item in self._by_block.get(block, ()):
                if item[0] < end and start < item[1]:
                    met[item] = None
        return list(met)
