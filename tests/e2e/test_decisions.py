"""What an analyst decides stays: a marked value, an edited cell, across languages and pages."""

from __future__ import annotations

import io

import openpyxl
from playwright.sync_api import Page, expect

from .analyst import (
    ask,
    cells,
    choose_language,
    download,
    drag,
    expect_marked,
    open_page,
    paste,
    select_text,
    slider,
    text_box,
    value_of,
)

BUYER = "上海云帆智能科技有限公司"
TEXT = (
    f"甲方：{BUYER}😀\n法定代表人：陈立新\n合同总金额 768,000.00 元\n"
    "签订日期：2025 年 3 月 18 日\n备注：=1+1，由刘畅收货"
)


def test_a_missed_value_is_marked_and_all_is_there_after_page_and_language(page: Page) -> None:
    ask(page, "甲方, 合同总金额(元), 签订日期(YYYY-MM-DD), 收货人, 公式")
    paste(page, text_box(page), TEXT)
    expect(value_of(page, 0)).to_have_text([BUYER])
    expect(cells(page, "f3").locator(".seqgpt-ask")).to_be_visible()
    drag(page, "甲方", -0.4)
    expect(value_of(page, 0)).to_have_text([BUYER, "陈立新"])

    select_text(page, "刘畅")
    page.get_by_role("button", name="标为…").click()
    page.get_by_role("menuitem", name="收货人").click()
    expect(value_of(page, 3)).to_have_text(["刘畅"])
    expect(cells(page, "f3").locator(".seqgpt-tag-human")).to_be_visible()
    expect_marked(page, 3, "刘畅")

    choose_language(page, "English")
    expect(page.get_by_role("heading", name="Results")).to_be_visible()
    open_page(page, "Model")
    open_page(page, "Extraction workbench")
    expect(value_of(page, 3)).to_have_text(["刘畅"])
    choose_language(page, "中文")
    expect(text_box(page)).to_contain_text(f"甲方：{BUYER}😀")
    expect(slider(page, "甲方")).to_have_value("0.1")
    expect(value_of(page, 0)).to_have_text([BUYER, "陈立新"])
    expect(page.get_by_text("人工更正 1 处")).to_be_visible()
    expect_marked(page, 0, BUYER, "陈立新")
    expect_marked(page, 3, "刘畅")

    book = openpyxl.load_workbook(io.BytesIO(download(page, "下载 Excel")))
    header, values = book["结果"].iter_rows()
    by_title = {title.value: cell for title, cell in zip(header, values, strict=True)}
    assert by_title["收货人"].value == "刘畅"
    assert by_title["合同总金额(元)"].value == 768000
    assert by_title["合同总金额(元)"].data_type == "n"
    date = by_title["签订日期(YYYY-MM-DD)"]
    assert date.is_date
    assert f"{date.value:%Y-%m-%d}" == "2025-03-18"
    assert by_title["公式"].value == "1+1"
    every = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert not [cell for cell in every if cell.data_type == "f"]
    assert [r[2] for r in book["更正"].iter_rows(min_row=2, values_only=True)] == ["标注"]


def test_a_cell_of_several_values_is_edited_and_undone_at_once(page: Page) -> None:
    ask(page, "甲方")
    paste(page, text_box(page), TEXT)
    drag(page, "甲方", -0.4)
    expect(value_of(page, 0)).to_have_text([BUYER, "陈立新"])
    cells(page, "f0").locator(".seqgpt-text").first.dblclick()
    box = page.frame_locator("iframe").first.locator("textarea")
    box.fill("云帆集团\n陈立新（董事长）\n刘畅")
    box.press("Enter")
    expect(value_of(page, 0)).to_have_text(["刘畅", "云帆集团", "陈立新（董事长）"])
    expect(page.get_by_text("人工更正 3 处")).to_be_visible()
    page.get_by_role("button", name="撤销更正").click()
    expect(value_of(page, 0)).to_have_text([BUYER, "陈立新"])
    page.get_by_role("button", name="重做更正").click()
    expect(value_of(page, 0)).to_have_text(["刘畅", "云帆集团", "陈立新（董事长）"])
