"""What kind of value a field name promises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqgpt_core.fields import VALUE_KINDS, value_kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("签约日期", "date"),
        ("逾期付款违约金的日比例", "percentage"),
        ("违约金", "money"),
        ("合同金额(元)", "money"),
        ("质保期", "duration"),
        ("甲方", "organisation"),
        ("公司名称", "organisation"),
        ("项目名称", "other"),
        ("甲方联系人", "person"),
        ("采购人", "organisation"),
        ("乙方法定代表人", "person"),
        ("甲方联系电话", "identifier"),
        ("统一社会信用代码（18位）", "identifier"),
        ("交货地点", "place"),
        ("违约责任条款", "clause"),
        ("核心诉求", "clause"),
        ("建筑面积", "quantity"),
        ("职务", "other"),
    ],
)
def test_the_head_of_the_phrase_decides(name: str, kind: str) -> None:
    assert value_kind(name) == kind


@given(st.text(max_size=30))
def test_every_name_has_a_kind(name: str) -> None:
    assert value_kind(name) in VALUE_KINDS
