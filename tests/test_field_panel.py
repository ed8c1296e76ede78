"""The field panel without a browser: previews, actions, drafts, types, undo, recipes."""

from __future__ import annotations

import dataclasses
import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from seqgpt_core import SeqGPT, parse_definitions
from seqgpt_core.fields import Recipe, parse_recipe
from seqgpt_core.fields.recipe_line import recipe_from_line, recipe_to_line
from seqgpt_core.fields.types import field_type
from seqgpt_core.results.corrections import Correction
from seqgpt_core.results.readable import value_text
from seqgpt_core.ui.drafts import lint_draft, with_fix
from seqgpt_core.ui.extraction import extract
from seqgpt_core.ui.field_panel import BROWSER_TEXTS, EXAMPLES, panel_data, take_actions
from seqgpt_core.ui.history import MAX_STEPS
from seqgpt_core.ui.preview import SHORT_CHARACTERS, possible_values, record_places, short
from seqgpt_core.ui.recipe_menu import MAX_ADDRESS_CHARACTERS, address_of, library
from seqgpt_core.ui.retyping import TYPE_WORDS, retyped, type_of
from seqgpt_core.ui.rows import read_rows, segments_of
from seqgpt_core.ui.samples import load_sample
from seqgpt_core.ui.state import WorkbenchState
from seqgpt_core.ui.texts import ASSETS

from .conftest import RuleEngine
from .contract_rules import contract_model

PAGE = str(Path(__file__).parent / "e2e" / "pages" / "field_panel_page.py")
COMPONENTS = ASSETS / "components"
few = settings(max_examples=60, deadline=None)


def filled() -> WorkbenchState:
    state = WorkbenchState()
    sample = load_sample("contract")
    state.load_sample(sample.text, sample.recipe)
    return state


def rows_of(state: WorkbenchState) -> list[str]:
    return [row.definition for row in state.contents.rows]


def act(state: WorkbenchState, *actions: dict[str, object]) -> None:
    numbered = [{"seq": state.last_action + 1 + i, **a} for i, a in enumerate(actions)]
    take_actions(state, numbered)


# What could show


def test_the_preview_is_what_the_decision_gives_at_every_threshold() -> None:
    random.seed(7)
    words = ["红箱", "蓝箱", "𠮷箱", "白箱"]
    text = "。".join(
        f"条目：{random.choice(words)}，备注：{random.choice(words)}" for _ in range(40)
    )
    rules = {
        "条目": [(f"条目：({word})", round(random.random(), 3)) for word in words]
        + [(f"备注：({word})", round(random.random() / 2, 3)) for word in words],
        "备注": [(f"备注：({word})", round(random.random(), 3)) for word in words],
    }
    model = SeqGPT(RuleEngine(rules, window_size=5000, window_overlap=50))
    state = WorkbenchState()
    state.set_text(text)
    state.add_definitions("条目, 备注[2]")
    assert extract(state, lambda: model).extraction is not None
    assert state.kept is not None
    possible = possible_values(state.kept)
    assert len(possible) >= 5
    json.dumps(possible)
    for hundredth in range(101):
        threshold = hundredth / 100
        decided = state.kept.analysis.decide(dict.fromkeys(("条目", "备注[2]"), threshold))
        for result in decided.fields:
            shown = [v for v in possible if v["d"] == result.definition and v["s"] >= threshold]
            assert [v["t"] for v in shown] == [short(value_text(v)) for v in result.values]
            for preview, value in zip(shown, result.values, strict=True):
                mentions = zip(preview["m"], preview["k"], strict=True)
                assert {tuple(m) for m, k in mentions if k >= threshold} == set(value.mentions)
                assert tuple(preview["m"][0]) == (value.start, value.end)


def test_a_value_made_by_hand_shows_at_every_threshold() -> None:
    state = WorkbenchState()
    state.set_text("甲方：上海云帆智能科技有限公司，经办人陈立新")
    state.add_definitions("甲方")
    extract(state, contract_model)
    assert state.kept is not None
    start = state.contents.text.index("陈立新")
    before = possible_values(state.kept)
    after = possible_values(state.kept, [Correction("accept", "甲方", start, start + 3)])
    (made,) = [value for value in after if value.get("u")]
    assert (made["t"], made["s"], made["k"], made["m"]) == (
        "陈立新",
        1.0,
        [1.0],
        [[start, start + 3]],
    )
    assert not any(value.get("u") for value in before)


def test_a_value_says_what_it_means_and_what_is_wrong_with_it() -> None:
    state = WorkbenchState()
    state.set_text("合同总金额：768,000.00 元，身份证号：110101199003078882")
    state.add_definitions("合同总金额(万元), 身份证号")
    rules = {"合同总金额": [("768,000.00 元", 0.9)], "身份证号": [(r"\d{18}", 0.9)]}
    model = SeqGPT(RuleEngine(rules, window_size=400, window_overlap=50))
    extract(state, lambda: model)
    assert state.kept is not None
    found = {value["d"]: value for value in possible_values(state.kept)}
    assert found["合同总金额(万元)"]["z"] == "76.8"
    assert "c" not in found["合同总金额(万元)"]
    assert "校验" in found["身份证号"]["c"][0]


@given(st.text(max_size=200))
@few
def test_short_texts_are_one_line(text: str) -> None:
    made = short(text)
    assert len(made) <= SHORT_CHARACTERS + 1
    assert not re.search(r"[\n\t]", made)


# Actions from the browser


def test_every_action_is_done_once_and_in_order() -> None:
    state = WorkbenchState()
    reports = [
        {"seq": 1, "do": "add", "text": "甲方, 乙方"},
        {"seq": 2, "do": "rename", "row": 2, "text": "丙方"},
        {"seq": 3, "do": "thresholds", "gesture": 9, "values": {"1": 0.25, "2": 0.75}},
    ]
    take_actions(state, reports[:2])
    take_actions(state, reports)
    take_actions(state, reports)
    assert rows_of(state) == ["甲方", "丙方"]
    assert list(state.thresholds.values()) == [0.25, 0.75]
    assert state.last_action == 3
    assert panel_data(state, extract(state, contract_model))["ack"] == 3


@pytest.mark.parametrize(
    "hostile",
    [
        None,
        "add",
        [1, None, "x"],
        [{"do": "add", "text": "x"}],
        [{"seq": "7", "do": "add", "text": "x"}],
        [{"seq": 7, "do": "__class__"}],
        [{"seq": 7, "do": ["add"]}],
        [{"seq": 7, "do": "add", "text": 5}],
        [{"seq": 7, "do": "delete", "row": 99}],
        [{"seq": 7, "do": "delete", "row": {"a": 1}}],
        [{"seq": 7, "do": "move", "row": 1, "place": "first"}],
        [{"seq": 7, "do": "thresholds", "gesture": 1, "values": {"1": 1.5}}],
        [{"seq": 7, "do": "thresholds", "gesture": 1, "values": {"1": float("nan")}}],
        [{"seq": 7, "do": "thresholds", "gesture": 1, "values": [1]}],
        [{"seq": 7, "do": "retype", "row": 1, "type": "enumeration"}],
        [{"seq": 7, "do": "tick", "rows": 3}],
    ],
)
def test_reports_without_sense_change_nothing(hostile: object) -> None:
    state = WorkbenchState()
    state.add_definitions("甲方")
    before = state.contents
    take_actions(state, hostile)
    assert state.contents == before
    act(state, {"do": "add", "text": "乙方"})
    assert rows_of(state) == ["甲方", "乙方"]


def test_the_data_are_inert_json_with_everything_a_row_shows() -> None:
    state = filled()
    state.add_definitions("请告诉我这家公司叫什么名字, {品名, 数量}[], \x00<b>粗</b>\u202e")
    data = panel_data(state, extract(state, contract_model))
    json.dumps(data).encode("utf-8")
    rows = {row["definition"]: row for row in data["rows"]}
    assert rows["合同总金额(元)"]["typeText"] == "金额"
    assert rows["付款方式(一次性付款/分期付款/货到付款)"]["typeText"] == "选项"
    assert rows["联系人(姓名+职务+电话)"]["kind"] == "fixed"
    assert rows["{品名, 数量}[]"]["typeText"] == "记录"
    aside = rows["请告诉我这家公司叫什么名字"]
    assert (aside["d"], aside["place"], aside["notes"][0]["bad"]) == (None, None, True)
    assert "\u202e" not in json.dumps(data["rows"][-1]["name"], ensure_ascii=False)
    assert [row["color"] for row in data["rows"][:2]] == ["#2563eb", "#d97706"]


def test_the_component_says_everything_in_texts_that_exist() -> None:
    script = "".join(p.read_text(encoding="utf-8") for p in COMPONENTS.glob("fields*.js"))
    said = set(re.findall(r'say\(\s*"(\w+)"', script))
    assert {name for name in BROWSER_TEXTS if f'"{name}"' in script} == set(BROWSER_TEXTS)
    assert said <= set(BROWSER_TEXTS)
    assert "innerHTML" not in script
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", script)


# Drafts


@pytest.mark.parametrize(
    ("written", "index", "fix", "expected"),
    [
        ("甲方, 请告诉我金额；乙方", 1, "金额", "甲方, 金额；乙方"),
        ("甲方, 甲方, 乙方", 1, "", "甲方, 乙方"),
        ("甲, 甲方", 1, "丙", "甲, 丙"),
        ("负责人(姓名, 职务)\n时间", 1, "日期", "负责人(姓名, 职务)\n日期"),
        ("甲方", 3, "x", "甲方"),
        ("", 0, "x", ""),
    ],
)
def test_a_fix_changes_one_definition(written: str, index: int, fix: str, expected: str) -> None:
    assert with_fix(written, index, fix) == expected


@given(st.lists(st.text("甲乙方金额()/+ab ", min_size=1, max_size=6), max_size=6), st.data())
@few
def test_a_fix_leaves_the_others_as_written(parts: list[str], data: st.DataObject) -> None:
    written = "".join(p + data.draw(st.sampled_from([", ", "；", "\n", "、"])) for p in parts)
    segments = segments_of(written)
    for index in range(len(segments)):
        fixed = segments_of(with_fix(written, index, "新字段"))
        assert fixed == (*segments[:index], "新字段", *segments[index + 1 :])


def test_the_linter_speaks_of_the_draft_and_knows_the_rows() -> None:
    findings = lint_draft("签约日期(万元), 甲方, 时间", ("甲方",))
    assert [(f.index, f.fix is not None) for f in findings] == [(0, True), (1, True), (2, False)]
    assert lint_draft("甲" * 20_000) == ()
    state = WorkbenchState()
    state.add_definitions("甲方")
    act(state, {"do": "draft", "text": "签约日期(万元), 甲方"})
    draft = panel_data(state, extract(state, contract_model))["draft"]
    assert [note["fix"] for note in draft["findings"]] == ["签约日期(YYYY-MM-DD)", ""]
    version = draft["version"]
    act(state, {"do": "fix_draft", "text": state.draft, "index": 1, "fix": ""})
    act(state, {"do": "fix_draft", "text": state.draft, "index": 0, "fix": "签约日期(YYYY-MM-DD)"})
    assert state.draft.rstrip(", ") == "签约日期(YYYY-MM-DD)"
    assert state.draft_version == version + 2
    assert rows_of(state) == ["甲方"]


def test_what_cannot_be_added_stays_in_the_box() -> None:
    state = WorkbenchState()
    written = "、".join(f"字段{i}号" for i in range(201))
    act(state, {"do": "add", "text": written})
    draft = panel_data(state, extract(state, contract_model))["draft"]
    assert draft["text"] == written
    assert "200" in draft["error"]
    act(state, {"do": "draft", "text": "甲方"})
    assert panel_data(state, extract(state, contract_model))["draft"]["error"] == ""


def test_a_definition_set_aside_comes_with_a_way_out() -> None:
    rows = read_rows(("甲方", "请告诉我合同金额", "甲方", "金额(元")).rows
    assert [row.way_out for row in rows] == [None, "合同金额", "", "金额(元)"]


# Types


@pytest.mark.parametrize("name", TYPE_WORDS)
@pytest.mark.parametrize(
    "definition",
    ["签约日期(YYYY-MM-DD)", "合同金额(万元)[2]", "付款方式(现金/转账)", "备注|说明 # 随便"],
)
def test_a_chosen_type_is_the_type(name: str, definition: str) -> None:
    (spec,) = parse_definitions([definition]).specs
    written = retyped(spec, name)  # type: ignore[arg-type]
    (again,) = parse_definitions([written]).specs
    assert type_of(again) == name
    assert field_type(again.name, again.constraint, again.options).certain
    assert (again.names, again.limit, again.note) == (spec.names, spec.limit, spec.note)


def test_a_type_that_is_certain_already_keeps_its_unit() -> None:
    (spec,) = parse_definitions("合同金额(万元)").specs
    assert retyped(spec, "money") == "合同金额(万元)"
    assert retyped(spec, None) == "合同金额"
    (composite,) = parse_definitions("负责人(姓名+职务)").specs
    assert type_of(composite) is None
    state = WorkbenchState()
    state.add_definitions("负责人(姓名+职务), 甲方")
    act(
        state,
        {"do": "retype", "row": 1, "type": "money"},
        {"do": "retype", "row": 2, "type": "text"},
    )
    assert rows_of(state) == ["负责人(姓名+职务)", "甲方(文本)"]


# Undo


def test_every_change_of_the_panel_can_be_undone_and_done_again() -> None:
    state = WorkbenchState()
    act(state, {"do": "add", "text": "甲方, 乙方, 丙方"})
    changes: list[dict[str, object]] = [
        {"do": "rename", "row": 1, "text": "买方"},
        {"do": "move", "row": 3, "place": 0},
        {"do": "duplicate", "row": 2},
        {"do": "retype", "row": 2, "type": "person"},
        {"do": "thresholds", "gesture": 1, "values": {1: 0.1, 2: 0.2}},
        {"do": "delete", "row": 3},
        {"do": "save_group", "name": "当事人", "rows": [1, 2]},
        {"do": "delete_group", "name": "当事人"},
        {"do": "clear"},
    ]
    seen = [state.contents]
    for change in changes:
        act(state, change)
        assert state.contents != seen[-1], change
        seen.append(state.contents)
    for before in reversed(seen[:-1]):
        act(state, {"do": "undo"})
        assert state.contents == before
    act(state, {"do": "undo"}, {"do": "undo"})
    assert rows_of(state) == []
    act(state, {"do": "redo"})
    for after in seen[1:]:
        act(state, {"do": "redo"})
        assert state.contents == after
    act(state, {"do": "redo"})
    assert state.contents == seen[-1]


def test_one_movement_of_a_slider_is_one_step() -> None:
    state = WorkbenchState()
    act(state, {"do": "add", "text": "甲方, 乙方"})
    for step in range(1, 40):
        act(state, {"do": "thresholds", "gesture": 5, "values": {1: step / 100, 2: step / 50}})
    act(state, {"do": "thresholds", "gesture": 6, "values": {1: 0.9}})
    act(state, {"do": "undo"})
    assert list(state.thresholds.values()) == [0.39, 0.78]
    act(state, {"do": "undo"})
    assert list(state.thresholds.values()) == [0.5, 0.5]


def test_a_movement_that_came_back_is_no_step() -> None:
    state = WorkbenchState()
    act(state, {"do": "add", "text": "甲方"})
    for value in (0.6, 0.9, 0.5):
        act(state, {"do": "thresholds", "gesture": 5, "values": {1: value}})
    act(state, {"do": "undo"})
    assert rows_of(state) == []


def test_undoing_a_field_never_takes_away_what_was_typed_since() -> None:
    state = WorkbenchState()
    state.set_text("旧文本")
    act(state, {"do": "add", "text": "甲方"})
    state.set_text("新文本")
    act(state, {"do": "undo"})
    assert (state.contents.text, rows_of(state)) == ("新文本", [])
    act(state, {"do": "redo"})
    assert (state.contents.text, rows_of(state)) == ("新文本", ["甲方"])


def test_many_steps_are_kept() -> None:
    state = WorkbenchState()
    act(state, {"do": "add", "text": "字段0"})
    for i in range(1, MAX_STEPS + 20):
        act(state, {"do": "rename", "row": 1, "text": f"字段{i}"})
    assert MAX_STEPS >= 50
    for _ in range(MAX_STEPS):
        act(state, {"do": "undo"})
    assert rows_of(state) == ["字段19"]
    act(state, {"do": "undo"})
    assert rows_of(state) == ["字段19"]


@given(
    st.lists(
        st.sampled_from(["add", "delete", "move", "duplicate", "undo", "redo", "text"]), max_size=25
    ),
    st.randoms(),
)
@few
def test_undo_then_redo_is_nothing(kinds: list[str], chance: random.Random) -> None:
    state = WorkbenchState()
    for kind in kinds:
        ids = [row.id for row in state.contents.rows]
        if kind == "text":
            state.set_text(state.contents.text + "字")
        elif kind in ("undo", "redo"):
            act(state, {"do": kind})
        elif kind == "add" or not ids:
            act(state, {"do": "add", "text": f"字段{len(ids)}"})
        else:
            act(state, {"do": kind, "row": chance.choice(ids), "place": chance.randrange(len(ids))})
        ids = [row.id for row in state.contents.rows]
        assert len(ids) == len(set(ids))
        before = state.contents
        if state.history.done:
            act(state, {"do": "undo"}, {"do": "redo"})
            assert state.contents == before


# Groups


def test_groups_tick_rows_and_forget_deleted_ones() -> None:
    state = WorkbenchState()
    act(state, {"do": "add", "text": "甲方, 合同金额, 税额"})
    act(state, {"do": "save_group", "name": "  金额类 ", "rows": [2, 3, 99]})
    assert state.ticked == {2, 3}
    data = panel_data(state, extract(state, contract_model))
    assert data["groups"] == [{"name": "金额类", "rows": [2, 3]}]
    act(state, {"do": "delete", "row": 3}, {"do": "save_group", "name": "金额类", "rows": [2]})
    assert panel_data(state, extract(state, contract_model))["groups"][0]["rows"] == [2]
    act(
        state,
        {"do": "save_group", "name": "  ", "rows": [1]},
        {"do": "save_group", "name": "空", "rows": []},
    )
    assert len(state.contents.groups) == 1


# Recipes


def full_recipe() -> Recipe:
    return Recipe(
        "贷款", ("甲方", "金额(元)"), {"甲方": 0.3}, "说明", ("框架合同",),
        rules=("甲方 != 乙方",), summary="- {{甲方}}\n", synonyms={"投诉": ("不满",)},
        groups={"钱": ("金额(元)",)},
    )  # fmt: skip


def test_groups_of_rows_come_and_go_with_a_recipe() -> None:
    state = WorkbenchState()
    act(state, {"do": "add", "text": "甲方, 合同金额, 税额"})
    act(state, {"do": "save_group", "name": "金额类", "rows": [2, 3]})
    act(state, {"do": "rename", "row": 3, "text": "税额(元)"}, {"do": "delete", "row": 2})
    recipe = state.as_recipe("x")
    assert recipe.groups == {"金额类": ("税额(元)",)}
    other = WorkbenchState()
    other.open_recipe_line(recipe_to_line(recipe))
    (group,) = other.contents.groups
    assert (group.name, [r.id for r in other.contents.rows[1:]]) == ("金额类", list(group.rows))


def test_what_came_with_a_recipe_is_saved_with_the_fields() -> None:
    state = WorkbenchState()
    state.open_recipe(full_recipe())
    act(state, {"do": "add", "text": "乙方"})
    expected = dataclasses.replace(
        full_recipe(),
        definitions=("甲方", "金额(元)", "乙方"),
        thresholds={"甲方": 0.3, "金额(元)": 0.5, "乙方": 0.5},
    )
    assert state.as_recipe("x") == expected
    assert parse_recipe(state.recipe_text("x")) == expected
    other = WorkbenchState()
    other.open_recipe_line(recipe_to_line(state.as_recipe("x")))
    assert other.as_recipe("x") == expected
    act(other, {"do": "undo"})
    assert rows_of(other) == []
    act(state, {"do": "clear"})
    assert state.as_recipe("新的") == Recipe("新的", ())


def test_the_rules_of_a_recipe_check_the_values() -> None:
    state = WorkbenchState()
    state.set_text("签订日期：2025-06-30，交货日期：2025-03-18")
    names = ("签订日期", "交货日期")
    rules = {name: [(f"{name}：([\\d-]+)", 0.9)] for name in names}
    model = SeqGPT(RuleEngine(rules, window_size=400, window_overlap=50))
    state.open_recipe(Recipe("r", names))
    outcome = extract(state, lambda: model)
    assert outcome.extraction is not None
    before = [c.status for v in outcome.extraction.values for c in v.checks]
    assert "failed" not in before
    state.open_recipe(Recipe("r", names, rules=("签订日期 <= 交货日期",)))
    outcome = extract(state, lambda: model)
    assert outcome.extraction is not None
    assert "failed" in [c.status for v in outcome.extraction.values for c in v.checks]
    assert state.kept is not None
    assert any("c" in value for value in possible_values(state.kept))


@pytest.mark.parametrize(
    "line", ["", "seqgpt1:", "seqgpt1:AAAA", "javascript:alert(1)", "x" * 300_000]
)
def test_a_line_that_is_no_recipe_changes_nothing(line: str) -> None:
    state = filled()
    before = state.contents
    state.open_recipe_line(line)
    assert state.contents == before
    assert state.errors["recipe"]


def test_an_address_holds_the_line() -> None:
    line = recipe_to_line(full_recipe())
    address = address_of(line, "http://127.0.0.1:8501/?recipe=old#x")
    assert address == f"http://127.0.0.1:8501/?recipe={line}"
    assert recipe_from_line(address.split("recipe=")[1]) == full_recipe()
    assert address_of("x" * MAX_ADDRESS_CHARACTERS, "http://127.0.0.1/") == ""


def test_the_library_holds_every_recipe_file() -> None:
    files = {path.stem for path in (ASSETS / "recipes").glob("*.toml")}
    assert set(library()) == files
    for recipe in library().values():
        state = WorkbenchState()
        state.open_recipe(recipe)
        assert rows_of(state) == list(recipe.definitions)
        assert state.errors == {}


# The page


def page_data(app: AppTest) -> dict[str, object]:
    assert not app.exception
    (component,) = [
        json.loads(c.proto.json) for c in app.get("bidi_component") if "ack" in c.proto.json
    ]
    return component  # type: ignore[no-any-return]


def test_the_page_sends_its_data_and_threshold_changes_call_no_model() -> None:
    app = AppTest.from_file(PAGE, default_timeout=60).run()
    assert page_data(app)["rows"] == []
    state = app.session_state["workbench"]
    act(state, {"do": "add", "text": "甲方, 合同总金额(元)"})
    data = page_data(app.run())
    assert [row["place"] for row in data["rows"]] == [0, 1]  # type: ignore[index, attr-defined]
    assert data["known"] is True
    asked = app.session_state["model"].counters.questions_asked
    act(state, {"do": "thresholds", "gesture": 1, "values": {1: 0.1}})
    data = page_data(app.run())
    assert data["rows"][0]["threshold"] == 0.1  # type: ignore[index]
    assert app.session_state["model"].counters.questions_asked == asked


def test_an_address_is_read_once_and_a_bad_one_is_told() -> None:
    app = AppTest.from_file(PAGE, default_timeout=60)
    app.query_params["recipe"] = recipe_to_line(full_recipe())
    state = app.run().session_state["workbench"]
    assert rows_of(state) == ["甲方", "金额(元)"]
    act(state, {"do": "clear"})
    app.run()
    assert rows_of(state) == []
    bad = AppTest.from_file(PAGE, default_timeout=60)
    bad.query_params["recipe"] = "<script>alert(1)</script>"
    assert len(bad.run().error) == 1
    assert not bad.exception


def test_examples_are_good_definitions() -> None:
    for definition, _ in EXAMPLES:
        assert parse_definitions(definition).notices == ()


def test_a_record_takes_a_colour_and_its_cells_are_marked_with_it() -> None:
    model = SeqGPT(
        RuleEngine(
            {"品名": [("泵|阀", 0.9)], "数量": [(r"\d+ 台", 0.8)], "买方": [("青禾公司", 0.9)]}
        )
    )
    state = WorkbenchState()
    state.set_text("买方：青禾公司\n品名\t数量\n泵\t12 台\n阀\t3 台\n")
    state.add_definitions("{品名, 数量}[]; 买方")
    extraction = extract(state, lambda: model).extraction
    assert extraction is not None
    assert state.kept is not None
    colours = {v["n"]: v["p"] for v in possible_values(state.kept)}
    assert colours == {"买方": [reading.place for reading in state.panel.rows][1]} == {"买方": 1}
    cells = record_places(state.kept, extraction)
    text = state.contents.text
    assert [(c["n"], text[c["m"][0][0] : c["m"][0][1]], c["p"]) for c in cells] == [
        ("品名", "泵", 0),
        ("数量", "12 台", 0),
        ("品名", "阀", 0),
        ("数量", "3 台", 0),
    ]
