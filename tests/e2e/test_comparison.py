"""The comparison page with long documents, odd files, three versions, and a narrow screen."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect

from .analyst import download

A = "第一条 价款\n总价为100,000元。\n第二条 期限\n三十日内付清。\n第三条 其他\n无。\n"
B = A.replace("100,000", "180,000")


def opened(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).click()
    page.get_by_role("heading", name=name).wait_for()


def long_document(clauses: int) -> str:
    return "".join(
        f"第{n}条 事项{n}\n乙方应于第{n}批货物交付后{n % 80 + 3}日内开具金额为{n * 37 + 1000}元的发票，"
        + f"并将编号为HX-{n:05d}的清单送交甲方，逾期的按每日{n % 9 + 1}‰支付违约金。" * 4
        + "\n"
        for n in range(1, clauses)
    )


def file(name: str, text: str, encoding: str = "utf-8") -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode(encoding)}


def load(page: Page, a: FilePayload, b: FilePayload) -> None:
    """Two files one right after the other: neither may undo the other."""
    for side, content in (("a", a), ("b", b)):
        page.locator(f".st-key-compare_file_{side} input[type=file]").set_input_files([content])


def test_a_long_document_is_drawn_and_the_last_change_is_reached(page: Page) -> None:
    opened(page, "合同对比")
    a = long_document(440)
    b = a
    for n in range(3, 440, 3):
        b = b.replace(f"第{n}批货物交付后{n % 80 + 3}日内", f"第{n}批货物交付后{n % 80 + 9}日内")
    load(page, file("甲.txt", a), file("乙.txt", b, "gb18030"))
    cards = page.locator(".card")
    expect(cards).to_have_count(146, timeout=90_000)
    # Cards and rows far from the view are filled when they come near.
    expect(cards.last.locator(".go")).to_have_count(0)
    cards.last.scroll_into_view_if_needed()
    cards.last.locator(".go").click()
    lit = page.locator(".lit").last
    expect(lit).to_be_in_viewport()
    expect(lit).to_have_text(f"{438 % 80 + 9}日")
    page.keyboard.press("k")
    expect(page.locator(".place")).to_have_text("145 / 146")
    expect(page.locator(".lit").last).to_be_in_viewport()
    cards.first.get_by_role("button", name="接受").click()
    page.get_by_label("只列未表态").check()
    expect(cards).to_have_count(145)


def test_odd_files_say_what_they_are(page: Page) -> None:
    opened(page, "合同对比")
    load(page, file("甲.txt", A, "utf-16"), file("乙.txt", A, "gb18030"))
    expect(page.get_by_text("两个版本逐字相同")).to_be_visible()
    page.locator(".st-key-compare_file_b input[type=file]").set_input_files(
        [{"name": "扫描.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n broken"}]
    )
    expect(page.get_by_role("alert").filter(has_text="扫描.png")).to_be_visible()


def test_three_versions_on_a_narrow_screen_go_out_as_a_table(page: Page, tmp_path: Path) -> None:
    opened(page, "合同对比")
    page.get_by_text("还有模板（三方对比）").click()
    for label, text in (("模板", A), ("我方版本", A.replace("三十日", "六十日")), ("对方版本", B)):
        box = page.get_by_role("textbox", name=label)
        box.fill(text)
        box.press("Control+Enter")
    page.get_by_text("谁改了什么").wait_for()
    target = tmp_path / "who.xlsx"
    target.write_bytes(download(page, "Excel 清单", within=".st-key-three_xlsx"))
    from openpyxl import load_workbook

    rows = list(load_workbook(target)["谁改了什么"].iter_rows(values_only=True))
    assert {"仅我方", "仅对方"} <= {row[1] for row in rows}
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".cmp")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
