"""Sliders answered beside Streamlit: what the request takes, says and refuses."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from seqgpt_core.ui.extraction import extract
from seqgpt_core.ui.panel_actions import take_actions
from seqgpt_core.ui.preview import record_places
from seqgpt_core.ui.samples import load_sample
from seqgpt_core.ui.slider_desk import MAX_WAITING, SliderDesk, decided
from seqgpt_core.ui.slider_route import MAX_BYTES, slider_path, slider_route
from seqgpt_core.ui.state import WorkbenchState

from .contract_rules import contract_model


def filled(fields: str = "甲方, 乙方, 签订日期") -> WorkbenchState:
    state = WorkbenchState()
    state.set_text(load_sample("contract").text)
    state.add_definitions(fields)
    return state


def moved(state: WorkbenchState, number: int, gesture: int, *values: float) -> dict[str, Any]:
    rows = [row.id for row in state.contents.rows]
    by_row = {str(row): value for row, value in zip(rows, values, strict=False)}
    return {"seq": number, "do": "thresholds", "gesture": gesture, "values": by_row}


def client() -> TestClient:
    return TestClient(Starlette(routes=[slider_route()]))


def test_the_answer_says_every_threshold_and_the_next_run_takes_them() -> None:
    state = filled()
    desk = SliderDesk(state)
    told = desk.answer([moved(state, 7, 6, 0.25)])
    assert told["at"] == 7
    assert told["session"] == desk.token
    assert told["values"] == {"甲方": 0.25, "乙方": 0.5, "签订日期": 0.5}
    # A request beside a run changes nothing; the run does.
    assert state.thresholds["甲方"] == 0.5
    assert desk.settle()
    assert state.thresholds == told["values"]
    assert state.last_action == 7
    assert not desk.settle()


def test_a_movement_is_one_step_and_its_last_report_counts() -> None:
    state = filled()
    desk = SliderDesk(state)
    desk.answer([moved(state, 2, 1, 0.3)])
    desk.answer([moved(state, 3, 1, 0.2, 0.1)])
    told = desk.answer([moved(state, 5, 4, 0.9)])
    assert told["values"] == {"甲方": 0.9, "乙方": 0.1, "签订日期": 0.5}
    assert desk.settle()
    assert state.thresholds == told["values"]
    state.undo()
    assert state.thresholds == {"甲方": 0.2, "乙方": 0.1, "签订日期": 0.5}
    state.undo()
    assert set(state.thresholds.values()) == {0.5}


def test_what_went_the_ordinary_way_too_is_done_once() -> None:
    state = filled()
    desk = SliderDesk(state)
    desk.answer([moved(state, 2, 1, 0.3)])
    take_actions(state, [moved(state, 2, 1, 0.3), moved(state, 4, 3, 0.8)])
    # Nor is it told again with the next movement.
    told = desk.answer([moved(state, 2, 1, 0.3), moved(state, 6, 5, 0.8, 0.2)])
    assert told["values"] == {"甲方": 0.8, "乙方": 0.2, "签订日期": 0.5}
    assert desk.settle()
    assert state.thresholds == told["values"]


def test_a_report_that_was_overtaken_by_a_later_one_changes_nothing() -> None:
    state = filled()
    desk = SliderDesk(state)
    desk.answer([moved(state, 3, 1, 0.2)])
    told = desk.answer([moved(state, 2, 1, 0.3)])
    assert (told["at"], told["values"]["甲方"]) == (3, 0.2)
    assert desk.settle()
    assert state.thresholds["甲方"] == 0.2


def test_an_answer_before_the_text_is_read_is_partial_where_there_are_records() -> None:
    state = filled("{联系人, 电话}[], 甲方")
    desk = SliderDesk(state)
    desk.answer([moved(state, 2, 1, 0.3)])
    assert desk.partial
    extract(state, contract_model)
    desk.partial = False
    told = desk.answer([moved(state, 3, 1, 0.2)])
    assert told["rows"]
    assert not desk.partial
    # Fields in another order have other colours.
    state.move(state.contents.rows[0].id, 1)
    assert desk.answer([moved(state, 5, 4, 0.3)])["rows"] == {}
    assert desk.partial


def test_a_threshold_decides_the_rows_of_a_record() -> None:
    state = filled("{联系人, 电话}[]")
    extraction = extract(state, contract_model).extraction
    assert extraction is not None
    kept = state.kept
    assert kept is not None
    for threshold in (0.0, 0.5, 1.0):
        told = SliderDesk(state).answer([moved(state, 2, 1, threshold)])
        now = kept.analysis.decide({"{联系人, 电话}[]": threshold})
        assert told["rows"] == {"{联系人, 电话}[]": len(now.records[0].rows)}
        assert told["cells"] == record_places(kept, now)


def test_cells_of_another_text_are_not_told() -> None:
    state = filled("{联系人, 电话}[]")
    extract(state, contract_model)
    state.set_text(state.contents.text + "。")
    told = decided(state, state.thresholds, 1, "")
    assert told["rows"] == {}
    assert told["cells"] == []


@pytest.mark.parametrize(
    "actions",
    [
        None,
        "thresholds",
        [],
        [None],
        [{"seq": 1, "do": "clear"}],
        [{"seq": 1, "do": "thresholds", "gesture": 1}],
        [{"seq": True, "do": "thresholds", "gesture": 1, "values": {"1": 0.5}}],
        [{"seq": 1, "do": "thresholds", "gesture": 1, "values": {"1": 1.5}}],
        [{"seq": 1, "do": "thresholds", "gesture": 1, "values": {"1": float("nan")}}],
        [{"seq": 1, "do": "thresholds", "gesture": 1, "values": {"甲方": 0.5}}],
        [{"seq": 1, "do": "thresholds", "gesture": 1, "values": {"1": [0.5]}}],
    ],
)
def test_anything_else_is_refused_and_does_nothing(actions: Any) -> None:
    desk = SliderDesk(filled())
    with pytest.raises(ValueError, match=r"."):
        desk.answer(actions)
    assert not desk.settle()


def test_a_page_that_never_runs_is_refused_at_last() -> None:
    state = filled()
    desk = SliderDesk(state)
    reports = [moved(state, number, number, 0.4) for number in range(1, MAX_WAITING + 1)]
    desk.answer(reports)
    for more in range(3):
        with pytest.raises(ValueError, match="no run"):
            desk.answer([moved(state, MAX_WAITING + 1 + more, MAX_WAITING + 1 + more, 0.4)])
    # What was refused is not kept; the last movement may go on.
    assert desk.answer([moved(state, MAX_WAITING + 9, MAX_WAITING, 0.7)])["values"]["甲方"] == 0.7


def test_the_route_answers_a_session_by_its_token() -> None:
    state = filled()
    desk = SliderDesk(state)
    sent = {"session": desk.token, "actions": [moved(state, 2, 1, 0.3)]}
    answer = client().post(slider_path(), json=sent)
    assert answer.status_code == 200
    assert answer.json()["values"]["甲方"] == 0.3
    sent["session"] = desk.token[:-1]
    assert client().post(slider_path(), json=sent).status_code == 404


def test_a_session_that_ended_is_unknown() -> None:
    state = filled()
    desk = SliderDesk(state)
    sent = {"session": desk.token, "actions": [moved(state, 2, 1, 0.3)]}
    del desk
    gc.collect()
    assert client().post(slider_path(), json=sent).status_code == 404


def test_the_route_refuses_what_the_page_never_sends() -> None:
    path = slider_path()
    desk = SliderDesk(filled())
    as_json = {"content-type": "application/json"}
    # A form of another site's page could send the first without asking.
    assert (
        client().post(path, content="{}", headers={"content-type": "text/plain"}).status_code == 415
    )
    assert client().post(path, content="{", headers=as_json).status_code == 400
    assert client().post(path, content="[" * 50_000, headers=as_json).status_code == 400
    assert client().post(path, content="[]", headers=as_json).status_code == 400
    assert client().post(path, content=" " * (MAX_BYTES + 1), headers=as_json).status_code == 413
    hostile = {"session": desk.token, "actions": [{"seq": 1, "do": "clear"}]}
    assert client().post(path, json=hostile).status_code == 400
    assert client().post(path, json={"session": [desk.token], "actions": []}).status_code == 404
    assert client().get(path).status_code == 405
    assert not desk.settle()
