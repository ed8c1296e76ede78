"""Result types, JSON, Markdown, tables and evidence sentences."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from seqgpt_core.errors import SeqGPTError
from seqgpt_core.results import (
    Check,
    Extraction,
    FieldResult,
    LabelResult,
    Notice,
    Part,
    Rejected,
    Value,
    documents_to_frame,
    extraction_from_dict,
    extraction_to_frame,
    sentence_around,
)

TEXT = (
    "本项目由张伟（技术总监）负责。甲方为北京甲公司，签约日期2024年5月1日；张伟（技术总监）已到岗。"
)


def place(text: str, wanted: str, occurrence: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(wanted, start + 1)
    return start, start + len(wanted)


def part(wanted: str, score: float, normalized: str | None = None) -> Part:
    return Part(wanted, *place(TEXT, wanted), score, normalized)


def sample() -> Extraction:
    leader = Value(
        "负责人",
        "张伟（技术总监）",
        *place(TEXT, "张伟（技术总监）"),
        score=0.912345,
        mentions=(place(TEXT, "张伟（技术总监）", 1), place(TEXT, "张伟（技术总监）")),
        parts={"姓名": part("张伟", 0.93), "职务": part("技术总监", 0.9), "电话": None},
    )
    date = Value(
        "签约日期",
        "2024年5月1日",
        *place(TEXT, "2024年5月1日"),
        score=0.8,
        normalized="2024-05-01",
        checks=(Check("日期", "passed"), Check("早于今天", "failed", "晚于 2024 年")),
    )
    return Extraction(
        text=TEXT,
        model_name="seqgpt-mini",
        model_sha256="ab" * 32,
        fields=(
            FieldResult("负责人(姓名+职务+电话)", "负责人", (leader,)),
            FieldResult(
                "签约日期",
                "签约日期",
                (date,),
                (Rejected("北京", *place(TEXT, "北京"), 0.31, "below_threshold"),),
            ),
            FieldResult("乙方", "乙方"),
        ),
        labels=(
            LabelResult("已到岗", True, 0.93, part("已到岗", 0.93)),
            LabelResult("已离职", False, 0.04),
        ),
        notices=(Notice("definition_ignored", "请把问句改写成名词。"),),
        source="合同.txt",
    )


def one_value(text: str, wanted: str, definition: str = "字段") -> Extraction:
    value = Value(definition, wanted, *place(text, wanted), score=0.5)
    return Extraction(text, "模型", "00", (FieldResult(definition, definition, (value,)),))


# Types


def test_values_are_spans_of_the_document() -> None:
    with pytest.raises(ValueError, match="does not hold"):
        Extraction("甲方乙方", "m", "s", (FieldResult("a", "a", (Value("a", "乙方", 0, 2, 0.5),)),))
    # text[-2:4] is "乙方", yet no span begins before the document.
    with pytest.raises(ValueError, match="does not hold"):
        Extraction(
            "甲方乙方", "m", "s", (FieldResult("a", "a", (Value("a", "乙方", -2, 4, 0.5),)),)
        )


def test_parts_rejected_and_evidence_are_checked_too() -> None:
    good = Value("a", "乙方", 2, 4, 0.5)
    wrong = Part("甲", 1, 2, 0.5)
    for fields, labels in (
        ((FieldResult("a", "a", (Value("a", "乙方", 2, 4, 0.5, parts={"x": wrong}),)),), ()),
        ((FieldResult("a", "a", (good,), (Rejected("甲", 1, 2, 0.1, "overlap"),)),), ()),
        ((), (LabelResult("l", True, 0.5, wrong),)),
    ):
        with pytest.raises(ValueError, match="does not hold"):
            Extraction("甲方乙方", "m", "s", fields, labels)


def test_mentions_are_sorted_distinct_and_inside() -> None:
    value = Value("a", "甲", 0, 1, 0.5, mentions=((2, 3), (0, 1), (2, 3)))
    assert value.mentions == ((0, 1), (2, 3))
    with pytest.raises(ValueError, match="outside"):
        Extraction("甲方", "m", "s", (FieldResult("a", "a", (value,)),))
    with pytest.raises(ValueError, match="own span"):
        Value("a", "甲", 0, 1, 0.5, mentions=((2, 3),))


@pytest.mark.parametrize("score", [float("nan"), float("inf"), -0.5, 1.5])
def test_scores_are_probabilities(score: float) -> None:
    with pytest.raises(ValueError, match="probability"):
        Extraction("甲", "m", "s", (FieldResult("a", "a", (Value("a", "甲", 0, 1, score),)),))
    with pytest.raises(ValueError, match="probability"):
        Extraction("甲", "m", "s", labels=(LabelResult("l", True, score),))


def test_results_can_be_cached() -> None:
    extraction = sample()
    assert pickle.loads(pickle.dumps(extraction)) == extraction
    assert copy.deepcopy(extraction) == extraction
    assert len({*extraction.values, *sample().values}) == 2


def test_later_changes_of_the_callers_parts_do_not_reach_the_value() -> None:
    parts: dict[str, Part | None] = {"x": None}
    value = Value("a", "甲", 0, 1, 0.5, parts=parts)
    parts["y"] = None
    assert dict(value.parts) == {"x": None}


def test_lookup_by_name_and_by_definition() -> None:
    extraction = sample()
    assert extraction["负责人"] is extraction["负责人(姓名+职务+电话)"]
    with pytest.raises(KeyError):
        extraction["丙方"]


# JSON


def test_json_is_the_contract_to_the_letter() -> None:
    extraction = sample()
    assert extraction.to_json() == json.dumps(
        {
            "version": 1,
            "document": {"sha256": extraction.document_sha256, "characters": len(TEXT)},
            "model": {"name": "seqgpt-mini", "sha256": "ab" * 32},
            "fields": [
                {
                    "definition": "负责人(姓名+职务+电话)",
                    "name": "负责人",
                    "values": [
                        {
                            "text": "张伟（技术总监）",
                            "start": 4,
                            "end": 12,
                            "score": 0.9123,
                            "normalized": None,
                            "mentions": [[4, 12], [38, 46]],
                            "checks": [],
                            "parts": {
                                "姓名": {
                                    "text": "张伟",
                                    "start": 4,
                                    "end": 6,
                                    "score": 0.93,
                                    "normalized": None,
                                },
                                "职务": {
                                    "text": "技术总监",
                                    "start": 7,
                                    "end": 11,
                                    "score": 0.9,
                                    "normalized": None,
                                },
                                "电话": None,
                            },
                        }
                    ],
                    "rejected": [],
                },
                {
                    "definition": "签约日期",
                    "name": "签约日期",
                    "values": [
                        {
                            "text": "2024年5月1日",
                            "start": 28,
                            "end": 37,
                            "score": 0.8,
                            "normalized": "2024-05-01",
                            "mentions": [[28, 37]],
                            "checks": [
                                {"name": "日期", "status": "passed", "message": ""},
                                {"name": "早于今天", "status": "failed", "message": "晚于 2024 年"},
                            ],
                            "parts": {},
                        }
                    ],
                    "rejected": [
                        {
                            "text": "北京",
                            "start": 18,
                            "end": 20,
                            "score": 0.31,
                            "reason": "below_threshold",
                        }
                    ],
                },
                {"definition": "乙方", "name": "乙方", "values": [], "rejected": []},
            ],
            "records": [],
            "labels": [
                {
                    "label": "已到岗",
                    "value": True,
                    "score": 0.93,
                    "evidence": {"text": "已到岗", "start": 46, "end": 49},
                },
                {"label": "已离职", "value": False, "score": 0.04, "evidence": None},
            ],
            "notices": [{"code": "definition_ignored", "message": "请把问句改写成名词。"}],
        },
        ensure_ascii=False,
        indent=2,
    )


def test_round_trip_through_json_text() -> None:
    data = json.loads(sample().to_json())
    again = extraction_from_dict(data, TEXT)
    assert again.to_dict() == data
    assert again.values[0].parts["电话"] is None
    assert again.fields[1].rejected[0].reason == "below_threshold"


@settings(deadline=None)
@given(st.text(min_size=1), st.data())
def test_any_text_round_trips_and_encodes(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    value = Value("f", text[start:end], start, end, data.draw(st.floats(0, 1)))
    extraction = Extraction(text, "m", "s", (FieldResult("f", "f", (value,)),))
    encoded = extraction.to_json(indent=None).encode("utf-8")
    assert len(encoded.decode("utf-8").splitlines()) == 1
    read = extraction_from_dict(json.loads(encoded), text)
    assert read.to_dict() == extraction.to_dict()


@pytest.mark.parametrize("text", ["a\ud800b", "\udc00", "a\ud83d\ude00b", "a\x85b\u2028c"])
def test_lone_surrogates_and_line_ends_stay_in_the_json_as_escapes(text: str) -> None:
    extraction = one_value(text, text)
    line = extraction.to_json(indent=None)
    assert line.encode("utf-8") and len(line.splitlines()) == 1
    assert extraction_from_dict(json.loads(line), text).values[0].text == text


def test_scores_are_rounded_to_four_decimals() -> None:
    value = Value("f", "甲", 0, 1, 0.123456789)
    extraction = Extraction("甲", "m", "s", (FieldResult("f", "f", (value,)),))
    assert extraction.to_dict()["fields"][0]["values"][0]["score"] == 0.1235


def test_another_document_is_refused_by_name() -> None:
    with pytest.raises(SeqGPTError) as caught:
        extraction_from_dict(sample().to_dict(), TEXT + "。")
    assert caught.value.code == "result_document_mismatch"
    with pytest.raises(SeqGPTError) as caught:
        extraction_from_dict(sample().to_dict(), "别的文档")
    assert caught.value.code == "result_document_mismatch"


def damaged() -> list[tuple[str, Any]]:
    def changed(*path: Any, to: Any) -> Any:
        data = sample().to_dict()
        inner: Any = data
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = to
        return data

    value = ("fields", 0, "values", 0)
    missing = sample().to_dict()
    del missing["notices"]
    return [
        ("result_damaged", []),
        ("result_damaged", None),
        ("result_damaged", {}),
        ("result_damaged", missing),
        ("result_version_unsupported", changed("version", to=2)),
        ("result_damaged", changed("fields", to="甲方")),
        ("result_damaged", changed("document", to=None)),
        ("result_damaged", changed("document", "characters", to=1)),
        ("result_damaged", changed(*value, "start", to="4")),
        ("result_damaged", changed(*value, "start", to=True)),
        ("result_damaged", changed(*value, "text", to="李四")),
        ("result_damaged", changed(*value, "score", to=float("nan"))),
        ("result_damaged", changed(*value, "score", to=10**400)),
        ("result_damaged", changed(*value, "normalized", to=3)),
        ("result_damaged", changed(*value, "mentions", to=[[4]])),
        ("result_damaged", changed(*value, "mentions", to=[[4, 12], [0, 10**6]])),
        ("result_damaged", changed(*value, "parts", to=[])),
        ("result_damaged", changed("fields", 1, "rejected", 0, "reason", to="bored")),
        ("result_damaged", changed("fields", 1, "rejected", 0, "reason", to=[])),
        ("result_damaged", changed("fields", 1, "values", 0, "checks", 0, "status", to="maybe")),
        ("result_damaged", changed("labels", 0, "value", to=1)),
        ("result_damaged", changed("records", to=[{}])),
    ]


@pytest.mark.parametrize(("code", "data"), damaged())
def test_damaged_results_give_one_clear_error(code: str, data: Any) -> None:
    with pytest.raises(SeqGPTError) as caught:
        extraction_from_dict(data, TEXT)
    assert caught.value.code == code
    assert "\n" not in caught.value.message


# Markdown


def tables(markdown: str) -> list[list[list[str]]]:
    """The rendered tables as rows of cell texts; fails on markup that a cell must not have."""
    found: list[list[list[str]]] = []
    for token in MarkdownIt("gfm-like").disable("linkify").parse(markdown):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type == "inline" and token.level >= 4:
            children = token.children or []
            assert all(child.type in ("text", "text_special") for child in children) or (
                token.content == "*未找到*"
            ), token.content
            found[-1][-1].append("".join(child.content for child in children))
        else:
            assert token.type not in ("html_block", "fence", "code_block", "hr"), token
    return found


def test_markdown_reads_as_tables() -> None:
    values, labels, rejected, notices, provenance = tables(sample().to_markdown())
    assert values[1] == [
        "负责人(姓名+职务+电话)",
        "组合",
        "张伟（技术总监）",
        "",
        "姓名：张伟，职务：技术总监，电话：—",
        "0.91",
        "4–12；38–46",
        "",
    ]
    assert values[2][1:4:2] == ["日期", "2024-05-01"]
    assert values[2][7] == "早于今天：未通过（晚于 2024 年）"
    assert values[3][:3] == ["乙方", "单位", "未找到"]
    assert labels[1:] == [["已到岗", "是", "0.93", "已到岗"], ["已离职", "否", "0.04", ""]]
    assert rejected[1] == ["签约日期", "北京", "0.31", "18–20", "低于阈值"]
    assert notices[1] == ["definition_ignored", "请把问句改写成名词。"]
    assert ["文档", "合同.txt"] in provenance and ["模型 SHA-256", "ab" * 32] in provenance


HOSTILE = [
    "a|b",
    "\\|",
    "a\\",
    "*粗* _斜_ `码` ~~删~~ $x$",
    "[链](http://x)",
    "![图](javascript:x)",
    "<script>alert(1)</script>",
    "&lt;b&gt; &amp;#42;",
    "# 标题",
    "甲\n\n# 乙\n---\n| c |",
    "=1+1",
    "https://example.com www.example.com",
    "``` \n",
    "|\r\n|---|",
    ":red[x]",
]


@pytest.mark.parametrize("wanted", HOSTILE)
def test_document_text_is_never_markup(wanted: str) -> None:
    extraction = one_value(f"前{wanted}后", wanted)
    shown = wanted.replace("\r\n", "⏎").replace("\n", "⏎").strip(" ")
    assert tables(extraction.to_markdown())[0][1][2] == shown


@settings(deadline=None)
@given(st.text(alphabet="|\\`*_[]<>#&;!()~$-+=:/w. \t\r\nax甲\x00\u202e\ud800", min_size=1))
def test_any_text_keeps_the_table_whole(wanted: str) -> None:
    extraction = one_value(wanted, wanted, definition=wanted)
    markdown = extraction.to_markdown()
    markdown.encode("utf-8")
    assert "\u202e" not in markdown and "\x00" not in markdown
    rows = tables(markdown)[0]
    assert [len(row) for row in rows] == [8, 8]
    assert rows[1][0] == rows[1][2]
    assert rows[1][5:7] == ["0.50", f"0–{len(wanted)}"]


# Tables


def test_frame_has_one_row_per_value() -> None:
    frame = sample().to_frame()
    assert list(frame.columns) == [
        "field", "definition", "text", "normalized", "score", "start", "end", "mentions",
        "sentence", "checks", "parts", "parts.姓名", "parts.职务", "parts.电话",
    ]  # fmt: skip
    first, second = frame.to_dict("records")
    assert first["field"] == "负责人" and first["definition"] == "负责人(姓名+职务+电话)"
    assert first["mentions"] == "4-12；38-46"
    assert first["sentence"] == "本项目由张伟（技术总监）负责。"
    assert first["parts.姓名"] == "张伟" and frame["parts.电话"].isna().all()
    assert second["normalized"] == "2024-05-01" and frame["normalized"].isna().tolist() == [1, 0]
    assert TEXT[second["start"] : second["end"]] == second["text"]


def test_an_empty_frame_has_the_same_columns_and_types() -> None:
    empty = extraction_to_frame(Extraction("甲", "m", "s", (FieldResult("a", "a"),)))
    full = extraction_to_frame(one_value("甲", "甲"))
    assert len(empty) == 0 and len(full) == 1
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()


def test_documents_frame_joins_values_and_tells_absent_from_not_asked() -> None:
    text = "甲公司与乙公司"
    two = FieldResult(
        "甲方", "甲方", (Value("甲方", "乙公司", 4, 7, 0.9), Value("甲方", "甲公司", 0, 3, 0.8))
    )
    extractions = [
        Extraction(text, "m", "s", (two,), (LabelResult("甲方", True, 0.9),), source="a.txt"),
        sample(),
        Extraction(text, "m", "s", source="a.txt"),
        Extraction(text, "m", "s"),
    ]
    frame = documents_to_frame(extractions)
    assert frame.index.name == "document"
    assert list(frame.index) == ["a.txt", "合同.txt", "a.txt (2)", "文档 4"]
    assert list(frame.columns) == [
        "甲方", "负责人(姓名+职务+电话)", "签约日期", "乙方", "甲方（标签）", "已到岗", "已离职",
    ]  # fmt: skip
    assert frame.loc["a.txt", "甲方"] == "乙公司；甲公司"
    assert frame.loc["a.txt", "甲方（标签）"] == "是"
    assert frame.loc["合同.txt", "负责人(姓名+职务+电话)"] == "姓名：张伟，职务：技术总监，电话：—"
    assert frame.loc["合同.txt", "乙方"] == ""
    assert frame.loc["a.txt"].isna()["乙方"]
    assert documents_to_frame([]).shape == (0, 0)


def test_frames_hold_what_utf8_cannot() -> None:
    extraction = one_value("a\ud800b", "a\ud800b", definition="字\udfff段")
    assert extraction_to_frame(extraction)["text"].tolist() == ["a\ufffdb"]
    assert documents_to_frame([extraction])["字\ufffd段"].tolist() == ["a\ufffdb"]


def test_importing_results_is_light() -> None:
    heavy = ("pandas", "xlsxwriter", "torch", "streamlit")
    code = f"import sys, seqgpt_core.results; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# Sentences


@pytest.mark.parametrize(
    ("text", "wanted", "sentence"),
    [
        ("甲说。乙方为某公司。丙说", "某公司", "乙方为某公司。"),
        ("标题\n  乙方：某公司 \n丙", "某公司", "乙方：某公司"),
        ("他说：“好！”乙方同意；丙", "乙方", "乙方同意；"),
        ("甲。乙。丙。", "乙。", "乙。"),
        ("甲。乙。丙。", "乙。丙", "乙。丙。"),
        ("甲方", "甲方", "甲方"),
        ("甲？乙！！丙", "乙", "乙！！"),
        ("甲\r\n乙\r\n", "乙", "乙"),
    ],
)
def test_sentence_around(text: str, wanted: str, sentence: str) -> None:
    assert sentence_around(text, *place(text, wanted)) == sentence


def test_long_sentences_are_cut_around_the_span_with_marks() -> None:
    text = "一" * 500 + "目标" + "二" * 500
    cut = sentence_around(text, 500, 502, limit=20)
    assert cut == "…" + "一" * 8 + "目标" + "二" * 8 + "…"
    assert sentence_around(text, 0, 2, limit=20) == "一" * 18 + "…"
    assert sentence_around(text, 1000, 1002, limit=20) == "…" + "二" * 18
    assert sentence_around(text, 400, 600, limit=20) == "…" + "一" * 18 + "…"


@settings(deadline=None)
@given(st.text(alphabet="甲乙。；\n ”x", min_size=1, max_size=80), st.integers(3, 30), st.data())
def test_sentence_holds_the_span(text: str, limit: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    sentence = sentence_around(text, start, end, limit)
    assert len(sentence) <= limit
    if end - start <= limit - 2:
        assert text[start:end] in sentence
    assert sentence.removeprefix("…").removesuffix("…") in text


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (1, 1), (2, 1), (0, 3)])
def test_sentence_of_no_span_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        sentence_around("甲乙", start, end)
