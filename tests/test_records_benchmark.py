"""The benchmark of records: what it calls right and what it calls mixed."""

from __future__ import annotations

from benchmarks.records import Counts, is_mixed
from seqgpt_core.results.types import Part

EVENTS = [
    {"乙方": "甲建设有限公司", "项目名称": "城南道路", "合同金额": "500000.0"},
    {"乙方": "甲建设有限公司", "项目名称": "城北道路"},
]


def row(**cells: str) -> dict[str, Part | None]:
    return {
        name: Part(text, 0, len(text), 0.9, text.replace(",", "") if text[0].isdigit() else None)
        for name, text in cells.items()
    }


def test_cells_are_counted_by_the_best_row_of_each_event() -> None:
    counts = Counts()
    rows = [row(乙方="甲建设有限公司", 项目名称="城南道路", 合同金额="500,000")]
    assert counts.add(EVENTS, rows) == []
    assert (counts.events, counts.whole_events) == (2, 1)
    assert (counts.cells, counts.right_cells) == (5, 4)


def test_a_row_is_mixed_where_no_event_agrees_with_all_that_is_known() -> None:
    other = [*EVENTS, {"项目名称": "城东道路", "合同金额": "300000"}]
    assert is_mixed(other, row(项目名称="城东道路", 合同金额="500,000"))
    # What an event leaves out contradicts nothing, nor does a cell that no event has.
    assert not is_mixed(EVENTS, row(项目名称="城北道路", 合同金额="500,000"))
    assert not is_mixed(EVENTS, row(项目名称="城南道路", 合同金额="999"))
