"""Pictures of the running app for the README: `python -m tests.e2e.take_screenshots`.

The app is started as it is shipped, with the model that it ships with; what the pictures show is
what that model answers.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, sync_playwright

from .conftest import CHROMIUM, FLAGS, free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "assets" / "screenshots"
_COLORS = 224
_WAIT_MILLISECONDS = 300_000


def workbench(page: Page) -> None:
    """The contract example with its results."""
    page.get_by_role("button", name="采购合同").click()
    page.get_by_role("heading", name="抽取结果").wait_for()


def comparison(page: Page) -> None:
    """The example of two versions, one change chosen."""
    page.get_by_role("button", name="看一个示例").click()
    page.get_by_role("heading", name="字段对比").wait_for()
    page.locator(".card", has_text="45个工作日").locator(".go").click()


def documents(page: Page) -> None:
    """Four documents and a damaged one, asked for the fields of the contract example."""
    folder = ROOT / "assets" / "samples"
    names = ("contract", "compare_before", "compare_after", "claim")
    files: list[FilePayload] = [
        {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": _bytes(folder / f"{name}.txt")}
        for name in names
    ]
    damaged = b"PK\x03\x04"
    files.insert(2, {"name": "damaged.docx", "mimeType": "application/zip", "buffer": damaged})
    page.locator("input[type=file][multiple]").set_input_files(files)
    page.get_by_text("已完成 4 / 4 份").wait_for()


PAGES: Mapping[str, tuple[str, Callable[[Page], None], Mapping[int, int]]] = {
    "workbench": ("信息抽取工作台", workbench, {1440: 1900, 390: 1900}),
    "documents": ("多份文档", documents, {1440: 900, 390: 1100}),
    "comparison": ("合同对比", comparison, {1440: 1480, 390: 2100}),
}
"""By name: the page's title, what to do on it, and the pictures' heights by width, in pixels."""


def take(browser: Browser, url: str, width: int) -> None:
    """The pictures of one width, page after page in one session, as a person would go."""
    page = browser.new_page(locale="zh-CN", viewport={"width": width, "height": 1000})
    page.set_default_timeout(_WAIT_MILLISECONDS)
    page.goto(url)
    for name, (title, act, heights) in PAGES.items():
        if name != "workbench":
            _go(page, title)
        act(page)
        page.set_viewport_size({"width": width, "height": heights[width]})
        page.get_by_role("heading", name=title).click()
        page.wait_for_timeout(4000)
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        # Few colours: a picture in a README should load at once.
        picture.quantize(_COLORS).save(TARGET / f"{name}-{width}.png", optimize=True)
    page.close()


def _go(page: Page, title: str) -> None:
    """Open another page by the navigation, which a narrow window folds away."""
    link = page.get_by_role("link", name=title).first
    if not link.is_visible():
        page.get_by_test_id("stExpandSidebarButton").click()
    link.click()
    page.get_by_role("heading", name=title).wait_for()
    collapse = page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
    if collapse.is_visible():
        collapse.click()


def _bytes(path: Path) -> bytes:
    return path.read_bytes()


def main() -> None:
    """Start the app, take the pictures, end the app."""
    TARGET.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            wait_for(url, server)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
                for width in (1440, 390):
                    take(browser, url, width)
                browser.close()
        finally:
            server.terminate()
            server.wait(timeout=20)


if __name__ == "__main__":
    main()
