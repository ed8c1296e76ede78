"""Which type the values of a field have: named in the bracket, promised by it, or by the name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, get_args

from ..constraints import unit_kind
from ..kinds import value_kind
from ..segments import SEPARATORS, split_at
from .addresses import AddressType
from .bank_cards import BankCardType
from .case_numbers import CaseNumberType
from .codes import CodeType
from .dates import DateType
from .durations import DurationType
from .identity_numbers import CreditCodeType, IdCardType
from .money import MoneyType
from .organisations import OrganisationType
from .percentages import PercentageType
from .persons import PersonType
from .phones import PhoneType
from .plates import PlateType
from .quantities import QuantityType
from .readings import ValueType
from .web import EmailType, UrlType

TypeName = Literal[
    "date", "duration", "money", "percentage", "quantity", "id_card", "credit_code", "phone",
    "email", "url", "bank_card", "plate", "case_number", "code", "organisation", "person",
    "address", "enumeration", "text",
]  # fmt: skip
TYPE_NAMES: tuple[TypeName, ...] = get_args(TypeName)

_MAKERS: dict[TypeName, Callable[[], ValueType]] = {
    "date": DateType,
    "duration": DurationType,
    "money": MoneyType,
    "percentage": PercentageType,
    "quantity": QuantityType,
    "id_card": IdCardType,
    "credit_code": CreditCodeType,
    "phone": PhoneType,
    "email": EmailType,
    "url": UrlType,
    "bank_card": BankCardType,
    "plate": PlateType,
    "case_number": CaseNumberType,
    "code": CodeType,
    "organisation": OrganisationType,
    "person": PersonType,
    "address": AddressType,
}

# What a user may write in the bracket to choose a type: `交付(日期)`, `备注(文本)`.
_WORDS: dict[TypeName, str] = {
    "date": "日期 时间 日期时间",
    "duration": "期限 时长",
    "money": "金额",
    "percentage": "百分比 百分数 比例",
    "quantity": "数量 数值 数字",
    "id_card": "身份证 身份证号",
    "credit_code": "统一社会信用代码 信用代码",
    "phone": "电话 手机 手机号",
    "email": "邮箱 电子邮箱",
    "url": "网址 链接",
    "bank_card": "银行账号 银行卡号 账号 卡号",
    "plate": "车牌 车牌号",
    "case_number": "案号",
    "code": "编号 号码",
    "organisation": "单位 机构 公司 组织",
    "person": "人名 姓名",
    "address": "地址",
    "text": "文本 原文 文字",
}
_WRITTEN = {word: name for name, words in _WORDS.items() for word in words.split()}

# Names that say exactly which number they are; their values cannot be anything else.
_NAMED: dict[TypeName, str] = {
    "id_card": r"(?:身份证|公民身份)(?:号码?|证号)?$",
    "credit_code": r"(?:统一)?社会?信用代码$",
    "phone": r"(?:手机|电话|热线|传真)(?:号码?)?$",
    "email": r"(?:邮箱|电子邮件|e-?mail)(?:地址)?$",
    "url": r"(?:网址|链接|(?:网站|官网)地址)$",
    "bank_card": r"(?:银行(?:账|帐|卡)号?|(?:收款|付款)(?:账|帐)号|(?:银行|储蓄|信用)卡号)码?$",
    "plate": r"车牌号?码?$",
    "case_number": r"(?<![报备档预])案号$",
}
_EXACT = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _NAMED.items()}


@dataclass(frozen=True, slots=True)
class FieldType:
    """The type of a field's values.

    Attributes:
        certain: whether a value of another form is none: the bracket or the name itself says so.
            Otherwise the type was guessed from the name's last word, and a value of another form
            is kept without a normalised one.
    """

    name: TypeName
    certain: bool


@lru_cache(maxsize=4096)
def field_type(name: str, constraint: str | None, options: tuple[str, ...] = ()) -> FieldType:
    """The type that a definition promises. `options` makes it an enumeration."""
    if options:
        return FieldType("enumeration", certain=False)
    plain = unicodedata.normalize("NFKC", name).strip()
    exact = next((kind for kind, pattern in _EXACT.items() if pattern.search(plain)), None)
    kind = value_kind(name)
    for clause in split_at(constraint, SEPARATORS) if constraint is not None else ():
        word = unicodedata.normalize("NFKC", clause).strip()
        written = _WRITTEN.get(word)
        if word in ("数字", "数值") and kind in ("money", "percentage", "duration"):
            # 合同金额(数字) asks for an amount in figures, not for a count.
            return FieldType(kind, certain=True)
        if written is not None:
            return FieldType(written, certain=True)
    if exact is not None:
        return FieldType(exact, certain=True)
    for clause in split_at(constraint, SEPARATORS) if constraint is not None else ():
        unit = unit_kind(clause)
        # 投案日期(日) and 评分(分) are no lengths of time.
        if unit is not None and not (unit == "duration" and kind not in ("duration", "other")):
            return FieldType(unit, certain=True)
    guessed: TypeName = {
        "identifier": "code", "place": "address", "clause": "text", "other": "text",
    }.get(kind, kind)  # type: ignore[assignment]  # fmt: skip
    return FieldType(guessed, certain=False)


@cache
def value_type(name: TypeName) -> ValueType | None:
    """The type's implementation; None for `enumeration` and `text`, which read nothing."""
    maker = _MAKERS.get(name)
    return maker() if maker is not None else None
