"""The field panel under a real mouse, keyboard and finger."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from seqgpt_core.fields import Recipe
from seqgpt_core.fields.recipe_line import recipe_to_line

from .conftest import serving

PAGE = Path(__file__).parent / "pages" / "field_panel_page.py"
FIELDS = "甲方, 乙方, 合同总金额(元), 签订日期(YYYY-MM-DD), 交货日期(YYYY-MM-DD)"
RECORD_EVENTS = """() => {
  window.heard = [];
  for (const name of ["seqgpt:thresholds", "seqgpt:focus"]) {
    window.addEventListener(name, (event) => window.heard.push([name, event.detail]));
  }
}"""


@pytest.fixture(scope="module")
def panel_url() -> Iterator[str]:
    with serving(PAGE) as url:
        yield url


@pytest.fixture
def panel(window: BrowserContext, panel_url: str) -> Iterator[Page]:
    """The panel with five fields; a script error on the page fails the test."""
    errors: list[Any] = []
    page = window.new_page()
    page.on("pageerror", lambda error: errors.append(error))
    page.goto(panel_url)
    box(page).fill(FIELDS)
    box(page).press("Enter")
    expect(page.locator(".row")).to_have_count(5)
    expect(box(page)).to_have_value("")
    page.evaluate(RECORD_EVENTS)
    yield page
    assert errors == []


def box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="要抽取的字段")


def slider(page: Page, row: int) -> Locator:
    return page.locator(".slider").nth(row)


def thresholds(page: Page) -> list[float]:
    return [float(s.input_value()) for s in page.locator(".slider").all()]


def echo(page: Page) -> dict[str, Any]:
    return json.loads(page.locator("#echo").inner_text())  # type: ignore[no-any-return]


def expect_state(page: Page, **expected: object) -> None:
    """Wait until Python holds this."""
    for name, value in expected.items():
        page.wait_for_function(
            "([name, value]) => JSON.stringify(JSON.parse(document.querySelector('#echo')"
            ".textContent)[name]) === JSON.stringify(value)",
            arg=[name, value],
            timeout=30_000,
        )


def expect_thresholds(page: Page, *values: float) -> None:
    rows = [[row[0], value] for row, value in zip(echo(page)["rows"], values, strict=True)]
    expect_state(page, rows=rows)
    assert thresholds(page) == list(values)


def thumb(page: Page, row: int) -> tuple[float, float, float]:
    """Where a slider's thumb is, and how wide its way is."""
    bounds = slider(page, row).bounding_box()
    assert bounds is not None
    way = bounds["width"] - 16
    at = float(slider(page, row).input_value())
    return bounds["x"] + 8 + at * way, bounds["y"] + bounds["height"] / 2, way


def drag(page: Page, row: int, *shares: float, key: str | None = None) -> None:
    """Drag a thumb by shares of the slider's length, one after the other, and let it go."""
    x, y, way = thumb(page, row)
    if key:
        page.keyboard.down(key)
    page.mouse.move(x, y)
    page.mouse.down()
    for share in shares:
        page.mouse.move(x + share * way, y, steps=4)
    page.mouse.up()
    if key:
        page.keyboard.up(key)


def test_ctrl_and_drag_moves_the_ticked_fields_and_comes_back(panel: Page) -> None:
    slider(panel, 1).focus()
    panel.keyboard.press("Shift+ArrowLeft")
    panel.keyboard.press("Shift+ArrowLeft")
    panel.keyboard.press("Shift+ArrowLeft")
    expect_thresholds(panel, 0.5, 0.2, 0.5, 0.5, 0.5)
    for row in (0, 1, 2):
        panel.locator(".tick").nth(row).check()
    expect_state(panel, ticked=[1, 2, 3])
    # Down past the end of the second one and back: it stands where it stood.
    drag(panel, 0, -0.4, -0.1, key="Control")
    expect_thresholds(panel, 0.4, 0.1, 0.4, 0.5, 0.5)
    drag(panel, 0, -0.4, 0.0, key="Control")
    expect_thresholds(panel, 0.4, 0.1, 0.4, 0.5, 0.5)
    drag(panel, 0, 0.2)
    expect_thresholds(panel, 0.6, 0.1, 0.4, 0.5, 0.5)
    # Each movement is one step back.
    for expected in (0.4, 0.5):
        panel.get_by_role("button", name="撤销", exact=True).click()
        expect(slider(panel, 0)).to_have_value(str(expected))
    expect_thresholds(panel, 0.5, 0.2, 0.5, 0.5, 0.5)


def test_linked_by_keyboard_moves_all_where_none_is_ticked(panel: Page) -> None:
    toggle = panel.get_by_role("button", name="联动", exact=True)
    toggle.focus()
    panel.keyboard.press("Space")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    slider(panel, 3).focus()
    panel.keyboard.press("ArrowRight")
    panel.keyboard.press("Shift+ArrowRight")
    expect_thresholds(panel, 0.61, 0.61, 0.61, 0.61, 0.61)
    # The focus survives what Python sends.
    assert panel.evaluate(
        "() => { let e = document.activeElement; while (e.shadowRoot) e = e.shadowRoot.activeElement;"
        " return e.getAttribute('aria-label'); }"
    ) == "阈值：签订日期"  # fmt: skip
    slider(panel, 3).dblclick(position={"x": 3, "y": 10})
    expect_thresholds(panel, 0.5, 0.5, 0.5, 0.5, 0.5)


def test_a_finger_moves_linked_sliders(chromium: Browser, panel_url: str) -> None:
    context = chromium.new_context(
        locale="zh-CN", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(panel_url)
    box(page).fill("甲方, 乙方")
    page.get_by_role("button", name="添加", exact=True).tap()
    expect(page.locator(".row")).to_have_count(2)
    page.get_by_role("button", name="联动", exact=True).tap()
    slider(page, 0).scroll_into_view_if_needed()
    bounds = slider(page, 0).bounding_box()
    assert bounds is not None
    y = bounds["y"] + bounds["height"] / 2
    touch = context.new_cdp_session(page)
    for kind, share in (("Start", 0.5), ("Move", 0.6), ("Move", 0.7), ("End", None)):
        points = [] if share is None else [{"x": bounds["x"] + share * bounds["width"], "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
    expect(page.locator("#echo")).not_to_contain_text('["乙方", 0.5]')
    first, second = thresholds(page)
    assert first == second > 0.6
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()


def test_the_preview_says_what_appears_before_python_answers(panel: Page) -> None:
    slider(panel, 0).focus()
    for _ in range(4):
        panel.keyboard.press("Shift+ArrowLeft")
    row = panel.locator(".row").first
    expect(row.locator(".preview")).to_have_text("0.50 → 0.10：多 1 个值（甲方：陈立新）")
    expect(row.locator(".counts")).to_have_text("2 个值，隐藏 0 个")
    expect(slider(panel, 0)).to_have_attribute("aria-valuetext", "0.10，2 个值，隐藏 0 个")
    assert row.locator(".ticks .on").count() == 2
    heard = panel.evaluate("window.heard")
    assert [detail["values"]["甲方"] for _, detail in heard] == [0.4, 0.3, 0.2, 0.1]
    assert heard[0][1]["values"]["乙方"] == 0.5
    panel.keyboard.press("End")
    expect(row.locator(".preview")).to_contain_text(
        "0.50 → 1.00：少 1 个值（甲方：上海云帆智能科技有限公司）"
    )
    slider(panel, 0).blur()
    expect(panel.locator(".spoken")).to_contain_text("0.50 → 1.00")
    row.locator(".number").fill("0.3")
    row.locator(".number").press("Enter")
    expect_thresholds(panel, 0.3, 0.5, 0.5, 0.5, 0.5)


def test_a_value_is_shown_in_the_text(panel: Page) -> None:
    panel.get_by_role("button", name="在文中查看：苏州精衡自动化设备有限公司").click()
    ((_, place),) = panel.evaluate("window.heard")
    sample = (PAGE.parents[3] / "assets" / "samples" / "contract.txt").read_text(encoding="utf-8")
    assert sample[place["start"] : place["end"]] == "苏州精衡自动化设备有限公司"


def test_the_linter_speaks_while_typing_and_its_fix_is_one_click(panel: Page) -> None:
    box(panel).press_sequentially("签约日期(万元), 请告诉我金额", delay=5)
    findings = panel.locator(".adding .findings li")
    expect(findings.filter(has_text="是一条指令")).to_be_visible()
    findings.filter(has_text="货币单位").get_by_role("button").click()
    expect(box(panel)).to_have_value("签约日期(YYYY-MM-DD), 请告诉我金额")
    findings.filter(has_text="是一条指令").get_by_role("button").click()
    expect(box(panel)).to_have_value("签约日期(YYYY-MM-DD), 金额")
    # Enter that ends a Chinese word adds nothing.
    keys = panel.context.new_cdp_session(panel)
    keys.send("Input.imeSetComposition", {"text": "e", "selectionStart": 1, "selectionEnd": 1})
    panel.keyboard.press("Enter")
    expect(panel.locator(".row")).to_have_count(5)
    keys.send("Input.insertText", {"text": "额"})
    box(panel).fill("收款账号")
    panel.keyboard.press("Enter")
    expect(panel.locator(".row")).to_have_count(6)
    expect(box(panel)).to_have_value("")
    many = "、".join(f"字段{i}号" for i in range(200))
    box(panel).fill(many)
    panel.get_by_role("button", name="添加", exact=True).click()
    expect(findings.filter(has_text="200")).to_be_visible()
    expect(box(panel)).to_have_value(many)


def test_rows_are_renamed_retyped_moved_copied_deleted_and_brought_back(panel: Page) -> None:
    names = panel.locator(".definition")

    def expect_names(*expected: str) -> None:
        for place, name in enumerate(expected):
            expect(names.nth(place)).to_have_value(name)
        expect(names).to_have_count(len(expected))

    names.nth(0).fill("买方、卖方")
    names.nth(0).press("Enter")
    expect(names).to_have_count(6)
    panel.get_by_role("combobox", name="类型：乙方").select_option("人名")
    expect(names.nth(2)).to_have_value("乙方(人名)")
    panel.locator(".grip").nth(2).focus()
    panel.keyboard.press("ArrowUp")
    others = [[name, 0.5] for name in FIELDS.split(", ")[2:]]
    expect_state(panel, rows=[["买方", 0.5], ["乙方(人名)", 0.5], ["卖方", 0.5], *others])
    panel.keyboard.press("ArrowUp")
    expect_names("乙方(人名)", "买方", "卖方", *FIELDS.split(", ")[2:])
    panel.get_by_role("button", name="复制字段 买方").click()
    expect(names).to_have_count(7)
    panel.get_by_role("button", name="采用建议：删除").click()
    expect(names).to_have_count(6)
    grip, last = panel.locator(".grip").first, panel.locator(".row").last.bounding_box()
    assert last is not None
    grip.hover()
    panel.mouse.down()
    panel.mouse.move(last["x"] + 20, last["y"] + last["height"], steps=8)
    panel.mouse.up()
    expect_names("买方", "卖方", *FIELDS.split(", ")[2:], "乙方(人名)")
    panel.get_by_role("button", name="删除字段 买方").click()
    expect(names).to_have_count(5)
    for _ in range(7):
        panel.get_by_role("button", name="撤销", exact=True).click()
    expect_names("买方", "卖方", "乙方", *FIELDS.split(", ")[2:])
    panel.get_by_role("button", name="撤销", exact=True).click()
    expect_names(*FIELDS.split(", "))
    panel.locator(".tick").first.focus()
    panel.keyboard.press("Control+Shift+Z")
    expect(names.first).to_have_value("买方")


def test_groups_tick_with_one_click(panel: Page) -> None:
    panel.get_by_role("button", name="日期类", exact=True).click()
    expect_state(panel, ticked=[4, 5])
    panel.get_by_role("button", name="存为组", exact=True).click()
    panel.get_by_role("textbox", name="组名").fill("时间")
    panel.keyboard.press("Enter")
    expect_state(panel, groups=[["时间", [4, 5]]])
    panel.get_by_role("button", name="全选", exact=True).click()
    expect(panel.get_by_role("button", name="联动 5 项")).to_be_visible()
    panel.get_by_role("button", name="时间", exact=True).click()
    expect_state(panel, ticked=[4, 5])
    panel.get_by_role("button", name="删除组 时间").click()
    expect_state(panel, groups=[])


def test_nothing_is_lost_however_fast(panel: Page) -> None:
    panel.evaluate(
        """() => {
          const root = [...document.querySelectorAll("*")].map((e) => e.shadowRoot)
            .find((r) => r?.querySelector(".rows"));
          for (let i = 0; i < 12; i++) root.querySelector(".copy").click();
          const slider = root.querySelectorAll(".slider")[4];
          for (let i = 0; i < 60; i++) {
            slider.value = i / 100;
            slider.dispatchEvent(new Event("input"));
          }
          slider.dispatchEvent(new Event("blur"));
        }"""
    )
    expect(panel.locator(".row")).to_have_count(17)
    # The rows are there before Python has heard of the slider's last place.
    panel.wait_for_function(
        "at => JSON.parse(document.querySelector('#echo').textContent).rows.at(-1)[1] === at",
        arg=0.59,
    )
    page_rows = echo(panel)["rows"]
    assert page_rows[-1] == ["交货日期(YYYY-MM-DD)", 0.59]
    assert [row[0] for row in page_rows].count("甲方") == 13


def test_hostile_definitions_and_addresses_do_nothing(
    window: BrowserContext, panel_url: str
) -> None:
    page = window.new_page()
    hostile = "<img src=x onerror='window.hit=1'>"
    recipe = Recipe(hostile, (hostile, "甲方"), labels=(hostile,))
    page.goto(f"{panel_url}/?recipe={quote(recipe_to_line(recipe))}")
    expect(page.locator(".definition").first).to_have_value(hostile)
    expect(page.locator(".labels")).to_contain_text(hostile)
    assert page.evaluate("window.hit") is None
    assert page.locator("img[src=x]").count() == 0
    page.goto(f"{panel_url}/?recipe={quote(hostile)}")
    expect(page.get_by_role("alert")).to_contain_text("这行配方读不出")
    assert page.evaluate("window.hit") is None
