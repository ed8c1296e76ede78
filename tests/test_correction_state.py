"""Corrections of a session: undoable, kept with their text, and carried along by its edits."""

from __future__ import annotations

from seqgpt_core import SeqGPT
from seqgpt_core.results.types import Extraction
from seqgpt_core.ui.extraction import extract
from seqgpt_core.ui.samples import load_sample
from seqgpt_core.ui.state import WorkbenchState

from .contract_rules import contract_model

TEXT = "甲方：上海云帆智能科技有限公司\n乙方：苏州精衡自动化设备有限公司\n代表人：陈立新"


def filled(definitions: str = "甲方, 乙方") -> WorkbenchState:
    state = WorkbenchState()
    state.set_text(TEXT)
    state.add_definitions(definitions)
    return state


def place(text: str, document: str = TEXT) -> tuple[int, int]:
    at = document.index(text)
    return at, at + len(text)


def run(state: WorkbenchState, model: SeqGPT | None = None) -> Extraction:
    given = model or contract_model()
    extraction = extract(state, lambda: given).extraction
    assert extraction is not None
    return extraction


def found(state: WorkbenchState, definition: str = "甲方") -> list[str]:
    return [value.corrected or value.text for value in run(state)[definition].values]


def row_id(state: WorkbenchState, definition: str) -> int:
    return next(row.id for row in state.contents.rows if row.definition == definition)


def test_every_correction_can_be_undone_and_made_again() -> None:
    state = filled()
    company = place("上海云帆智能科技有限公司")
    state.accept("甲方", *place("陈立新"))
    state.correct("甲方", *company, "云帆集团")
    state.remove("甲方", *place("陈立新"))
    shown = [["上海云帆智能科技有限公司"], ["陈立新", "上海云帆智能科技有限公司"]]
    shown += [["云帆集团", "陈立新"], ["云帆集团"]]
    assert found(state) == shown[3]
    for expected in reversed(shown[:3]):
        state.undo_correction()
        assert found(state) == expected
    state.undo_correction()
    assert found(state) == shown[0]
    for expected in shown[1:]:
        state.redo_correction()
        assert found(state) == expected
    state.undo_correction()
    state.add_value("乙方", *place("陈立新"))
    state.redo_correction()
    assert found(state) == shown[2]
    assert "陈立新" in found(state, "乙方")


def test_corrections_survive_thresholds_and_new_fields_and_call_nothing() -> None:
    model = contract_model()
    state = filled()
    run(state, model)
    asked = model.counters.questions_asked
    state.accept("甲方", *place("陈立新"))
    state.remove("乙方", *place("苏州精衡自动化设备有限公司"))
    for threshold in (1.0, 0.0, 0.5):
        for row in state.contents.rows:
            state.set_threshold(row.id, threshold)
        extraction = run(state, model)
        assert "陈立新" in [value.text for value in extraction["甲方"].values]
        assert extraction["乙方"].values == ()
    assert model.counters.questions_asked == asked
    state.add_definitions("签订地点")
    state.delete(row_id(state, "乙方"))
    assert "陈立新" in found(state)
    state.undo()
    assert found(state, "乙方") == []


def test_a_corrected_text_is_read_like_any_other() -> None:
    state = WorkbenchState()
    state.set_text("合同总金额为 768,000.00 元")
    state.add_definitions("合同总金额(元)")
    state.correct("合同总金额(元)", *place("768,000.00", state.contents.text), "77万元")
    (value,) = run(state)["合同总金额(元)"].values
    assert (value.corrected, value.normalized) == ("77万元", "770000")
    assert value.text in ("768,000.00", "768,000.00 元")


def test_corrections_follow_a_renamed_definition_and_its_undo() -> None:
    state = filled("甲方, 乙方")
    state.add_value("甲方", *place("代表人"))
    state.rename(row_id(state, "甲方"), "采购方")
    assert [c.definition for c in state.corrections] == ["采购方"]
    assert found(state, "采购方") == ["代表人"]
    state.undo()
    assert "代表人" in found(state, "甲方")
    state.redo()
    assert found(state, "采购方") == ["代表人"]


def test_an_edit_elsewhere_moves_corrections_along() -> None:
    state = filled()
    state.add_value("甲方", *place("代表人"))
    state.set_text("合同\n😀" + TEXT.replace("苏州", "江苏苏州"))
    assert "代表人" in found(state)
    assert "corrections" not in state.errors
    state.undo_correction()
    assert "代表人" not in found(state)
    state.redo_correction()
    assert "代表人" in found(state)


def test_an_edit_of_its_characters_drops_a_correction_and_says_so_until_it_is_taken_back() -> None:
    state = filled()
    state.add_value("甲方", *place("代表人"))
    state.add_value("甲方", *place("乙方"))
    state.set_text(TEXT.replace("代表人", "代理人"))
    assert "1 处更正" in state.errors["corrections"]
    assert "乙方" in found(state) and "代理人" not in found(state)
    state.set_text(TEXT)
    assert "corrections" not in state.errors
    assert {"代表人", "乙方"} <= set(found(state))


def test_corrections_come_back_with_their_document() -> None:
    state = filled()
    state.add_value("甲方", *place("代表人"))
    sample = load_sample("contract")
    state.load_sample(sample.text, sample.recipe)
    assert state.corrections == ()
    state.add_value("甲方", 0, 2)
    state.undo()
    assert [c.start for c in state.corrections] == [place("代表人")[0]]
    state.redo()
    assert [(c.start, c.end) for c in state.corrections] == [(0, 2)]
    # The user pastes the other document over this one: both keep their own.
    state.set_text(TEXT)
    assert [c.start for c in state.corrections] == [place("代表人")[0]]


def test_a_place_of_an_older_text_is_not_taken() -> None:
    state = filled()
    for start, end in ((-1, 3), (3, 3), (0, len(TEXT) + 1)):
        state.accept("甲方", start, end)
    assert state.corrections == ()


def test_lone_surrogates_do_not_reach_the_browser() -> None:
    state = filled()
    state.correct("甲方", *place("上海云帆智能科技有限公司"), "云\ud800帆")
    assert found(state) == ["云\ufffd帆"]


def test_what_is_decided_in_one_act_is_undone_at_once() -> None:
    state = filled()
    state.accept("甲方", *place("陈立新"))
    before = found(state)
    with state.one_act():
        state.remove("甲方", *place("陈立新"))
        state.correct("甲方", *place("上海云帆智能科技有限公司"), "云帆集团")
        state.add_value("乙方", *place("陈立新"))
    assert (found(state), len(state.corrections)) == (["云帆集团"], 4)
    state.undo_correction()
    assert found(state) == before
    assert "陈立新" not in found(state, "乙方")
    state.redo_correction()
    assert found(state) == ["云帆集团"]
    with state.one_act():
        pass
    state.remove("甲方", *place("上海云帆智能科技有限公司"))
    state.undo_correction()
    assert found(state) == ["云帆集团"]
    state.set_text(TEXT.replace("代表人：陈立新", "代表人："))
    assert [c.definition for c in state.corrections] == ["甲方"]
    state.undo_correction()
    assert state.corrections == ()


def test_an_act_that_only_repeats_joins_nothing_to_the_one_before() -> None:
    state = filled()
    state.remove("甲方", *place("陈立新"))
    with state.one_act():
        state.remove("甲方", *place("陈立新"))
        state.add_value("乙方", *place("陈立新"))
    state.undo_correction()
    assert [c.kind for c in state.corrections] == ["remove"]
