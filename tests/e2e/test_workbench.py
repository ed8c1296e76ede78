"""One analyst at work: paste, ask, adjust, export."""

from __future__ import annotations

import io

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from .analyst import (
    ask,
    cells,
    choose_language,
    download,
    field_box,
    open_page,
    paste,
    row,
    sample,
    slider,
    text_box,
)

HOSTILE = "<script>window.hit=1</script><img src=x onerror='window.hit=1'>\n=1+1\n"


def test_paste_ask_adjust_and_export(page: Page) -> None:
    paste(page, text_box(page), HOSTILE + sample("contract"))
    ask(page, "甲方, 合同总金额(元)\n联系人(姓名+职务+电话)")
    expect(row(page, 0)).to_contain_text("1 个值，隐藏 1 个")
    expect(page.get_by_role("group", name="图例").get_by_text("甲方")).to_be_visible()
    assert "上海云帆智能科技有限公司" in page.evaluate(
        "[...CSS.highlights.get('seqgpt-field-0')].map(range => range.toString())"
    )

    field_box(page).click()
    page.keyboard.type("公式")
    page.get_by_role("button", name="添加", exact=True).click()
    expect(row(page, 3)).to_contain_text("1+10.90")

    knob = slider(page, "甲方")
    knob.focus()
    for _ in range(40):
        page.keyboard.press("ArrowLeft")
    expect(row(page, 0)).to_contain_text("2 个值，隐藏 0 个")
    page.get_by_role("radio", name="逐值").click()
    expect(cells(page, "text").filter(has_text="陈立新")).to_be_visible()
    expect(cells(page, "part_1").filter(has_text="销售总监")).to_have_count(1)

    page.get_by_role("radio", name="JSON").click()
    page.get_by_role("tab", name="源文本").click()
    expect(page.locator("code", has_text='"definition": "甲方"')).to_be_visible()

    workbook = openpyxl.load_workbook(io.BytesIO(download(page, "下载 Excel")))
    header, values = workbook["结果"].iter_rows(values_only=True)
    by_title = dict(zip(header, values, strict=True))
    assert by_title["甲方"] == "上海云帆智能科技有限公司；陈立新"
    assert by_title["公式"] == "1+1"
    written = [cell for sheet in workbook for line in sheet.iter_rows() for cell in line]
    assert "=1+1" in [cell.value for cell in written]
    assert "f" not in {cell.data_type for cell in written}
    page.get_by_role("button", name="其他格式").click()
    assert '"text": "1+1"' in download(page, "下载 JSON").decode()

    expect(page.get_by_text("<script>window.hit=1</script>").last).to_be_visible()
    assert page.evaluate("window.hit") is None
    assert page.locator("[data-testid=stMain] img[src=x]").count() == 0


def test_nothing_typed_is_lost(page: Page) -> None:
    paste(page, text_box(page), "甲方：上海云帆智能科技有限公司")
    ask(page, "甲方、请告诉我这家公司叫什么名字")
    expect(row(page, 0)).to_contain_text("1 个值")
    expect(page.get_by_text("不是字段名，已跳过")).to_be_visible()

    choose_language(page, "English")
    expect(page.get_by_role("heading", name="Extraction workbench")).to_be_visible()
    expect(row(page, 0)).to_contain_text("1 found, 0 hidden")
    open_page(page, "Model")
    expect(page.get_by_text("Questions asked")).to_be_visible()
    open_page(page, "Extraction workbench")

    box = page.get_by_role("textbox", name="Document", exact=True)
    expect(box).to_have_text("甲方：上海云帆智能科技有限公司")
    definitions = page.get_by_role("textbox", name="Definition")
    expect(definitions.nth(0)).to_have_value("甲方")
    expect(definitions.nth(1)).to_have_value("请告诉我这家公司叫什么名字")
    expect(row(page, 0)).to_contain_text("1 found")


def test_a_huge_paste_is_refused_and_kept(page: Page) -> None:
    ask(page, "甲方")
    paste(page, text_box(page), "长" * 2_000_001)
    expect(page.get_by_role("alert").filter(has_text="2,000,000")).to_be_visible()
    expect(page.get_by_text("2,000,001 个字符").first).to_be_visible()
    expect(text_box(page)).to_contain_text("长" * 1000)


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_sticks_out_of_the_window(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.get_by_role("button", name="采购合同").click()
    expect(cells(page, "f0").first).to_be_visible()
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("e => e.scrollWidth <= e.clientWidth")
    # The frame around the text, which is longer than what is seen of it.
    left = page.locator(".seqgpt-editor-box").bounding_box()
    right = field_box(page).bounding_box()
    assert left is not None
    assert right is not None
    stacked = right["y"] > left["y"] + left["height"]
    assert stacked == (width == 390)
