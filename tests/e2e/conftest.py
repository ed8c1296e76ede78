"""The app in Debian's chromium; a request to any other machine fails the test."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
SERVE = Path(__file__).with_name("serve.py")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_START_SECONDS = 120
# A machine that trains a model at the same time answers slowly.
_WAIT_MILLISECONDS = 60_000
expect.set_options(timeout=_WAIT_MILLISECONDS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@contextmanager
def serving(script: Path | None = None) -> Iterator[str]:
    """The address of a server that lasts as long as the block.

    Args:
        script: what it serves; None for the app with a rule engine in place of the model.
    """
    port = str(free_port())
    command = [sys.executable, str(SERVE), port]
    if script is not None:
        command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", port]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def app_url() -> Iterator[str]:
    """The app, served once for all tests: each of them is a session of its own."""
    with serving() as url:
        yield url


def free_port() -> int:
    """A port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Return once the server answers; fail if it ends or stays silent."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended before it answered"
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError("the server did not answer")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium is installed (apt-get install chromium fonts-noto-cjk)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser window with a clipboard; anything but 127.0.0.1 is cut off and reported."""
    context = chromium.new_context(
        locale="zh-CN",
        viewport={"width": 1440, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
        accept_downloads=True,
    )
    context.set_default_timeout(_WAIT_MILLISECONDS)
    outside: list[str] = []

    def only_here(route: Route) -> None:
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    context.route("**/*", only_here)
    yield context
    context.close()
    assert outside == []


@pytest.fixture
def page(window: BrowserContext, app_url: str) -> Iterator[Page]:
    """The workbench, empty; a script error on the page fails the test."""
    errors: list[Any] = []
    opened = window.new_page()
    opened.on("pageerror", lambda error: errors.append(error))
    opened.goto(app_url)
    opened.get_by_role("button", name="抽取", exact=True).wait_for()
    yield opened
    assert errors == []
