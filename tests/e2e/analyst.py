"""What an analyst does on the workbench, by real keys, mouse and clipboard."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

SAMPLES = Path(__file__).parents[2] / "assets" / "samples"


def sample(name: str) -> str:
    return (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")


def paste(page: Page, box: Locator, text: str, html: str = "") -> None:
    """A real paste: the text is on the clipboard, as `html` too if given, the keys are pressed."""
    page.evaluate(
        """([plain, html]) => {
          const board = {'text/plain': new Blob([plain], {type: 'text/plain'})};
          if (html) board['text/html'] = new Blob([html], {type: 'text/html'});
          return navigator.clipboard.write([new ClipboardItem(board)]);
        }""",
        [text, html],
    )
    box.click()
    page.keyboard.press("Control+v")


def ask(page: Page, definitions: str) -> None:
    """Add fields."""
    paste(page, field_box(page), definitions)
    page.keyboard.press("Enter")
    expect(field_box(page)).to_have_value("")


def text_box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="文档", exact=True)


def field_box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="要抽取的字段")


def slider(page: Page, field: str) -> Locator:
    return page.get_by_role("slider", name=f"阈值：{field}", exact=True)


def row(page: Page, place: int) -> Locator:
    """A field's row: its counts and its best values."""
    return page.locator(".rows > .row").nth(place)


def cells(page: Page, column: str) -> Locator:
    """The cells of a column of the first table."""
    return page.frame_locator("iframe").first.locator(f".ag-cell[col-id='{column}']")


def value_of(page: Page, field: int) -> Locator:
    """The values of a field (0 is the first) in the table."""
    return cells(page, f"f{field}").locator(".seqgpt-text")


def expect_marked(page: Page, field: int, *texts: str) -> None:
    """Wait until exactly these places are marked for a field (0 is the first) in the document."""
    page.wait_for_function(
        """([name, texts]) => JSON.stringify(
             [...(CSS.highlights.get(name) ?? [])].map(range => range.toString()).sort())
           === JSON.stringify(texts.sort())""",
        arg=[f"seqgpt-field-{field}", list(texts)],
    )


def select_text(page: Page, text: str) -> None:
    """Select a text of the document with the mouse; it stands on one line."""
    bounds = page.evaluate(
        """text => {
          const box = document.querySelector('.seqgpt-editor-text');
          const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(text);
            if (at < 0) continue;
            walker.currentNode.parentElement.scrollIntoView({block: 'center'});
            const range = document.createRange();
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + text.length);
            const {left, right, top, height} = range.getBoundingClientRect();
            return [left, right, top + height / 2];
          }
        }""",
        text,
    )
    left, right, middle = bounds
    page.mouse.move(left + 0.5, middle)
    page.mouse.down()
    page.mouse.move((left + right) / 2, middle)
    page.mouse.move(right, middle)
    page.mouse.up()


def drag(page: Page, field: str, *shares: float, key: str = "") -> None:
    """Drag a slider's thumb by shares of its way, one after the other, and let it go."""
    knob = slider(page, field)
    knob.scroll_into_view_if_needed()
    bounds = knob.bounding_box()
    assert bounds is not None
    way = bounds["width"] - 16
    x = bounds["x"] + 8 + float(knob.input_value()) * way
    y = bounds["y"] + bounds["height"] / 2
    if key:
        page.keyboard.down(key)
    page.mouse.move(x, y)
    page.mouse.down()
    for share in shares:
        page.mouse.move(x + share * way, y, steps=4)
    page.mouse.up()
    if key:
        page.keyboard.up(key)


def open_page(page: Page, name: str) -> None:
    """Another page of the app, by the navigation at the top."""
    page.get_by_role("link", name=name).click()
    page.get_by_role("heading", name=name).wait_for()


def choose_language(page: Page, name: str) -> None:
    page.get_by_text(name, exact=True).click()


def download(page: Page, name: str, within: str = "body") -> bytes:
    """What a button gives, once the page is at rest: a run takes back the files of the one before."""
    page.locator("[data-test-script-state=notRunning]").first.wait_for()
    with page.expect_download() as waiting:
        page.locator(within).get_by_role("button", name=name, exact=True).click()
    return Path(waiting.value.path()).read_bytes()
