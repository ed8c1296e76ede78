"""Another type for a field, written into its definition: `交付(日期)`, `备注(文本)`."""

from __future__ import annotations

from collections.abc import Mapping

from ..fields import FieldSpec
from ..fields.grammar import rewritten
from ..fields.types import TypeName, field_type

TYPE_WORDS: Mapping[TypeName, str] = {
    "text": "文本",
    "money": "金额",
    "date": "日期",
    "duration": "期限",
    "percentage": "比例",
    "quantity": "数量",
    "organisation": "单位",
    "person": "人名",
    "address": "地址",
    "phone": "电话",
    "email": "邮箱",
    "url": "网址",
    "id_card": "身份证号",
    "credit_code": "信用代码",
    "bank_card": "银行账号",
    "plate": "车牌",
    "case_number": "案号",
    "code": "编号",
}
"""The word that a bracket names a type by, in the order in which the types are offered.

An enumeration is missing: its bracket lists the options.
"""


def type_of(spec: FieldSpec) -> TypeName | None:
    """The type of a field's values; None for a composite and a record, whose parts have types."""
    if spec.components or spec.columns:
        return None
    return field_type(spec.name, spec.constraint, spec.options).name


def retyped(spec: FieldSpec, name: TypeName | None) -> str:
    """The definition of the same field with another type; None leaves it to the field's name.

    What the bracket said before (a unit, a format, options) gives way: it belonged to the type.
    The field keeps its aliases, its limit and its note.
    """
    if name is not None and name == type_of(spec) and _is_certain(spec):
        return spec.definition
    return str(rewritten(spec, None if name is None else TYPE_WORDS[name]))


def _is_certain(spec: FieldSpec) -> bool:
    return field_type(spec.name, spec.constraint, spec.options).certain
