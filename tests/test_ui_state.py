"""Every change that a user can make, without a browser: nothing typed is ever lost."""

from __future__ import annotations

import dataclasses

import pytest

from seqgpt_core import SeqGPT, parse_definitions, parse_recipe
from seqgpt_core.documents import MAX_CHARACTERS
from seqgpt_core.ui.extraction import Outcome, extract
from seqgpt_core.ui.rows import read_rows, segments_of
from seqgpt_core.ui.samples import SAMPLE_NAMES, load_sample
from seqgpt_core.ui.state import WorkbenchState

from .conftest import RuleEngine
from .contract_rules import contract_model

QUESTION = "请告诉我这家公司叫什么名字"


def filled() -> WorkbenchState:
    state = WorkbenchState()
    sample = load_sample("contract")
    state.load_sample(sample.text, sample.recipe)
    return state


def definitions(state: WorkbenchState) -> list[str]:
    return [row.definition for row in state.contents.rows]


def run(state: WorkbenchState, model: SeqGPT) -> Outcome:
    return extract(state, lambda: model)


def test_rows_are_read_one_by_one() -> None:
    panel = read_rows(("甲方", QUESTION, "甲 方", "", "长" * 101, "金额(元", "乙方[2]"))
    assert [row.place for row in panel.rows] == [0, None, None, None, None, None, 1]
    assert [spec.name for spec in panel.definitions.specs] == ["甲方", "乙方"]
    codes = [notice.code for row in panel.rows for notice in row.notices]
    assert codes == [
        "definition_ignored",
        "definition_duplicate",
        "definition_empty",
        "definition_too_long",
        "definition_unbalanced",
    ]


def test_segments_keep_what_stands_in_brackets() -> None:
    written = "甲方, 乙方；负责人(姓名, 职务)、\n\n阶段（立项/验收）,"
    assert segments_of(written) == ("甲方", "乙方", "负责人(姓名, 职务)", "阶段（立项/验收）")


def test_a_definition_that_is_set_aside_stays_as_a_row() -> None:
    state = WorkbenchState()
    state.add_definitions(f"甲方\n{QUESTION}")
    assert definitions(state) == ["甲方", QUESTION]
    assert state.draft == ""
    assert list(state.thresholds) == ["甲方"]
    state.rename(state.contents.rows[1].id, "公司名称")
    assert list(state.thresholds) == ["甲方", "公司名称"]


def test_gaps_between_separators_are_told() -> None:
    state = WorkbenchState()
    state.add_definitions("甲方,,乙方")
    assert definitions(state) == ["甲方", "乙方"]
    assert len(state.added_notices) == 1


def test_too_many_fields_leave_the_draft_and_the_rows() -> None:
    state = WorkbenchState()
    state.add_definitions("甲方")
    written = ", ".join(f"字段{i}号" for i in range(200))
    state.add_definitions(written)
    assert definitions(state) == ["甲方"]
    assert state.draft == written
    assert "200" in state.errors["fields"]
    state.add_definitions("乙方")
    assert definitions(state) == ["甲方", "乙方"]
    assert "fields" not in state.errors


def test_rename_with_several_definitions_puts_them_in_place() -> None:
    state = WorkbenchState()
    state.add_definitions("甲方, 丙方")
    first = state.contents.rows[0]
    state.set_threshold(first.id, 0.3)
    state.rename(first.id, "买方、乙方")
    assert definitions(state) == ["买方", "乙方", "丙方"]
    assert state.contents.rows[0].threshold == 0.3
    state.rename(first.id, "")
    assert definitions(state) == ["", "乙方", "丙方"]
    assert list(state.thresholds) == ["乙方", "丙方"]


def test_undo_brings_back_what_a_sample_replaced_and_redo_the_sample() -> None:
    state = WorkbenchState()
    state.set_text("我写的文本")
    state.add_definitions("甲方, 乙方")
    mine = state.contents
    sample = load_sample("resume")
    state.load_sample(sample.text, sample.recipe)
    loaded = state.contents
    assert loaded.text == sample.text
    state.undo()
    assert state.contents == mine
    state.redo()
    assert state.contents == loaded
    state.delete(state.contents.rows[0].id)
    state.undo()
    assert state.contents == loaded


def test_recipe_round_trip_keeps_everything() -> None:
    state = filled()
    state.add_definitions(QUESTION)
    state.set_threshold(state.contents.rows[0].id, 0.37)
    text = state.recipe_text("我的配方")
    other = WorkbenchState()
    other.load_recipe(text.encode(), "r.toml")
    assert other.errors == {}
    assert definitions(other) == definitions(state)
    assert other.thresholds == state.thresholds
    assert other.recipe_text("x") == text


def test_recipe_of_equal_rows_with_different_thresholds_can_be_read() -> None:
    state = WorkbenchState()
    state.add_definitions("甲方, 乙方")
    state.rename(state.contents.rows[1].id, "甲方")
    state.set_threshold(state.contents.rows[1].id, 0.9)
    recipe = parse_recipe(state.recipe_text("我的配方"))
    assert recipe.definitions == ("甲方", "甲方")
    assert recipe.thresholds == {"甲方": 0.5}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"version = 1\nname = \xff", "第 2 行"),
        (b"version = 1\nname = ", "第 2 行"),
        ('version = 1\nname = "空"\n'.encode() + b'[[fields]]\ndefinition = "a"\n' * 201, "200"),
    ],
)
def test_a_bad_recipe_changes_nothing(data: bytes, expected: str) -> None:
    state = filled()
    before = state.contents
    state.load_recipe(data, "坏.toml")
    assert state.contents == before
    assert expected in state.errors["recipe"]


def test_recipe_thresholds_by_name_and_labels() -> None:
    text = (
        'version = 1\nname = "r"\nlabels = ["框架合同"]\n'
        '[[fields]]\ndefinition = "合同金额(元)"\n[thresholds]\n"合同金额" = 0.2\n'
    )
    state = WorkbenchState()
    state.load_recipe(text.encode("utf-8-sig"), "r.toml")
    assert state.thresholds == {"合同金额(元)": 0.2}
    state.set_text("合同")
    outcome = run(state, contract_model())
    assert outcome.extraction is not None
    assert [label.label for label in outcome.extraction.labels] == ["框架合同"]
    state.clear_fields()
    assert state.contents.labels == ()


def test_a_file_replaces_the_text_and_a_bad_file_does_not() -> None:
    state = WorkbenchState()
    state.set_text("原来的文本")
    state.load_file(b"\x00\x01\x02\xff\xfe\x00" * 50, "程序.bin")
    assert state.contents.text == "原来的文本"
    assert "程序.bin" in state.errors["document"]
    state.load_file("甲方：华信公司".encode("gb18030"), "合同.txt")
    assert (state.contents.text, state.contents.source) == ("甲方：华信公司", "合同.txt")
    assert state.errors == {}
    state.set_text("甲方：华信公司。")
    assert state.contents.source is None


def test_each_row_of_a_table_can_be_chosen() -> None:
    state = WorkbenchState()
    state.load_file("姓名,职务\n张伟,总监\n李娜,经理\n".encode(), "名单.csv")
    assert len(state.file_documents) == 2
    assert state.contents.text == "姓名：张伟\n职务：总监"
    state.choose_document(1)
    assert state.contents.text == "姓名：李娜\n职务：经理"
    assert state.contents.source == "名单.csv#3"
    state.load_file("一份文本".encode(), "a.txt")
    assert not state.file_documents


def test_thresholds_never_call_the_model_and_fields_never_read_again() -> None:
    model = contract_model()
    state = filled()
    assert run(state, model).extraction is not None
    windows, questions = model.counters.windows_read, model.counters.questions_asked
    assert windows > 1
    for threshold in (0.0, 0.3, 1.0, 0.5):
        for row in state.contents.rows:
            state.set_threshold(row.id, threshold)
            assert run(state, model).error == ""
    state.add_definitions(QUESTION)
    run(state, model)
    assert (model.counters.windows_read, model.counters.questions_asked) == (windows, questions)
    state.add_definitions("签订地点")
    outcome = run(state, model)
    assert outcome.extraction is not None
    assert outcome.extraction["签订地点"].values[0].text == "上海市浦东新区"
    assert model.counters.windows_read == windows
    assert model.counters.questions_asked == questions + windows
    state.delete(state.contents.rows[0].id)
    run(state, model)
    assert model.counters.questions_asked == questions + windows


def test_hidden_values_and_found_values_add_up() -> None:
    model = contract_model()
    state = filled()
    row = next(row for row in state.contents.rows if row.definition == "甲方")
    counts = []
    for threshold in (0.1, 0.5, 1.0):
        state.set_threshold(row.id, threshold)
        outcome = run(state, model)
        assert outcome.extraction is not None
        counts.append((len(outcome.extraction["甲方"].values), outcome.hidden["甲方"]))
    assert counts == [(2, 0), (1, 1), (0, 2)]


def test_notices_of_rows_are_in_the_result() -> None:
    model = contract_model()
    state = filled()
    run(state, model)
    state.add_definitions(QUESTION)
    outcome = run(state, model)
    assert outcome.extraction is not None
    assert [n.code for n in outcome.extraction.notices] == ["definition_ignored"]


def test_a_definition_written_in_another_way_keeps_its_threshold() -> None:
    model = contract_model()
    state = WorkbenchState()
    state.set_text("甲方（买方）：上海云帆智能科技有限公司")
    state.add_definitions("甲方(全称)")
    run(state, model)
    row = state.contents.rows[0]
    state.set_threshold(row.id, 0.2)
    state.rename(row.id, "甲方（全称）")
    outcome = run(state, model)
    assert outcome.extraction is not None
    assert outcome.extraction.fields[0].definition == "甲方（全称）"


@pytest.mark.parametrize("text", [" \n\t", "\u200b\u200e", "\x00\x01"])
def test_a_text_without_anything_visible_is_told(text: str) -> None:
    state = WorkbenchState()
    state.set_text(text)
    for _ in range(2):
        outcome = run(state, contract_model())
        assert outcome.extraction is None
        assert "没有可见的文字" in outcome.error
        state.add_definitions("甲方")
    assert state.contents.text == text


def test_a_text_that_is_too_long_is_refused_and_kept() -> None:
    model = contract_model()
    state = WorkbenchState()
    text = "长" * (MAX_CHARACTERS + 1)
    state.set_text(text)
    state.add_definitions("甲方")
    outcome = run(state, model)
    assert "2,000,000" in outcome.error
    assert state.contents.text == text
    assert model.counters.windows_read == 0


def test_nothing_is_loaded_until_something_can_be_asked() -> None:
    def load() -> SeqGPT:
        raise AssertionError("loaded")

    state = WorkbenchState()
    assert extract(state, load).missing == "text"
    state.set_text("合同")
    assert extract(state, load).missing == "fields"
    state.add_definitions(QUESTION)
    assert extract(state, load).missing == "fields"


def test_progress_counts_windows() -> None:
    state = WorkbenchState()
    state.set_text("甲方：华信公司。" * 40)
    state.add_definitions("甲方")
    model = SeqGPT(RuleEngine({"甲方": [("华信公司", 0.9)]}, window_size=60, window_overlap=20))
    steps: list[tuple[int, int]] = []
    extract(state, lambda: model, lambda done, total: steps.append((done, total)))
    assert len(steps) > 3
    assert steps == [(i + 1, len(steps)) for i in range(len(steps))]


@pytest.mark.parametrize("name", SAMPLE_NAMES)
def test_samples_are_complete(name: str) -> None:
    sample = load_sample(name)
    assert 400 <= len(sample.text) <= 900
    parsed = parse_definitions(list(sample.recipe.definitions))
    assert parsed.notices == ()
    assert 6 <= len(parsed.specs) <= 10
    assert any(spec.parts for spec in parsed.specs)
    assert any(spec.options for spec in parsed.specs)


def test_contents_are_never_changed_in_place() -> None:
    state = filled()
    with pytest.raises(dataclasses.FrozenInstanceError):
        state.contents.text = "x"  # type: ignore[misc]


def test_the_linter_advises_without_setting_aside() -> None:
    reading = read_rows(("甲方", "时间", "请告诉我金额", "签约日期(万元)"))
    assert [bool(row.advice) for row in reading.rows] == [False, True, False, True]
    assert [spec.name for spec in reading.definitions.specs] == ["甲方", "时间", "签约日期"]
