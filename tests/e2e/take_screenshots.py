"""Pictures of the running app for the README: `python -m tests.e2e.take_screenshots`.

The app is started as it is shipped, with the model that it ships with; what the pictures show is
what that model answers.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from .conftest import CHROMIUM, FLAGS, free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "assets" / "screenshots"
_COLORS = 224
_WAIT_MILLISECONDS = 300_000


def take(browser: Browser, url: str, width: int, height: int) -> Path:
    """One picture of the contract example, `height` pixels from the top."""
    page = browser.new_page(locale="zh-CN", viewport={"width": width, "height": height})
    page.set_default_timeout(_WAIT_MILLISECONDS)
    page.goto(url)
    page.get_by_role("button", name="采购合同").click()
    page.get_by_text("未采用的候选（").wait_for()
    page.get_by_role("heading", name="信息抽取工作台").click()
    page.wait_for_timeout(3000)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    page.close()
    path = TARGET / f"workbench-{width}.png"
    # Few colours: a picture in a README should load at once.
    picture.quantize(_COLORS).save(path, optimize=True)
    return path


def main() -> None:
    """Start the app, take both pictures, end the app."""
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
                for width, height in ((1440, 1900), (390, 1500)):
                    take(browser, url, width, height)
                browser.close()
        finally:
            server.terminate()
            server.wait(timeout=20)


if __name__ == "__main__":
    main()
