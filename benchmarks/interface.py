"""How long a person waits for the interface; writes benchmarks/results/interface.json.

Usage, from the project's folder: python -m benchmarks.interface [--repeats 15] [-o FILE]

The app is served as it is shipped, with the model that it ships with, and driven in chromium.
Times are milliseconds of the browser's clock, medians and ninetieth percentiles:

* `first_result`: from the press of a sample's button, at once after the page shows, until its
  first value stands in the table; each time in a new window. The server reads this sample when it
  starts and keeps it. `first_result_new_server` is the same for the first window of a new server,
  `first_result_unread` for the samples that no one asked for before.
* `preview`: from the press of a key on a slider until the browser has drawn what it changes in
  a text of 10,000 characters; no server is asked.
* `slider_round_trip`: from the same press until the server's answer is drawn.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.conftest import CHROMIUM, FLAGS, serving

ROOT = Path(__file__).parents[1]
CHARACTERS = 10_000
SAMPLE_BUTTON = "采购合同"
UNREAD_BUTTONS = ("政务工单", "保险理赔", "个人简历")
FIELD = "甲方"
_WAIT_MILLISECONDS = 300_000
# The results have followed by then; while they are drawn, everything takes longer.
_BETWEEN_KEYS_MILLISECONDS = 1_000

# When the frame after an event is on the screen, counted from the last key or press.
_WATCH = """() => {
  let began = 0, wanted = null;
  window.times = {};
  const drawn = (name) => requestAnimationFrame(() => {
    const after = new MessageChannel();
    after.port1.onmessage = () => { window.times[name] ??= performance.now() - began; };
    after.port2.postMessage(null);
  });
  for (const name of ['keydown', 'pointerdown'])
    document.addEventListener(name, (event) => { began = event.timeStamp; }, true);
  window.addEventListener('seqgpt:thresholds', ({ detail }) => {
    wanted = detail.values;
    drawn('preview');
  });
  window.addEventListener('seqgpt:settled-thresholds', ({ detail }) => {
    const same = ([definition, value]) => detail.values[definition] === value;
    if (wanted && Object.entries(wanted).every(same)) drawn('slider_round_trip');
  });
  const look = () => {
    const grid = document.querySelector('iframe')?.contentDocument;
    if (began > 0 && grid?.querySelector('.seqgpt-text')) drawn('first_result');
    else requestAnimationFrame(look);
  };
  look();
}"""


def opened(browser: Browser, url: str) -> Page:
    """The workbench in a new window, at the moment when it shows."""
    page = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(_WAIT_MILLISECONDS)
    page.goto(url)
    page.get_by_role("button", name=SAMPLE_BUTTON).wait_for()
    page.evaluate(_WATCH)
    return page


def first_result(browser: Browser, url: str, button: str = SAMPLE_BUTTON) -> float:
    page = opened(browser, url)
    page.get_by_role("button", name=button).click()
    waited = _time(page, "first_result")
    page.context.close()
    return waited


def slider_times(browser: Browser, url: str, repeats: int) -> dict[str, list[float]]:
    """The times of one slider's moves to and fro over a long text."""
    page = opened(browser, url)
    page.get_by_role("button", name=SAMPLE_BUTTON).click()
    _time(page, "first_result")
    text = (ROOT / "assets" / "samples" / "contract.txt").read_text(encoding="utf-8")
    _put_text(page, (text * (CHARACTERS // len(text) + 1))[:CHARACTERS])
    slider = page.get_by_role("slider", name=f"阈值：{FIELD}", exact=True)
    slider.focus()
    times: dict[str, list[float]] = {"preview": [], "slider_round_trip": []}
    for repeat in range(repeats):
        page.evaluate("window.times = {}")
        page.keyboard.press("Shift+ArrowRight" if repeat % 2 else "Shift+ArrowLeft")
        for name, found in times.items():
            found.append(_time(page, name))
        page.wait_for_timeout(_BETWEEN_KEYS_MILLISECONDS)
    page.context.close()
    return times


def _put_text(page: Page, text: str) -> None:
    """Put a text in the place of the document, and wait until its values are marked."""
    page.get_by_role("textbox", name="文档", exact=True).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")
    page.get_by_text(f"{len(text):,} 个字符").first.wait_for()
    page.wait_for_function("(CSS.highlights.get('seqgpt-field-0')?.size ?? 0) > 5")


def _time(page: Page, name: str) -> float:
    page.wait_for_function("name => window.times[name] !== undefined", arg=name)
    waited: float = page.evaluate("name => window.times[name]", name)
    return waited


def _figures(times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "median_ms": round(statistics.median(ordered), 1),
        "p90_ms": round(ordered[min(len(ordered) - 1, int(0.9 * len(ordered)))], 1),
        "repeats": len(ordered),
    }


def measure(repeats: int) -> dict[str, dict[str, float]]:
    """All figures, from one server that nobody used before."""
    with serving(ROOT / "app.py") as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        figures = {"first_result_new_server": _figures([first_result(browser, url)])}
        unread = [first_result(browser, url, button) for button in UNREAD_BUTTONS]
        figures["first_result_unread"] = _figures(unread)
        figures["first_result"] = _figures([first_result(browser, url) for _ in range(repeats)])
        for name, times in slider_times(browser, url, repeats).items():
            figures[name] = _figures(times)
        browser.close()
    return figures


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeats", type=int, default=15)
    default = ROOT / "benchmarks" / "results" / "interface.json"
    parser.add_argument("-o", "--output", type=Path, default=default)
    given = parser.parse_args()
    report = {
        "commit": _said(["git", "rev-parse", "--short", "HEAD"]),
        "machine": f"{platform.machine()} {platform.system()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, {_said([CHROMIUM or 'chromium', '--version'])}",
        "characters": CHARACTERS,
        **measure(given.repeats),
    }
    given.output.write_text(
        json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    print(given.output.read_text(encoding="utf-8"))


def _said(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout.strip()


if __name__ == "__main__":
    main()
