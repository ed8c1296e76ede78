"""Amounts of money: recognised, normalised, compared in figures and in words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core.fields.types.money import MoneyType
from seqgpt_core.fields.types.readings import Context, Reading

MONEY = MoneyType()


def read(raw: str, constraint: str | None = None) -> Reading:
    return MONEY.read(raw, Context(constraint))


def statuses(reading: Reading) -> dict[str, str]:
    return {check.name: check.status for check in reading.checks}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("¥2,380.00", "2380"),
        ("￥2380元", "2380"),
        ("￥２，３８０．５０元", "2380.5"),
        ("RMB 2,380", "2380"),
        ("RMB2380.00元", "2380"),
        ("CNY2380.5", "2380.5"),
        ("人民币238万元", "2380000"),
        ("人民币：238 万元", "2380000"),
        ("238万", "2380000"),
        ("238万元人民币", "2380000"),
        ("2.38亿元", "238000000"),
        ("1.2万亿元", "1200000000000"),
        ("3,450.464万元", "34504640"),
        ("238，987，907元", "238987907"),
        ("97,782.06\n万元", "977820600"),
        ("5千元", "5000"),
        ("18万5千元", "185000"),
        ("3万5", "35000"),
        ("三万五", "35000"),
        ("六百元", "600"),
        ("三块五毛", "3.5"),
        ("5元5角3分", "5.53"),
        ("伍角整", "0.5"),
        ("贰仟叁佰捌拾元整", "2380"),
        ("人民币伍拾万元正", "500000"),
        ("人民币（大写）：壹亿贰仟万圆整", "120000000"),
        ("壹仟零伍拾元零叁分", "1050.03"),
        ("贰亿叁仟肆佰柒拾柒万捌仟伍佰叁拾柒元零陆分", "234778537.06"),
        ("壹拾玖亿玖仟叁佰柒拾贰万捌仟叁佰陆拾柒元捌角贰分", "1993728367.82"),
        ("贰萬叁仟圓整", "23000"),
        ("于2024年3月5日支付人民币¥2,380.00元整，", "2380"),
        ("（238,000元）", "238000"),
        ("-5万元", "-50000"),
        ("负500万元", "-5000000"),
        ("-¥500", "-500"),
        ("¥-500", "-500"),
        ("0元", "0"),
        ("0.00元", "0"),
        ("15k", "15000"),
        ("2.5w", "25000"),
        ("２０Ｋ", "20000"),
        ("人民币 100 元（即￥100）", "100"),
        ("3个亿", "300000000"),
        ("1亿3千万元", "130000000"),
        ("+500元", "500"),
        ("¥0.5元", "0.5"),
        ("拾万元整", "100000"),
        ("（人民币）500万元", "5000000"),
    ],
)
def test_one_amount_in_yuan(raw: str, expected: str) -> None:
    reading = read(raw)
    assert (reading.normalized, reading.problem) == (expected, None)


@pytest.mark.parametrize(
    ("raw", "constraint", "expected"),
    [
        ("500万元", "万元", "500"),
        ("238000元", "万元", "23.8"),
        ("238万", "万元", "238"),
        ("1,250.00", "万元", "1250"),
        ("1,250.00", "单位：万元", "1250"),
        ("1250", "元", "1250"),
        ("五百", "元", "500"),
        ("8,000.50", "元", "8000.5"),
        ("8000元", "百元", "80"),
        ("8000元", "千元", "8"),
        ("1.5亿元", "百万元", "150"),
        ("3亿元", "亿元", "3"),
        ("0.3万元", "元", "3000"),
        ("500万元", "人民币万元", "500"),
        ("500万元", "万元人民币", "500"),
        ("500万元", "含税，万元", "500"),
        ("500万元", "精确到分", "5000000"),
        ("1200元/月", "元/月", "1200"),
        ("1200", "元/月", "1200"),
        ("USD 12,000", "美元", "12000"),
        ("12,000", "万美元", "12000"),
        ("USD 12,000", "USD", "12000"),
        ("港币50万元", "万港元", "50"),
        ("15k-20k", "k", "15/20"),
        ("20-30", "万元", "20/30"),
        ("(1,250.00)", "万元", "-1250"),
        ("5万元欧元以外的500元", None, None),
    ],
)
def test_the_constraint_names_the_unit(
    raw: str, constraint: str | None, expected: str | None
) -> None:
    assert read(raw, constraint).normalized == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("20-30万元", "200000/300000"),
        ("20万-30万元", "200000/300000"),
        ("20万元至30万元", "200000/300000"),
        ("人民币20万元到30万元", "200000/300000"),
        ("8000～12000元", "8000/12000"),
        ("8000—12000元", "8000/12000"),
        ("8000-1.2万元", "8000/12000"),
        ("50元-1万元", "50/10000"),
        ("1.2-1.5亿美元", "120000000/150000000"),
        ("15k-20k", "15000/20000"),
        ("15-20K·13薪", "15000/20000"),
        ("1.5w-2w/月", "15000/20000"),
        ("壹仟元至壹万元", "1000/10000"),
        ("二十到三十万元", "200000/300000"),
        ("三到五百元", "300/500"),
        ("¥20-¥30", "20/30"),
        ("30万元以上50万元以下", "300000/500000"),
        ("20万元（含）至50万元（不含）", "200000/500000"),
        ("月薪8千-1万", "8000/10000"),
        ("年薪30-50万", "300000/500000"),
    ],
)
def test_ranges(raw: str, expected: str) -> None:
    assert read(raw).normalized == expected


@pytest.mark.parametrize("raw", ["30-20万元", "8-1.2万元", "50元-10元"])
def test_a_range_that_runs_backwards_is_not_guessed(raw: str) -> None:
    reading = read(raw)
    assert reading.normalized is None
    assert statuses(reading)["range"] == "failed"


@pytest.mark.parametrize(
    "raw",
    [
        "238,000.00元（大写：贰拾叁万捌仟元整）",
        "人民币贰拾叁万捌仟元整（¥238,000.00）",
        "人民币（大写）贰拾叁万捌仟元整（小写：¥238,000.00元）",
        "大写：贰拾叁万捌仟元整，小写：238000元",
        "贰拾叁万捌仟元整（238,000.00）",
        "23.8万元(人民币贰拾叁万捌仟圆整)",
    ],
)
def test_figures_and_words_of_one_amount(raw: str) -> None:
    reading = read(raw)
    assert reading.normalized == "238000"
    assert statuses(reading)["amount_in_words"] == "passed"


def test_figures_and_words_that_disagree() -> None:
    reading = read("238,000.00元（大写：贰拾叁万玖仟元整）")
    assert reading.normalized is None
    assert reading.problem is None
    check = next(check for check in reading.checks if check.name == "amount_in_words")
    assert check.status == "failed"
    assert "239000" in check.message and "238000" in check.message


@pytest.mark.parametrize(
    ("raw", "expected", "code"),
    [
        ("USD 12,000", "12000", "USD"),
        ("US$62,575,558.00美元", "62575558", "USD"),
        ("美元1.2万", "12000", "USD"),
        ("$500", "500", "USD"),
        ("6.47亿美元", "647000000", "USD"),
        ("100万元美金", "1000000", "USD"),
        ("港币50万元", "500000", "HKD"),
        ("500万元港币", "5000000", "HKD"),
        ("HK$1,000", "1000", "HKD"),
        ("$500港币", "500", "HKD"),
        ("€1,200.50", "1200.5", "EUR"),
        ("欧元3万", "30000", "EUR"),
        ("3万欧元", "30000", "EUR"),
        ("日元120万", "1200000", "JPY"),
        ("¥120万日元", "1200000", "JPY"),
        ("£99", "99", "GBP"),
        ("USD1.2 million", "1200000", "USD"),
        ("$1.2M", "1200000", "USD"),
        ("2亿韩元", "200000000", "KRW"),
        ("新台币300元", "300", "TWD"),
        ("764,126肯先令", "764126", "KES"),
        ("100万美元（约合人民币700万元）", "1000000", "USD"),
    ],
)
def test_a_foreign_currency_is_named_and_not_converted(raw: str, expected: str, code: str) -> None:
    reading = read(raw)
    assert reading.normalized == expected
    check = next(check for check in reading.checks if check.name == "currency")
    assert check.status == "not_applicable"
    assert code in check.message


@pytest.mark.parametrize(
    ("raw", "constraint"),
    [
        ("3万元欧元", None),
        ("人民币300万美元", None),
        ("港币20万美元", None),
        ("USD 12,000", "元"),
        ("500万元", "万美元"),
        ("€300", "USD"),
    ],
)
def test_contradictory_or_other_currencies_are_not_normalised(
    raw: str, constraint: str | None
) -> None:
    reading = read(raw, constraint)
    assert reading.normalized is None
    assert statuses(reading)["currency"] == "failed"


def test_the_constraint_picks_one_of_two_currencies() -> None:
    assert read("100万美元（约合人民币700万元）", "万元").normalized == "700"


@pytest.mark.parametrize(
    ("raw", "expected", "name"),
    [
        ("约五十万", "500000", "approximate"),
        ("大概五十万左右", "500000", "approximate"),
        ("人民币约5,364.91万元", "53649100", "approximate"),
        ("近500万元", "5000000", "approximate"),
        ("100多万元", "1000000", "approximate"),
        ("30来万", "300000", "approximate"),
        ("500余元", "500", "approximate"),
        ("不超过40万", "400000", "upper_bound"),
        ("小于40万", "400000", "upper_bound"),
        ("最高不超过人民币40万元", "400000", "upper_bound"),
        ("40万元以内", "400000", "upper_bound"),
        ("5万元（含）以下", "50000", "upper_bound"),
        ("≤30万元", "300000", "upper_bound"),
        ("30万元内", "300000", "upper_bound"),
        ("50万封顶", "500000", "upper_bound"),
        ("至少3万元", "30000", "lower_bound"),
        ("不低于3万元", "30000", "lower_bound"),
        ("5万元以上", "50000", "lower_bound"),
        ("超过5万元", "50000", "lower_bound"),
        ("10万+", "100000", "lower_bound"),
    ],
)
def test_remarks_on_precision(raw: str, expected: str, name: str) -> None:
    reading = read(raw)
    assert reading.normalized == expected
    assert statuses(reading) == {name: "not_applicable"}


@pytest.mark.parametrize(
    "raw", ["合约金额500万元", "约定支付500万元", "违约金500万元", "境内500万元", "以上500万元"]
)
def test_words_that_only_look_like_a_remark(raw: str) -> None:
    reading = read(raw)
    assert (reading.normalized, reading.checks) == ("5000000", ())


@pytest.mark.parametrize(
    ("raw", "per"),
    [
        ("1,200元/月", "每月"),
        ("8元/平方米", "每平方米"),
        ("100元/人·月", "每人·月"),
        ("224元/吨(不含税)", "每吨"),
        ("50元每人", "每人"),
        ("每平方米50元", "每平方米"),
        ("月租金8000元", "每月"),
        ("年薪30万", "每年"),
        ("15k/月", "每月"),
        ("5000元一学期", "每学期"),
    ],
)
def test_what_an_amount_is_per(raw: str, per: str) -> None:
    check = next(check for check in read(raw).checks if check.name == "per")
    assert (check.status, check.message) == ("not_applicable", per)


def test_a_year_before_a_rent_is_no_rate() -> None:
    assert "per" not in statuses(read("2024年租金5万元"))
    assert "per" not in statuses(read("3月工资5000元"))


def test_a_rate_per_something_else_is_not_converted() -> None:
    assert read("45元/㎡/月", "元/平方米/月").normalized == "45"
    reading = read("1200元/年", "元/月")
    assert reading.normalized is None
    assert statuses(reading)["per"] == "failed"


@pytest.mark.parametrize("raw", ["含税价500万元", "500万元（不含税）", "税后500万元"])
def test_tax_is_a_remark(raw: str) -> None:
    reading = read(raw)
    assert reading.normalized == "5000000"
    assert statuses(reading) == {"tax": "not_applicable"}


@pytest.mark.parametrize("raw", ["面议", "薪资面议", "价格另行协商", "待定"])
def test_an_open_amount_is_a_remark(raw: str) -> None:
    reading = read(raw)
    assert (reading.normalized, reading.problem) == (None, None)
    assert statuses(reading) == {"open_amount": "not_applicable"}


@pytest.mark.parametrize("raw", ["几十万元", "数百万元", "十几万", "三四百万元", "上千万元"])
def test_a_vague_amount_is_not_guessed(raw: str) -> None:
    reading = read(raw)
    assert (reading.normalized, reading.problem) == (None, None)
    assert statuses(reading) == {"approximate": "not_applicable"}


@pytest.mark.parametrize(
    ("raw", "constraint"),
    [
        ("1,2,3元", None),
        ("1,2345元", None),
        ("12,34,567.00元", None),
        ("4/5G", None),
        ("2024年3月5日", None),
        ("2024-03-05", "元"),
        ("13800138000", "元"),
        ("110101199003071234", "元"),
        ("11010119900307123X", "元"),
        ("万元", None),
        ("＿＿＿万元", None),
        ("张三", None),
        ("", None),
        ("1.2.3元", None),
        ("1 200 000元", None),
        ("1'200'000元", None),
    ],
)
def test_what_is_no_amount_has_a_problem(raw: str, constraint: str | None) -> None:
    reading = read(raw, constraint)
    assert reading.normalized is None
    assert reading.problem


def test_a_number_without_unit_is_read_only_where_it_looks_like_money() -> None:
    assert read("2,411,150,179.00").normalized == "2411150179"
    assert statuses(read("2,411,150,179.00")) == {"unit": "not_applicable"}
    assert read("238000").normalized is None
    assert read("238000", "元").normalized == "238000"


def test_two_amounts_are_not_one() -> None:
    assert read("20万元、30万元").normalized is None
    assert statuses(read("20万元、30万元")) == {"several": "not_applicable"}


def test_a_slip_in_capitals_is_not_guessed() -> None:
    assert read("叁万伍元").normalized is None
    assert read("叁惩伍仟元整").normalized is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("合同总价为人民币¥2,380.00元整，分三期支付。", ["人民币¥2,380.00元整"]),
        ("月租金1,200元/月，押金2400元", ["1,200元/月", "2400元"]),
        ("暂定价（大写）贰拾叁万捌仟元整", ["贰拾叁万捌仟元整"]),
        ("预算20-30万元，或200～300元/台", ["20-30万元", "200～300元/台"]),
        ("投资额：１，０００美元。", ["１，０００美元"]),
        ("中标价25.77亿，工期20天", ["25.77亿"]),
        ("薪资：15k-20k，月薪:8K", ["15k-20k", "8K"]),
        ("作价32万卖给", ["32万"]),
        ("约五十万，不超过六十万元", ["五十万", "六十万元"]),
        ("电话13800138000，2024年3月5日", []),
        ("身份证110101199003071234，统一社会信用代码91310000MA1FL0XX0X", []),
        ("一元二次方程、多元化、一元化、三角形、十分", []),
        ("人口760万，组装4万台，近10万人，21万平方米", []),
        ("4/5G网络，4K电视，5W灯泡", []),
        ("单元01-09，成交价格地块53,204平方米", []),
        ("人民币六个月贷款利率", []),
        ("占比5%，净值1.05", []),
        ("保险费率：每千元　　元", []),
        ("拾　元　角　分", []),
        ("A500元件", []),
    ],
)
def test_places_of_amounts(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in MONEY.find(text)] == expected


_PIECES = st.sampled_from(
    "¥ ￥ 人民币 USD $ 1 23 4,567 0.5 万 亿 元 角 分 k W - ~ 至 ( ) （ ） 大写 贰拾叁 五 百 约 不超过 "
    "/月 每 ， 。 年 \x00 \ud800 😀 % 含税".split()
)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(), st.lists(_PIECES, max_size=30).map("".join)))
def test_reading_is_total_and_places_are_ordered(text: str) -> None:
    for constraint in (None, "万元", "元/月", text[:8]):
        reading = read(text, constraint)
        assert reading == read(text, constraint)
        if reading.normalized is not None:
            assert all(Decimal(end).is_finite() for end in reading.normalized.split("/"))
            assert reading.problem is None
    last = 0
    for start, end in MONEY.find(text):
        assert last <= start < end <= len(text)
        assert read(text[start:end]).problem is None
        last = end


@pytest.mark.parametrize(
    "piece",
    ["万", "1", "1,", "1万 ", "人民币", "元", "1元", "1-", "约 ", "大写", "(", "1\x00\ud800😀"],
)
def test_long_text_is_read(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    assert all(end <= len(text) for _, end in MONEY.find(text))
    assert isinstance(read(text), Reading)


_DIGITS = "零壹贰叁肆伍陆柒捌玖"


def in_capitals(cents: int) -> str:
    """The amount as a Chinese cheque writes it, by the rules of the People's Bank (1997)."""
    yuan, rest = divmod(cents, 100)
    words = ""
    zero = False
    for place, digit in enumerate(reversed(str(yuan))):
        unit = ("", "拾", "佰", "仟")[place % 4]
        big = ("", "万", "亿")[place // 4] if place % 4 == 0 else ""
        group = yuan // 10 ** (place // 4 * 4) % 10_000
        if big and group:
            words = big + words
        if digit == "0":
            zero = bool(words) and words[0] not in "万亿" and not words.startswith("零")
            if zero:
                words = "零" + words
        else:
            words = _DIGITS[int(digit)] + unit + words
    text = (words or "零") + "元"
    jiao, fen = divmod(rest, 10)
    if not rest:
        return text + "整"
    text += (_DIGITS[jiao] + "角") if jiao else "零"
    return text + (_DIGITS[fen] + "分" if fen else "整")


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 10**13 - 1))
def test_capitals_agree_with_figures(cents: int) -> None:
    words = in_capitals(cents)
    figures = f"{cents // 100:,}.{cents % 100:02d}"
    reading = read(f"人民币{words}（¥{figures}）")
    assert statuses(reading) == {"amount_in_words": "passed"}
    assert reading.normalized is not None
    assert Decimal(reading.normalized) == Decimal(cents) / 100
