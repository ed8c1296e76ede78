"""Formats and units in a definition that cannot be met, or that its name speaks against."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from .constraints import UnitKind, unit_kind
from .segments import SEPARATORS, split_at


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong with a constraint, and the constraint to write instead (None: none)."""

    reason: str
    constraint: str | None


_LETTER_RUNS = re.compile(r"([A-Za-z])\1{0,9}(?:[-/.:\s]{1,3}([A-Za-z])\2{0,9}){1,6}")
_RUN = re.compile(r"[A-Za-z]+")
_DATE_RUN = re.compile(r"yy(?:yy)?|m{1,3}|d{1,2}|h{1,2}|s{1,2}|t")
_DATE_NUMBER = re.compile(r"\d{4}[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
_LENGTH = re.compile(r"(?:共|为)?(\d{1,6})(?:[-~—至到](\d{1,6}))?\s?(?:位|个?字符|个?字)(?!节)(.*)")
_DATE_LENGTHS = (4, 6, 8, 10, 12, 14)
_STAMP_LENGTHS = (10, 13)
# GB 11643 (15 before 1999), GB 32100, GB 11714, the numbering plan, the postal code.
_LENGTHS: tuple[tuple[re.Pattern[str], tuple[int, ...]], ...] = (
    (re.compile(r"(?:身份证号码?|公民身份号码|身份证)$"), (18, 15)),
    (re.compile(r"(?:统一)?社会信用代码$"), (18,)),
    (re.compile(r"组织机构代码$"), (9,)),
    (re.compile(r"(?:手机号码?|移动电话|手机)$"), (11,)),
    (re.compile(r"(?:邮政编码|邮编)$"), (6,)),
)

_AMOUNT: frozenset[UnitKind] = frozenset({"money", "percentage", "quantity"})


@dataclass(frozen=True, slots=True)
class _Ending:
    """What names with certain last words are, which units speak against it, and a unit instead."""

    called: str
    words: re.Pattern[str]
    against: frozenset[UnitKind]
    instead: str | None = None


def _ending(
    called: str, words: str, against: frozenset[UnitKind], instead: str | None = None
) -> _Ending:
    return _Ending(called, re.compile(f"(?:{'|'.join(words.split())})$"), against, instead)


_ENDINGS = (
    _ending("日期", "日期 时间 时刻 年月 到期日 交割日 起始日 生日", _AMOUNT, "YYYY-MM-DD"),
    _ending(
        "金额",
        "金额 总额 价款 总价 单价 价格 费用 货款 租金 押金 定金 订金 保证金 违约金 工资 奖金",
        frozenset({"date"}),
        "元",
    ),
    _ending(
        "期限",
        "期限 期间 工期 时长 年限 有效期 质保期 保修期 试用期 天数 年龄 工龄",
        _AMOUNT,
    ),
    _ending(
        "比率",
        "利率 税率 费率 比率 增长率 毛利率 完成率 合格率 占有率 比例 占比 百分比 增幅 涨幅 降幅",
        frozenset({"money", "date"}),
        "%",
    ),
    _ending(
        "数量",
        "数量 面积 重量 净重 毛重 体积 长度 宽度 厚度 人数 件数",
        frozenset({"money", "date", "percentage"}),
    ),
    _ending(
        "名称或号码",
        "姓名 名称 全称 负责人 联系人 代表人 经办人 公司 甲方 乙方 丙方 地址 地点 住所 电话 邮箱 "
        "手机 手机号 手机号码 编号 证号 账号",
        _AMOUNT | {"duration"},
    ),
)
_KIND_NAMES: dict[UnitKind, str] = {
    "date": "日期格式",
    "duration": "时间单位",
    "money": "货币单位",
    "percentage": "百分数",
    "quantity": "计量单位",
}


def impossible_format(name: str, constraint: str) -> Slip | None:
    """The first clause of a constraint that no value of this name can meet."""
    for clause in split_at(constraint, SEPARATORS):
        plain = unicodedata.normalize("NFKC", clause).strip()
        for slip in (_wrong_letters(plain), _wrong_number(plain), _wrong_length(name, plain)):
            if slip is not None:
                return _in_place(constraint, clause.strip(), slip)
    return None


def contradiction(name: str, constraint: str) -> Slip | None:
    """A unit or format that a value of this name does not have (`签约日期(万元)`)."""
    plain = "".join(unicodedata.normalize("NFKC", name).split())
    for clause in split_at(constraint, SEPARATORS):
        kind = unit_kind(clause)
        if kind is None:
            continue
        shown = _KIND_NAMES[kind]
        for ending in _ENDINGS:
            if kind in ending.against and ending.words.search(plain):
                slip = Slip(f"的名称是{ending.called}，括号里却是{shown}", ending.instead)
                return _in_place(constraint, clause.strip(), slip)
    return None


def _in_place(constraint: str, clause: str, slip: Slip) -> Slip:
    """The slip of one clause as a slip of the whole constraint."""
    if clause == constraint.strip():
        return slip
    if slip.constraint is not None:
        return Slip(slip.reason, constraint.replace(clause, slip.constraint, 1))
    kept = [c.strip() for c in split_at(constraint, SEPARATORS) if c.strip() != clause]
    return Slip(slip.reason, "，".join(kept) or None)


def _wrong_letters(clause: str) -> Slip | None:
    """`YYYY-XX`, `YYY-MM-DD`, `YYYY-MM-MM`: begins as a date and goes on as none."""
    if not _LETTER_RUNS.fullmatch(clause):
        return None
    runs = [run.lower() for run in _RUN.findall(clause)]
    if not runs[0].startswith("yy"):
        return None
    hour = next((at for at, run in enumerate(runs) if run.startswith("h")), len(runs))
    day = runs[:hour]
    wrong = next((run for run in runs if not _DATE_RUN.fullmatch(run)), None)
    if wrong is not None:
        reason = f"的格式里「{wrong.upper()}」不是年月日的写法"
    elif any(sum(run.startswith(letter) for run in day) > 1 for letter in "md"):
        reason = "的格式里同一部分写了两次"
    else:
        return None
    instead = "YYYY-MM" if len(day) == 2 else "YYYY-MM-DD"
    return Slip(reason, instead + (" HH:MM" if hour < len(runs) else ""))


def _wrong_number(clause: str) -> Slip | None:
    """`2024-13-01`: an example of a date that is none."""
    found = _DATE_NUMBER.fullmatch(clause)
    if found is None:
        return None
    month, day = int(found[1]), int(found[2] or 1)
    if 1 <= month <= 12 and 1 <= day <= 31:
        return None
    return Slip("的格式不是一个存在的日期", "YYYY-MM-DD" if found[2] else "YYYY-MM")


def _wrong_length(name: str, clause: str) -> Slip | None:
    found = _LENGTH.fullmatch(clause)
    if found is None:
        return None
    low, high, rest = int(found[1]), int(found[2] or found[1]), found[3]
    if low > high:
        return Slip("的位数从大到小", f"{high}-{low}位")
    plain = "".join(unicodedata.normalize("NFKC", name).split())
    for ending, lengths in _LENGTHS:
        if ending.search(plain):
            if any(low <= length <= high for length in lengths):
                return None
            return Slip(f"的位数不对，应为 {lengths[0]} 位", f"{lengths[0]}位")
    is_date = "日期" in rest or "时间" in rest or plain.endswith(("日期", "时间"))
    if is_date:
        lengths = _STAMP_LENGTHS if "时间戳" in plain + rest else _DATE_LENGTHS
        if not any(low <= length <= high for length in lengths):
            return Slip(f"没有 {found[1]} 位的日期", "YYYY-MM-DD")
    elif high == 0:
        return Slip("的长度是 0，没有值能符合", None)
    return None
