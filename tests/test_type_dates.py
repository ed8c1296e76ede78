"""Dates, times and ranges: what is found, what they mean, and what is left unresolved."""

from __future__ import annotations

import datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core.fields.types.dates import DateType
from seqgpt_core.fields.types.readings import Context, Reading

DATES = DateType()


def read(raw: str, constraint: str | None = None, **anchors: str) -> Reading:
    return DATES.read(raw, Context(constraint=constraint, anchors=anchors or None))


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in DATES.find(text)]


def names(reading: Reading) -> set[str]:
    return {check.name for check in reading.checks}


def failed(reading: Reading) -> set[str]:
    return {check.name for check in reading.checks if check.status == "failed"}


POINTS = {
    "2024年3月5日": "2024-03-05",
    "2024年03月05日": "2024-03-05",
    "2024年3月5号": "2024-03-05",
    "2024年3月5號": "2024-03-05",
    "２０２４年３月５日": "2024-03-05",
    "2025 年 3 月 18 日": "2025-03-18",
    "公元2024年3月5日": "2024-03-05",
    "于2024年3月5日": "2024-03-05",
    "签订日期：2024年3月5日。": "2024-03-05",
    "2024年\n3月5日": "2024-03-05",
    "2024-3-5": "2024-03-05",
    "2024-03-05": "2024-03-05",
    "2024－03－05": "2024-03-05",
    "2024/03/05": "2024-03-05",
    "2024.03.05": "2024-03-05",
    "2024. 3. 5": "2024-03-05",
    "2024 - 3 - 5": "2024-03-05",
    "20240305": "2024-03-05",
    "二〇二四年三月五日": "2024-03-05",
    "二○二四年三月五日": "2024-03-05",
    "二零二四年三月五日": "2024-03-05",
    "二O二四年十二月二十三日": "2024-12-23",
    "二0二四年十月三十一日": "2024-10-31",
    "贰零贰肆年零叁月壹拾捌日": "2024-03-18",
    "二零二四年": "2024",
    "贰零贰肆年": "2024",
    "一九八三年": "1983",
    "六八年": "1968",
    "2024年": "2024",
    "2024年度": "2024",
    "2021": "2021",
    "202403": "2024-03",
    "2024年3月": "2024-03",
    "2024年3月份": "2024-03",
    "2024年03月": "2024-03",
    "1991.11": "1991-11",
    "2022/5": "2022-05",
    "2021-06": "2021-06",
    "’24年3月": "2024-03",
    "'24年3月5日": "2024-03-05",
    "18年5月份": "2018-05",
    "98年7月": "1998-07",
    "二三年九月": "2023-09",
    "3月5日": "--03-05",
    "3月5号": "--03-05",
    "五月二十八号": "--05-28",
    "12 月 31 日": "--12-31",
    "8月15": "--08-15",
    "6.14": "--06-14",
    "5/28": "--05-28",
    "09-12": "--09-12",
    "七月": "--07",
    "25日": "---25",
    "十三号": "---13",
    "民国113年3月5日": "2024-03-05",
    "民国元年": "1912",
    "民国三十八年": "1949",
    "中华民国十六年": "1927",
    "March 5, 2024": "2024-03-05",
    "Mar. 5, 2024": "2024-03-05",
    "MARCH 5, 2024": "2024-03-05",
    "5 March 2024": "2024-03-05",
    "5th of March 2024": "2024-03-05",
    "12 Feb 1998": "1998-02-12",
    "15-Mar-2024": "2024-03-15",
    "Sept 2019": "2019-09",
    "25/12/2024": "2024-12-25",
    "12/25/2024": "2024-12-25",
    "5/5/2024": "2024-05-05",
    "上午10时30分": "10:30",
    "10:30": "10:30",
    "10：30": "10:30",
    "下午3点半": "15:30",
    "下午三时": "15:00",
    "中午12点": "12:00",
    "凌晨1时20分": "01:20",
    "下午一点一刻": "13:15",
    "晚7点": "19:00",
    "3:30 pm": "15:30",
    "12:05 a.m.": "00:05",
    "13:02:11": "13:02:11",
    "十一点": "11:00",
    "2024-03-05T10:30": "2024-03-05T10:30",
    "2024-03-05T10:30:00Z": "2024-03-05T10:30:00Z",
    "2024-03-05T10:30:00+0800": "2024-03-05T10:30:00+08:00",
    "2024-05-17 09:42": "2024-05-17T09:42",
    "2024/8/31 9:05": "2024-08-31T09:05",
    "2024年3月5日上午9点整": "2024-03-05T09:00",
    "2024年3月5日下午3点半": "2024-03-05T15:30",
    "2024年3月5日（星期二）10:30": "2024-03-05T10:30",
    "6月30日24时": "--06-30T24:00",
    "11月15日（周五）晚7点": "--11-15T19:00",
    "22日20时": "---22T20:00",
    "7-29 11:20": "--07-29T11:20",
    "甲辰年正月十六（2024年2月25日）": "2024-02-25",
    "明天（3月18日）下午两点": "--03-18",
}


@pytest.mark.parametrize(("raw", "expected"), POINTS.items())
def test_a_point_in_time(raw: str, expected: str | None) -> None:
    reading = read(raw)
    assert reading.problem is None
    assert reading.normalized == expected


RANGES = {
    "2024年4月1日至2027年3月31日": "2024-04-01/2027-03-31",
    "2024年4月1日起至2027年3月31日止": "2024-04-01/2027-03-31",
    "自 2024 年 4 月 1 日 至 2027 年 3 月 31 日": "2024-04-01/2027-03-31",
    "二〇二四年四月一日至二〇二五年三月三十一日": "2024-04-01/2025-03-31",
    "2024-12-01 至 2025-11-30": "2024-12-01/2025-11-30",
    "2024-12-01~2025-11-30": "2024-12-01/2025-11-30",
    "20240101-20241231": "2024-01-01/2024-12-31",
    "2024.7.1—2026.6.30": "2024-07-01/2026-06-30",
    "2024/4/1 - 2024/4/30": "2024-04-01/2024-04-30",
    "2024年9月10日至9月16日": "2024-09-10/2024-09-16",
    "2024年9月10日-16日": "2024-09-10/2024-09-16",
    "2024年11月5日10时12分至11时40分": "2024-11-05T10:12/2024-11-05T11:40",
    "2024.3.1–3.7": "2024-03-01/2024-03-07",
    "2019.09-2023.06": "2019-09/2023-06",
    "2021-06-2023-05": "2021-06/2023-05",
    "2020/7~2022/4": "2020-07/2022-04",
    "2012年1月至2019年5月": "2012-01/2019-05",
    "1999年至2007年": "1999/2007",
    "2005—2011": "2005/2011",
    "2019年6月至今": "2019-06/..",
    "2019年6月起至今": "2019-06/..",
    "2018.9-至今": "2018-09/..",
    "2018.9-今": "2018-09/..",
    "2010-05-12至长期": "2010-05-12/..",
    "Sep 2019 - Present": "2019-09/..",
    "Jan 2023–Mar 2024": "2023-01/2024-03",
    "4月21—23日": "--04-21/--04-23",
    "8月2日—8月9日": "--08-02/--08-09",
    "5.8—5.10": "--05-08/--05-10",
    "12月28日至1月3日": "--12-28/--01-03",
    "11:40—17:55": "11:40/17:55",
    "6点到14点": "06:00/14:00",
    "下午两点到五点": "14:00/17:00",
    "下午2:00—5:00": "14:00/17:00",
    "晚10点至6点": "22:00/06:00",
    "每天下午两点到五点": "14:00/17:00",
    "2024年1-6月": "2024-01/2024-06",
    "2024/3/5-3/9": "2024-03-05/2024-03-09",
    "2024年4月1日（含）至2027年3月31日（含）": "2024-04-01/2027-03-31",
    "23:00至次日4:30": "23:00/04:30",
    "2024年12月31日22:00至次日6:00": "2024-12-31T22:00/2025-01-01T06:00",
    "2024年3月15日起八个月": "2024-03-15/P8M",
    "自2024年1月1日起三年": "2024-01-01/P3Y",
}


@pytest.mark.parametrize(("raw", "expected"), RANGES.items())
def test_a_range(raw: str, expected: str) -> None:
    reading = read(raw)
    assert reading.problem is None
    assert reading.normalized == expected
    assert not failed(reading)


UNRESOLVED = {
    "3月底": "vague",
    "2024年11月底前": "vague",
    "2024年9月末": "vague",
    "9月中旬": "vague",
    "7月初": "vague",
    "2026年底": "vague",
    "夜里2点": "vague",
    "农历八月十五": "lunar",
    "二〇二三年农历十一月初六": "lunar",
    "2025年腊月二十前": "lunar",
    "甲辰年正月十六": "lunar",
    "八月初三": "lunar",
    "二〇二四年三月廿三日": "lunar",
    "除夕": "lunar",
    "清雍正六年": "era",
    "宣统二年": "era",
    "明天下午两点": "relative",
    "明早6时": "relative",
    "今晚 20 点前": "relative",
    "次日凌晨1时20分": "relative",
    "今年2月": "relative",
    "明年六月": "relative",
    "下月 28 日": "relative",
    "次月20日": "relative",
    "周四": "relative",
    "下周三": "relative",
    "周四14点": "relative",
    "国庆节前": "relative",
    "装车前": "relative",
    "自签署之日起三年": "relative",
    "签约后30日内": "relative",
    "两周后": "relative",
    "提前24小时": "relative",
    "合同生效后5个工作日内": "working_days",
    "05/03/2024": "ambiguous",
    "24.3.5": "ambiguous",
    "3/5/24": "ambiguous",
    "14年": "ambiguous",
    "9月12日、13日": "several",
    "7:00—9:00、17:00—19:00": "several",
}


@pytest.mark.parametrize(("raw", "remark"), UNRESOLVED.items())
def test_what_would_be_a_guess_stays_open_and_says_why(raw: str, remark: str) -> None:
    reading = read(raw)
    assert reading.problem is None
    assert reading.normalized is None
    said = [check for check in reading.checks if check.name == remark]
    assert said and said[0].status == "not_applicable" and said[0].message


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("13月32日", "没有13月"),
        ("2024年13月5日", "没有13月"),
        ("2023-02-29", "2023年2月没有29日"),
        ("二〇二三年二月二十九日", "2023年2月没有29日"),
        ("2024年4月31日", "2024年4月没有31日"),
        ("4月31日", "4月没有31日"),
        ("2月30日", "2月没有30日"),
        ("2024年3月5日25时", "没有25时"),
        ("2024年3月5日10:75", "没有75分"),
        ("2024-04-01至2024-04-31", "2024年4月没有31日"),
        ("每月32日", "没有32日"),
        ("张三", "不是日期"),
        ("", "不是日期"),
        ("13800138000", "不是日期"),
        ("110101199003074512", "不是日期"),
        ("¥2,380.00元", "不是日期"),
    ],
)
def test_what_cannot_be_a_date_is_a_problem(raw: str, words: str) -> None:
    reading = read(raw)
    assert reading.normalized is None
    assert reading.problem is not None and words in reading.problem


def test_the_29th_of_february_exists_in_leap_years_and_without_a_year() -> None:
    assert read("2024-02-29").normalized == "2024-02-29"
    assert read("2000年2月29日").normalized == "2000-02-29"
    assert read("1900年2月29日").problem == "1900年2月没有29日"
    assert read("2月29日").normalized == "--02-29"


PRECISION = [
    ("2024年3月5日", "YYYY-MM-DD", "2024-03-05", False),
    ("2024年3月5日", "YYYY-MM", "2024-03", False),
    ("2024年3月5日", "YYYY年MM月", "2024-03", False),
    ("2024年3月5日", "年月日", "2024-03-05", False),
    ("2024年3月5日", "年/月/日", "2024-03-05", False),
    ("2024年3月5日", "年", "2024", False),
    ("2024年3月5日", "MM/DD", "--03-05", False),
    ("2024年3月5日", "月日", "--03-05", False),
    ("2024年3月5日", "ＭＭ－ＤＤ", "--03-05", False),
    ("2024年3月5日", "YYYY-MM-DD，以盖章为准", "2024-03-05", False),
    ("2024年3月5日10:30", "YYYY-MM-DD", "2024-03-05", False),
    ("2024年3月5日10:30", "YYYY-MM-DD HH:MM", "2024-03-05T10:30", False),
    ("2024年3月5日10:30", "HH:MM", "10:30", False),
    ("2024年3月5日下午3点", "24小时制", "2024-03-05T15:00", False),
    ("9月28日早上8点", "到分钟", "--09-28T08:00", False),
    ("明早6时", "HH:MM", "06:00", False),
    ("3月5日", "YYYY-MM-DD", "--03-05", True),
    ("2024年3月", "YYYY-MM-DD", "2024-03", True),
    ("2024年", "YYYY-MM", "2024", True),
    ("2024年3月", "MM-DD", "--03", True),
    ("10:30", "YYYY-MM-DD HH:MM", "10:30", True),
    ("2024年3月5日", "日期+时刻", "2024-03-05", True),
    ("2018年3月至2020年12月", "年月日", "2018-03/2020-12", True),
    ("2018年3月1日至2020年12月31日", "YYYY-MM", "2018-03/2020-12", False),
    ("每月5日", "YYYY-MM-DD", "---05", True),
    ("2024年3月5日", "被推荐人", "2024-03-05", False),
]


@pytest.mark.parametrize(("raw", "constraint", "expected", "coarse"), PRECISION)
def test_the_constraint_sets_the_precision(
    raw: str, constraint: str, expected: str, coarse: bool
) -> None:
    reading = read(raw, constraint)
    assert reading.normalized == expected
    assert ("precision" in failed(reading)) is coarse


def test_a_coarse_value_says_what_it_lacks() -> None:
    (check,) = [check for check in read("2024年", "YYYY-MM-DD").checks if check.name == "precision"]
    assert check.message == "缺月、日，原文未写明"


@pytest.mark.parametrize(
    ("raw", "normalized", "remark"),
    [
        ("2024年上半年", "2024", "period"),
        ("2024年第一季度", "2024", "period"),
        ("2024年一季度", "2024", "period"),
        ("2024年Q1", "2024", "period"),
        ("2024Q1", "2024", "period"),
        ("Q3 2024", "2024", "period"),
        ("’24年", "2024", "century"),
        ("每天10:30", "10:30", "recurring"),
        ("4月1日下午", "--04-01", "period"),
        ("3月29日前", "--03-29", "upper_bound"),
        ("不晚于2024年3月29日", "2024-03-29", "upper_bound"),
        ("二十号以后", "---20", "lower_bound"),
        ("22时12分许", "22:12", "approximate"),
        ("约2024年3月", "2024-03", "approximate"),
        ("8月20日前后", "--08-20", "approximate"),
        ("2024 年 1 月 11 日 约 4 时", "2024-01-11T04:00", "approximate"),
        ("每月5日前", "---05", "recurring"),
        ("每年1月31日前", "--01-31", "recurring"),
        ("18年5月", "2018-05", "century"),
        ("23:00至次日4:30", "23:00/04:30", "next_day"),
    ],
)
def test_remarks_stand_beside_the_value(raw: str, normalized: str, remark: str) -> None:
    reading = read(raw)
    assert reading.normalized == normalized
    assert remark in names(reading)
    assert not failed(reading)


def test_around_a_day_is_not_before_it() -> None:
    assert "upper_bound" not in names(read("8月20日前后"))


def test_the_weekday_is_checked_against_the_calendar() -> None:
    right, wrong = read("2024年3月5日（星期二）"), read("2024年3月5日（周三）")
    assert [(c.name, c.status) for c in right.checks] == [("weekday", "passed")]
    assert failed(wrong) == {"weekday"}
    assert "星期二" in wrong.checks[0].message
    assert wrong.normalized == "2024-03-05"


def test_a_range_that_runs_backwards_fails_a_check() -> None:
    assert failed(read("2027年4月1日至2024年3月31日")) == {"order"}
    assert not failed(read("2024年4月1日至2024年4月1日"))
    assert not failed(read("2024年4月至2024年4月15日"))


DERIVED = [
    ("自签署之日起三年", {"签署": "2024-03-05"}, "2027-03-05"),
    ("自本合同签订之日起三年", {"签署": "2024-03-05"}, "2027-03-05"),
    ("签约后30日内", {"签署": "2024-03-05"}, "2024-04-04"),
    ("合同生效后一个月内", {"生效": "2024-01-31"}, "2024-02-29"),
    ("合同生效之日起一年", {"生效": "2024-02-29"}, "2025-02-28"),
    ("交货后90天", {"交付": "2024-12-15"}, "2025-03-15"),
    ("自双方签字之日起两年六个月", {"签署日期": "2024-03-05"}, "2026-09-05"),
    ("签署前10日", {"签署": "2024-03-05"}, "2024-02-24"),
    ("交付后两周内", {"签署": "2024-01-01", "交付": "2024-03-05"}, "2024-03-19"),
    ("签约当日", {"签署": "2024-03-05"}, "2024-03-05"),
    ("签署之日", {"签署": "2024-03-05T10:30"}, "2024-03-05"),
]


@pytest.mark.parametrize(("raw", "anchors", "expected"), DERIVED)
def test_a_relative_date_is_reckoned_from_its_anchor(
    raw: str, anchors: dict[str, str], expected: str
) -> None:
    reading = read(raw, **anchors)
    assert reading.normalized == expected
    (derivation,) = [check for check in reading.checks if check.name == "derivation"]
    assert derivation.status == "not_applicable"
    assert any(day[:10] in derivation.message for day in anchors.values())


@pytest.mark.parametrize(
    ("raw", "anchors"),
    [
        ("自签署之日起三年", {}),
        ("自签署之日起三年", {"生效": "2024-03-05"}),
        ("补充协议备案后30日内", {"签署": "2024-03-05"}),
        ("签署后48小时内", {"签署": "2024-03-05"}),
        ("签署后5个工作日内", {"签署": "2024-03-05"}),
        ("签署后十余天", {"签署": "2024-03-05"}),
        ("签署后几天内", {"签署": "2024-03-05"}),
        ("签署后30日内", {"签署": "2024-03"}),
        ("签署后30日内", {"签署": "2024-13-05"}),
        ("签署后9999年", {"签署": "2024-03-05"}),
        ("30日内", {"签署": "2024-03-05"}),
    ],
)
def test_without_a_certain_anchor_nothing_is_reckoned(raw: str, anchors: dict[str, str]) -> None:
    reading = read(raw, **anchors)
    assert reading.normalized is None
    assert reading.problem is None
    assert "derivation" not in names(reading)
    assert reading.checks


def test_a_derived_date_keeps_to_the_precision_asked_for() -> None:
    assert read("签约后30日内", "YYYY-MM", 签署="2024-03-05").normalized == "2024-04"


def test_a_length_in_a_time_field_is_a_duration_unless_a_form_of_date_was_asked_for() -> None:
    assert read("35分钟").normalized == "PT35M"
    assert read("48小时", "小时").normalized == "48"
    assert read("35分钟", "YYYY-MM-DD").problem == "是时长，不是日期"


FOUND = [
    ("本合同于2024年3月12日在杭州签署。", ["2024年3月12日"]),
    ("自2024年4月1日起至2027年3月31日止", ["2024年4月1日起至2027年3月31日"]),
    ("2012年1月至2019年5月任副总；2019年6月起任董事", ["2012年1月至2019年5月", "2019年6月"]),
    ("时间：5月18日（周六）上午10:20，地点", ["5月18日（周六）上午10:20"]),
    ("２０２３年８月１０日　交货", ["２０２３年８月１０日"]),
    ("2024年\n3月5日交付", ["2024年\n3月5日"]),
    ("经历：2022/5~now 蘑菇云", ["2022/5~now"]),
    ("定于2024年8月17日22:00至8月18日10:00停水", ["2024年8月17日22:00至8月18日10:00"]),
    ("三方应在本协议签署后120日内成立公司", ["本协议签署后120日内"]),
    ("租期自交船之日起18个月；", ["自交船之日起18个月"]),
    ("每月5日前支付", ["每月5日"]),
    ("农历八月廿六开工", ["农历八月廿六"]),
    ("计划2026年底投产，3月底试运行", ["2026年底", "3月底"]),
    ("Signed on March 5, 2024 by", ["March 5, 2024"]),
    ("发生于1月11日16时许", ["1月11日16时"]),
    ("②4月27日前完成", ["4月27日"]),
    ("日期\u200b：2024年3\u200b月5日", ["2024年3\u200b月5日"]),
    ("身份证号110101199003074512", []),
    ("合同编号WB-BL-20240305", []),
    ("流水号：20240305", []),
    ("账号6222020240305123456", []),
    ("电话0571-20240305", []),
    ("总价2024.05元", []),
    ("金额¥2,024.03", []),
    ("三点意见，两点建议", []),
    ("混合比例为1:20", []),
    ("满意度百分之九十六点三", []),
    ("工期36个月，三年质保", []),
    ("修正月报", []),
    ("版本 10.2.3", []),
    ("GB/T 2024-12345", []),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_find_reaches_over_the_whole_form_and_leaves_other_types(
    text: str, expected: list[str]
) -> None:
    assert found(text) == expected


WRITINGS = {
    "年月日": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "padded": lambda d: f"{d:%Y年%m月%d日}",
    "blanks": lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
    "dash": lambda d: f"{d:%Y-%m-%d}",
    "slash": lambda d: f"{d.year}/{d.month}/{d.day}",
    "dot": lambda d: f"{d:%Y.%m.%d}",
    "compact": lambda d: f"{d:%Y%m%d}",
    "English": lambda d: f"{d:%B} {d.day}, {d.year}",
    "wide": lambda d: f"{d.year}年{d.month}月{d.day}日".translate(
        {ord("0") + n: ord("０") + n for n in range(10)}
    ),
    "Chinese": lambda d: (
        "".join("〇一二三四五六七八九"[int(n)] for n in str(d.year))
        + f"年{_spoken(d.month)}月{_spoken(d.day)}日"
    ),
}


def _spoken(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("", "十", "二十", "三十")[tens] + "〇一二三四五六七八九"[ones].strip("〇")


@settings(max_examples=60, deadline=None)
@given(
    st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)),
    st.sampled_from(sorted(WRITINGS)),
)
def test_every_day_in_every_writing_is_found_whole_and_read_back(
    day: datetime.date, style: str
) -> None:
    written = WRITINGS[style](day)
    assert read(written).normalized == day.isoformat()
    assert found(f"于 {written} 签署") == [written]


@settings(max_examples=60, deadline=None)
@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2080, 1, 1)), st.integers(1, 2000))
def test_days_after_an_anchor_are_plain_addition(day: datetime.date, count: int) -> None:
    expected = day + datetime.timedelta(days=count)
    assert read(f"签署后{count}日内", 签署=day.isoformat()).normalized == expected.isoformat()


PIECES = st.lists(
    st.sampled_from(
        "2024 年 月 日 3 5 十 二 〇 - / . : ： 至 — 到 今 起 前 后 内 自 签署 之日 农历 正 底 上午 点 时 分 周三 "
        "（ ） ' Mar 民国 每 个 工作日 T Z ② ½ 　 \n".split(" ")
    ),
    max_size=24,
).map("".join)


@settings(max_examples=60, deadline=None)
@given(st.one_of(PIECES, st.text(max_size=60)), st.sampled_from([None, "YYYY-MM", "年", "天"]))
def test_total_with_honest_offsets(text: str, constraint: str | None) -> None:
    places = DATES.find(text)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(one[1] <= two[0] for one, two in pairwise(places))
    assert DATES.find(text) == places
    reading = read(text, constraint)
    assert reading == read(text, constraint)
    assert reading.normalized is None or reading.problem is None
    assert reading.normalized is not None or reading.problem or reading.checks


@pytest.mark.parametrize(
    "piece",
    ["\0", "\ud800", "😀", "2", "二", "2024年", "3月", "1-", "自", "10:", " ", "每", "1日、"],
)
def test_ten_thousand_characters_of_anything(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    for start, end in DATES.find(text):
        assert 0 <= start < end <= len(text)
    assert isinstance(read(text), Reading)
