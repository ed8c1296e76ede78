"""The pages as a user drives them, without a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from seqgpt_core import SeqGPT, SeqGPTError
from seqgpt_core.documents import MAX_CHARACTERS
from seqgpt_core.ui.model import MODEL_VARIABLE, load_model
from seqgpt_core.ui.state import WorkbenchState
from seqgpt_core.ui.texts import texts

from .contract_rules import contract_model

APP = str(Path(__file__).parents[1] / "app.py")
CONTRACT = (
    "甲方：上海云帆智能科技有限公司\n乙方：苏州精衡自动化设备有限公司\n"
    "<script>alert(1)</script>\n=1+1"
)


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[SeqGPT]:
    made = contract_model()
    monkeypatch.setattr(SeqGPT, "load", lambda *given, **options: made)
    # `AppTest.switch_page` runs a page's file alone, without the navigation around it.
    monkeypatch.setattr("seqgpt_core.ui.frame.within_app", lambda: None)
    load_model.clear()
    yield made
    load_model.clear()


@pytest.fixture
def app(model: SeqGPT) -> AppTest:
    return checked(AppTest.from_file(APP, default_timeout=120).run())


def checked(app: AppTest) -> AppTest:
    assert not app.exception
    return app


def html_of(app: AppTest) -> list[str]:
    return [element.proto.body for element in app.get("html")]


def state_of(app: AppTest) -> WorkbenchState:
    """The session's state; what the components report ends there (tried in the browser)."""
    state: WorkbenchState = app.session_state["workbench"]
    return state


def given(app: AppTest, text: str | None = None, fields: str = "") -> AppTest:
    """The page after a text was pasted and fields were added."""
    state = state_of(app)
    if text is not None:
        state.set_text(text)
    if fields:
        state.add_definitions(fields)
    return checked(app.run())


def with_contract(app: AppTest, fields: str = "甲方, 乙方") -> AppTest:
    return given(app, CONTRACT, fields)


def with_threshold(app: AppTest, row: int, threshold: float) -> AppTest:
    state = state_of(app)
    state.set_threshold(state.contents.rows[row].id, threshold)
    return checked(app.run())


def details(app: AppTest) -> dict[str, Any]:
    """What the page tells all components, by event."""
    sent = [json.loads(c.proto.json) for c in app.get("bidi_component") if "event" in c.proto.json]
    return {data["event"]: data["detail"] for data in sent}


def marked(app: AppTest) -> list[str]:
    """The texts of the values that the editor is told to mark."""
    thresholds = details(app)["seqgpt:settled-thresholds"]["values"]
    values = details(app)["seqgpt:marks"]["values"]
    return [value["t"] for value in values if value["s"] >= thresholds[value["d"]]]


def counted(model: SeqGPT) -> tuple[int, int]:
    return model.counters.windows_read, model.counters.questions_asked


def component(app: AppTest, key: str) -> dict[str, Any]:
    """What the page sent to the component whose data have this key."""
    sent = [json.loads(c.proto.json) for c in app.get("bidi_component") if c.proto.json]  # type: ignore[attr-defined]
    return next(data for data in sent if isinstance(data, dict) and key in data)


def shown_on(app: AppTest, definition: str) -> list[str]:
    """The values of a field that the panel counts as found."""
    panel, marks = component(app, "ack"), details(app)["seqgpt:marks"]
    threshold = next(row["threshold"] for row in panel["rows"] if row["d"] == definition)
    return [v["t"] for v in marks["values"] if v["d"] == definition and v["s"] >= threshold]


def code_of(app: AppTest, form: str) -> str:
    return next(code.value for code in app.code if code.language == form)


def names_of_rows(app: AppTest) -> list[str]:
    return [row.definition for row in state_of(app).contents.rows]


def reasons(app: AppTest) -> list[str]:
    """Why candidates were not taken, as the list says once it is open."""
    app.session_state["rejected"] = True
    reasons: list[str] = checked(app.run()).dataframe[0].value["原因"].tolist()
    return reasons


def test_the_empty_page_says_what_to_do(app: AppTest, model: SeqGPT) -> None:
    assert len(app.info) == 1
    assert counted(model) == (0, 0)


def test_a_sample_is_extracted_with_one_click(app: AppTest) -> None:
    checked(app.button(key="sample_contract").click().run())
    assert len(names_of_rows(app)) == 10
    assert "上海云帆智能科技有限公司" in marked(app)
    assert "甲方" in names_of_rows(app)
    labels = [b.label for b in app.get("download_button")]  # type: ignore[union-attr]
    assert labels[-5:] == ["下载 Excel", "下载 CSV", "下载 JSON", "下载 JSONL", "下载 Markdown"]
    assert len(app.get("component_instance")) == 1
    assert "低于阈值" in reasons(app)
    checked(app.button(key="undo").click().run())
    assert state_of(app).contents.text == ""
    assert names_of_rows(app) == []


def test_sliders_call_nothing_and_fields_read_nothing(app: AppTest, model: SeqGPT) -> None:
    with_contract(app)
    windows, questions = counted(model)
    assert windows == 1
    for value in (0.0, 0.99, 0.5):
        with_threshold(app, 0, value)
    assert counted(model) == (windows, questions)
    assert len(marked(app)) == 2
    given(app, fields="公式")
    assert counted(model) == (windows, questions + 1)
    checked(app.button(key="extract").click().run())
    assert counted(model) == (windows, questions + 1)


def test_a_threshold_hides_a_value(app: AppTest) -> None:
    with_contract(app, "甲方")
    with_threshold(app, 0, 1.0)
    assert shown_on(app, "甲方") == []
    assert marked(app) == []
    assert "低于阈值" in reasons(app)


def test_formats(app: AppTest) -> None:
    with_contract(app)
    checked(app.segmented_control(key="format").set_value("json").run())
    assert '"上海云帆智能科技有限公司"' in code_of(app, "json")
    checked(app.segmented_control(key="format").set_value("markdown").run())
    assert code_of(app, "markdown").startswith("## 抽取结果")
    with_threshold(app, 0, 0.4)
    assert app.segmented_control(key="format").value == "markdown"


def test_language_and_page_switch_lose_nothing(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    # AppTest works out a select box's texts outside of the run, in the default language.
    monkeypatch.setattr("seqgpt_core.ui.document_panel.show_file_options", lambda state: None)
    with_contract(app, "甲方, 请告诉我这家公司叫什么名字")
    with_threshold(app, 0, 0.31)
    checked(app.segmented_control(key="format").set_value("json").run())
    # From the second run on, AppTest runs a page of `pages/` without app.py around it; the
    # switch itself is tried in the browser.
    app.session_state["language"] = "en"
    checked(app.run())
    assert component(app, "ack")["texts"]["found"] == "{found} found, {hidden} hidden"
    checked(app.switch_page("pages/model.py").run())
    assert [metric.value for metric in app.metric] == ["1", "1"]
    checked(app.switch_page("pages/workbench.py").run())
    assert state_of(app).contents.text == CONTRACT
    assert names_of_rows(app) == ["甲方", "请告诉我这家公司叫什么名字"]
    assert state_of(app).contents.rows[0].threshold == 0.31
    assert app.segmented_control(key="format").value == "json"
    assert component(app, "ack")["rows"][1]["notes"][0]["bad"]


def test_rename_delete_and_clear(app: AppTest) -> None:
    with_contract(app, "甲方, 丙方, 标签")
    state = state_of(app)
    state.rename(state.contents.rows[1].id, "乙方、公式")
    checked(app.run())
    assert names_of_rows(app) == ["甲方", "乙方", "公式", "标签"]
    state.delete(state.contents.rows[0].id)
    checked(app.run())
    assert names_of_rows(app) == ["乙方", "公式", "标签"]
    state.clear_fields()
    checked(app.run())
    assert names_of_rows(app) == []


def test_a_hostile_text_and_hostile_definitions_are_inert(app: AppTest) -> None:
    picture = "![x](http://example.com/x.png)"
    with_contract(app, f"标签, 公式, <b>粗</b>, {picture}, 哪个公司{picture}")
    for body in html_of(app):
        assert "<script" not in body
        assert "<b>粗" not in body
    shown = [element.value for element in (*app.warning, *app.caption, *app.markdown)]
    assert not any("![" in text or "](" in text or "<b>粗" in text for text in shown)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" \n\u200b", "没有可见的文字"),
        ("长" * (MAX_CHARACTERS + 1), "2\\,000\\,000"),
        ("a" * 5_000_000, "2\\,000\\,000"),
    ],
)
def test_texts_that_cannot_be_read_are_kept(app: AppTest, text: str, expected: str) -> None:
    given(app, text, "甲方")
    assert len(app.error) == 1
    assert expected in app.error[0].value
    assert state_of(app).contents.text == text
    assert names_of_rows(app) == ["甲方"]


def test_too_many_fields_are_told_and_kept_in_the_box(app: AppTest) -> None:
    written = "、".join(f"字段{i}号" for i in range(201))
    with_contract(app, written)
    assert "200" in state_of(app).errors["fields"]
    assert state_of(app).draft == written


def test_files_tables_and_recipes(app: AppTest) -> None:
    text, recipe = app.file_uploader(key="file_0"), app.file_uploader(key="recipe_file")
    text.upload("名单.csv", "公司,金额\n甲公司,=1+1\n乙公司,3\n".encode())
    recipe.upload("r.toml", 'version = 1\nname = "r"\n[[fields]]\ndefinition = "公式"\n'.encode())
    checked(app.run())
    assert state_of(app).contents.text == "公司：甲公司\n金额：=1+1"
    assert names_of_rows(app) == ["公式"]
    checked(app.number_input(key="file_place").set_value(2).run())
    assert state_of(app).contents.text == "公司：乙公司\n金额：3"
    app.file_uploader(key="file_0").upload("坏.docx", b"PK\x03\x04broken")
    app.file_uploader(key="recipe_file").upload("坏.toml", b"name")
    checked(app.run())
    assert len(app.error) == 2
    assert state_of(app).contents.text == "公司：乙公司\n金额：3"
    assert names_of_rows(app) == ["公式"]


def test_a_model_that_cannot_be_loaded_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: Any, **options: Any) -> SeqGPT:
        raise SeqGPTError("checkpoint_missing", "找不到模型目录“x”，请检查路径。")

    monkeypatch.setattr(SeqGPT, "load", fail)
    load_model.clear()
    app = with_contract(AppTest.from_file(APP, default_timeout=120).run())
    assert "找不到模型目录" in app.error[0].value
    assert state_of(app).contents.text == CONTRACT
    checked(app.switch_page("pages/model.py").run())
    assert "找不到模型目录" in app.error[0].value


def test_the_environment_chooses_the_model(
    monkeypatch: pytest.MonkeyPatch, tiny_checkpoint: Path
) -> None:
    monkeypatch.setenv(MODEL_VARIABLE, str(tiny_checkpoint))
    load_model.clear()
    app = with_contract(AppTest.from_file(APP, default_timeout=120).run())
    assert not app.error
    checked(app.switch_page("pages/model.py").run())
    assert "tiny\\-random" in app.markdown[0].value
    load_model.clear()


@pytest.mark.embedded
def test_the_embedded_model_answers_with_spans_of_the_text() -> None:
    from seqgpt_core.ui.extraction import extract
    from seqgpt_core.ui.state import WorkbenchState

    load_model.clear()
    model = load_model()
    state = WorkbenchState()
    state.set_text(CONTRACT)
    state.add_definitions("甲方, 乙方")
    for row in state.contents.rows:
        state.set_threshold(row.id, 0.05)
    outcome = extract(state, lambda: model)
    assert outcome.extraction is not None
    assert model.counters.windows_read == 1
    assert outcome.extraction.model_sha256 == model.sha256
    for value in outcome.extraction.values:
        assert CONTRACT[value.start : value.end] == value.text


def test_a_page_shows_the_texts_of_the_app_and_nothing_of_its_source(app: AppTest) -> None:
    known = set(texts("zh").values())
    shown = [markdown.value.strip("*") for markdown in app.markdown]
    assert shown
    assert set(shown) <= known
