"""Defined short names: `成都华信股份有限公司（以下简称“公司”）… 公司与…签订` is said of 成都华信.

A row takes the bearer of a short name for a column that it lacks, where its own sentences name the
short name itself (not 公司's subsidiary) and hold no other answer to the column, and no
other column of the row has that answer. An announcement's signer (`…董事会` at its end) is
公司 and 本公司 too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from .columns import Cell, Row, answer_of

_BRACKET = re.compile(
    r"[（(](?:以下|下称|简称|下简称)*[^（()）\n“”\"「」]{0,8}(?P<names>[“\"「][^（()）\n]{1,40})[)）]"
)
_QUOTED = re.compile(r"[“\"「]([^“”\"「」]{1,20})[”\"」]")
_SIGNED = re.compile(r"\s*(?:董事会|监事会)")
_SIGNATURE_CHARACTERS = 120
_SELF = ("本公司", "公司")
# 子公司 and 本公司全资子公司 are others than 公司.
_MAY_STAND_BEFORE = re.compile(
    r"(?:^|近日|日前|日|后|前|期间|近期|与|和|及|由|向|被|为|是|对|使|即|明确|确定|确认|通知|通过|给|以|如|若|[，。；：、\n\s“（(])[我本]?$"
)
_OTHER_BEHIND = re.compile(
    r"(?:的)?(?:全资|控股|所属|下属|直属|参股|之|旗下|各|、)*[^，。；\n]{0,6}?(?:子公司|孙公司|分公司)"
    r"|及?董事|监事|股东|章程|\d{4}年|(?:最近|上)一|营业|的?财务|会计|证券"
)
_SENTENCE_END = "。！？\n"


def carry_defined(text: str, rows: Sequence[Row], cells: Sequence[Cell]) -> list[Row]:
    """The rows with the bearers of the short names that their sentences name.

    Args:
        cells: settled cells; a short name's bearer is one of them.
    """
    bearers = _bearers(text, cells)
    if not bearers:
        return list(rows)
    carried: list[Row] = []
    for row in rows:
        added: dict[int, Cell] = {}
        stretches = sorted({_sentence(text, cell) for cell in row.cells.values()})
        held = {answer_of(text, cell) for cell in row.cells.values()}
        for (column, name), cell in bearers.items():
            if column in row.cells or column in added or answer_of(text, cell) in held:
                continue
            inside = [
                c
                for c in cells
                if c.column == column and any(s <= c.start < e for s, e in stretches)
            ]
            if inside or not any(_named(text, name, *stretch) for stretch in stretches):
                continue
            added[column] = cell
        carried.append(Row({**row.cells, **added}, row.start, row.own))
    return carried


def _bearers(text: str, cells: Sequence[Cell]) -> Mapping[tuple[int, str], Cell]:
    """(column, short name) → the cell it stands for; names that stand for several are left out."""
    found: dict[tuple[int, str], list[Cell]] = {}
    for cell in cells:
        if bracket := _BRACKET.match(text, cell.end):
            for name in _QUOTED.findall(bracket["names"]):
                found.setdefault((cell.column, name.strip()), []).append(cell)
        elif cell.end >= len(text) - _SIGNATURE_CHARACTERS and _SIGNED.match(text, cell.end):
            for name in _SELF:
                found.setdefault((cell.column, name), []).append(cell)
    return {
        key: max(bearers, key=lambda c: (c.score, -c.start))
        for key, bearers in found.items()
        if key[1] and len({answer_of(text, cell) for cell in bearers}) == 1
    }


def _named(text: str, name: str, start: int, end: int) -> bool:
    """Whether the stretch names the bearer itself."""
    at = text.find(name, start, end)
    while at >= 0:
        before, behind = text[max(start, at - 4) : at], text[at + len(name) : at + len(name) + 16]
        own = name not in _SELF or bool(_MAY_STAND_BEFORE.search(before))
        if own and not _OTHER_BEHIND.match(behind):
            return True
        at = text.find(name, at + 1, end)
    return False


def _sentence(text: str, cell: Cell) -> tuple[int, int]:
    start = max(text.rfind(mark, 0, cell.start) for mark in _SENTENCE_END) + 1
    ends = [at for mark in _SENTENCE_END if (at := text.find(mark, cell.end)) >= 0]
    return start, min(ends, default=len(text))
