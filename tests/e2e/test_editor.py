"""The editor alone, in a browser: what is pasted, typed, marked and shown, and every trap of it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from seqgpt_core.ui.editor import EDITABLE_UNITS, PAGE_UNITS, fingerprint

from .conftest import serving

ROOT = Path(__file__).resolve().parents[2]
PARTS = ROOT / "assets" / "components"
RARE = "𠮷野家有限公司"
CONTRACT = f"😀合同\n甲方：{RARE}\n乙方：精衡公司\n总价\t2,380.00元"
ALLOWED = {"P", "H3", "TABLE", "TBODY", "TR", "TD", "B", "U", "BR"}
WORD = """<html xmlns:o="urn:x"><head><style>p{color:red}</style></head><body>
<!--StartFragment--><h1 style='mso-list:l0'><span lang=EN-US>采购</span>合同<o:p></o:p></h1>
<p class=MsoListParagraph style='text-indent:0'><![if !supportLists]><span
style='mso-list:Ignore'>第一条<span style='font:7.0pt'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>标的
物<span style='display:none;mso-hide:all'>隐藏</span></p>
<p>总价：<b><span>58</span></b><del>60</del><u>万元</u><o:p></o:p></p><p><o:p>&nbsp;</o:p></p>
<table><tr><td rowspan=2>设备</td><td colspan=2><p>型号</p><p>规格</p></td></tr>
<tr><td>A-1</td><td>10 台</td></tr></table><!--EndFragment--></body></html>"""
HOSTILE = """<p onclick="window.hit=1" style="background:url(http://example.com/x)">甲方</p>
<script>window.hit=1</script><style>*{display:none}</style><img src=x onerror="window.hit=1">
<svg><script>window.hit=1</script><text>svg</text></svg><math><mtext>m</mtext></math>
<iframe srcdoc="<script>parent.hit=1</script>"></iframe><a href="javascript:window.hit=1">链接</a>
<template><img src=x onerror="window.hit=1"></template><form action=x><input value=z autofocus
onfocus="window.hit=1"></form><p id=echo class=x>乙方</p><base href="http://example.com">"""


# --- the parts by themselves -----------------------------------------------------------------


@pytest.fixture(scope="module")
def blank(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    names = ("text", "paste", "marks", "label", "bar")
    source = "\n".join((PARTS / f"editor.{name}.js").read_text(encoding="utf-8") for name in names)
    exported = "{cleaned, fingerprintOf, pagesOf, paragraphsOf, placeOf, rangeOf, readText, Units}"
    page.add_script_tag(content=f"{{{source}\nObject.assign(window, {exported})}}")
    page.evaluate("window.holding = () => document.body.appendChild(document.createElement('div'))")
    yield page
    page.close()


def random_texts() -> list[str]:
    chosen = random.Random(7)
    alphabet = "甲a \t\n\r\n\n😀𠮷e\u0301\u00a0\u200b\u2028<&"
    return [
        "",
        "\n",
        *("".join(chosen.choices(alphabet, k=chosen.randrange(30))) for _ in range(80)),
    ]


def test_a_text_comes_back_from_the_nodes_character_for_character(blank: Page) -> None:
    texts = random_texts()
    read = "texts => texts.map(text => readText(paragraphsOf(text)).text)"
    assert blank.evaluate(read, texts) == texts


def test_code_points_and_units_never_drift_apart(blank: Page) -> None:
    texts = random_texts()
    script = """texts => texts.map(text => {
      const units = new Units(text);
      const points = Array.from({length: [...text].length + 1}, (_, point) => units.toUnits(point));
      return [points, points.map(unit => units.toPoints(unit)), fingerprintOf(text)];
    })"""
    for text, (units, back, named) in zip(texts, blank.evaluate(script, texts), strict=True):
        assert units == [
            len(text[:point].encode("utf-16-le")) // 2 for point in range(len(text) + 1)
        ]
        assert back == list(range(len(text) + 1))
        assert named == fingerprint(text)


def test_every_place_has_a_range_that_holds_its_text(blank: Page) -> None:
    html = "<h2>一二</h2><p>三<b>四</b>五</p><p></p><table><tr><td>六<td>七八</table><p>九😀</p>"
    script = """html => {
      const root = holding();
      root.append(cleaned(html));
      const model = readText(root);
      const found = [];
      for (let start = 0; start < model.text.length; start += 1)
        for (let end = start + 1; end <= model.text.length; end += 1) {
          const range = rangeOf(model, start, end);
          const back = range && [placeOf(model, range.startContainer, range.startOffset),
                                 placeOf(model, range.endContainer, range.endOffset)];
          found.push([start, end, range ? range.toString() : null, back]);
        }
      root.remove();
      return [model.text, found];
    }"""
    text, found = blank.evaluate(script, html)
    assert text == "一二\n三四五\n六\t七八\n九😀"
    encoded = text.encode("utf-16-le")
    for start, end, inside, back in found:
        piece = encoded[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")
        visible = piece.replace("\n", "").replace("\t", "")
        assert (inside or "").encode("utf-16", "surrogatepass") == visible.encode(
            "utf-16", "surrogatepass"
        )
        if back is not None:
            held = encoded[2 * back[0] : 2 * back[1]].decode("utf-16-le", "surrogatepass")
            assert held == piece.strip("\n\t")


def test_pages_cover_a_long_text(blank: Page) -> None:
    chosen = random.Random(3)
    for size in (1, 2, 7, 40):
        text = "".join(chosen.choices("甲😀\n", k=200))
        pages = blank.evaluate("([text, size]) => pagesOf(text, size)", [text, max(size, 2)])
        units = text.encode("utf-16-le")
        parts = [units[2 * s : 2 * e] for s, e in pages]
        assert b"".join(parts) == units
        assert all(len(part) // 2 <= max(size, 2) for part in parts)
        assert [part.decode("utf-16-le") for part in parts]  # no character is cut in two


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (WORD, "采购合同\n第一条 标的 物\n总价：58万元\n\n设备\t型号 规格\t\n\tA-1\t10 台"),
        ("甲<br>乙<br><br>丙<br>", "甲\n乙\n\n丙"),
        ("<div>甲<div>乙</div>丙</div>", "甲\n乙\n丙"),
        ("<p>甲\n  乙</p>  <p> 丙 <b> 丁</b></p>", "甲 乙\n丙 丁"),
        ("<p>甲：&nbsp;&nbsp;乙</p>", "甲：  乙"),
        ("<pre>甲\n  乙\n\n丙</pre>", "甲\n  乙\n\n丙"),
        ("<ol start=3><li>甲<li>乙<ul><li>丙</ul></ol>", "3. 甲\n4. 乙\n• 丙"),
        ("<ol type=a><li><p>甲</p><p>乙</p></ol>", "a. 甲\n乙"),
        ("<ol style='list-style-type:cjk-ideographic' start=9><li>甲<li>乙</ol>", "九、 甲\n十、 乙"),
        ("<ul style='list-style:none'><li>甲</ul>", "甲"),
        ("<table><tr><td><p>甲</p><p>乙</p></table>", "甲\n乙"),
        ("<table><tr><td>甲<td><table><tr><td>乙<td>丙</table></table>", "甲\t乙 丙"),
        ("<table><tr><th>甲<td>乙</tr><tr><td></td></tr></table>", "甲\t乙"),
        ("<section><p><span style='white-space:pre-wrap'>张三  10:21\n收到</span></p></section>", "张三  10:21\n收到"),
        ("<b style='font-weight:normal'><p>甲</p></b>", "甲"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt></ruby>字", "漢字"),
        ("<img src=x>", ""),
    ],
)  # fmt: skip
def test_what_is_kept_of_a_paste(blank: Page, html: str, expected: str) -> None:
    script = "html => [readText(cleaned(html)).text, [...cleaned(html).querySelectorAll('*')].map(e => e.nodeName)]"
    text, tags = blank.evaluate(script, html)
    assert text == expected
    assert set(tags) <= ALLOWED


def test_headings_and_bold_stay_and_nothing_else(blank: Page) -> None:
    script = """html => { const div = document.createElement('div'); div.append(cleaned(html)); return div.innerHTML }"""
    html = "<h2 id=a>题</h2><p class=x>甲<strong>乙</strong><i>丙</i><span style='font-weight:700'>丁</span></p>"
    assert blank.evaluate(script, html) == "<h3>题</h3><p>甲<b>乙</b>丙<b>丁</b></p>"
    # So Word writes every bold passage: the style is about another script.
    html = (
        "<p>甲<b style='mso-bidi-font-weight:normal'>乙</b><b style='font-weight:normal'>丙</b></p>"
    )
    assert blank.evaluate(script, html) == "<p>甲<b>乙</b>丙</p>"


def test_random_html_leaves_bare_nodes_of_the_short_list(blank: Page) -> None:
    chosen = random.Random(11)
    names = "p div h1 table tr td ol li ul svg math script style a b u span br iframe img form x-y".split()

    def nested(depth: int) -> str:
        name = chosen.choice(names)
        inside = "".join(nested(depth - 1) for _ in range(chosen.randrange(4))) if depth else "甲"
        return f"<{name} onclick=hit() style='x:y' href='javascript:hit()'>{inside}乙</{name}>"

    script = """html => [...cleaned(html).querySelectorAll('*')].map(e => [e.nodeName, e.attributes.length])"""
    for _ in range(40):
        for name, attributes in blank.evaluate(script, nested(4)):
            assert name in ALLOWED
            assert attributes == 0


# --- the editor on a page --------------------------------------------------------------------


@pytest.fixture(scope="module")
def editor_url() -> Iterator[str]:
    with serving(Path(__file__).with_name("pages") / "editor_page.py") as url:
        yield url


@pytest.fixture
def page(window: BrowserContext, editor_url: str) -> Iterator[Page]:
    errors: list[Any] = []
    opened = window.new_page()
    opened.on("pageerror", lambda error: errors.append(error))
    opened.goto(editor_url)
    text_box(opened).wait_for()
    yield opened
    assert errors == []


def text_box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="文档", exact=True)


def echo(page: Page) -> dict[str, Any]:
    written: dict[str, Any] = json.loads(page.locator("#echo").text_content() or "")
    return written


def wait_for_text(page: Page, text: str) -> None:
    """Until Python holds this text."""
    page.wait_for_function(
        "text => JSON.parse(document.querySelector('#echo').textContent).text === text", arg=text
    )


def on_clipboard(page: Page, plain: str, html: str = "") -> None:
    script = """([plain, html]) => {
      const board = {'text/plain': new Blob([plain], {type: 'text/plain'})};
      if (html) board['text/html'] = new Blob([html], {type: 'text/html'});
      return navigator.clipboard.write([new ClipboardItem(board)]);
    }"""
    page.evaluate(script, [plain, html])


def paste(page: Page, plain: str, html: str = "") -> None:
    on_clipboard(page, plain, html)
    text_box(page).click()
    page.keyboard.press("Control+v")


def load(page: Page, text: str) -> None:
    """Python puts another text into the editor."""
    given = page.get_by_role("textbox", name="text to load")
    given.fill(text.replace("\n", "\\n"))
    given.press("Enter")
    page.get_by_role("button", name="load", exact=True).click()
    wait_for_text(page, text)


def marked(page: Page) -> list[str]:
    """The marked places in the order of fields and of the text."""
    places: list[str] = page.evaluate(
        """() => [...CSS.highlights.entries()].filter(([name]) => name.startsWith('seqgpt-field'))
          .sort(([a], [b]) => a < b ? -1 : 1)
          .flatMap(([, ranges]) => [...ranges].map(range => range.toString()))"""
    )
    return places


def expect_marked(page: Page, *texts: str) -> None:
    page.wait_for_function(
        """texts => JSON.stringify([...CSS.highlights.entries()]
          .filter(([name]) => name.startsWith('seqgpt-field')).sort(([a], [b]) => a < b ? -1 : 1)
          .flatMap(([, ranges]) => [...ranges].map(range => range.toString())))
          === JSON.stringify(texts)""",
        arg=list(texts),
    )


def send(page: Page, event: str, detail: object) -> None:
    page.evaluate(
        "([event, detail]) => void window.dispatchEvent(new CustomEvent(event, {detail}))",
        [event, detail],
    )


def legend(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name="图例").get_by_role("button", name=name)


def test_a_formatted_paste_is_kept_sent_marked_and_undone(page: Page) -> None:
    html = (
        f"<h2>合同</h2><p>甲方：<b>{RARE}</b>😀</p>"
        "<table><tr><td>总价<td>2,380.00元</table><p>乙方：精衡公司</p>"
    )
    text = f"合同\n甲方：{RARE}😀\n总价\t2,380.00元\n乙方：精衡公司"
    paste(page, "not this", html)
    wait_for_text(page, text)
    assert echo(page)["edits"] == [[True, True, False]]
    expect(text_box(page).locator("h3")).to_have_text("合同")
    expect(text_box(page).locator("td")).to_have_count(2)
    expect_marked(page, RARE, "精衡公司", "2,380.00元")
    expect(legend(page, "甲方：1 处")).to_be_visible()
    page.keyboard.press("Control+End")
    page.keyboard.type("rc")  # the page's own shortcuts for rerun and cache
    wait_for_text(page, text + "rc")
    page.keyboard.press("Control+z")
    wait_for_text(page, text)
    page.keyboard.press("Control+z")
    wait_for_text(page, "")
    page.keyboard.press("Control+Shift+z")
    wait_for_text(page, text)


def test_hostile_html_does_nothing(page: Page) -> None:
    paste(page, "", HOSTILE)
    wait_for_text(page, "甲方\n链接\n乙方")
    assert page.evaluate("window.hit") is None
    assert text_box(page).locator("script, img, svg, a, iframe, [onclick], [style]").count() == 0
    load(page, "<img src=x onerror='window.hit=1'>")
    expect(text_box(page)).to_have_text("<img src=x onerror='window.hit=1'>")
    assert text_box(page).locator("img").count() == 0


def test_an_input_method_is_not_disturbed(page: Page) -> None:
    text_box(page).click()
    keyboard = page.context.new_cdp_session(page)
    for written in ("j", "ji", "jia", "甲"):
        keyboard.send(
            "Input.imeSetComposition",
            {"text": written, "selectionStart": len(written), "selectionEnd": len(written)},
        )
    page.wait_for_timeout(1200)
    assert echo(page)["edits"] == []
    keyboard.send("Input.insertText", {"text": "甲方"})
    wait_for_text(page, "甲方")
    assert len(echo(page)["edits"]) == 1


def test_marks_follow_the_text_and_only_that_text(page: Page) -> None:
    load(page, CONTRACT)
    expect_marked(page, RARE, "精衡公司", "2,380.00元")
    text_box(page).click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("😀云帆公司，")
    # Drawn ranges move with their characters even before anything was sent.
    assert marked(page) == [RARE, "精衡公司", "2,380.00元"]
    expect_marked(page, "云帆公司", RARE, "精衡公司", "2,380.00元")
    page.get_by_text("values of another text").click()
    expect_marked(page)


def test_a_threshold_is_previewed_without_the_server(page: Page) -> None:
    load(page, CONTRACT)
    expect_marked(page, RARE, "精衡公司", "2,380.00元")
    send(page, "seqgpt:thresholds", {"values": {"乙方": 0.7}})
    assert marked(page) == [RARE, "2,380.00元"]
    assert legend(page, "乙方：0 处").count() == 1
    send(page, "seqgpt:thresholds", {"values": {"乙方": 0.6}})
    assert marked(page) == [RARE, "精衡公司", "2,380.00元"]


def test_a_slider_does_not_send_the_text_again(page: Page) -> None:
    received: list[int] = []
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: received.append(len(frame))),
    )
    page.reload()
    text = "本条无其他约定。甲方：云帆公司\n" * 3000
    paste(page, text)
    wait_for_text(page, f"{len(text)} {fingerprint(text)}")
    expect(legend(page, "甲方：3000 处")).to_be_visible()
    page.wait_for_timeout(500)
    received.clear()
    page.locator("[data-testid=stSlider] input").or_(page.get_by_role("slider")).first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(1500)
    assert received
    assert sum(received) < 60_000  # the text alone is 144 KB


def test_a_place_is_shown_from_anywhere(page: Page) -> None:
    text = "\n".join(["😀第一行"] * 200) + "\n甲方：云帆公司"
    load(page, text)
    expect_marked(page, "云帆公司")
    start = text.index("云帆公司")
    send(page, "seqgpt:focus", {"start": start, "end": start + 4})
    flashed = "[...CSS.highlights.get('seqgpt-focus') ?? []].map(range => range.toString())"
    assert page.evaluate(flashed) == ["云帆公司"]
    assert page.evaluate("document.querySelector('.seqgpt-editor-box').scrollTop") > 1000
    tooltip = page.get_by_role("tooltip")
    expect(tooltip).to_contain_text("甲方")
    expect(tooltip).to_contain_text("0.95")
    expect(page.locator(".seqgpt-editor-live")).to_contain_text("甲方：云帆公司，0.95")


def test_a_mark_says_what_it_is_on_hover_click_and_key(page: Page) -> None:
    load(page, CONTRACT)
    expect_marked(page, RARE, "精衡公司", "2,380.00元")
    page.evaluate("window.addEventListener('seqgpt:picked', event => window.picked = event.detail)")
    where = page.evaluate(
        """() => { const [range] = CSS.highlights.get('seqgpt-field-2');
          const box = range.getBoundingClientRect(); return [box.x + 20, box.y + box.height / 2] }"""
    )
    tooltip = page.get_by_role("tooltip")
    page.mouse.move(*where)
    expect(tooltip).to_contain_text("2,380.00元 → 2380")
    expect(tooltip).to_contain_text("检查未通过：大小写不一致")
    page.mouse.move(where[0] + 300, where[1])
    expect(tooltip).to_be_hidden()
    page.mouse.click(*where)
    expect(page.locator(".seqgpt-editor-live")).to_contain_text("金额：2,380.00元 → 2380，0.80")
    assert page.evaluate("window.picked") == {
        "definition": "金额",
        "start": CONTRACT.index("2,"),
        "end": len(CONTRACT),
    }
    page.keyboard.press("Control+Home")
    expect(tooltip).to_be_hidden()
    page.keyboard.press("Alt+ArrowDown")
    expect(tooltip).to_contain_text(RARE)
    legend(page, "乙方").click()
    expect(tooltip).to_contain_text("精衡公司")


def test_a_missed_value_is_marked_by_keyboard_and_by_mouse(page: Page) -> None:
    paste(page, "😀𠮷丙方：飞鸟公司")
    page.keyboard.type("。")  # not sent yet: the mark brings it along
    page.keyboard.press("ArrowLeft")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Alt+m")
    expect(page.get_by_role("menuitem")).to_have_count(3)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    text = "😀𠮷丙方：飞鸟公司。"
    wait_for_text(page, text)
    start = text.index("飞")
    page.wait_for_function(
        "() => JSON.parse(document.querySelector('#echo').textContent).marked.length"
    )
    assert echo(page)["marked"] == [["乙方", start, start + 4, "飞鸟公司"]]
    expect_marked(page, "飞鸟公司")
    expect(page.locator(".seqgpt-editor-live")).to_contain_text("已标为“乙方”：飞鸟公司")
    expect(text_box(page)).to_be_focused()

    page.evaluate(
        """() => { const node = document.querySelector('.seqgpt-editor-text p').firstChild;
          document.getSelection().setBaseAndExtent(node, 4, node, 6) }"""
    )
    page.get_by_role("button", name="标为…").click()
    page.get_by_role("menuitem", name="甲方").click()
    page.wait_for_function(
        "() => JSON.parse(document.querySelector('#echo').textContent).marked.length > 1"
    )
    assert echo(page)["marked"][1] == ["甲方", 2, 4, "丙方"]
    page.keyboard.press("Control+a")
    page.keyboard.press("Alt+m")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menuitem").first).to_be_hidden()
    expect(text_box(page)).to_be_focused()


def test_python_loads_and_the_page_switch_keeps(page: Page) -> None:
    paste(page, "", "<h2>合同</h2><p>甲方：云帆公司</p>")
    wait_for_text(page, "合同\n甲方：云帆公司")
    expect_marked(page, "云帆公司")
    page.get_by_role("button", name="other page").click()
    expect(text_box(page)).to_have_count(0)
    assert marked(page) == []
    page.get_by_role("button", name="other page").click()
    expect(text_box(page).locator("h3")).to_have_text("合同")
    expect_marked(page, "云帆公司")
    text_box(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type("。")
    # The click takes the focus away: what was typed is sent before the load takes its place.
    load(page, "甲\n\n乙")
    expect(text_box(page).locator("p")).to_have_text(["甲", "", "乙"])
    assert [True, False, False] in echo(page)["edits"]
    text_box(page).click()
    page.keyboard.press("Control+z")
    page.wait_for_timeout(1000)
    assert echo(page)["text"] == "甲\n\n乙"
    # The browser's undo went on to the other box of the page, and the focus with it.
    text_box(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    wait_for_text(page, "")
    assert text_box(page).get_attribute("data-empty") == ""


def test_copy_gives_the_text_as_it_is_seen(page: Page) -> None:
    paste(page, "", "<h2>题</h2><ul><li>甲</ul><table><tr><td>乙<td>丙</table><p>丁😀</p>")
    wait_for_text(page, "题\n• 甲\n乙\t丙\n丁😀")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    assert page.evaluate("navigator.clipboard.readText()") == "题\n• 甲\n乙\t丙\n丁😀"
    page.keyboard.press("Control+x")
    wait_for_text(page, "")


def test_a_hundred_thousand_characters_arrive_whole(page: Page) -> None:
    lines = [
        f"第{number}条　甲方应于收到货物后三十日内付款，逾期按日支付违约金。"
        for number in range(3000)
    ]
    html = "".join(f"<p>{line}</p>" for line in lines)
    paste(page, "", html)
    page.keyboard.type("完")
    text = "\n".join(lines) + "完"
    assert len(text) > 100_000
    wait_for_text(page, f"{len(text)} {fingerprint(text)}")


def test_a_longer_text_is_kept_and_shown_in_pages(page: Page) -> None:
    line = "本条无其他约定😀。\n"
    text = line * (EDITABLE_UNITS // len(line) + 1) + "甲方：云帆公司"
    paste(page, text)
    wait_for_text(page, f"{len(text)} {fingerprint(text)}")
    expect(page.get_by_text("分页显示，不能编辑")).to_be_visible()
    assert len(text_box(page).text_content() or "") <= PAGE_UNITS
    assert text_box(page).get_attribute("aria-readonly") == "true"
    expect_marked(page)
    start = len(text) - 4
    send(page, "seqgpt:focus", {"start": start, "end": start + 4})
    expect_marked(page, "云帆公司")
    expect(page.get_by_role("button", name="下一页")).to_be_disabled()
    page.get_by_role("button", name="上一页").click()
    expect(page.get_by_role("button", name="下一页")).to_be_enabled()
    page.get_by_role("button", name="清空文档").click()
    wait_for_text(page, "")
    assert echo(page)["edits"][-1] == [True, False, True]
    page.keyboard.type("甲")
    wait_for_text(page, "甲")


def test_without_highlights_the_text_is_still_there(
    window: BrowserContext, editor_url: str
) -> None:
    window.add_init_script("delete window.Highlight; delete CSS.highlights;")
    page = window.new_page()
    page.goto(editor_url)
    expect(page.get_by_text("这个浏览器不能在原文中标注")).to_be_visible()
    paste(page, CONTRACT)
    wait_for_text(page, CONTRACT)
    expect(legend(page, "乙方：1 处")).to_be_visible()
    start = CONTRACT.index("精")
    send(page, "seqgpt:focus", {"start": start, "end": start + 4})
    assert page.evaluate("document.getSelection().toString()") == "精衡公司"
