"""Lengths of time: ISO 8601 durations, decimals in the unit asked for, and what stays open."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core.fields.types.durations import DurationType
from seqgpt_core.fields.types.readings import Context, Reading

DURATIONS = DurationType()


def read(raw: str, constraint: str | None = None) -> Reading:
    return DURATIONS.read(raw, Context(constraint=constraint))


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in DURATIONS.find(text)]


def names(reading: Reading) -> set[str]:
    return {check.name for check in reading.checks}


LENGTHS = {
    "三年": "P3Y",
    "叁年": "P3Y",
    "三 年": "P3Y",
    "十二年": "P12Y",
    "有期徒刑十二年": "P12Y",
    "36个月": "P36M",
    "36 个月": "P36M",
    "３６个月": "P36M",
    "２４个\n月": "P24M",
    "36月": "P36M",
    "三个月": "P3M",
    "30日": "P30D",
    "三十日": "P30D",
    "30天": "P30D",
    "四十五日": "P45D",
    "90日历天": "P90D",
    "1,096日历天": "P1096D",
    "60个自然日": "P60D",
    "两周": "P2W",
    "2个星期": "P2W",
    "6 weeks": "P6W",
    "24小时": "PT24H",
    "24h": "PT24H",
    "1.5小时": "PT1H30M",
    "27.5h": "PT27H30M",
    "一个半小时": "PT1H30M",
    "半小时": "PT30M",
    "3小时20分": "PT3H20M",
    "5 小时 27 分": "PT5H27M",
    "1小时50分钟": "PT1H50M",
    "6 分 18 秒": "PT6M18S",
    "40分钟": "PT40M",
    "12 分": "PT12M",
    "55 min": "PT55M",
    "40 秒": "PT40S",
    "0.9s": "PT0.9S",
    "208ms": "PT0.208S",
    "5'40\"": "PT5M40S",
    "8'": "PT8M",
    "半年": "P6M",
    "一年半": "P1Y6M",
    "2.5年": "P2Y6M",
    "6.5年": "P6Y6M",
    "2年6个月": "P2Y6M",
    "一年二个月": "P1Y2M",
    "一年零三个月": "P1Y3M",
    "二年六月": "P2Y6M",
    "12年2个月": "P12Y2M",
    "两个季度": "P6M",
    "15 days": "P15D",
    "3 months": "P3M",
    "24周岁": "P24Y",
    "三十八岁": "P38Y",
    "工期90日历天": "P90D",
    "验收入库后90日": "P90D",
    "届满前30日": "P30D",
    "提前三十日书面通知": "P30D",
    "三年（36个月）": "P3Y",
    "2024年7月1日至2027年6月30日（三年）": "P3Y",
    "2024年3月15日起八个月": "P8M",
    "5个工作日": "5",
    "45个工作日": "45",
    "十个交易日": "10",
}


@pytest.mark.parametrize(("raw", "expected"), LENGTHS.items())
def test_a_length(raw: str, expected: str) -> None:
    reading = read(raw)
    assert reading.problem is None
    assert reading.normalized == expected


IN_UNITS = [
    ("90日历天", "天", "90"),
    ("1,096日历天", "日历天", "1096"),
    ("两周", "天", "14"),
    ("48小时", "天", "2"),
    ("36小时", "天", "1.5"),
    ("90天", "周", None),
    ("8年", "年", "8"),
    ("36个月", "年", "3"),
    ("18个月", "年", "1.5"),
    ("2年6个月", "年", "2.5"),
    ("10个月", "年", None),
    ("三年", "月", "36"),
    ("一年半", "个月", "18"),
    ("两个季度", "月", "6"),
    ("6月", "月", "6"),
    ("30天", "月", None),
    ("三个月", "天", None),
    ("一年", "天", None),
    ("1.5小时", "分钟", "90"),
    ("90分钟", "小时", "1.5"),
    ("40分钟", "小时", None),
    ("2.5h", "小时", "2.5"),
    ("1分30秒", "秒", "90"),
    ("208ms", "秒", "0.208"),
    ("二十三", "周岁", "23"),
    ("27", "岁", "27"),
    ("27.50", "小时", "27.5"),
    ("1,096", "天", "1096"),
    ("45个工作日", "工作日", "45"),
    ("45个工作日", "天", None),
    ("30天", "工作日", None),
    ("90天", "单位：天", "90"),
    ("90天", "天，不含节假日", "90"),
    ("100天", "天", "100"),
]


@pytest.mark.parametrize(("raw", "constraint", "expected"), IN_UNITS)
def test_in_the_unit_of_the_constraint_where_that_is_exact(
    raw: str, constraint: str, expected: str | None
) -> None:
    reading = read(raw, constraint)
    assert reading.problem is None
    assert reading.normalized == expected
    assert ("unit" in names(reading)) is (expected is None)


def test_working_days_are_never_calendar_days() -> None:
    reading = read("45个工作日内")
    assert reading.normalized == "45"
    assert names(reading) == {"working_days", "upper_bound"}
    assert all(check.status == "not_applicable" for check in reading.checks)


@pytest.mark.parametrize(
    ("raw", "normalized", "remarks"),
    [
        ("不超过30日", "P30D", {"upper_bound"}),
        ("最长90天", "P90D", {"upper_bound"}),
        ("15日内", "P15D", {"upper_bound"}),
        ("30 日以内", "P30D", {"upper_bound"}),
        ("不满365天", "P365D", {"upper_bound"}),
        ("不少于30天", "P30D", {"lower_bound"}),
        ("至少3年", "P3Y", {"lower_bound"}),
        ("满一年", "P1Y", {"lower_bound"}),
        ("65周岁以上", "P65Y", {"lower_bound"}),
        ("超过24小时", "PT24H", {"lower_bound"}),
        ("约18天", "P18D", {"approximate"}),
        ("10天左右", "P10D", {"approximate"}),
        ("快三年", "P3Y", {"approximate"}),
        ("30余年", "P30Y", {"lower_bound"}),
        ("约30日内", "P30D", {"approximate", "upper_bound"}),
        ("届满后30日", "P30D", set()),
        ("30日", "P30D", set()),
    ],
)
def test_bounds_are_remarks(raw: str, normalized: str, remarks: set[str]) -> None:
    reading = read(raw)
    assert reading.normalized == normalized
    assert names(reading) == remarks
    assert all(check.status == "not_applicable" for check in reading.checks)


@pytest.mark.parametrize(
    ("raw", "constraint", "low", "high"),
    [
        ("3-5年", None, "P3Y", "P5Y"),
        ("3年至5年", None, "P3Y", "P5Y"),
        ("一至三年", None, "P1Y", "P3Y"),
        ("6—9个月", None, "P6M", "P9M"),
        ("5～7日", None, "P5D", "P7D"),
        ("7—15个工作日", None, "7", "15"),
        ("60至64周岁", "岁", "60", "64"),
        ("3天至2周", None, "P3D", "P2W"),
    ],
)
def test_a_range_gives_its_two_bounds_and_no_value(
    raw: str, constraint: str | None, low: str, high: str
) -> None:
    reading = read(raw, constraint)
    assert reading.normalized is None and reading.problem is None
    messages = {check.name: check.message for check in reading.checks}
    assert messages == {"lower_bound": f"下限 {low}", "upper_bound": f"上限 {high}"}


@pytest.mark.parametrize(
    ("raw", "remark"),
    [
        ("半个月", "vague"),
        ("两个半月", "vague"),
        ("半天", "vague"),
        ("几天", "vague"),
        ("数周", "vague"),
        ("三五天", "vague"),
        ("两三个月", "vague"),
        ("1.5个月", "unit"),
        ("27", "unit"),
        ("无固定期限", "open_ended"),
        ("长期", "open_ended"),
        ("30天，逾期不超过5天", "several"),
    ],
)
def test_what_would_be_a_guess_stays_open(raw: str, remark: str) -> None:
    reading = read(raw)
    assert reading.normalized is None and reading.problem is None
    assert remark in names(reading)


@pytest.mark.parametrize(
    ("raw", "constraint", "expected"),
    [
        ("2024年3月29日前", None, "2024-03-29"),
        ("2024年7月1日至2026年6月30日", None, "2024-07-01/2026-06-30"),
        ("2024.08.15—2025.08.14", "年月日", "2024-08-15/2025-08-14"),
        ("11 月 20 日前", "M月D日", "--11-20"),
        ("14:00 前", None, "14:00"),
        ("每月15日前", None, "---15"),
        ("2026.08", None, "2026-08"),
        ("次月１０日前", None, None),
        ("9月底前", None, None),
    ],
)
def test_a_deadline_in_a_term_field_reads_as_a_date(
    raw: str, constraint: str | None, expected: str | None
) -> None:
    reading = read(raw, constraint)
    assert reading.problem is None
    assert reading.normalized == expected


@pytest.mark.parametrize(
    ("raw", "constraint", "problem"),
    [
        ("2024年3月5日", "天", "是日期，不是时长"),
        ("6月30日前", "月", "是日期，不是时长"),
        ("张三", None, "不是时长"),
        ("张三", "天", "不是时长"),
        ("", None, "不是时长"),
        ("季付", None, "不是时长"),
        ("0.5人日", None, "不是时长"),
        ("第3周期", None, "不是时长"),
        ("pT2N0M0", None, "不是时长"),
        ("30日元", None, "不是时长"),
        ("三年级", None, "不是时长"),
        ("2.5分", "年", "不能"),
    ],
)
def test_what_is_no_length_is_a_problem(raw: str, constraint: str | None, problem: str) -> None:
    reading = read(raw, constraint)
    assert reading.normalized is None
    said = (reading.problem or "") + "".join(check.message for check in reading.checks)
    assert problem in said


FOUND = [
    ("第三条 租期三年，自2024年4月1日起，免租期45天。", ["三年", "45天"]),
    ("服务期不超过30日，逾期满7日解除", ["不超过30日", "满7日"]),
    ("收票后 60 日内付款", ["60 日内"]),
    ("判处有期徒刑三年六个月", ["三年六个月"]),
    ("需方应于5个工作日内支付", ["5个工作日内"]),
    ("手术约1小时50分钟", ["约1小时50分钟"]),
    ("周期6—9个月", ["6—9个月"]),
    ("65周岁以上半价", ["65周岁以上"]),
    ("保证 期 三　年。", ["三　年"]),
    ("2024年3月5日签署", []),
    ("2024年度第3天", []),
    ("每月5日前支付", []),
    ("次月10日前", []),
    ("于25日前交付", []),
    ("二二年毕业", []),
    ("得分80–89分", []),
    ("30日元", []),
    ("3D打印", []),
    ("浙K·3H218货车", []),
    ("电话13800138000", []),
    ("一、二、三年级", []),
    ("5\t周晓宇", []),
    ("天津市", []),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_find_reaches_over_the_whole_form_and_leaves_dates(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 9999), st.sampled_from("年 个月 天 周 小时 分钟 秒".split()))
def test_counts_are_kept_to_the_letter(count: int, unit: str) -> None:
    sign = {"年": "P{}Y", "个月": "P{}M", "天": "P{}D", "周": "P{}W"}
    clock = {"小时": "PT{}H", "分钟": "PT{}M", "秒": "PT{}S"}
    # 1995年 is a year of the calendar.
    raw = (
        f"{count} {unit}" if unit != "年" or not 1000 <= count <= 2999 else f"{count % 1000 + 1}年"
    )
    said = int(raw.split(unit)[0])
    assert read(raw).normalized == {**sign, **clock}[unit].format(said)
    assert found(f"为期{raw}整") == [raw]


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 5000),
    st.sampled_from([("天", 86400), ("小时", 3600), ("分钟", 60), ("秒", 1), ("周", 604800)]),
    st.sampled_from([("天", 86400), ("小时", 3600), ("分钟", 60), ("秒", 1), ("周", 604800)]),
)
def test_conversion_is_exact_or_refused(
    count: int, own: tuple[str, int], asked: tuple[str, int]
) -> None:
    normalized = read(f"{count}{own[0]}", asked[0]).normalized
    exact = Fraction(count * own[1], asked[1])
    if normalized is None:
        assert (exact * 10**6).denominator != 1
    else:
        assert Fraction(normalized) == exact
        assert "E" not in normalized and not ("." in normalized and normalized.endswith("0"))


PIECES = st.lists(
    st.sampled_from(
        "3 30 1,096 2.5 三 十 半 两 几 年 个 月 个月 日 天 周 工作日 小时 分 分钟 秒 h min 至 - ~ 约 不超过 内 以上 "
        "余 多 第 零 ' ( ) 2024 前 次 每 长期 ② ½ 　 \n \t".split(" ")
    ),
    max_size=24,
).map("".join)


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(PIECES, st.text(max_size=60)), st.sampled_from([None, "天", "年", "月", "YYYY-MM-DD"])
)
def test_total_with_honest_offsets(text: str, constraint: str | None) -> None:
    places = DURATIONS.find(text)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(one[1] <= two[0] for one, two in pairwise(places))
    assert DURATIONS.find(text) == places
    reading = read(text, constraint)
    assert reading == read(text, constraint)
    assert reading.normalized is None or reading.problem is None
    assert reading.normalized is not None or reading.problem or reading.checks


@pytest.mark.parametrize(
    "piece", ["\0", "\ud800", "😀", "3", "三", "半年", "3-", "第", "1,", "天", " ", "3天", "几"]
)
def test_ten_thousand_characters_of_anything(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    for start, end in DURATIONS.find(text):
        assert 0 <= start < end <= len(text)
    assert isinstance(read(text), Reading)
