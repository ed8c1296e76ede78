"""Documents come in as people bring them: from Word's clipboard, as files, out of a PDF."""

from __future__ import annotations

import datetime
import time

from playwright.sync_api import FilePayload, Page, expect

from seqgpt_core.clauses.comparison import compare_texts
from seqgpt_core.clauses.redline_docx import to_docx

from .analyst import ask, expect_marked, paste, sample, text_box, value_of

BUYER = "上海云帆智能科技有限公司"
SELLER = "苏州精衡自动化设备有限公司"
FROM_WORD = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><body lang=ZH-CN>
<!--StartFragment--><h1 style='text-align:center'>设备采购合同</h1>
<p class=MsoNormal>甲方：<b style='mso-bidi-font-weight:normal'>{BUYER}</b><o:p></o:p></p>
<p class=MsoNormal>乙方：{SELLER}</p>
<table class=MsoTableGrid border=1><tr><td><p>品名</p></td><td><p>合计</p></td></tr>
<tr><td><p>工作站<o:p></o:p></p></td><td><p><b>768,000.00</b></p></td></tr></table>
<p class=MsoNormal onclick="window.hit=1">签订日期：２０２５年３月１８日\u200b</p>
<script>window.hit=1</script><!--EndFragment--></body></html>"""
REPAIRED = (
    f"设备采购合同\n甲方：{BUYER}\n乙方：{SELLER}\n品名\t合计\n工作站\t768,000.00\n"
    "签订日期：2025年3月18日"
)


def lines(page: Page) -> str:
    """The document as it is seen, cells set apart by tabs."""
    text: str = page.evaluate(
        """[...document.querySelectorAll('.seqgpt-editor-text > *')].flatMap(block =>
             block.matches('table')
               ? [...block.querySelectorAll('tr')].map(
                   row => [...row.cells].map(cell => cell.textContent).join('\\t'))
               : [block.textContent]).join('\\n')"""
    )
    return text


def expect_lines(page: Page, expected: str) -> None:
    """Wait until the editor shows these lines, every character of them."""
    deadline = time.monotonic() + 60
    while lines(page) != expected and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert lines(page) == expected


def expect_formatted(page: Page) -> None:
    box = text_box(page)
    expect(box.locator("h3")).to_have_text("设备采购合同")
    expect(box.locator("tr")).to_have_count(2)
    expect(box.locator("b").first).to_have_text(BUYER)
    expect(box.locator("td b")).to_have_text("768,000.00")


def test_a_formatted_contract_is_pasted_repaired_and_taken_back(page: Page) -> None:
    ask(page, "甲方, 合同总金额(元)")
    paste(page, text_box(page), "not this", FROM_WORD)
    expect(page.get_by_text("、全角数字和字母 3 处")).to_be_visible()
    expect(text_box(page)).to_contain_text("2025年3月18日")
    expect_lines(page, REPAIRED)
    expect_formatted(page)
    expect_marked(page, 0, BUYER)
    expect_marked(page, 1, "768,000.00")
    assert page.evaluate("window.hit") is None

    page.get_by_text("逐类查看和开关").click()
    page.get_by_text("全角数字和字母 3 处", exact=True).click()
    expect(text_box(page)).to_contain_text("２０２５年３月１８日")
    expect_lines(page, REPAIRED.replace("2025年3月18日", "２０２５年３月１８日"))
    expect_formatted(page)
    expect_marked(page, 0, BUYER)
    page.get_by_role("button", name="恢复原文").click()
    expect(page.get_by_text("现在是原文")).to_be_visible()
    expect_lines(page, REPAIRED.replace("2025年3月18日", "２０２５年３月１８日\u200b"))
    page.get_by_role("button", name="重新修复").click()
    expect(text_box(page)).to_contain_text("2025年3月18日")
    expect_lines(page, REPAIRED)
    expect_formatted(page)
    expect_marked(page, 1, "768,000.00")


def test_tracked_changes_are_read_in_either_view(page: Page) -> None:
    before = sample("contract")
    after = before.replace("768,000.00", "798,000.00").replace(BUYER, f"{BUYER}（集团）")
    tracked = to_docx(
        compare_texts(before, after), date=datetime.datetime(2026, 3, 5, tzinfo=datetime.UTC)
    )
    ask(page, "甲方, 合同总金额(元)")
    load(page, "修订稿.docx", tracked)
    expect(text_box(page)).to_contain_text("798,000.00")
    expect(text_box(page)).to_contain_text(f"{BUYER}（集团）")

    page.get_by_text("读取选项").click()
    page.get_by_role("radio", name="修订之前").click()
    expect(text_box(page)).to_contain_text("768,000.00")
    expect(text_box(page)).not_to_contain_text("（集团）")
    expect(value_of(page, 1)).to_contain_text("768,000.00")


def test_a_damaged_file_says_so_and_leaves_the_document_alone(page: Page) -> None:
    ask(page, "甲方")
    paste(page, text_box(page), f"甲方：{BUYER}")
    expect(value_of(page, 0)).to_have_text(BUYER)
    load(page, "坏<b>.docx", b"PK\x03\x04 not a package")
    expect(page.get_by_role("alert").filter(has_text="坏<b>.docx")).to_be_visible()
    expect(text_box(page)).to_have_text(f"甲方：{BUYER}")
    load(page, "旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    expect(page.get_by_role("alert").filter(has_text=".docx")).to_be_visible()
    expect(value_of(page, 0)).to_have_text(BUYER)


def load(page: Page, name: str, content: bytes) -> None:
    file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator(".st-key-file input[type=file]").set_input_files([file])
