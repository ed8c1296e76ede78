"""The workbook: complete, and no text in it ever a formula, a number or a link."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from seqgpt_core.errors import SeqGPTError
from seqgpt_core.results import (
    Check,
    Extraction,
    FieldResult,
    LabelResult,
    Notice,
    Part,
    Rejected,
    Value,
    excel,
    excel_table,
    write_workbook,
)

TEXT = "负责人张伟（技术总监）。甲方为某公司；某公司盖章。"


def sample(source: str | None = "合同.txt") -> Extraction:
    leader = Value(
        "负责人",
        "张伟（技术总监）",
        3,
        11,
        0.91239,
        parts={
            "姓名": Part("张伟", 3, 5, 0.93),
            "职务": Part("技术总监", 6, 10, 0.9),
            "电话": None,
        },
    )
    party = Value(
        "甲方",
        "某公司",
        15,
        18,
        0.8,
        normalized="某公司",
        mentions=((15, 18), (19, 22)),
        checks=(Check("全称", "failed", "缺少地区"),),
    )
    return Extraction(
        TEXT,
        "seqgpt-mini",
        "ab" * 32,
        (
            FieldResult("负责人(姓名+职务+电话)", "负责人", (leader,)),
            FieldResult(
                "甲方", "甲方", (party,), (Rejected("盖章", 22, 24, 0.2, "below_threshold"),)
            ),
        ),
        (LabelResult("已盖章", True, 0.77, Part("盖章", 22, 24, 0.7)),),
        (Notice("definition_ignored", "请改写。"),),
        source,
    )


def of_text(text: str, source: str | None = None, definition: str = "字段") -> Extraction:
    value = Value(definition, text, 0, len(text), 0.5)
    return Extraction(
        text, "m", "s", (FieldResult(definition, definition, (value,)),), source=source
    )


def written(*extractions: Extraction) -> bytes:
    buffer = io.BytesIO()
    write_workbook(extractions, buffer)
    return buffer.getvalue()


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def rows(workbook: Workbook, sheet: str) -> list[list[object]]:
    return [
        ["" if c is None else c for c in r] for r in workbook[sheet].iter_rows(values_only=True)
    ]


def test_sheets_and_rows() -> None:
    book = opened(written(sample()))
    assert book.sheetnames == ["结果", "证据", "检查", "未采用", "说明"]
    leader = "负责人(姓名+职务+电话)"
    assert rows(book, "结果") == [
        ["文档", leader, f"{leader}·姓名", f"{leader}·职务", f"{leader}·电话", "甲方", "已盖章"],
        [
            "合同.txt",
            "姓名：张伟，职务：技术总监，电话：—",
            "张伟",
            "技术总监",
            "—",
            "某公司",
            "是",
        ],
    ]
    assert rows(book, "检查")[1:] == [
        [
            "合同.txt", "甲方", "某公司", "全称", "未通过", "缺少地区", "", 15, 18,
            "甲方为某公司；",
        ]
    ]  # fmt: skip
    party = "全称：未通过（缺少地区）"
    first, last = "负责人张伟（技术总监）。", "某公司盖章。"
    assert rows(book, "证据")[1:] == [
        ["合同.txt", leader, "", "张伟（技术总监）", 3, 11, 0.9124, "是", "", "", first],
        ["合同.txt", leader, "姓名", "张伟", 3, 5, 0.93, "是", "", "", first],
        ["合同.txt", leader, "职务", "技术总监", 6, 10, 0.9, "是", "", "", first],
        ["合同.txt", "甲方", "", "某公司", 15, 18, 0.8, "是", "某公司", party, "甲方为某公司；"],
        ["合同.txt", "甲方", "", "某公司", 19, 22, 0.8, "否", "某公司", party, last],
        ["合同.txt", "已盖章", "", "盖章", 22, 24, 0.77, "是", "", "", last],
    ]
    assert rows(book, "未采用")[1:] == [
        ["合同.txt", "甲方", "盖章", 22, 24, 0.2, "低于阈值", "below_threshold", last]
    ]
    about = rows(book, "说明")
    assert ["", "结果版本", "1"] in about
    assert ["合同.txt", "文档 SHA-256", sample().document_sha256] in about
    assert ["合同.txt", "模型", "seqgpt-mini"] in about
    assert ["合同.txt", "模型 SHA-256", "ab" * 32] in about
    assert ["合同.txt", "提示 definition_ignored", "请改写。"] in about


def test_headers_are_frozen_and_texts_wrap() -> None:
    book = opened(written(sample()))
    assert book["结果"].freeze_panes == "B2"
    assert book["证据"].freeze_panes == "A2"
    for sheet in book:
        assert sheet["A1"].font.bold
        for column in sheet.column_dimensions.values():
            assert 8 <= column.width <= 62
    cell = book["结果"]["B2"]
    assert cell.alignment.wrap_text and cell.quotePrefix


def test_columns_are_the_union_in_first_seen_order_and_names_repeat() -> None:
    book = opened(
        written(
            of_text("一", "a.txt", "甲方"),
            of_text("二", "a.txt", "乙方"),
            of_text("三", "a.txt (2)", "甲方"),
            of_text("四", None, "甲方"),
        )
    )
    assert rows(book, "结果") == [
        ["文档", "甲方", "乙方"],
        ["a.txt", "一", ""],
        ["a.txt (3)", "", "二"],
        ["a.txt (2)", "三", ""],
        ["文档 4", "四", ""],
    ]
    assert [row[0] for row in rows(book, "证据")[1:]] == [
        "a.txt",
        "a.txt (3)",
        "a.txt (2)",
        "文档 4",
    ]


HOSTILE = [
    "=1+1",
    "=cmd|'/c calc'!A0",
    "{=SUM(A1)}",
    "+1",
    "-1+2",
    "@SUM(1)",
    "\t=1",
    "0123456789012345678",
    "1e5",
    "TRUE",
    "#REF!",
    "2024-01-01",
    "https://example.com",
    "mailto:a@example.com",
    "internal:'结果'!A1",
    "external:c:\\x.xlsx",
    "<r><t>x</t></r>",
    "<r><c></r>",
    "<r></r>",
    "<b>&amp;]]>",
    " 前后空格 ",
    "多\n行",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_is_never_a_formula_a_number_or_a_link(hostile: str) -> None:
    content = written(of_text(hostile, source=hostile, definition=hostile))
    book = opened(content)
    assert book["结果"]["A2"].value == book["结果"]["B1"].value == hostile
    assert book["结果"]["B2"].value == book["证据"]["D2"].value == hostile
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.hyperlink is None
                assert cell.data_type in ("s", "n")
                if cell.data_type == "n" and cell.value is not None:
                    assert (sheet.title, cell.column_letter) in {("证据", c) for c in "EFG"}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                sheet_xml = archive.read(name)
                assert b"<f>" not in sheet_xml and b"hyperlink" not in sheet_xml


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲\x00乙", "甲\ufffd乙"),
        ("甲\x0b乙\x1b", "甲\ufffd乙\ufffd"),
        ("\ud800甲", "\ufffd甲"),
        ("甲\ufffe\uffff", "甲\ufffd\ufffd"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("𠮷野家😀", "𠮷野家😀"),
    ],
)
def test_characters_that_xml_refuses_are_visible(text: str, shown: str) -> None:
    book = opened(written(of_text(text, source=text, definition=text)))
    assert book["结果"]["B2"].value == shown
    assert book["结果"]["A2"].value == shown


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="甲=<>r/&_x0041\x00\x0b\n\r\t\ud800\udc00\uffff\u202e𠮷'\"", min_size=1))
def test_any_text_gives_a_workbook_of_valid_xml(text: str) -> None:
    content = written(of_text(text, source=text, definition=text), of_text(f"<r>{text}</r>"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            etree.fromstring(archive.read(name))
    assert opened(content)["结果"].max_row == 3


@pytest.mark.parametrize("character", ["字", "😀"])
def test_texts_longer_than_a_cell_are_cut_with_a_mark(character: str) -> None:
    fits = character * (32_767 // (2 if character == "😀" else 1))
    over = character * 40_000
    book = opened(written(of_text(fits), of_text(over)))
    assert book["结果"]["B2"].value == fits
    cut = book["结果"]["B3"].value
    assert cut.endswith("…（全文 40000 字）")
    assert len(cut.encode("utf-16-le")) // 2 in (32_766, 32_767)
    assert set(cut.removesuffix("…（全文 40000 字）")) == {character}
    assert any(row[1] == "注意" and "已截短" in row[2] for row in rows(book, "说明"))


def test_a_full_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_table, "SHEET_ROWS", 3)
    book = opened(written(*(of_text(text) for text in "一二三四五")))
    assert [name for name in book.sheetnames if name.startswith("证据")] == [
        "证据", "证据 (2)", "证据 (3)",
    ]  # fmt: skip
    found = [row[3] for name in ("证据", "证据 (2)", "证据 (3)") for row in rows(book, name)[1:]]
    assert found == list("一二三四五")
    assert rows(book, "证据 (3)")[0] == rows(book, "证据")[0]
    about = [name for name in book.sheetnames if name.startswith("说明")]
    told = [row[2] for name in about for row in rows(book, name) if row[1] == "注意"]
    assert any("证据 (3)" in str(remark) for remark in told)


def test_too_many_columns_is_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "SHEET_COLUMNS", 2)
    with pytest.raises(SeqGPTError) as caught:
        written(of_text("一", definition="甲"), of_text("二", definition="乙"))
    assert caught.value.code == "too_many_columns"


def test_no_documents_give_headers_only() -> None:
    book = opened(written())
    assert rows(book, "结果") == [["文档"]]
    assert len(rows(book, "证据")) == 1


def test_equal_results_give_equal_files() -> None:
    assert written(sample()) == written(sample())


def test_paths_are_written_and_bad_paths_explained(tmp_path: Path) -> None:
    target = tmp_path / "结果.xlsx"
    sample().to_excel(target)
    assert target.read_bytes() == written(sample())
    write_workbook([sample()], str(target))
    for bad in (tmp_path, tmp_path / "missing" / "x.xlsx", "a\x00b"):
        with pytest.raises(SeqGPTError) as caught:
            sample().to_excel(bad)
        assert caught.value.code == "cannot_write"
