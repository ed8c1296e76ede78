"""Classification: labels and criteria over documents, with what in the text decided each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core import SeqGPT, SeqGPTError
from seqgpt_core.service.classify import (
    ClassifyFormat,
    LabelQuestions,
    classify_paths,
    split_labels,
)
from seqgpt_core.tasks.classification import Classification, checked_labels
from seqgpt_core.tasks.criteria import read_criterion

from .resumes import EXPECTED, RESUMES


@pytest.fixture
def classify(rule_engine: Any):
    def run(text: str, labels: list[str], found: Any = None, **given: Any) -> Classification:
        model = SeqGPT(rule_engine(found or {}, window_size=2000))
        synonyms = given.pop("synonyms", None)
        return model.analyze(text, [], labels, synonyms=synonyms).classify(**given)

    return run


@pytest.mark.parametrize(
    ("label", "kinds"),
    [
        ("算法岗-P7以上", ["class", "level"]),
        ("测试岗-有金融经验", ["class", "experience"]),
        ("测试岗—本科及以上学历—3年以上经验", ["class", "degree", "years"]),
        ("博士学历", ["degree"]),
        ("5年以上Java经验", ["years", "experience"]),
        ("P5-P7", ["level"]),
        ("T3-2及以上", ["level"]),
        ("35岁以下", ["age"]),
        ("3-5年经验", ["years"]),
        ("三年以上工作经验", ["years"]),
        ("熟悉Python", ["experience"]),
        ("COVID-19相关", ["class"]),
        ("劳动争议", ["class"]),
        ("会计岗", ["class"]),
        ("C++", ["class"]),
        ("-", ["class"]),
    ],
)
def test_labels_are_read_as_criteria(label: str, kinds: list[str]) -> None:
    criterion = read_criterion(label)
    assert [condition.kind for condition in criterion.conditions] == kinds
    assert criterion.label == label


@pytest.mark.parametrize("name", RESUMES)
def test_resumes_without_the_model(classify: Any, name: str) -> None:
    """Arithmetic and words decide; the engine here finds nothing."""
    labels = [label for (owner, label) in EXPECTED if owner == name]
    found = classify(RESUMES[name], labels)
    wrong = {c.label: c.conditions for c in found.criteria if c.value != EXPECTED[name, c.label]}
    assert not wrong


def test_every_condition_says_what_decided_it(classify: Any) -> None:
    text = RESUMES["algorithm"]
    (criterion,) = classify(text, ["算法岗-P8以上"]).criteria
    assert (criterion.value, criterion.status) == (False, "not_met")
    assert criterion.deciding.text == "P8以上"
    assert criterion.deciding.reason == "职级 P7，不符合「P8以上」"
    assert criterion.evidence is not None and criterion.evidence.text == "P7"
    assert text[: criterion.evidence.start].endswith("2023年晋升至")


def test_what_the_text_leaves_open_is_unclear_and_not_met(classify: Any) -> None:
    found = classify(RESUMES["doctor"], ["P7以上", "20年以上经验", "35岁以下"])
    assert [(c.value, c.status) for c in found.criteria] == [(False, "unclear")] * 3
    assert "终点不明" in found["20年以上经验"].deciding.reason
    assert "出生日期" in found["35岁以下"].deciding.reason


def test_a_denial_is_no_experience(classify: Any) -> None:
    (criterion,) = classify(RESUMES["doctor"], ["有金融经验"]).criteria
    assert (criterion.value, criterion.status) == (False, "not_met")
    assert criterion.evidence is not None and criterion.evidence.text == "无金融行业经验"


def test_wishes_and_other_people_do_not_count(classify: Any) -> None:
    text = "张三，期望职级 P8，带领 P9 专家一名，希望进入金融行业。现任开发工程师，职级 P6。"
    found = classify(text, ["P7以上", "P6以上", "有金融经验"])
    assert [c.value for c in found.criteria] == [False, True, False]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2015.01-2018.01 甲公司 工程师\n2017.01-2020.01 乙公司 工程师", 5.0),
        ("2010年9月至2014年7月 某大学 本科\n2014年7月至2016年7月 甲公司 主管", 2.0),
        ("有八年财务工作经验", 8.0),
        ("2018年1月至今 甲公司 经理\n更新日期：2024年1月", 6.0),
    ],
)
def test_years_are_summed_once_and_without_school(classify: Any, text: str, years: float) -> None:
    below, above = f"{int(years)}年以上", f"{int(years) + 1}年以上"
    found = classify(text, [below, above])
    assert [c.value for c in found.criteria] == [True, False]


def test_one_label_or_several(classify: Any) -> None:
    text = "买卖合同纠纷\n原告与被告因货款发生争议，被告主张该款项系民间借贷纠纷。"
    labels = ["买卖合同纠纷", "民间借贷纠纷"]
    both = classify(text, labels, threshold=0.2)
    one = classify(text, labels, threshold=0.2, single=True)
    assert [c.value for c in both.criteria] == [True, True]
    assert [c.label for c in one.met] == ["买卖合同纠纷"]


def test_a_class_may_be_told_by_words_of_the_recipe(classify: Any) -> None:
    text = "甲方将叉车三台借予乙方使用，期满归还。"
    assert not classify(text, ["租赁类"]).met
    assert classify(text, ["租赁类"], synonyms={"租赁类": ["借予"]}).met


def test_the_model_alone_never_carries_a_class(classify: Any) -> None:
    found = {"劳动争议": [("天气", 0.99)]}
    (criterion,) = classify("今天天气很好。", ["劳动争议"], found).criteria
    assert (criterion.value, criterion.status) == (False, "unclear")
    assert criterion.evidence is not None and criterion.evidence.text == "天气"
    assert "参考" in criterion.deciding.reason


def test_the_labels_of_an_extraction_are_the_same(rule_engine: Any) -> None:
    labels = ["算法岗-P7以上", "博士学历"]
    analysis = SeqGPT(rule_engine({}, window_size=2000)).analyze(
        RESUMES["algorithm"], "姓名", labels
    )
    found = analysis.decide().labels
    assert [(r.label, r.value) for r in found] == [("算法岗-P7以上", True), ("博士学历", False)]
    assert tuple(c.label_result() for c in analysis.classify().criteria) == found


def test_a_threshold_never_calls_the_model(rule_engine: Any) -> None:
    engine = rule_engine({}, window_size=2000)
    analysis = SeqGPT(engine).analyze(RESUMES["tester"], [], ["测试岗", "有金融经验"])
    asked = list(engine.asked)
    met = [len(analysis.classify(t).met) for t in (0.0, 0.3, 0.6, 0.9, 1.0)]
    assert met == sorted(met, reverse=True) and met[0] == 2 and met[-1] == 0
    assert engine.asked == asked
    with pytest.raises(SeqGPTError) as caught:
        analysis.classify(1.5)
    assert caught.value.code == "threshold_invalid"


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        st.sampled_from("P7T3-2硕博士本科学历5年经验至今2018.03岁有无金融算法工程师，。\n"),
        min_size=1,
    ),
    st.lists(
        st.text(st.sampled_from("P7-岗以上有经验年学历博士算法5岁+且 "), min_size=1, max_size=12),
        min_size=1,
        max_size=3,
        unique=True,
    ),
)
def test_any_text_and_label_gives_spans_of_the_text(text: str, labels: list[str]) -> None:
    from .conftest import RuleEngine

    if not text.strip():
        return
    model = SeqGPT(RuleEngine({}, window_size=2000))
    for criterion in model.analyze(text, [], labels).classify().criteria:
        assert 0 <= criterion.score <= 1
        assert criterion.value == (criterion.status == "met")
        for condition in criterion.conditions:
            span = condition.evidence
            assert span is None or text[span.start : span.end] == span.text != ""


def test_labels_are_checked() -> None:
    assert checked_labels([" a ", "b", "a", " "]) == ("a", "b")
    assert split_labels("算法岗-P7以上, 测试岗；博士学历\n") == [
        "算法岗-P7以上",
        "测试岗",
        "博士学历",
    ]
    assert split_labels("合同金额≥1,200,000元,博士学历") == ["合同金额≥1,200,000元", "博士学历"]
    for labels, code in (([" "], "labels_missing"), (map(str, range(300)), "too_many_labels")):
        with pytest.raises(SeqGPTError) as caught:
            checked_labels(list(labels))
        assert caught.value.code == code


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in RESUMES.items():
        (tmp_path / "cv" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "cv" / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "cv" / "broken.docx").write_bytes(b"PK\x03\x04nothing")
    (tmp_path / "cv" / ".hidden").write_text("x", encoding="utf-8")
    return tmp_path / "cv"


def test_a_folder_is_sorted_and_one_bad_file_stops_nothing(folder: Path, rule_engine: Any) -> None:
    failures: list[str] = []
    run = classify_paths(
        SeqGPT(rule_engine({}, window_size=2000)),
        [str(folder)],
        LabelQuestions(("算法岗-P7以上", "测试岗-有金融经验")),
        lambda: b"",
        lambda failure: failures.append(failure.source),
    )
    assert failures == [str(folder / "broken.docx")]
    data = json.loads(run.render(ClassifyFormat.JSON))
    assert [Path(d["source"]).stem for d in data["documents"]] == sorted(RESUMES)
    assert data["failed"][0]["code"].startswith("document_")
    by_name = {Path(d["source"]).stem: d for d in data["documents"]}
    first = by_name["algorithm"]["labels"][0]
    assert (first["label"], first["value"]) == ("算法岗-P7以上", True)
    assert [c["kind"] for c in first["conditions"]] == ["class", "level"]
    level = first["conditions"][1]["evidence"]
    assert level["sentence"].endswith("2023年晋升至P7")
    assert RESUMES["algorithm"][level["start"] : level["end"]] == level["text"]
    markdown = run.render(ClassifyFormat.MARKDOWN)
    assert "**测试岗-有金融经验**" in markdown and "未能处理" in markdown
    table = run.render(ClassifyFormat.TABLE).splitlines()
    assert len(table) == 1 + 2 * len(RESUMES)
    assert all(len(line.split("\t")) == 6 for line in table)


def test_hostile_text_stays_text(classify: Any) -> None:
    from seqgpt_core.tasks.classification_report import (
        classifications_to_markdown,
        classifications_to_table,
    )

    text = "测试工程师<script>|x|\n[a](http://b)\t职级：P7"
    found = classify(text, ["测试岗", "P7以上|<b>"])
    markdown = classifications_to_markdown([found])
    assert "<script>" not in markdown and "](http" not in markdown
    assert all(len(row.split("\t")) == 6 for row in classifications_to_table([found]).split("\n"))


@pytest.mark.embedded
def test_resumes_with_the_embedded_model() -> None:
    model = SeqGPT.load()
    wrong = []
    for name, text in RESUMES.items():
        labels = [label for (owner, label) in EXPECTED if owner == name]
        found = model.analyze(text, [], labels).classify()
        wrong += [(name, c.label) for c in found.criteria if c.value != EXPECTED[name, c.label]]
    # A floor for these weights: the model's part may tip one or two.
    assert len(wrong) <= 2, wrong
