"""What kind of value a definition promises, in one word for the reports: `日期`, `组合`, `文本`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

TYPE_LABELS: Mapping[str, str] = {
    "date": "日期",
    "duration": "期限",
    "money": "金额",
    "percentage": "比例",
    "quantity": "数量",
    "id_card": "身份证号",
    "credit_code": "信用代码",
    "phone": "电话",
    "email": "邮箱",
    "url": "网址",
    "bank_card": "银行账号",
    "plate": "车牌",
    "case_number": "案号",
    "code": "编号",
    "organisation": "单位",
    "person": "人名",
    "address": "地址",
    "enumeration": "选项",
    "text": "文本",
}
COMPOSITE, RECORD = "组合", "记录"


@lru_cache(maxsize=1024)
def type_label(definition: str) -> str:
    """The type of the values that `definition` asks for; empty where it is no definition."""
    # Imported here: the fields import the result types.
    from ..fields import parse_definitions
    from ..fields.types import field_type

    specs = parse_definitions([definition]).specs
    if not specs:
        return ""
    spec = specs[0]
    if spec.columns:
        return RECORD
    if spec.components:
        return COMPOSITE
    return TYPE_LABELS[field_type(spec.name, spec.constraint, spec.options).name]
