"""Enumerations: an option named by a value's words, by synonyms, or by the whole document."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core import Extraction, SeqGPT
from seqgpt_core.decoding.options import named_option, option_evidence
from seqgpt_core.decoding.sentences import sentence_span

APPEAL = "诉求类别(咨询/投诉/求助/建议/举报)"
KINDS = ("咨询", "投诉", "求助", "建议", "举报")

# Written for the purpose; none of these texts names its option.
IMPLIED = [
    ("来电人王女士想了解新生儿落户需要准备哪些材料，是否可以在网上办理。", "咨询"),
    ("李先生来电，想知道公租房申请条件有哪些，外地户口能否申请。", "咨询"),
    ("市民反映烧烤店每晚营业至凌晨，油烟和噪音严重影响居民休息，无人处理。", "投诉"),
    ("窗口工作人员推诿扯皮，拒绝受理材料，来电人要求道歉。", "投诉"),
    ("来电人捡到一名走失老人，希望民警协助联系家属。", "求助"),
    ("自家水管爆裂，联系不上自来水公司，请帮忙联系维修人员抢修。", "求助"),
    ("市民认为左转绿灯时间过短，应适当延长，并增设左转待转区。", "建议"),
    ("来电人提议在地铁各站增设母婴室，方便带孩子的乘客。", "建议"),
    ("某建材厂夜间偷排污水，并伪造环评报告，请查处。", "举报"),
    ("有人在城郊出租屋内开设赌场，聚众赌博，请公安机关依法查处。", "举报"),
]


@pytest.fixture
def extract(rule_engine: Any):
    def run(text: str, definition: str, found: Any = None, **given: Any) -> Extraction:
        return SeqGPT(rule_engine(found or {})).extract(text, definition, **given)

    return run


@pytest.mark.parametrize(
    ("words", "options", "named"),
    [
        ("负全部责任", ("全部责任", "次要责任", "无责任"), "全部责任"),
        ("分期付款", ("一次性付款", "分期付款"), "分期付款"),
        ("不满意", ("满意", "不满意"), "不满意"),
        ("左膝关节", ("左", "右"), "左"),
        ("工学硕士研究生", ("本科", "硕士", "博士"), "硕士"),
        ("提请上海仲裁委员会裁决", ("仲裁", "诉讼"), "仲裁"),
        ("连带责任保证", ("保证", "抵押"), "保证"),
        ("以房产设定抵押登记", ("保证", "抵押"), "抵押"),
        ("甲或乙", ("甲", "乙"), None),
        ("另行商定", ("仲裁", "诉讼"), None),
        ("ＡＢ 类", ("ab类", "cd类"), "ab类"),
        ("", ("甲", "乙"), None),
    ],
)
def test_words_name_one_option_or_none(
    words: str, options: tuple[str, ...], named: str | None
) -> None:
    assert named_option(words, options) == named


def test_a_recipe_adds_words() -> None:
    options = ("采购", "租赁")
    assert named_option("长期借用设备", options) is None
    assert named_option("长期借用设备", options, {"租赁": ("借用",)}) == "租赁"


@pytest.mark.parametrize(("text", "option"), IMPLIED)
def test_the_document_as_a_whole_decides(extract: Any, text: str, option: str) -> None:
    (field,) = extract(text, APPEAL).fields
    assert [v.normalized for v in field.values] == [option]
    value = field.values[0]
    assert text[value.start : value.end] == value.text


def test_the_sentence_that_shows_it_best_is_the_value(extract: Any) -> None:
    text = "来电人姓张。某厂夜间偷排污水，请依法查处。希望保密。"
    (field,) = extract(text, APPEAL).fields
    assert field.values[0].text == "某厂夜间偷排污水，请依法查处。"


def test_what_the_text_labels_or_ticks_settles_it(extract: Any) -> None:
    noisy = "有人偷排污水，请依法查处。"
    for text in (f"{noisy}诉求类别：咨询", f"{noisy}☑咨询 □投诉 □举报", f"{noisy}[√]咨询 [ ]举报"):
        (field,) = extract(text, APPEAL).fields
        assert [v.normalized for v in field.values] == ["咨询"], text


def test_boxes_left_open_and_negated_words_say_nothing(extract: Any) -> None:
    for text in ("□咨询 □投诉 □举报", "本次借款无抵押，没有质押。"):
        definition = APPEAL if "□" in text else "担保方式(保证/抵押/质押)"
        assert extract(text, definition).fields[0].values == (), text


def test_nothing_is_invented(extract: Any) -> None:
    (field,) = extract("今天下雨，路面湿滑。", APPEAL).fields
    assert field.values == ()
    # A word in passing is shown as rejected, with its reason.
    (field,) = extract("服务电话可用于投诉。", APPEAL).fields
    assert field.values == ()
    assert [(r.text, r.reason) for r in field.rejected] == [
        ("服务电话可用于投诉", "below_threshold")
    ]


def test_options_that_another_outdoes_are_listed(extract: Any) -> None:
    (field,) = extract("某厂偷排污水，涉嫌违法，市民反映后请依法查处。", APPEAL).fields
    assert [v.normalized for v in field.values] == ["举报"]
    assert ("constraint", "选项「投诉」不如「举报」") in {
        (r.reason, r.detail) for r in field.rejected
    }


def test_a_place_without_an_option_is_refused_with_the_reason(extract: Any) -> None:
    found = {"付款方式": [("另行商定", 0.9), ("分期付款", 0.6)]}
    text = "付款另行商定，设备款分期付款。"
    (field,) = extract(text, "付款方式(一次性付款/分期付款)", found).fields
    assert [(v.text, v.normalized) for v in field.values] == [("分期付款", "分期付款")]
    refused = next(r for r in field.rejected if r.text == "另行商定")
    assert (refused.reason, refused.detail) == ("constraint", "没有说出任何一个选项")


def test_two_places_of_one_option_are_one_value(extract: Any) -> None:
    found = {"责任认定": [("负全责", 0.9), ("承担全部责任", 0.8)]}
    text = "张某负全责。李某无伤。张某承担全部责任。"
    (field,) = extract(text, "责任认定(全部责任/次要责任)", found).fields
    assert [(v.normalized, len(v.mentions)) for v in field.values] == [("全部责任", 2)]


def test_a_loan_can_have_more_than_one_security(extract: Any) -> None:
    text = "本债务由沈某提供连带责任保证，并以其房产办理抵押登记。"
    (field,) = extract(text, "担保方式(保证/抵押/质押)").fields
    assert {v.normalized for v in field.values} == {"保证", "抵押"}
    assert all(v.text in text for v in field.values)


def test_a_span_that_lists_options_answers_with_each(extract: Any) -> None:
    text = "担保方式为保证、抵押，不设质押。"
    definition = "增信(保证/抵押/质押)"
    (field,) = extract(text, definition, {"增信": [("保证、抵押", 0.8)]}).fields
    assert [(v.text, v.normalized, v.score) for v in field.values] == [
        ("保证", "保证", 0.8), ("抵押", "抵押", 0.8),
    ]  # fmt: skip
    (field,) = extract(text, f"{definition}[1]", {"增信": [("保证、抵押", 0.8)]}).fields
    assert len(field.values) == 1
    # More than a list is no list: which of them the sentence means is not said.
    (field,) = extract(text, definition, {"增信": [("抵押，不设质押", 0.8)]}).fields
    assert not any(v.score == 0.8 for v in field.values)


def test_a_lower_degree_does_not_stand_beside_the_highest(extract: Any) -> None:
    text = "2010年毕业于某大学，本科。\n2013年毕业于某大学，硕士。"
    found = {"最高学历": [("本科", 0.9), ("硕士", 0.6)], "学历": [("本科", 0.9), ("硕士", 0.6)]}
    (field,) = extract(text, "最高学历(大专/本科/硕士/博士)", found).fields
    assert [v.normalized for v in field.values] == ["硕士"]
    assert any("不如「硕士」" in r.detail for r in field.rejected)
    (field,) = extract(text, "学历(大专/本科/硕士/博士)", found).fields
    assert {v.normalized for v in field.values} == {"本科", "硕士"}


def test_the_highest_degree_counts(extract: Any) -> None:
    text = "2010年毕业于某大学，本科。\n2013年毕业于某大学，硕士。"
    (field,) = extract(text, "最高学历(大专/本科/硕士/博士)").fields
    assert field.values[0].normalized == "硕士"


def test_synonyms_of_a_recipe_reach_the_document(extract: Any) -> None:
    definition = "合同类型(买卖/租赁)"
    text = "甲方将叉车三台借予乙方使用。"
    assert extract(text, definition).fields[0].values == ()
    (field,) = extract(text, definition, synonyms={"租赁": ["借予"]}).fields
    assert [(v.text, v.normalized) for v in field.values] == [(text, "租赁")]


def test_a_threshold_never_calls_the_model_and_never_adds_a_value(rule_engine: Any) -> None:
    engine = rule_engine({"诉求类别": [("偷排", 0.3)]})
    analysis = SeqGPT(engine).analyze(IMPLIED[8][0], APPEAL)
    asked = list(engine.asked)
    before: set[str] | None = None
    for threshold in (0.0, 0.2, 0.4, 0.6, 0.8, 0.99):
        found = {v.text for v in analysis.decide({"诉求类别": threshold}).values}
        assert before is None or found <= before
        before = found
    assert engine.asked == asked


def test_each_option_is_asked_unless_there_are_many(rule_engine: Any) -> None:
    engine = rule_engine({})
    SeqGPT(engine).analyze("某厂偷排污水。", "类别(甲类/乙类)")
    assert engine.asked == ["类别", "类别：甲类", "类别：乙类"]
    many = "/".join(f"选项{n}号" for n in range(15))
    engine = rule_engine({})
    SeqGPT(engine).analyze("某厂偷排污水。", [f"类别({many})"])
    assert engine.asked == ["类别"]


def test_the_model_alone_carries_no_option() -> None:
    present = {"诉求类别：咨询": 1.0, "诉求类别：投诉": 0.0}
    assert option_evidence("今天下雨。", ["诉求类别"], ("咨询", "投诉"), present) == ()
    plain = option_evidence("市民反映井盖松动。", ["诉求类别"], KINDS)[0]
    asked = option_evidence("市民反映井盖松动。", ["诉求类别"], KINDS, {"诉求类别：投诉": 0.9})[0]
    assert plain.option == asked.option == "投诉"
    assert plain.candidate.score < asked.candidate.score < 0.5


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.sampled_from("咨询投诉举报请查处不无，。\n☑□：诉求类别aé😀"), max_size=60),
    st.lists(st.sampled_from(["咨询", "投诉", "举报", "左", "a(", "[x]"]), min_size=2, unique=True),
)
def test_any_text_gives_spans_of_it(text: str, options: list[str]) -> None:
    for evidence in option_evidence(text, ["诉求类别"], options):
        candidate = evidence.candidate
        assert 0 <= candidate.start < candidate.end <= len(text)
        assert 0 <= candidate.score <= 1
        assert evidence.option in options


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("甲，。；\n！a "), min_size=1, max_size=300), st.data())
def test_a_sentence_holds_its_place(text: str, data: st.DataObject) -> None:
    places = [i for i, c in enumerate(text) if c in "甲a"]
    if not places:
        return
    at = data.draw(st.sampled_from(places))
    start, end = sentence_span(text, at, at + 1)
    assert start <= at < end <= len(text)
    assert "\n" not in text[start:end]
