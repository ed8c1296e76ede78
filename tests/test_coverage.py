"""One state for each cell of the matrix of documents and fields."""

from __future__ import annotations

import pytest

from seqgpt_core.results.types import (
    Check,
    Extraction,
    FieldResult,
    Part,
    RecordResult,
    Rejected,
    Value,
)
from seqgpt_core.tasks.coverage import contradicts, coverage, field_cell, record_cell

TEXT = "总价100元，税额6元，含税106元"


def value(
    start: int, end: int, score: float, normalized: str | None = None, **more: object
) -> Value:
    return Value("金额", TEXT[start:end], start, end, score, normalized, **more)  # type: ignore[arg-type]


def field(*values: Value) -> FieldResult:
    rejected = (Rejected("税额", 7, 9, 0.2, "below_threshold"),)
    return FieldResult("金额(元)", "金额", values, rejected)


def test_a_field_without_values_is_empty_whatever_was_rejected() -> None:
    assert field_cell(field()).state == "empty"


@pytest.mark.parametrize(("score", "state"), [(0.95, "found"), (0.8, "found"), (0.6, "low")])
def test_a_single_value_is_found_or_less_sure_by_its_score(score: float, state: str) -> None:
    cell = field_cell(field(value(2, 6, score, "100")))
    assert (cell.state, cell.count) == (state, 1)
    assert cell.best is not None and cell.best.text == "100元"


def test_a_failed_check_counts_more_than_everything_else() -> None:
    failed = value(2, 6, 0.99, "100", checks=(Check("sum", "failed", "不等于合计"),))
    assert field_cell(field(value(9, 11, 0.99, "6"), failed)).state == "failed"
    passed = value(2, 6, 0.99, "100", checks=(Check("sum", "passed"),))
    assert field_cell(field(passed)).state == "found"


def test_values_contradict_only_where_they_can_be_compared() -> None:
    assert contradicts([value(2, 6, 0.9, "100"), value(9, 11, 0.9, "6")])
    assert not contradicts([value(2, 6, 0.9, "100"), value(13, 17, 0.9, "100")])
    assert not contradicts([value(2, 6, 0.9), value(9, 11, 0.9)])
    assert field_cell(field(value(2, 6, 0.9, "100"), value(9, 11, 0.9, "6"))).state == "conflict"


def test_a_record_is_found_where_every_cell_of_every_row_is() -> None:
    cell = Part("100元", 2, 6, 0.9)
    whole = RecordResult("{名, 价}[]", ("名", "价"), ({"名": cell, "价": cell},))
    part = RecordResult("{名, 价}[]", ("名", "价"), ({"名": None, "价": cell},))
    states = [record_cell(r).state for r in (whole, part, RecordResult("{名, 价}[]", ("名", "价")))]
    assert states == ["found", "low", "empty"]


def test_every_definition_has_its_cell() -> None:
    records = (RecordResult("{名}[]", ("名",)),)
    found = coverage(Extraction(TEXT, "m", "0", (field(),), records=records))
    assert list(found) == ["金额(元)", "{名}[]"]
