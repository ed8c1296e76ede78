"""Many documents: one that fails stops no other, nothing is asked twice."""

from __future__ import annotations

from seqgpt_core import SeqGPT, parse_definitions
from seqgpt_core.documents import ReadOptions
from seqgpt_core.results.corrections import Correction
from seqgpt_core.ui.batch_panel import column_titles, evidence_html, matrix_frame
from seqgpt_core.ui.batch_state import BatchState, Questions

from .contract_rules import contract_model

HOSTILE = "<img src=x onerror=alert(1)>"
FIRST = "甲方：上海云帆智能科技有限公司\n乙方：苏州精衡自动化设备有限公司\n"
SECOND = f"甲方：杭州青禾科技有限公司\n{HOSTILE}\n"
FILES = [
    ("一.txt", FIRST.encode()),
    ("坏.docx", b"no word document"),
    ("空.txt", b""),
    ("二.txt", SECOND.encode()),
    ("表.csv", "甲方\n北京云海有限公司\n天津港华有限公司\n".encode()),
]
QUESTIONS = Questions(parse_definitions("甲方, 乙方"))


def finished(batch: BatchState, model: SeqGPT) -> BatchState:
    batch.running = True
    for _ in range(20):
        batch.step(lambda: model, QUESTIONS)
        if not batch.running:
            return batch
    raise AssertionError("the batch does not end")


def loaded() -> BatchState:
    batch = BatchState()
    batch.set_files(FILES, ReadOptions())
    return batch


def test_a_damaged_file_is_named_and_the_others_are_read() -> None:
    batch = finished(loaded(), contract_model())
    assert [d.name for d in batch.documents if d.error] == ["坏.docx", "空.txt"]
    found = batch.extractions({})
    names = {d.name: [v.text for v in e["甲方"].values] for d, e in found if e is not None}
    assert names["一.txt"] == ["上海云帆智能科技有限公司"]
    assert names["二.txt"] == ["杭州青禾科技有限公司"]
    assert len(names) == 4 and ["天津港华有限公司"] in names.values()


def test_files_that_are_known_are_neither_read_nor_asked_again() -> None:
    model = contract_model()
    batch = finished(loaded(), model)
    asked = model.counters.questions_asked
    batch.set_files(
        [*FILES, ("三.txt", b"\xe7\x94\xb2\xe6\x96\xb9\xef\xbc\x9a\xe7\x94\xb2\n")], ReadOptions()
    )
    assert len(batch.pending(QUESTIONS)) == 1
    finished(batch, model)
    assert model.counters.questions_asked == asked + 2
    batch.set_files(FILES[:1], ReadOptions())
    assert [d.name for d in batch.documents] == ["一.txt"]
    assert not batch.pending(QUESTIONS)


def test_another_field_makes_every_document_pending_again() -> None:
    batch = finished(loaded(), contract_model())
    for other in (
        Questions(parse_definitions("甲方, 合同编号")),
        Questions(QUESTIONS.definitions, labels=("框架合同",)),
        Questions(QUESTIONS.definitions, rules=("甲方 != 乙方",)),
        Questions(QUESTIONS.definitions, synonyms={"投诉": ("不作为",)}),
    ):
        assert len(batch.pending(other)) == 4
    # What was found before stays to be seen until then.
    assert sum(e is not None for _, e in batch.extractions({"合同编号": 0.4})) == 4


def test_stopping_leaves_the_rest_pending() -> None:
    batch = loaded()
    batch.running = True
    batch.step(contract_model, QUESTIONS)
    batch.running = False
    assert len(batch.pending(QUESTIONS)) == 3


def test_the_matrix_has_a_row_a_document_and_a_column_a_field() -> None:
    batch = finished(loaded(), contract_model())
    found = batch.extractions({})
    texts, states = matrix_frame(found)
    assert texts.shape == states.shape == (6, 3)
    assert column_titles(found)[1:] == ["甲方", "乙方"]
    assert "上海云帆" in texts.iloc[0, 1] and states.iloc[3, 2] == "empty"
    assert states.iloc[1, 1] == ""


def test_a_correction_of_a_text_counts_here_too() -> None:
    batch = finished(loaded(), contract_model())
    start = FIRST.index("上海")
    wrong = Correction("remove", "甲方", start, start + len("上海云帆智能科技有限公司"))
    found = batch.extractions({}, lambda text: (wrong,) if "云帆" in text else ())
    assert found[0][1] is not None and found[0][1]["甲方"].values == ()


def test_document_text_is_no_markup_on_the_page() -> None:
    batch = finished(loaded(), contract_model())
    extraction = batch.extractions({})[3][1]
    assert extraction is not None
    assert "<img" not in evidence_html(extraction, "甲方")
