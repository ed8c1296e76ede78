"""Composites whose parts have labels of their own."""

from __future__ import annotations

from typing import Any

import pytest

from seqgpt_core import SeqGPT


@pytest.mark.parametrize(
    ("text", "definition", "parts"),
    [
        (
            "负责人：姓名：张伟 职务：技术总监",
            "负责人(姓名+职务)",
            {"姓名": "张伟", "职务": "技术总监"},
        ),
        (
            "负责人：张伟，联系方式：电话13800138000，邮箱zw@example.com。",
            "负责人(姓名+联系方式(电话+邮箱))",
            {
                "姓名": "张伟",
                "联系方式": "13800138000，邮箱zw@example.com",
                "联系方式.电话": "13800138000",
                "联系方式.邮箱": "zw@example.com",
            },
        ),
        (
            "负责人：姓名：张伟\n联系人：姓名：李娜 职务：采购经理",
            "负责人(姓名+职务)",
            {"姓名": "张伟", "职务": None},
        ),
    ],
)
def test_labels_inside_a_labelled_line(
    rule_engine: Any, text: str, definition: str, parts: dict[str, str | None]
) -> None:
    (value,) = SeqGPT(rule_engine({})).extract(text, definition).values
    assert {path: part and part.text for path, part in value.parts.items()} == parts
    assert text[value.start : value.end] == value.text
