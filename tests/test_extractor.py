"""The extractor around a model: any length, exact offsets, nothing read or asked twice."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core import SeqGPT, SeqGPTError
from seqgpt_core.decoding.spans import Calibration
from seqgpt_core.documents import split_windows

FILLER = "本合同一式两份，双方各执一份。履行中如有争议，协商解决；\n第三条 其他约定\n"


def planted(length: int, at: int, value: str) -> str:
    body = (FILLER * (length // len(FILLER) + 1))[:length]
    return body[:at] + value + body[at + len(value) :]


def test_a_value_at_every_window_boundary_of_a_long_text_is_found(rule_engine: Any) -> None:
    value = "北京华信科技有限公司"
    size, overlap, length = 480, 96, 100_000
    plain = planted(length, 0, "")
    windows = split_windows(plain, size, overlap)
    places = {p for w in windows for p in (w.start, w.end)}
    places = sorted(p + d for p in places for d in (-len(value), -5, -1, 0, 3))
    # Every place once, over as many texts as keep the planted values apart.
    for offset in range(8):
        text, used = plain, []
        for place in places[offset::8]:
            if 0 <= place <= length - len(value) and (not used or place >= used[-1] + 40):
                text = text[:place] + value + text[place + len(value) :]
                used.append(place)
        engine = rule_engine({"甲方": [(value, 0.9)]}, window_size=size, window_overlap=overlap)
        (found,) = SeqGPT(engine).extract(text, "甲方").values
        assert [start for start, _ in found.mentions] == used
        assert all(text[s:e] == value for s, e in found.mentions)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 900), st.integers(1, 900), st.sampled_from(["😀公司", "𠮷野家", "A-1号"]))
def test_offsets_are_code_points(at: int, length: int, value: str) -> None:
    from tests.conftest import RuleEngine

    text = planted(max(length, at + len(value)), at, value)
    result = SeqGPT(RuleEngine({"甲方": [(value, 0.9)]})).extract(text, "甲方")
    assert any(s <= at and at + len(value) <= e for s, e in result.values[0].mentions)


def test_a_new_field_does_not_read_again_and_a_threshold_asks_nothing(rule_engine: Any) -> None:
    engine = rule_engine({"甲方": [("华信", 0.9)], "乙方": [("远景", 0.4)]})
    model = SeqGPT(engine)
    text = planted(500, 100, "华信与远景")
    analysis = model.analyze(text, "甲方")
    reads = len(engine.reads)
    assert reads == model.counters.windows_read > 5
    both = model.analyze(text, "甲方, 乙方")
    assert len(engine.reads) == reads
    assert engine.asked.count("甲方") == reads
    assert engine.asked.count("乙方") == reads
    asked = len(engine.asked)
    assert [v.text for v in both.decide().values] == ["华信"]
    assert [v.text for v in both.decide({"乙方": 0.3}).values] == ["华信", "远景"]
    assert both.decide({"甲方": 0.95}).values == ()
    assert analysis.decide().values[0].text == "华信"
    assert (len(engine.reads), len(engine.asked)) == (reads, asked)


def test_without_a_cache_nothing_is_kept_but_answers_are_the_same(rule_engine: Any) -> None:
    rules = {"甲方": [("华信", 0.9)], "乙方": [("远景", 0.8)]}
    text = planted(700, 300, "华信与远景")
    small, large = rule_engine(rules), rule_engine(rules)
    model = SeqGPT(small, cache_bytes=0)
    model.analyze(text, "甲方")
    first = len(small.reads)
    assert model.extract(text, "甲方,乙方") == SeqGPT(large).extract(text, "甲方,乙方")
    assert len(small.reads) == 2 * first


def test_memory_of_kept_readings_is_bounded(rule_engine: Any) -> None:
    model = SeqGPT(rule_engine({}), cache_bytes=1_000)
    for number in range(30):
        model.analyze(planted(400, 10, str(number) * 5), "甲方")
    held = sum(d.nbytes for d in model._documents.values())
    assert held <= 1_000 + 600


def test_a_span_cut_by_a_window_edge_is_not_a_value(rule_engine: Any) -> None:
    # The rule also matches parts of the name, as a model sees them at a cut.
    name = "甲乙丙丁戊己庚辛壬癸"
    engine = rule_engine({"甲方": [("[甲乙丙丁戊己庚辛壬癸]+", 0.9)]})
    for at in range(30, 70):
        result = SeqGPT(engine).extract(planted(150, at, name), "甲方")
        assert [v.text for v in result.values] == [name]


def test_notices_and_errors(rule_engine: Any) -> None:
    model = SeqGPT(rule_engine({}))
    result = model.extract("甲方：华信", "请告诉我这家公司叫什么名字")
    assert result.fields == ()
    assert result.notices[0].code == "definition_ignored"
    for text in ("", " \n\t　", "\u200b\ufeff"):
        with pytest.raises(SeqGPTError) as caught:
            model.extract(text, "甲方")
        assert caught.value.code == "document_empty"
    with pytest.raises(SeqGPTError) as caught:
        model.extract("甲" * 5_000_000, "甲方")
    assert caught.value.code == "document_too_long"
    assert "5,000,000" in caught.value.message or "5000000" in caught.value.message
    for thresholds, code in (
        ({"丙方": 0.5}, "threshold_unknown"),
        ({"甲方": 1.5}, "threshold_invalid"),
    ):
        with pytest.raises(SeqGPTError) as caught:
            model.extract("甲方：华信", "甲方", thresholds)
        assert caught.value.code == code


def test_labels_carry_evidence(rule_engine: Any) -> None:
    model = SeqGPT(rule_engine({"博士学历": [("工学博士", 0.93)]}))
    found, missing = model.extract(
        "张伟，工学博士。", "姓名", labels=["博士学历", "有金融经验"]
    ).labels
    assert found.value
    assert found.evidence is not None
    assert found.evidence.text == "工学博士"
    assert (missing.value, missing.evidence) == (False, None)


def test_random_weights_never_invent_a_span(tiny_checkpoint: Path) -> None:
    """A random model tries everything; every value must still be a span of the text."""
    model = SeqGPT.load(tiny_checkpoint)
    source = random.Random(3)
    alphabet = "甲方乙合同金额 ，。（）《》12.,%AB\n\t\x00😀=<b>&\u200f"
    for _ in range(25):
        text = "".join(source.choices(alphabet, k=source.randint(1, 300))) + "甲"
        result = model.extract(text, "甲方, 合同金额(元), 负责人(姓名+职务)", {"甲方": 0.0})
        for value in result.values:
            assert all(text[s:e] for s, e in value.mentions)
            assert text[value.start : value.end] == value.text


def test_same_in_same_out(tiny_checkpoint: Path) -> None:
    text = planted(400, 50, "甲方北京华信公司") * 2
    first = SeqGPT.load(tiny_checkpoint).extract(text, "甲方, 乙方, 合同金额", {"甲方": 0.1})
    turned = SeqGPT.load(tiny_checkpoint, cache_bytes=0).extract(
        text, "合同金额, 乙方, 甲方", {"甲方": 0.1}
    )
    for name in ("甲方", "乙方", "合同金额"):
        one, two = first[name], turned[name]
        assert [(v.start, v.end) for v in one.values] == [(v.start, v.end) for v in two.values]
        for a, b in zip(one.values, two.values, strict=True):
            assert a.score == pytest.approx(b.score, abs=1e-4)


def test_unknown_checkpoint_names(tmp_path: Path) -> None:
    for source in (tmp_path / "nowhere", "no-such-model", "someone/some-model"):
        with pytest.raises(SeqGPTError) as caught:
            SeqGPT.load(source)
        assert caught.value.code == "checkpoint_missing"


def test_a_limit_keeps_the_best_values(rule_engine: Any) -> None:
    rules = {"金额": [("500元", 0.6), ("700元", 0.9), ("900元", 0.8), ("100元", 0.2)]}
    model = SeqGPT(rule_engine(rules))
    text = "价款700元，押金500元，退700元，罚900元，另100元"
    everything = model.extract(text, "金额").fields[0]
    assert [v.text for v in everything.values] == ["700元", "900元", "500元"]
    for limit in (1, 2, 3, 4):
        (field,) = model.extract(text, f"金额[{limit}]").fields
        assert field.values == everything.values[:limit]
        beyond = {r.text for r in field.rejected if r.reason == "limit"}
        assert beyond == {v.text for v in everything.values[limit:]}
        assert field.definition == f"金额[{limit}]"
    assert [v.text for v in model.extract(text, "金额[1]", {"金额": 0.95}).values] == []


def test_every_mention_of_a_value_beyond_the_limit_is_rejected(rule_engine: Any) -> None:
    model = SeqGPT(rule_engine({"甲方": [("华信", 0.9), ("远景", 0.8)]}))
    (field,) = model.extract("华信与远景，远景即乙方", "甲方[1]").fields
    assert [(r.text, r.start, r.reason) for r in field.rejected] == [
        ("远景", 3, "limit"),
        ("远景", 6, "limit"),
    ]


def test_aliases_are_asked_and_the_best_answer_counts(rule_engine: Any) -> None:
    engine = rule_engine(
        {
            "甲方": [("华信", 0.6)],
            "委托方": [("华信", 0.9), ("远景", 0.7)],
            "采购人": [("兴业", 0.2)],
        }
    )
    (field,) = SeqGPT(engine).extract("华信、远景、兴业", "甲方|委托方|采购人(全称) # 买方").fields
    assert engine.asked == ["甲方", "委托方", "采购人"]
    assert field.name == "甲方"
    assert [(v.field, v.text, v.score) for v in field.values] == [
        ("甲方", "华信", 0.9),
        ("甲方", "远景", 0.7),
    ]


def test_parts_are_asked_under_every_alias(rule_engine: Any) -> None:
    rules = {
        "负责人": [("张伟", 0.9)],
        "联系人姓名": [("张伟", 0.9)],
        "联系人电话": [("13880012345", 0.8)],
    }
    engine = rule_engine(rules)
    (field,) = SeqGPT(engine).extract("张伟（13880012345）", "负责人|联系人(姓名+电话)").fields
    assert engine.asked == [
        "负责人",
        "联系人",
        "负责人姓名",
        "负责人电话",
        "联系人姓名",
        "联系人电话",
    ]
    assert {n: p.text for n, p in field.values[0].parts.items() if p} == {
        "姓名": "张伟",
        "电话": "13880012345",
    }


def test_parts_of_parts(rule_engine: Any) -> None:
    rules = {
        "负责人姓名": [("张伟", 0.9)],
        "负责人电话": [("13880012345", 0.8)],
        "负责人邮箱": [("a@b.cn", 0.7)],
        "负责人联系方式": [("a@b.cn，13880012345|微信号", 0.6)],
    }
    model = SeqGPT(rule_engine(rules))
    definition = "负责人(姓名+联系方式(电话(11位)+邮箱))"
    values = {
        v.text: v.parts for v in model.extract("张伟（a@b.cn，13880012345）", definition).values
    }
    (parts,) = values.values()
    assert list(parts) == ["姓名", "联系方式", "联系方式.电话", "联系方式.邮箱"]
    assert [p and p.text for p in parts.values()] == [
        "张伟",
        "a@b.cn，13880012345",
        "13880012345",
        "a@b.cn",
    ]
    # A part is its own words where none of its parts is there.
    (value,) = model.extract("张伟（微信号）", definition).values
    assert [p and p.text for p in value.parts.values()] == ["张伟", "微信号", None, None]
    # It does not reach over another part.
    (value,) = model.extract("13880012345张伟a@b.cn", definition).values
    assert [p and p.text for p in value.parts.values()] == ["张伟", None, "13880012345", "a@b.cn"]


def test_parts_of_the_same_name_are_asked_with_what_they_belong_to(rule_engine: Any) -> None:
    engine = rule_engine({"双方甲方电话": [("13880012345", 0.8)], "双方乙方电话": [("139", 0.8)]})
    SeqGPT(engine).extract("138和139", "双方(甲方(姓名+电话)+乙方(姓名+电话))")
    assert "双方甲方电话" in engine.asked
    assert "双方乙方姓名" in engine.asked
    assert "双方电话" not in engine.asked


def test_a_record_is_asked_its_columns(rule_engine: Any) -> None:
    engine = rule_engine({"甲方": [("华信", 0.9)], "采购明细": [("华信", 0.9)]})
    result = SeqGPT(engine).extract("甲方：华信", "甲方, 采购明细{品名, 数量(件)}[]")
    assert engine.asked == ["甲方", "品名", "数量"]
    assert [f.name for f in result.fields] == ["甲方"]
    (record,) = result.records
    assert (record.columns, record.rows) == (("品名", "数量"), ())
    assert result.notices == ()


def test_a_long_document_asks_for_more_than_a_window_does(rule_engine: Any) -> None:
    class Wary(rule_engine):  # type: ignore[misc]
        def calibration_of(self, name: str) -> Calibration:
            return Calibration(length=0.5)

    rules = {"甲方": [("甲公司", 0.6)]}
    text = "甲公司付款。"
    (short,) = SeqGPT(Wary(rules)).extract(text, "甲方")["甲方"].values
    assert short.score == 0.6
    # Nine windows: the odds go down by their square root.
    filled = text + "乙" * (60 + 7 * 40 - len(text)) + "丙" * 40
    analysis = SeqGPT(Wary(rules)).analyze(filled, "甲方")
    assert analysis.windows == 9
    (long,) = analysis.decide(default=0.0)["甲方"].values
    assert long.score == pytest.approx(0.6 / 0.4 / 3 / (1 + 0.6 / 0.4 / 3))
