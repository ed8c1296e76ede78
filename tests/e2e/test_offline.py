"""The app asks nothing of any other machine, whatever is on the page."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect


def test_every_page_and_format_stays_on_this_machine(window: BrowserContext, page: Page) -> None:
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.get_by_role("button", name="采购合同").click()
    expect(page.frame_locator("iframe").locator(".ag-cell").first).to_be_visible()
    for name in ("JSON", "Markdown"):
        page.get_by_text(name, exact=True).first.click()
        page.get_by_role("tab", name="源文本").click()
        expect(page.locator("[data-testid=stCode]")).to_be_visible()
    page.get_by_text("未采用的候选").click()
    expect(page.locator("[data-testid=stDataFrame]")).to_be_visible()
    page.get_by_role("link", name="模型").click()
    expect(page.get_by_text("SHA-256", exact=True)).to_be_visible()
    assert asked
    # The fixture `window` cuts off and reports whatever goes elsewhere.
    local = ("http://127.0.0.1:", "data:", "blob:http://127.0.0.1:")
    assert [url for url in asked if not url.startswith(local)] == []
