"""Verdicts, the HTML report, the workbook, JSON and Markdown: complete, safe, agreeing."""

from __future__ import annotations

import io
import json
import re

import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from python_calamine import CalamineWorkbook

from seqgpt_core import SeqGPTError
from seqgpt_core.clauses.comparison import ComparedField, Comparison, compare_texts
from seqgpt_core.clauses.field_clauses import field_clauses
from seqgpt_core.clauses.report import to_dict, to_json, to_markdown
from seqgpt_core.clauses.report_html import to_html
from seqgpt_core.clauses.report_xlsx import to_xlsx
from seqgpt_core.clauses.review import (
    Verdict,
    by_weight,
    listed_changes,
    orphans,
    review_from_dict,
    review_to_dict,
)
from seqgpt_core.results.types import FieldResult, Value

from .clause_texts import LEASE, SERVICE
from .random_versions import random_pair

HOSTILE = "<img src=x onerror=alert(1)>&\"'=1+1|[x](http://e.com)\u202e\x00\ud800"
B = (
    SERVICE.replace("860,000.00元（大写：捌拾陆万元整）", "900,000.00元（大写：玖拾万元整）")
    .replace("20日内组织验收", "30日内组织验收")
    .replace("仓储管理系统，双方", f"仓储{HOSTILE}管理系统，双方")
    .replace("第九条 其他", "第九条 其它")
)


def field(name: str, text: str, words: str) -> FieldResult:
    at = text.index(words)
    return FieldResult(name, name, (Value(name, words, at, at + len(words), 0.9),))


def example() -> Comparison:
    fields = [
        ComparedField("付款条款", field("付款条款", SERVICE, "支付总价的60%"), field("付款条款", B, "支付总价的60%")),
        ComparedField("=价款", field("=价款", SERVICE, "860,000.00元"), field("=价款", B, "900,000.00元")),
    ]  # fmt: skip
    return compare_texts(SERVICE, B, fields)


# --- verdicts -------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(60))
def test_every_change_is_listed_once_with_its_own_identifier(seed: int) -> None:
    found = compare_texts(*random_pair(seed))
    listed = listed_changes(found)
    assert len({item.id for item in listed}) == len(listed)
    changes = [c for clause in found.clauses for c in clause.changes]
    assert [item.change for item in listed if item.change] == changes
    told = {id(item.clause) for item in listed}
    assert all((c.pair.kind == "same") == (id(c) not in told) for c in found.clauses)
    assert sorted(by_weight(listed), key=lambda i: i.id) == sorted(listed, key=lambda i: i.id)
    assert listed == listed_changes(compare_texts(*random_pair(seed)))


def test_an_identifier_survives_edits_elsewhere() -> None:
    amount = next(
        i
        for i in listed_changes(compare_texts(SERVICE, B))
        if "900,000" in (i.change.after if i.change else "")
    )
    more = B.replace("第一条 开发内容", "第一条 定义\n“系统”是指仓储管理系统。\n第二条 开发内容")
    more = more.replace("第二条 合同价款", "第三条 合同价款")
    assert amount.id in {i.id for i in listed_changes(compare_texts(SERVICE, more))}


def test_verdicts_are_kept_when_their_change_is_gone() -> None:
    listed = listed_changes(compare_texts(SERVICE, B))
    review = {listed[0].id: Verdict("accept"), "gone": Verdict("reject", "旧意见")}
    assert orphans(review, listed) == {"gone": Verdict("reject", "旧意见")}
    same = compare_texts(SERVICE, SERVICE)
    for report in (to_html(same, review), to_markdown(same, review), to_json(same, review)):
        assert "旧意见" in report
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(same, review)))
        .get_sheet_by_name("说明")
        .to_python()
    )
    assert any("旧意见" in str(row) for row in rows)


def test_a_review_is_read_back_as_it_was_written() -> None:
    review = {"a": Verdict("accept", "好"), "b": Verdict(None, "再看"), "c": Verdict("discuss")}
    assert review_from_dict(json.loads(json.dumps(review_to_dict(review)))) == review
    assert review_from_dict({"a": "accept"}) == {"a": Verdict("accept")}
    for bad in ([], {"a": "maybe"}, {"a": {"decision": "accept", "note": 3}}, "x"):
        with pytest.raises(SeqGPTError) as caught:
            review_from_dict(bad)
        assert caught.value.code == "review_invalid"


# --- the HTML report ------------------------------------------------------------------------


def test_the_page_holds_both_texts_every_change_and_nothing_active() -> None:
    found = example()
    listed = listed_changes(found)
    review = {listed[0].id: Verdict("discuss", f"再议{HOSTILE}")}
    page = to_html(found, review, ("发出.docx", f"收回{HOSTILE}"))
    page.encode("utf-8")
    tree = lxml_html.fromstring(page)
    allowed = {"html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "small", "p",
               "nav", "a", "div", "span", "i", "b", "ol", "ul", "li", "details", "summary", "del",
               "ins", "header", "footer", "table", "tr", "th", "td", "br"}  # fmt: skip
    assert {node.tag for node in tree.iter()} <= allowed
    attributes = {name for node in tree.iter() for name in node.attrib}
    assert not {name for name in attributes if name.startswith("on")}
    links = [node.get("href") for node in tree.iter("a")]
    anchors = {node.get("id") for node in tree.iter() if node.get("id")}
    assert links and all(link.startswith("#") and link[1:] in anchors for link in links)
    assert not tree.xpath("//@src") and "url(" not in page and "@import" not in page
    assert "\u202e" not in page and "\x00" not in page
    assert page.count('class="proof"') == 1
    listed_items = tree.xpath("//ol[@class='changes']/li")
    assert len(listed_items) == len(listed)
    # Side by side, left is A and right is B, character by character.
    sides: dict[str, list[str]] = {"原文": [], "改后": []}
    for node in tree.xpath("//div[@class='pair']"):
        for side in node.xpath("./div[@data-side]"):
            if "none" not in side.get("class"):
                sides[side.get("data-side")].append(side.text_content())
    for clause in found.clauses:
        if clause.pair.kind == "same":
            continue
        for text, span, name in ((SERVICE, clause.a, "原文"), (B, clause.b, "改后")):
            if span:
                shown = re.sub("[\x00\ud800\u202e]", "\ufffd", text[slice(*span)])
                assert shown.strip("\n") in sides[name]


def test_an_unproved_comparison_says_so() -> None:
    from dataclasses import replace

    found = replace(compare_texts(SERVICE, B), exact=False)
    assert "校验未通过" in to_html(found) and "校验未通过" in to_markdown(found)
    assert 'class="proof bad"' in to_html(found)


@pytest.mark.parametrize(
    ("a", "b"), [("", ""), ("", LEASE), (LEASE, ""), (LEASE, LEASE), ("\x00", "\ud800")]
)
def test_odd_documents_have_reports_too(a: str, b: str) -> None:
    found = compare_texts(a, b)
    lxml_html.fromstring(to_html(found))
    json.loads(to_json(found).encode())
    to_markdown(found).encode("utf-8")
    assert CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(found))).sheet_names[0] == "修改清单"


# --- workbook, JSON, Markdown -----------------------------------------------------------------


def test_the_workbook_lists_every_change_as_text() -> None:
    found = example()
    listed = listed_changes(found)
    review = {item.id: Verdict("reject", "=1+1") for item in listed[:1]}
    content = to_xlsx(found, review, ("=A", "B"))
    assert content == to_xlsx(found, review, ("=A", "B"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert (
        book.sheet_names == ["修改清单", "条款对照", "字段", "说明"] or "核对" in book.sheet_names
    )
    head, *rows = book.get_sheet_by_name("修改清单").to_python()
    column = {title: place for place, title in enumerate(head)}
    assert len(rows) == len(listed)
    assert [row[column["修改编号"]] for row in rows] == [item.id for item in listed]
    assert rows[0][column["意见"]] == "拒绝" and rows[0][column["说明"]] == "=1+1"
    amount = next(row for row in rows if row[column["类型"]] == "金额")
    assert amount[column["原规范值"]] == "CNY 860000" and amount[column["新规范值"]] == "CNY 900000"
    clauses = book.get_sheet_by_name("条款对照").to_python()
    assert len(clauses) == len(found.clauses) + 1
    fields = book.get_sheet_by_name("字段").to_python()
    assert fields[2][:4] == ["=价款", "860,000.00元", "900,000.00元", "有"]


def test_no_cell_is_a_formula_or_a_link() -> None:
    import zipfile

    b = SERVICE.replace("第一条", '=HYPERLINK("http://e.com")\n第一条') + "<r><t>x</t></r>\n"
    package = zipfile.ZipFile(io.BytesIO(to_xlsx(compare_texts(SERVICE, b))))
    sheets = [
        package.read(name).decode() for name in package.namelist() if "worksheets/sheet" in name
    ]
    assert sheets and not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)
    assert "<r><t>x</t></r>" not in package.read("xl/sharedStrings.xml").decode().replace(
        "<si><r>", ""
    )


def test_json_has_the_identifiers_and_verdicts() -> None:
    found = example()
    listed = listed_changes(found)
    data = to_dict(found, {listed[0].id: Verdict("accept", "好")})
    changes = [c for clause in data["clauses"] for c in clause["changes"]]
    assert [c["id"] for c in changes] == [i.id for i in listed if i.change]
    assert changes[0]["verdict"] == "accept" and changes[0]["note"] == "好"
    assert "verdict" not in changes[1]


def test_markdown_shows_normalised_values_and_verdicts_as_text() -> None:
    found = example()
    listed = listed_changes(found)
    review = {item.id: Verdict("discuss", HOSTILE) for item in listed}
    text = to_markdown(found, review, (HOSTILE, "B"))
    rendered = MarkdownIt().enable("table").render(text)
    assert "CNY 860000 → CNY 900000" in rendered
    assert "<img" not in rendered and "href" not in rendered and "待议" in rendered


def test_a_clause_level_field_shows_its_clause_with_the_differences() -> None:
    found = compare_texts(
        SERVICE,
        B := SERVICE.replace("支付总价的60%", "支付总价的50%"),
        [
            ComparedField(
                "付款条款",
                field("付款条款", SERVICE, "支付总价的60%"),
                field("付款条款", B, "支付总价的50%"),
            ),
            ComparedField("税率", field("税率", SERVICE, "6%"), field("税率", B, "6%")),
        ],
    )
    [clause] = field_clauses(found, found.fields[0])
    assert [(p.kind, p.text) for p in clause.pieces if p.kind != "kept"] == [
        ("deleted", "60%"), ("inserted", "50%"),
    ]  # fmt: skip
    assert field_clauses(found, found.fields[1]) == ()
    assert to_dict(found)["fields"][0]["clauses"][0]["clause"] == clause.index
