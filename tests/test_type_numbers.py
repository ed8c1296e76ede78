"""Numerals, rates and quantities: recognised, normalised, converted exactly."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core.fields.constraints import UNITS
from seqgpt_core.fields.types.chinese_numbers import interval, narrow, plain, read_number
from seqgpt_core.fields.types.measures import converted
from seqgpt_core.fields.types.percentages import PercentageType
from seqgpt_core.fields.types.quantities import QuantityType
from seqgpt_core.fields.types.readings import Context, Reading
from seqgpt_core.fields.types.registry import field_type

PERCENTAGE = PercentageType()
QUANTITY = QuantityType()


def rate(raw: str, constraint: str | None = None) -> Reading:
    return PERCENTAGE.read(raw, Context(constraint))


def quantity(raw: str, constraint: str | None = None) -> Reading:
    return QUANTITY.read(raw, Context(constraint))


def statuses(reading: Reading) -> dict[str, str]:
    return {check.name: check.status for check in reading.checks}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("贰拾叁万捌仟", "238000"),
        ("壹仟零伍拾", "1050"),
        ("一千二百三十四万五千", "12345000"),
        ("贰亿叁仟肆佰柒拾柒万捌仟伍佰叁拾柒", "234778537"),
        ("3万5", "35000"),
        ("三万五", "35000"),
        ("三千六", "3600"),
        ("两百", "200"),
        ("两百五", "250"),
        ("一百零八", "108"),
        ("一百一十", "110"),
        ("一百十五", "115"),
        ("廿三", "23"),
        ("卅一", "31"),
        ("十", "10"),
        ("十五", "15"),
        ("三点一四", "3.14"),
        ("零点零五", "0.05"),
        ("二十三点五万", "235000"),
        ("〇", "0"),
        ("零", "0"),
        ("二〇二四", "2024"),
        ("一亿零五十万", "100500000"),
        ("三千万零五", "30000005"),
        ("一万亿", "1000000000000"),
        ("1.2亿", "120000000"),
        ("18万5千", "185000"),
        ("3万500", "30500"),
        ("3.5千", "3500"),
        ("2千8百", "2800"),
        ("１，２００．５０", "1200.5"),
        ("1,234,567.89", "1234567.89"),
        ("0.1", "0.1"),
        ("负五", "-5"),
        ("-3.50", "-3.5"),
        ("0.123456789012345678", "0.123456789012345678"),
        ("萬".join(["壹", ""]), "10000"),
    ],
)
def test_numerals(text: str, expected: str) -> None:
    assert read_number(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    ["", "百", "万", "万万", "一千一千", "一百零", "三四百", "七八", "叁万伍", "三点五万三千", "1,2,3",
     "1,2345", "1.2.3", "①", "10³", "五百元", "二十万三十万", "一亿亿", "9" * 500, "点五", "三点"],
)  # fmt: skip
def test_what_is_no_one_numeral(text: str) -> None:
    assert read_number(text) is None


def spoken(number: int) -> str:
    """A whole number below 10**12 in everyday characters, by the school rules."""
    digits = "零一二三四五六七八九"
    if number == 0:
        return "零"

    def below_ten_thousand(group: int) -> str:
        words, gap = "", False
        for place in (3, 2, 1, 0):
            digit = group // 10**place % 10
            if digit:
                words += (
                    ("零" if gap and words else "") + digits[digit] + ("", "十", "百", "千")[place]
                )
                gap = False
            else:
                gap = True
        return words

    words = ""
    for power, unit in ((8, "亿"), (4, "万"), (0, "")):
        group = number // 10**power % 10_000
        if group:
            words += ("零" if words and group < 1000 else "") + below_ten_thousand(group) + unit
    return words


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**12 - 1))
def test_every_whole_number_reads_back(number: int) -> None:
    assert read_number(spoken(number)) == number
    assert read_number(f"{number:,}") == number


def test_all_small_whole_numbers_read_back() -> None:
    assert [n for n in range(2_000) if read_number(spoken(n)) != n] == []


@settings(max_examples=60, deadline=None)
@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9
    )
)
def test_plain_decimals_are_exact(number: Decimal) -> None:
    written = plain(Fraction(number))
    assert written is not None
    assert Decimal(written) == number
    assert "E" not in written and not (("." in written) and written.endswith("0"))


def test_decimals_that_never_end_are_not_cut() -> None:
    assert plain(Fraction(1, 3)) is None
    assert plain(Fraction(1, 8)) == "0.125"


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_narrow_text_keeps_every_place(text: str) -> None:
    assert len(narrow(text)) == len(text)
    assert narrow(narrow(text)) == narrow(text)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("20", "30万", (200_000, 300_000)),
        ("8000", "1.2万", (8000, 12_000)),
        ("二十", "三十万", (200_000, 300_000)),
        ("三", "五百", (300, 500)),
        ("八千", "一万二", (8000, 12_000)),
        ("1.5亿", "2亿", (150_000_000, 200_000_000)),
        ("8", "1.2万", None),
        ("30", "20", None),
    ],
)
def test_the_left_end_of_a_range_borrows_a_scale(
    left: str, right: str, expected: tuple[int, int] | None
) -> None:
    assert interval(left, right) == expected


@pytest.mark.parametrize(
    ("raw", "constraint", "expected"),
    [
        ("5%", None, "5"),
        ("５％", None, "5"),
        ("0.50 %", None, "0.5"),
        ("百分之三", None, "3"),
        ("百分之三点八五", None, "3.85"),
        ("百分之百", None, "100"),
        ("百分之一百一十", None, "110"),
        ("千分之五", None, "0.5"),
        ("万分之五", None, "0.05"),
        ("万分之二点五", None, "0.025"),
        ("十万分之五", None, "0.005"),
        ("0.5‰", None, "0.05"),
        ("零点五%", None, "0.5"),
        ("5个百分点", None, "5"),
        ("50 bp", None, "0.5"),
        ("25个基点", None, "0.25"),
        ("一成", None, "10"),
        ("三成半", None, "35"),
        ("三成五", None, "35"),
        ("八折", None, "80"),
        ("8.5折", None, "85"),
        ("85折", None, "85"),
        ("八五折", None, "85"),
        ("五分之二", None, "40"),
        ("-3.2%", None, "-3.2"),
        ("增长-3.2%", None, "-3.2"),
        ("1,000%", None, "1000"),
        ("30%（百分之三十）", None, "30"),
        ("LPR为3.45%", None, "3.45"),
        ("3.65%（LPR+20BP）", None, "3.65"),
        ("10多个百分点", None, "10"),
        ("百分之五（5%）", None, "5"),
        ("50-100bp", None, "0.5/1"),
        ("5%-8%", None, "5/8"),
        ("3-5%", None, "3/5"),
        ("3%～5%", None, "3/5"),
        ("5%至8%", None, "5/8"),
        ("百分之三至百分之五", None, "3/5"),
        ("百分之三到五", None, "3/5"),
        ("三到五成", None, "30/50"),
        ("千分之五", "‰", "5"),
        ("5%", "‰", "50"),
        ("5", "‰", "5"),
        ("万分之五", "万分之", "5"),
        ("0.05%", "‱", "5"),
        ("0.5%", "bp", "50"),
        ("0.5%", "BP", "50"),
        ("5", "%", "5"),
        ("3-5", "%", "3/5"),
        ("5%", "小数", "0.05"),
        ("八折", "折", "8"),
        ("三成", "成", "3"),
        ("日万分之五", "‰/日", "0.5"),
        ("5%", "含税", "5"),
    ],
)
def test_rates(raw: str, constraint: str | None, expected: str) -> None:
    reading = rate(raw, constraint)
    assert (reading.normalized, reading.problem) == (expected, None)


@pytest.mark.parametrize(
    ("raw", "expected", "per"),
    [
        ("3.85%(年)", "3.85", "每年"),
        ("每日0.05%", "0.05", "每日"),
        ("5‰/日", "0.5", "每日"),
        ("按日万分之五", "0.05", "每日"),
        ("年利率3.85%", "3.85", "每年"),
        ("年化收益率4.2%", "4.2", "每年"),
        ("0.05%每日", "0.05", "每日"),
    ],
)
def test_what_a_rate_is_per(raw: str, expected: str, per: str) -> None:
    reading = rate(raw)
    assert reading.normalized == expected
    assert [check.message for check in reading.checks if check.name == "per"] == [per]


def test_a_rate_per_day_is_not_turned_into_one_per_year() -> None:
    reading = rate("0.05%/日", "%/年")
    assert reading.normalized is None
    assert statuses(reading) == {"per": "failed"}


def test_a_year_before_a_rate_is_no_period() -> None:
    assert rate("2024年5%").checks == ()


@pytest.mark.parametrize(
    "raw",
    ["LPR+50BP", "一年期LPR加50个基点", "LPR+0.5%", "LPR", "基准利率上浮10%", "同期贷款利率的四倍"],
)
def test_a_floating_rate_is_a_remark(raw: str) -> None:
    reading = rate(raw)
    assert (reading.normalized, reading.problem) == (None, None)
    assert statuses(reading) == {"floating": "not_applicable"}


@pytest.mark.parametrize(
    ("raw", "expected", "name"),
    [
        ("不超过5%", "5", "upper_bound"),
        ("不低于百分之三十", "30", "lower_bound"),
        ("30%以上", "30", "lower_bound"),
        ("约12%", "12", "approximate"),
        ("百分之三十左右", "30", "approximate"),
        ("±5%", "5", "plus_minus"),
        ("正负5%", "5", "plus_minus"),
        ("提高5个百分点", "5", "points"),
    ],
)
def test_remarks_on_rates(raw: str, expected: str, name: str) -> None:
    reading = rate(raw)
    assert reading.normalized == expected
    assert statuses(reading) == {name: "not_applicable"}


@pytest.mark.parametrize(
    "raw", ["三分之一", "百分之几", "百分之十几", "几成", "二三成", "5", "30%、40%"]
)
def test_rates_that_would_be_a_guess(raw: str) -> None:
    reading = rate(raw)
    assert (reading.normalized, reading.problem) == (None, None)
    assert set(statuses(reading).values()) == {"not_applicable"}


@pytest.mark.parametrize(
    "raw", ["1,2%", "1.2.3%", ".5%", "一成不变", "第三成员", "2024年3月5日", "", "甲方"]
)
def test_what_is_no_rate_has_a_problem(raw: str) -> None:
    reading = rate(raw)
    assert reading.normalized is None and reading.problem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("违约金按日万分之五计，不超过合同价的５％。", ["万分之五", "５％"]),
        ("年利率3.85%(年)，浮动3-5%", ["3.85%(年)", "3-5%"]),
        ("按月6‰/月计息，打八折", ["6‰/月", "八折"]),
        ("三分之二以上董事，增长10.2个百分点", ["三分之二", "10.2个百分点"]),
        ("一成不变的第三成员，八成新", []),
        ("2024年3月5日，电话13800138000，500万元", []),
    ],
)
def test_places_of_rates(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in PERCENTAGE.find(text)] == expected


@pytest.mark.parametrize(
    ("raw", "constraint", "expected"),
    [
        ("186.5平方米", None, "186.5"),
        ("186.5㎡", None, "186.5"),
        ("12台", None, "12"),
        ("10 mg", None, "10"),
        ("1,200 kg", None, "1200"),
        ("１，２００公斤", None, "1200"),
        ("两套", None, "2"),
        ("共计三百余台", None, "300"),
        ("三两", None, "3"),
        ("半吨", None, "0.5"),
        ("一吨半", None, "1.5"),
        ("3套（叁套）", None, "3"),
        ("120/80mmHg", None, "120/80"),
        ("0.9%氯化钠100ml", None, "100"),
        ("1000 KG", "kg", "1000"),
        ("12台", "台/套", "12"),
        ("186.5平方", "平方米", "186.5"),
        ("5-10mg/次", "mg/次", "5/10"),
        ("5千瓦时", None, "5"),
        ("3万千瓦时", None, "30000"),
        ("120万股", None, "1200000"),
        ("-20℃", None, "-20"),
        ("12", None, "12"),
        ("十二", None, "12"),
        ("3万", None, "30000"),
        ("3.2×2.1cm", None, "3.2×2.1"),
        ("3.2cm×2.1cm", None, "3.2×2.1"),
        ("3*2*1 m", None, "3×2×1"),
        ("10-20台", None, "10/20"),
        ("十到二十台", None, "10/20"),
        ("1.5km", "m", "1500"),
        ("1.5公里", "米", "1500"),
        ("5000米", "km", "5"),
        ("2500g", "kg", "2.5"),
        ("3吨", "kg", "3000"),
        ("1.2万吨", "吨", "12000"),
        ("500mg", "g", "0.5"),
        ("1斤", "克", "500"),
        ("3亩", "平方米", "2000"),
        ("186.5平米", "㎡", "186.5"),
        ("12.5m²", "平方米", "12.5"),
        ("3立方米", "L", "3000"),
        ("5kWh", "度", "5"),
        ("37度", "℃", "37"),
        ("1.5小时", "分钟", "90"),
        ("3个月", "月", "3"),
        ("3万台", "台", "30000"),
        ("12000台", "万台", "1.2"),
        ("10万股", "万股", "10"),
        ("3万", "个", "30000"),
        ("3万", "万", "3"),
        ("3名", "人", "3"),
        ("500", "kg", "500"),
        ("500", "万台", "500"),
        ("10-20吨", "kg", "10000/20000"),
        ("3.2×2.1cm", "mm", "32×21"),
        ("0.5mg/kg", "g/t", "0.5"),
        ("60km/h", "m/h", "60000"),
        ("5.6×10^9/L", "×10^9/L", "5.6"),
        ("5.6×10⁹/L", "×10⁹/L", "5.6"),
        ("5.6", "×10^9/L", "5.6"),
        ("2×10⁻²mol", "mmol", "20"),
        ("长3米，重20吨", "kg", "20000"),
    ],
)
def test_quantities(raw: str, constraint: str | None, expected: str) -> None:
    reading = quantity(raw, constraint)
    assert (reading.normalized, reading.problem) == (expected, None)


@pytest.mark.parametrize(
    ("raw", "constraint"),
    [
        ("12台", "㎡"),
        ("12台", "套"),
        ("3吨", "米"),
        ("2月", "天"),
        ("1亩", "公顷"),
        ("20分钟", "小时"),
        ("5MB", "B"),
        ("60km/h", "km"),
        ("3.2×2.1cm", "kg"),
    ],
)
def test_what_cannot_be_converted_exactly_fails(raw: str, constraint: str) -> None:
    reading = quantity(raw, constraint)
    assert reading.normalized is None
    assert statuses(reading)["unit"] == "failed"


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("三百余台", "approximate"),
        ("约300台", "approximate"),
        ("300台左右", "approximate"),
        ("不少于300台", "lower_bound"),
        ("300台以上", "lower_bound"),
        ("不超过300台", "upper_bound"),
        ("300台以内", "upper_bound"),
        ("300+", "lower_bound"),
    ],
)
def test_remarks_on_quantities(raw: str, name: str) -> None:
    reading = quantity(raw, "台")
    assert reading.normalized == "300"
    assert statuses(reading) == {name: "not_applicable"}


def test_a_quantity_without_constraint_names_its_unit() -> None:
    assert [check.message for check in quantity("186.5平方米").checks] == ["单位 平方米"]


@pytest.mark.parametrize(
    "raw", ["三四百台", "数百台", "若干台", "几十台", "十几台", "3台、5台", "正本贰份、副本贰份"]
)
def test_quantities_that_would_be_a_guess(raw: str) -> None:
    reading = quantity(raw)
    assert (reading.normalized, reading.problem) == (None, None)


@pytest.mark.parametrize(
    "raw", ["5G网络", "238万人民币", "5美元", "第3条", "1,2,3台", "1 200台", "甲方", ""]
)
def test_what_is_no_quantity_has_a_problem(raw: str) -> None:
    reading = quantity(raw)
    assert reading.normalized is None and reading.problem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建筑面积186.5平方米，设备12台，一式两份", ["186.5平方米", "12台", "两份"]),
        ("肿块大小3.2×2.1cm，口服10 mg/kg", ["3.2×2.1cm", "10 mg/kg"]),
        ("供货10-20台，累计三百余台", ["10-20台", "三百余台"]),
        ("长１．５km，重1,200 kg", ["１．５km", "1,200 kg"]),
        ("工期5个月，质保2年，20天内", []),
        ("第3条，三方协议，16.2 本协议，002310股票", []),
        ("电话13800138000，500万元，5%，4/5G", []),
        ("价款238万人民币，5美元", []),
    ],
)
def test_places_of_quantities(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in QUANTITY.find(text)] == expected


def test_conversion_is_exact_and_reversible() -> None:
    for units in (UNITS["mass"], UNITS["length"], UNITS["area"], UNITS["volume"]):
        for one in sorted(units):
            for other in sorted(units):
                there = converted(Fraction(7), one, other)
                if there is not None:
                    assert converted(there, other, one) == 7
    assert converted(Fraction(1), "km", "m") == 1000
    assert converted(Fraction(1), "吨", "毫克") == 10**9
    assert converted(Fraction(1), "立方米", "mL") == 10**6


def test_units_of_different_kinds_never_convert() -> None:
    kinds = ["mass", "length", "area", "volume"]
    for kind in kinds:
        for other in kinds:
            if kind != other:
                assert all(
                    converted(Fraction(1), one, two) is None
                    for one in UNITS[kind]
                    for two in UNITS[other]
                )


_PIECES = st.sampled_from(
    "1 23 4,567 0.5 万 亿 % ‰ 个百分点 百分之 分之 三 五 百 成 折 半 bp LPR + - ~ 至 × x ^ 10 cm mg /kg 台 "
    "平方米 ㎡ 两 约 不超过 以上 余 多 每日 /年 ( ) 第 ， 。 \x00 \ud800 😀 ① ⁹".split()
)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(), st.lists(_PIECES, max_size=30).map("".join)))
def test_both_types_are_total_and_places_are_ordered(text: str) -> None:
    for value_type in (PERCENTAGE, QUANTITY):
        for constraint in (None, "‰/日", "万台", text[:8]):
            reading = value_type.read(text, Context(constraint))
            assert reading == value_type.read(text, Context(constraint))
            for end in (reading.normalized or "0").replace("×", "/").split("/"):
                assert Decimal(end).is_finite()
        last = 0
        for start, end in value_type.find(text):
            assert last <= start < end <= len(text)
            last = end


@pytest.mark.parametrize(
    "piece", ["万", "1", "1,", "1%", "三成", "百分之", "1-", "1×", "1台", "分之"]
)
def test_long_text_is_read(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    for value_type in (PERCENTAGE, QUANTITY):
        assert all(end <= len(text) for _, end in value_type.find(text))
        assert isinstance(value_type.read(text, Context()), Reading)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("合同金额", "money"),
        ("税率", "percentage"),
        ("质保期", "duration"),
        ("到场人数", "quantity"),
    ],
)
def test_a_bracket_of_figures_keeps_what_the_name_counts(name: str, wanted: str) -> None:
    for bracket in ("数字", "数值"):
        assert field_type(name, bracket).name == wanted
