"""Pictures of the running app: `python -m tests.e2e.take_screenshots [NAME ...]`.

The app is started as it is shipped, with the model that it ships with; what the pictures show is
what that model answers.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, sync_playwright

from .conftest import CHROMIUM, FLAGS, ROOT, serving

TARGET = ROOT / "assets" / "screenshots"
_COLORS = 128
_SETTLE_MILLISECONDS = 2500
_WAIT_MILLISECONDS = 120_000
_DAMAGED = b"PK\x03\x04"
_ORDER = """办公设备订货单
买方：杭州青禾文化传播有限公司
品名\t规格\t数量\t单价
笔记本电脑\tX14\t12 台\t6,480.00 元
激光打印机\tM408\t3 台\t2,150.00 元
会议平板\t75 英寸\t1 块\t18,900.00 元
交货日期：2026 年 4 月 15 日，送至买方指定地点。
"""


def linter(page: Page) -> None:
    """The empty workbench; what the linter says of definitions while they are typed."""
    box = page.get_by_role("textbox", name="要抽取的字段")
    box.press_sequentially("签约日期(万元), 请告诉我合同金额", delay=20)
    page.locator(".adding .findings li").nth(1).wait_for()


def damaged(page: Page) -> None:
    """A file that cannot be read."""
    page.get_by_role("textbox", name="要抽取的字段").fill("")
    page.locator(".adding .findings li").first.wait_for(state="detached")
    content: FilePayload = {
        "name": "技术协议（签字版）.docx",
        "mimeType": "application/zip",
        "buffer": _DAMAGED,
    }
    page.locator(".st-key-file input[type=file]").set_input_files([content])
    page.get_by_role("alert").filter(has_text="技术协议（签字版）.docx").wait_for()


def workbench(page: Page) -> None:
    """The contract example with its results, in a new session."""
    page.reload()
    page.get_by_role("button", name="采购合同").click()
    page.get_by_role("heading", name="抽取结果").wait_for()


def why_empty(page: Page) -> None:
    """What the model considered for a field without a value."""
    page.locator(".st-key-why").get_by_role("radio").first.click()
    page.locator(".seqgpt-candidate").first.wait_for()


def recipes(page: Page) -> None:
    """The menu of recipes."""
    page.get_by_role("button", name="配方").click()
    page.get_by_text("现成的配方").wait_for()


def records(page: Page) -> None:
    """A table in the document read as records."""
    page.keyboard.press("Escape")
    page.get_by_role("button", name="清空字段").click()
    page.get_by_role("textbox", name="文档", exact=True).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(_ORDER)
    page.keyboard.press("Control+Enter")
    page.get_by_text(f"{len(_ORDER)} 个字符").first.wait_for()
    box = page.get_by_role("textbox", name="要抽取的字段")
    box.fill("{品名, 数量, 单价(元)}[]; 买方; 交货日期(YYYY-MM-DD)")
    box.press("Enter")
    page.locator("iframe").nth(1).wait_for()


def english(page: Page) -> None:
    """The work order example in English."""
    page.get_by_text("English", exact=True).click()
    page.get_by_role("button", name="Work order").click()
    page.get_by_role("heading", name="Results").wait_for()
    page.get_by_role("button", name="回访结果").first.wait_for()


def documents(page: Page) -> None:
    """Four documents and a damaged one, asked for the fields of the contract example."""
    page.get_by_role("button", name="采购合同").click()
    page.get_by_role("heading", name="抽取结果").wait_for()
    _go(page, "多份文档")
    folder = ROOT / "assets" / "samples"
    names = ("contract", "compare_before", "compare_after", "claim")
    files: list[FilePayload] = [
        {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": _bytes(folder / f"{name}.txt")}
        for name in names
    ]
    files.insert(2, {"name": "damaged.docx", "mimeType": "application/zip", "buffer": _DAMAGED})
    page.locator("input[type=file][multiple]").set_input_files(files)
    page.get_by_text("已完成 4 / 4 份").wait_for()


def comparison(page: Page) -> None:
    """The example of two versions, one change chosen."""
    _go(page, "合同对比")
    page.get_by_role("button", name="看一个示例").click()
    page.get_by_role("heading", name="字段对比").wait_for()
    page.locator(".card", has_text="45个工作日").locator(".go").click()


def in_chinese(page: Page) -> None:
    """Back from English."""
    page.get_by_text("中文", exact=True).click()
    page.get_by_role("heading", name="信息抽取工作台").wait_for()


@dataclass(frozen=True)
class Picture:
    """One state of the app.

    Attributes:
        reach: brings the page from the state before it to this one.
        heights: of the window, by its width, in pixels.
        top: what stands at the top of the window; empty for the page's own top.
    """

    name: str
    reach: Callable[[Page], None]
    heights: Mapping[int, int]
    top: str = ""


PICTURES = (
    Picture("linter", linter, {1440: 760, 390: 1300}),
    Picture("damaged", damaged, {1440: 900, 390: 900}),
    Picture("workbench", workbench, {1440: 1900, 390: 1900}),
    Picture("why-empty", why_empty, {1440: 760, 390: 1100}, ".st-key-why"),
    Picture("recipes", recipes, {1440: 900, 390: 1000}, ".st-key-fields"),
    Picture("records", records, {1440: 1560, 390: 2600}),
    Picture("english", english, {1440: 1300, 390: 1900}),
    Picture("documents", documents, {1440: 900, 390: 1100}),
    Picture("comparison", comparison, {1440: 1480, 390: 2100}),
)
"""In the order in which one session of a person passes them."""


def take(browser: Browser, url: str, width: int, pictures: Sequence[Picture]) -> None:
    """The pictures of one width."""
    page = browser.new_page(locale="zh-CN", viewport={"width": width, "height": 1000})
    page.set_default_timeout(_WAIT_MILLISECONDS)
    page.goto(url)
    page.get_by_role("button", name="采购合同").wait_for()
    for picture in pictures:
        page.set_viewport_size({"width": width, "height": 1000})
        picture.reach(page)
        page.set_viewport_size({"width": width, "height": picture.heights[width]})
        page.evaluate(
            """top => {
              const main = document.querySelector('[data-testid=stMain]');
              const found = top && document.querySelector(top);
              main.scrollTo(0, 0);
              if (found) main.scrollTo(0, found.getBoundingClientRect().top - 72);
            }""",
            picture.top,
        )
        page.mouse.move(width - 2, 2)
        page.wait_for_timeout(_SETTLE_MILLISECONDS)
        page.get_by_test_id("stStatusWidget").wait_for(state="detached")
        image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        # Few colours: a picture in a README should load at once.
        image.quantize(_COLORS).save(TARGET / f"{picture.name}-{width}.png", optimize=True)
        if picture.name == "english":
            in_chinese(page)
    page.close()


def _go(page: Page, title: str) -> None:
    """Open another page by the navigation, which a narrow window folds away."""
    link = page.get_by_role("link", name=title).first
    if not link.is_visible():
        page.get_by_test_id("stExpandSidebarButton").click()
    # Not by the mouse: the folded navigation slides in from outside the window.
    link.evaluate("link => link.click()")
    page.get_by_role("heading", name=title).wait_for()
    collapse = page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
    if collapse.is_visible():
        collapse.click()


def _bytes(path: Path) -> bytes:
    return path.read_bytes()


def main() -> None:
    """Start the app, take the pictures, end the app."""
    TARGET.mkdir(parents=True, exist_ok=True)
    names = sys.argv[1:] or [picture.name for picture in PICTURES]
    pictures = [picture for picture in PICTURES if picture.name in names]
    with serving(ROOT / "app.py") as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for width in (1440, 390):
            take(browser, url, width, pictures)
        browser.close()


if __name__ == "__main__":
    main()
