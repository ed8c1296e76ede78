"""An analyst at the results: find the place, ask why, accept, correct, undo, reopen the workbook."""

from __future__ import annotations

import io

import openpyxl
import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from .analyst import download


def grid(page: Page) -> FrameLocator:
    return page.frame_locator("iframe").first


def cell(page: Page, column: str) -> Locator:
    return grid(page).locator(f".ag-cell[col-id='{column}']")


@pytest.fixture
def contract(page: Page) -> Page:
    """The sample contract with its results; what the table announces is kept on the page."""
    page.evaluate(
        "window.places = []; addEventListener('seqgpt:focus',"
        " e => window.places.push([e.detail.start, e.detail.end]))"
    )
    page.get_by_role("button", name="采购合同").click()
    expect(cell(page, "f1").locator(".seqgpt-text")).to_have_text("上海云帆智能科技有限公司")
    return page


def test_why_accept_correct_undo_and_export(contract: Page) -> None:
    page = contract
    cell(page, "f1").locator(".seqgpt-text").click()
    page.wait_for_function("window.places.length === 1")
    cell(page, "f2").click()
    page.keyboard.press("Space")
    page.wait_for_function("window.places.length >= 2")

    # The place of a removed value is empty, and the empty cell says why.
    cell(page, "f1").dblclick()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    cell(page, "f1").locator(".seqgpt-ask").click()
    expect(page.locator(".seqgpt-candidate mark").first).to_have_text("陈立新")
    page.get_by_role("button", name="采用", exact=True).first.click()
    expect(cell(page, "f1").locator(".seqgpt-text")).to_have_text("陈立新")
    expect(cell(page, "f1").locator(".seqgpt-tag-human")).to_be_visible()

    cell(page, "f2").dblclick()
    page.keyboard.press("Control+a")
    page.keyboard.type("=苏州精衡<b>")
    page.keyboard.press("Enter")
    expect(cell(page, "f2").locator(".seqgpt-text")).to_have_text("=苏州精衡<b>")

    page.get_by_text("English", exact=True).click()
    expect(cell(page, "f2").locator(".seqgpt-text")).to_have_text("=苏州精衡<b>")
    page.get_by_text("中文", exact=True).click()
    expect(page.get_by_text("人工更正 3 处")).to_be_visible()

    book = openpyxl.load_workbook(io.BytesIO(download(page, "下载 Excel")))
    header, row = book["结果"].iter_rows(values_only=True)
    cells = dict(zip(header, row, strict=True))
    assert cells["甲方"] == "陈立新"
    assert cells["乙方"] == "=苏州精衡<b>"
    assert cells["合同总金额(元)"] == 768000
    assert [r[2] for r in book["更正"].iter_rows(values_only=True)][1:] == ["确认", "删除", "更正"]
    assert "配方" in book.sheetnames

    for expected in ("苏州精衡自动化设备有限公司", "苏州精衡自动化设备有限公司"):
        page.get_by_role("button", name="撤销更正").click()
        expect(cell(page, "f2").locator(".seqgpt-text")).to_have_text(expected)
    expect(cell(page, "f1").locator(".seqgpt-ask")).to_be_visible()
    page.get_by_role("button", name="撤销更正").click()
    expect(cell(page, "f1").locator(".seqgpt-text")).to_have_text("上海云帆智能科技有限公司")
