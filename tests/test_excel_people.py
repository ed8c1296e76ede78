"""The workbook for people: real numbers and dates, the words beside them, what was decided."""

from __future__ import annotations

import csv
import datetime
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from seqgpt_core import Extraction, FieldResult, Part, Recipe, Value
from seqgpt_core.results import Check, Rejected
from seqgpt_core.results.corrections import Correction, apply_corrections
from seqgpt_core.results.delimited import documents_csv, documents_jsonl
from seqgpt_core.results.excel import write_workbook
from seqgpt_core.results.excel_table import sheet_name
from seqgpt_core.results.typed_cells import TypedCell, kind_of, typed_cell
from seqgpt_core.results.types import RecordResult

TEXT = "合同金额77万元，利率4.35%，2025年3月18日签订，手机13812345678，一期10元，二期20元。"
RECORDS = "{期次, 金额(元)}[]"


def value(name: str, text: str, normalized: str | None = None, **given: object) -> Value:
    at = TEXT.index(text)
    return Value(name, text, at, at + len(text), 0.9, normalized, **given)  # type: ignore[arg-type]


def part(text: str, normalized: str | None = None) -> Part:
    at = TEXT.index(text)
    return Part(text, at, at + len(text), 0.7, normalized)


def sample(source: str = "合同.txt") -> Extraction:
    fields = (
        FieldResult("合同金额(万元)", "合同金额", (value("合同金额", "77万元", "77"),)),
        FieldResult("利率", "利率", (value("利率", "4.35%", "4.35"),)),
        FieldResult("签订日期", "签订日期", (value("签订日期", "2025年3月18日", "2025-03-18"),)),
        FieldResult("手机", "手机", (value("手机", "手机13812345678", "13812345678"),)),
        FieldResult(
            "分期金额(元)",
            "分期金额",
            (value("分期金额", "10元", "10"), value("分期金额", "20元", "20")),
        ),
        FieldResult("担保方式", "担保方式"),
    )
    record = RecordResult(
        RECORDS,
        ("期次", "金额"),
        (
            {"期次": part("一期"), "金额": part("10元", "10")},
            {"期次": part("二期"), "金额": None},
        ),
    )
    return Extraction(TEXT, "m", "0" * 64, fields, source=source, records=(record,))


def opened(*extractions: Extraction, recipe: Recipe | None = None) -> Workbook:
    buffer = io.BytesIO()
    write_workbook(extractions, buffer, recipe=recipe)
    return load_workbook(buffer)


def by_title(book: Workbook, sheet: str = "结果", row: int = 2) -> dict[str, object]:
    cells = book[sheet]
    return {cells.cell(1, c).value: cells.cell(row, c) for c in range(1, cells.max_column + 1)}


def test_amounts_rates_and_dates_are_real_and_their_words_stand_beside_them() -> None:
    cells = by_title(opened(sample()))
    assert list(cells) == [
        "文档", "合同金额(万元)", "合同金额(万元)（原文）", "利率", "利率（原文）",
        "签订日期", "签订日期（原文）", "手机", "手机（原文）",
        "分期金额(元)", "分期金额(元)（原文）", "担保方式", RECORDS,
    ]  # fmt: skip
    shown = {title: (c.value, c.number_format, c.data_type) for title, c in cells.items()}  # type: ignore[attr-defined]
    assert shown["合同金额(万元)"] == (77, "#,##0.00", "n")
    assert shown["利率"] == (0.0435, "0.00%", "n")
    assert shown["签订日期"] == (datetime.datetime(2025, 3, 18), "yyyy-mm-dd", "d")
    assert shown["手机"] == ("13812345678", "General", "s")
    assert shown["合同金额(万元)（原文）"][0] == "77万元"
    # Two numbers have no place in one cell.
    assert shown["分期金额(元)"] == ("10；20", "General", "s")
    assert shown["分期金额(元)（原文）"][0] == "10元；20元"
    assert cells["分期金额(元)"].comment.text.startswith("2 个值")  # type: ignore[attr-defined]
    assert shown["担保方式"][0] in (None, "")


def test_colours_and_remarks_say_what_to_check() -> None:
    failed = value("利率", "4.35%", "4.35", checks=(Check("range", "failed", "过高"),))
    extraction = Extraction(TEXT, "m", "0", (FieldResult("利率", "利率", (failed,)),))
    cell = by_title(opened(extraction))["利率"]
    assert cell.fill.bgColor.rgb != by_title(opened(sample()))["利率"].fill.bgColor.rgb or (  # type: ignore[attr-defined]
        cell.fill.fgColor.rgb != by_title(opened(sample()))["利率"].fill.fgColor.rgb  # type: ignore[attr-defined]
    )
    assert "过高" in cell.comment.text  # type: ignore[attr-defined]
    assert by_title(opened(sample()))["利率"].comment is None  # type: ignore[attr-defined]


def test_each_record_definition_has_its_sheet() -> None:
    book = opened(sample("a.txt"), sample("b.txt"))
    (name,) = [n for n in book.sheetnames if n.startswith("记录")]
    rows = [list(row) for row in book[name].iter_rows(values_only=True)]
    assert rows[0] == ["文档", "序号", "期次", "金额", "金额（原文）"]
    assert [[cell or None for cell in row[:4]] for row in rows[1:]] == [
        ["a.txt", 1, "一期", 10],
        ["a.txt", 2, "二期", None],
        ["b.txt", 1, "一期", 10],
        ["b.txt", 2, "二期", None],
    ]
    assert book[name].freeze_panes == "C2"


def test_corrections_stand_beside_the_old_values() -> None:
    at = TEXT.index("77万元")
    corrections = [
        Correction("replace", "合同金额(万元)", at, at + 4, "78万元"),
        Correction("remove", "利率", TEXT.index("4.35%"), TEXT.index("4.35%") + 5),
        Correction("add", "担保方式", 0, 2),
    ]
    extraction = apply_corrections(sample(), corrections)
    book = opened(extraction)
    rows = [row[1:5] for row in book["更正"].iter_rows(values_only=True)][1:]
    assert [[cell or "" for cell in row] for row in rows] == [
        ["合同金额(万元)", "更正", "77万元", "78万元"],
        ["利率", "删除", "4.35%", ""],
        ["担保方式", "标注", "", "合同"],
    ]
    cells = by_title(book)
    assert cells["合同金额(万元)"].value == "78万元"  # type: ignore[attr-defined]
    assert "原值：77万元" in cells["合同金额(万元)"].comment.text  # type: ignore[attr-defined]
    assert "更正" not in opened(sample()).sheetnames


def test_a_replaced_place_is_told_once() -> None:
    at = TEXT.index("10元")
    extraction = apply_corrections(
        sample(), [Correction("replace", "分期金额(元)", at, at + 3, "77万元")]
    )
    rows = [row[1:5] for row in opened(extraction)["更正"].iter_rows(values_only=True)][1:]
    assert rows == [("分期金额(元)", "更正", "10元", "77万元")]


def test_the_recipe_says_what_was_asked() -> None:
    recipe = Recipe(
        "我的配方",
        ("利率", "手机"),
        {"利率": 0.37},
        labels=("框架合同",),
        rules=("签订日期 <= 生效日期",),
        synonyms={"抵押": ("押",)},
        summary="# {{利率}}",
    )
    rows = [
        [cell or "" for cell in row]
        for row in opened(sample(), recipe=recipe)["配方"].iter_rows(values_only=True)
    ]
    assert ["字段", "利率", 0.37] in rows
    assert ["字段", "手机", ""] in rows
    for told in (["标签", "框架合同", ""], ["规则", "签订日期 <= 生效日期", ""]):
        assert told in rows
    assert ["同义词", "抵押：押", ""] in rows
    assert ["摘要模板", "# {{利率}}", ""] in rows
    assert "配方" not in opened(sample()).sheetnames


@pytest.mark.parametrize(
    ("definition", "kind"),
    [
        ("合同金额(元)", "money"),
        ("贷款利率", "percent"),
        ("违约金比例(‰)", "number"),
        ("签约日期(YYYY-MM-DD)", "moment"),
        ("身份证号", "text"),
        ("联系电话", "text"),
        ("阶段(立项/招标)", "text"),
        ("负责人(姓名+电话)", "text"),
        (RECORDS, "text"),
        ("请告诉我这家公司叫什么名字", "text"),
    ],
)
def test_the_kind_of_a_definition(definition: str, kind: str) -> None:
    assert kind_of(definition) == kind


@pytest.mark.parametrize(
    ("kind", "normalized", "expected"),
    [
        ("money", "768000", TypedCell(768000.0, "#,##0.00")),
        ("money", "0.125", TypedCell(0.125, "#,##0.000")),
        ("number", "-5", TypedCell(-5.0, "#,##0")),
        ("percent", "5", TypedCell(0.05, "0%")),
        ("number", "1234567890123456", None),
        ("number", "007", None),
        ("number", "P3Y", None),
        ("moment", "2025-02-30", None),
        ("moment", "1899-12-31", None),
        ("moment", "2025-03", None),
        ("moment", "2025-03-18T24:00", None),
        (
            "moment",
            "2025-03-18T09:30",
            TypedCell(datetime.datetime(2025, 3, 18, 9, 30), "yyyy-mm-dd hh:mm"),
        ),
        ("text", "5", None),
        ("money", None, None),
    ],
)
def test_typed_cells(kind: str, normalized: str | None, expected: TypedCell | None) -> None:
    assert typed_cell(kind, normalized) == expected  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=40), max_size=5))
def test_sheet_names_are_what_excel_takes(wanted: list[str]) -> None:
    taken: list[str] = []
    for name in wanted:
        taken.append(sheet_name(name, taken))
    assert len({name.casefold() for name in taken}) == len(taken)
    for name in taken:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name.strip(" '") == name


def test_hostile_definitions_of_records_make_a_workbook() -> None:
    definition = "{a/b, c:d*}[]" * 5
    record = RecordResult(definition, ("=1+1",), ({"=1+1": part("一期")},))
    hostile = Extraction(TEXT, "m", "0", records=(record,), source="=cmd")
    book = opened(hostile)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}


def test_a_remark_is_a_text() -> None:
    text = "=1+1<r></r>\x00"
    unsure = Value("甲方", text, 0, len(text), 0.2)
    extraction = Extraction(text, "m", "0", (FieldResult("甲方", "甲方", (unsure,)),))
    assert "=1+1<r></r>\ufffd" in by_title(opened(extraction))["甲方"].comment.text  # type: ignore[attr-defined]


def test_csv_opens_in_excel_and_runs_nothing() -> None:
    text = '=1+1，-5，甲,"乙"\n丙'
    values = tuple(
        Value("公式", part_, text.index(part_), text.index(part_) + len(part_), 0.9, normalized)
        for part_, normalized in (("=1+1", None), ('甲,"乙"\n丙', None))
    )
    amount = Value("金额", "-5", 5, 7, 0.9, "-5.00")
    extraction = Extraction(
        text,
        "m",
        "0",
        (FieldResult("公式", "公式", values), FieldResult("金额", "金额", (amount,))),
        source="@a.txt",
    )
    content = documents_csv([extraction, sample()])
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[0][:4] == ["文档", "公式", "金额", "金额（原文）"]
    assert rows[1][:4] == ["'@a.txt", '\'=1+1；甲,"乙"\n丙', "-5.00", "'-5"]
    assert len({len(row) for row in rows}) == 1 and len(rows) == 3


def test_json_lines_are_one_line_a_document() -> None:
    content = documents_jsonl([sample("甲\u2028.txt"), sample("b.txt")]).decode()
    lines = [json.loads(line) for line in content.rstrip("\n").split("\n")]
    assert [line["id"] for line in lines] == ["甲\u2028.txt", "b.txt"]
    assert lines[1]["result"] == sample().to_dict()


def test_rejected_candidates_are_in_the_workbook() -> None:
    rejected = Rejected("一期", TEXT.index("一期"), TEXT.index("一期") + 2, 0.2, "below_threshold")
    extraction = Extraction(TEXT, "m", "0", (FieldResult("甲方", "甲方", (), (rejected,)),))
    rows = list(opened(extraction)["未采用"].iter_rows(values_only=True))
    assert rows[1][2] == "一期"
