"""Sliders in the app: text, counts and table follow one slider, or many at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .analyst import ask, drag, expect_marked, paste, row, sample, slider, text_box, value_of

FIELDS = ("甲方", "乙方", "签订日期")
BUYER, SELLER = "上海云帆智能科技有限公司", "苏州精衡自动化设备有限公司"


@pytest.fixture
def contract(page: Page) -> Page:
    """The contract with three fields."""
    ask(page, ", ".join(FIELDS))
    paste(page, text_box(page), sample("contract"))
    expect(value_of(page, 0)).to_have_text(BUYER)
    expect_marked(page, 0, BUYER)
    return page


def expect_thresholds(page: Page, *expected: str) -> None:
    for field, value in zip(FIELDS, expected, strict=True):
        expect(slider(page, field)).to_have_value(value)


def test_ctrl_and_drag_moves_all_ticked_fields(contract: Page) -> None:
    page = contract
    for field in FIELDS[:2]:
        page.get_by_role("checkbox", name=f"参加联动：{field}").check()
    expect(page.get_by_role("button", name="联动 2 项")).to_be_visible()
    drag(page, "甲方", -0.4, key="Control")
    expect_thresholds(page, "0.1", "0.1", "0.5")
    expect(row(page, 0)).to_contain_text("2 个值，隐藏 0 个")
    expect(row(page, 1)).to_contain_text("2 个值，隐藏 0 个")
    expect_marked(page, 0, BUYER, "陈立新")
    expect_marked(page, 1, SELLER, "周慧敏")
    expect(value_of(page, 0)).to_have_text([BUYER, "陈立新"])
    expect(value_of(page, 1)).to_have_text([SELLER, "周慧敏"])
    # To the end and back in one movement: nothing was pushed out of place.
    drag(page, "乙方", 0.9, 0.4, key="Control")
    expect_thresholds(page, "0.5", "0.5", "0.5")
    expect(value_of(page, 0)).to_have_text([BUYER])
    page.get_by_role("button", name="撤销", exact=True).click()
    expect_thresholds(page, "0.1", "0.1", "0.5")
    expect(value_of(page, 1)).to_have_text([SELLER, "周慧敏"])


def test_linked_sliders_by_keyboard_alone(contract: Page) -> None:
    page = contract
    toggle = page.get_by_role("button", name="联动", exact=True)
    toggle.focus()
    page.keyboard.press("Enter")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    slider(page, "乙方").focus()
    for _ in range(4):
        page.keyboard.press("Shift+ArrowLeft")
    expect_thresholds(page, "0.1", "0.1", "0.1")
    # The text and the preview do not wait for the server.
    expect_marked(page, 1, SELLER, "周慧敏")
    expect(row(page, 1).locator(".preview")).to_contain_text("0.50 → 0.10")
    expect(value_of(page, 1)).to_have_text([SELLER, "周慧敏"])
    expect(value_of(page, 2)).to_have_text(["2025 年 3 月 18 日", "2025 年 6 月 30 日"])
    expect(slider(page, "乙方")).to_be_focused()


def test_a_slider_is_answered_by_a_request_and_the_results_follow(contract: Page) -> None:
    page = contract
    with page.expect_response("**/seqgpt/thresholds") as answered:
        slider(page, "乙方").press("Shift+ArrowLeft")
    assert answered.value.status == 200
    assert answered.value.json()["values"]["乙方"] == 0.4
    for _ in range(3):
        slider(page, "乙方").press("Shift+ArrowLeft")
    expect(value_of(page, 1)).to_have_text([SELLER, "周慧敏"])
    page.get_by_role("button", name="撤销", exact=True).click()
    expect_thresholds(page, "0.5", "0.5", "0.5")
    expect(value_of(page, 1)).to_have_text([SELLER])
    # What was undone by a run of the page is not brought back by an earlier answer.
    expect_marked(page, 1, SELLER)


def test_without_the_request_a_slider_goes_the_ordinary_way(contract: Page) -> None:
    page = contract
    page.route("**/seqgpt/thresholds", lambda route: route.abort())
    slider(page, "乙方").focus()
    for _ in range(4):
        page.keyboard.press("Shift+ArrowLeft")
    expect_thresholds(page, "0.5", "0.1", "0.5")
    expect(value_of(page, 1)).to_have_text([SELLER, "周慧敏"])
    expect_marked(page, 1, SELLER, "周慧敏")
