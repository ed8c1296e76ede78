"""Brackets that say which of several values is meant: `毕业院校(硕士)`, `联系电话(甲方)`.

A unit or a format says how a value is written, a qualifier which one it is: the model is asked
`硕士毕业院校`, `甲方联系电话`. What stands in apposition qualifies nothing: `供应商(乙方)` is the
supplier.
"""

from __future__ import annotations

import re

from .segments import SEPARATORS, split_at

# Who: only in front of what somebody has.
_PARTIES = frozenset(
    "甲方 乙方 丙方 丁方 买方 卖方 出卖人 买受人 出租方 承租方 出租人 承租人 发包方 承包方 发包人 "
    "承包人 委托方 受托方 委托人 受托人 供方 需方 转让方 受让方 披露方 接收方 贷款人 借款人 出借人 "
    "担保人 保证人 抵押人 出质人 债务人 债权人 采购人 供应商 中标人 招标人 投标人 投保人 被保险人 "
    "受益人 原告 被告 第三人 申请人 被申请人 上诉人 被上诉人 患者 家属 父亲 母亲 男方 女方".split()
)
# Which: in front of anything.
_CASES = frozenset(
    "本科 硕士 博士 大专 专科 研究生 高中 含税 不含税 税前 税后 术前 术后 入院 出院 本期 上期 "
    "期初 期末 本年 上年 调整前 调整后 变更前 变更后 整改前 整改后 一审 二审 再审 "
    "现任 前任 原任 首期".split()
)
# 负责人 and 代表 belong to a party as an account does; other names of persons are parties.
_HELD = re.compile(
    r"(?:(?:联系|负责|代表|代理|经办|签字|签署|授权|收件|收货|主管)人"
    r"|(?:工作|任职|所在|服务)(?:单位|公司)|(?:毕业|就读)学校|就诊医院)$"
)
_PARTY_NAME = re.compile(
    r"(?:[人方者商]|单位|公司|企业|机构|业主|[客用商住]户|学校|医院|中心|委员会|业委会|^[A-Z])$"
)


def qualified(name: str, constraint: str | None) -> str:
    """The name with the qualifier of its bracket in front, as the model is asked it."""
    for clause in split_at(constraint, SEPARATORS) if constraint else ():
        word = clause.strip()
        if word in name or not (word in _CASES or (word in _PARTIES and _belongs(name))):
            continue
        return word + name
    return name


def _belongs(name: str) -> bool:
    return bool(_HELD.search(name)) or not _PARTY_NAME.search(name)
