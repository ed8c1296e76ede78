"""The side pages as a person uses them: comparing two contracts, many files at once."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from seqgpt_core.documents import ReadOptions, read_bytes, read_file

from .analyst import download
from .conftest import serving

SAMPLES = Path(__file__).parents[2] / "assets" / "samples"
A = "第一条 价款\n总价为100,000元。\n第二条 期限\n三十日内付清。\n第三条 其他\n无。\n"
B = "第一条 价款\n总价为180,000元<img src=x>。\n第二条 其他\n无。\n第三条 期限\n三十日内付清。\n"


def opened(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).click()
    page.get_by_role("heading", name=name).wait_for()


def test_two_versions_are_pasted_compared_and_judged(page: Page, tmp_path: Path) -> None:
    opened(page, "合同对比")
    for label, text in (("原来的版本", A), ("修改后的版本", B)):
        box = page.get_by_role("textbox", name=label)
        box.fill(text)
        box.press("Control+Enter")
    card = page.locator(".card", has_text="100,000元").first
    expect(card.locator(".tag").first).to_have_text("金额")
    expect(page.get_by_text("已校验")).to_be_visible()
    card.locator(".go").click()
    lit = page.locator(".lit")
    expect(lit.first).to_have_text("100,000元")
    expect(lit.nth(1)).to_contain_text("180,000元")
    card.get_by_role("button", name="拒绝").click()
    card.get_by_role("textbox", name="备注").fill("超出预算")
    card.get_by_role("textbox", name="备注").press("Enter")
    expect(page.locator(".judged-count")).to_contain_text("1 /")
    expect(page.locator(".row img")).to_have_count(0)
    target = tmp_path / "redline.docx"
    target.write_bytes(download(page, "下载 Word（修订）"))
    assert read_file(target)[0].text.strip() == B.strip()
    original = read_bytes(target.read_bytes(), "a.docx", ReadOptions(docx_view="original"))
    assert original[0].text.strip() == A.strip()
    # Another page and back: the verdict is still there.
    opened(page, "模型")
    opened(page, "合同对比")
    card = page.locator(".card", has_text="100,000元").first
    expect(card.get_by_role("button", name="拒绝")).to_have_attribute("aria-pressed", "true")
    expect(card.get_by_role("textbox", name="备注")).to_have_value("超出预算")


def test_filters_views_and_steps_of_the_comparison(page: Page) -> None:
    opened(page, "合同对比")
    page.get_by_role("button", name="看一个示例").click()
    cards = page.locator(".card")
    expect(cards.first).to_be_visible()
    everything = cards.count()
    page.get_by_label("只列实质修改").check()
    material = cards.count()
    assert 0 < material < everything
    page.locator(".kinds").get_by_role("button", name="争议解决").click()
    expect(cards).to_have_count(1)
    page.get_by_role("button", name="下一处修改").click()
    expect(page.locator(".place")).to_have_text("1 / 1")
    page.locator(".views").get_by_role("button", name="合并").click()
    expect(page.locator(".cell.b", has_text="人民法院").first).to_contain_text("仲裁委员会")
    folded = page.locator(".folded")
    before = folded.count()
    page.get_by_label("只看有变化的条款").uncheck()
    expect(folded).to_have_count(0)
    assert before > 0


def test_six_files_with_a_damaged_one_among_them(page: Page, tmp_path: Path) -> None:
    page.get_by_role("button", name="采购合同").click()
    page.get_by_text("共 ").first.wait_for()
    files = []
    for number in range(5):
        path = tmp_path / f"合同{number}.txt"
        path.write_text(
            (SAMPLES / "contract.txt").read_text(encoding="utf-8") + f"\n附注{number}\n",
            encoding="utf-8",
        )
        files.append(path)
    damaged = tmp_path / "坏.docx"
    damaged.write_bytes(b"PK\x03\x04 not a package")
    files.insert(2, damaged)
    opened(page, "多份文档")
    page.locator("input[type=file][multiple]").set_input_files(files)
    expect(page.get_by_text("已完成 5 / 5 份")).to_be_visible()
    expect(page.locator(".seqgpt-findings li", has_text="坏.docx")).to_be_visible()
    expect(page.get_by_text("读不出的文件（1）")).to_be_visible()
    target = tmp_path / "out.xlsx"
    target.write_bytes(download(page, "下载 Excel"))
    from openpyxl import load_workbook

    sheet = load_workbook(target)["结果"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [
        f"合同{n}.txt" for n in range(5)
    ]


def test_a_page_that_a_new_server_opens_first_is_inside_the_app(window: BrowserContext) -> None:
    with serving() as url:
        page = window.new_page()
        page.goto(f"{url}/comparison")
        expect(page.get_by_role("link", name="信息抽取工作台")).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert page.url.endswith("comparison")
