"""How results read in the reports for people: one wording for tables, Markdown and Excel.

The texts are Chinese, as the reports are. Text from the document is passed through unchanged;
each format escapes it in its own way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .types import (
    Check,
    Extraction,
    FieldResult,
    LabelResult,
    Part,
    Reason,
    RecordResult,
    Rejected,
    Status,
    Value,
)

VALUE_SEPARATOR = "；"
ABSENT = "—"

REASON_LABELS: Mapping[Reason, str] = {
    "below_threshold": "低于阈值",
    "overlap": "与更可信的值重叠",
    "boundary": "边界不完整",
    "constraint": "不符合约束",
    "corrected": "已被人工更正",
    "limit": "超出要求的个数",
    "exclusive": "同一处归另一字段",
    "unpaired": "没有与它成组的其他值",
}

CHECK_LABELS: Mapping[str, str] = {
    "amount_in_words": "大小写一致",
    "amount_twin": "大小写一致",
    "ambiguous": "不止一种读法",
    "anonymised": "已隐去",
    "approximate": "约数",
    "area_code": "区号",
    "birth_date": "出生日期",
    "checksum": "校验码",
    "currency": "币种",
    "date_order": "日期先后",
    "derivation": "推算",
    "derived": "推得",
    "division": "行政区划",
    "floating": "浮动利率",
    "form": "写法",
    "house_number": "门牌",
    "id_age": "身份证号与年龄",
    "id_birth_date": "身份证号与出生日期",
    "id_card": "身份证号",
    "id_sex": "身份证号与性别",
    "instalments": "分期合计",
    "length": "长度",
    "lower_bound": "下限",
    "masked": "有遮盖",
    "new_energy": "新能源",
    "next_day": "次日",
    "nickname": "简称",
    "numbering_plan": "号段",
    "old_form": "旧式写法",
    "open_amount": "数额未定",
    "open_ended": "未写终止",
    "order": "先后次序",
    "organisation": "单位",
    "partial": "不完整",
    "per": "单位时间或数量",
    "period": "时段",
    "plus_minus": "允许偏差",
    "points": "百分点",
    "precision": "精度",
    "private_person": "个人与职位",
    "province": "省份",
    "range": "范围",
    "recurring": "周期",
    "relative": "相对日期",
    "role": "身份",
    "rule": "规则",
    "several": "不止一个",
    "sex": "性别",
    "shares": "比例合计",
    "short_code": "短号",
    "sizes": "尺寸",
    "surname_only": "只有姓",
    "tax": "含税",
    "tax_total": "价税合计",
    "unit": "单位",
    "upper_bound": "上限",
    "vague": "不确切",
    "weekday": "星期",
    "working_days": "工作日",
}
"""What a check or remark of a value type is called in reports; other names stand as they are."""

STATUS_LABELS: Mapping[Status, str] = {
    "passed": "通过",
    "failed": "未通过",
    "not_applicable": "不适用",
}


def parts_text(parts: Mapping[str, Part | None]) -> str:
    """`姓名：张伟，职务：技术总监`; a part that the document does not give reads `—`."""
    return "，".join(
        f"{name}：{part.text if part is not None else ABSENT}" for name, part in parts.items()
    )


def spoken_text(value: Value) -> str:
    """The value's own text; where a person wrote another one, that one with its evidence."""
    if value.corrected is None:
        return value.text
    return f"{value.corrected}（人工更正，原文：{value.text}）"


def value_text(value: Value) -> str:
    """The value as one reads it in a table: its parts where it is composite, else its text.

    Where a person wrote another text, that one.
    """
    if value.corrected is not None:
        return value.corrected
    return parts_text(value.parts) if value.parts else value.text


def values_text(result: FieldResult) -> str:
    """All values of a field, best first, joined by `；`; empty where nothing was found."""
    return VALUE_SEPARATOR.join(value_text(value) for value in result.values)


def records_text(record: RecordResult) -> str:
    """All rows of a record in one cell: `供应商：华信公司，数量：—；供应商：…`."""
    return VALUE_SEPARATOR.join(parts_text(row) for row in record.rows)


def cell_text(cell: Part | None) -> str:
    """A cell of a record as one reads it: its text, and what it means where that is more."""
    if cell is None:
        return ABSENT
    if cell.normalized is None or cell.normalized == cell.text:
        return cell.text
    return f"{cell.text} → {cell.normalized}"


def checks_text(checks: Sequence[Check], every: bool = False) -> str:
    """`校验码：未通过（第 18 位应为 X）；约数：…`, in the order in which the checks ran.

    A check that does not apply is a remark: its message says all.

    Args:
        every: whether to name also what passed and rules that had nothing to compare; in a table
            they would only take room.
    """
    return VALUE_SEPARATOR.join(
        f"{CHECK_LABELS.get(check.name, check.name)}：{check.message}"
        if check.status == "not_applicable" and check.message
        else f"{CHECK_LABELS.get(check.name, check.name)}：{STATUS_LABELS[check.status]}"
        + (f"（{check.message}）" if check.message else "")
        for check in checks
        if every or _worth_telling(check)
    )


def _worth_telling(check: Check) -> bool:
    """A failure, or a remark on the value. A rule that compared nothing has places all the same."""
    if check.status != "not_applicable":
        return check.status == "failed"
    return not check.evidence or check.name == "derived"


def reason_text(rejected: Rejected) -> str:
    """Why a candidate was not taken: `不符合约束：17 位，应为 18 位`."""
    label = REASON_LABELS[rejected.reason]
    return f"{label}：{rejected.detail}" if rejected.detail else label


def label_text(label: LabelResult) -> str:
    """`是` or `否`."""
    return "是" if label.value else "否"


Column = tuple[str, str]
"""What a column of a table of documents shows: (`field` or `label`, definition or label)."""


def document_columns(extractions: Sequence[Extraction]) -> tuple[Column, ...]:
    """The columns of a table of documents: all fields and records, then all labels, in
    first-seen order."""
    fields: dict[str, None] = {}
    for item in extractions:
        fields |= {result.definition: None for result in item.fields}
        fields |= {record.definition: None for record in item.records}
    labels = {label.label: None for item in extractions for label in item.labels}
    return tuple(("field", name) for name in fields) + tuple(("label", name) for name in labels)


def document_cells(extraction: Extraction) -> dict[Column, str]:
    """One document's texts by column; a column that was not asked of it is absent.

    A definition that occurs twice in one document gives one text with the values of both.
    """
    cells: dict[Column, str] = {}
    for result in extraction.fields:
        column = ("field", result.definition)
        found = [text for text in (cells.get(column, ""), values_text(result)) if text]
        cells[column] = VALUE_SEPARATOR.join(found)
    for record in extraction.records:
        column = ("field", record.definition)
        found = [text for text in (cells.get(column, ""), records_text(record)) if text]
        cells[column] = VALUE_SEPARATOR.join(found)
    for label in extraction.labels:
        cells["label", label.label] = label_text(label)
    return cells


def column_names(columns: Sequence[Column]) -> tuple[str, ...]:
    """One distinct name a column; a label that reads like a field is marked `（标签）`."""
    fields = {name for kind, name in columns if kind == "field"}
    return _distinct(
        [
            f"{name}（标签）" if kind == "label" and name in fields else name
            for kind, name in columns
        ]
    )


def document_names(extractions: Sequence[Extraction]) -> tuple[str, ...]:
    """One distinct name a document: its source, or its place in the sequence (`文档 3`).

    A source that repeats gets a number: `合同.txt`, `合同.txt (2)`.
    """
    return _distinct(
        [item.source or f"文档 {place}" for place, item in enumerate(extractions, start=1)]
    )


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """The names, each repetition numbered so that it equals no other name in the list."""
    taken = set(names)
    seen: dict[str, int] = {}
    distinct: list[str] = []
    for name in names:
        if name not in seen:
            seen[name] = 1
            distinct.append(name)
            continue
        candidate = name
        while candidate in taken:
            seen[name] += 1
            candidate = f"{name} ({seen[name]})"
        taken.add(candidate)
        distinct.append(candidate)
    return tuple(distinct)
