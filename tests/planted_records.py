"""Documents with records planted in them, and an engine that finds the planted values."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

COLUMNS = ("供应商", "品名", "数量", "单价", "交货期")
DEFINITION = "{供应商, 品名, 数量, 单价(元), 交货期}[]"
PATTERNS = {
    "供应商": r"[\u4e00-\u9fff]{2}(?:商贸|建材|科技)有限公司",
    "品名": r"[\u4e00-\u9fff]{2}(?:钢管|阀门|电缆|水泵)",
    "数量": r"\d+(?:台|吨|套)",
    "单价": r"\d+\.\d\d元",
    "交货期": r"2024年\d{1,2}月\d{1,2}日",
}
"""How each column's values are written; no other planted text is written so."""

Row = dict[str, str | None]


@dataclass(frozen=True)
class Planted:
    text: str
    rows: tuple[Row, ...]


def planted_rows(source: random.Random, count: int, missing: float) -> tuple[Row, ...]:
    """Rows without a value in common; each keeps at least two cells."""
    numbers = source.sample(range(336), count)
    rows = []
    for number in numbers:
        pair = chr(0x4E00 + 200 + number) + chr(0x4E00 + 1300 + number)
        day = number % 28 + 1, number // 28 % 12 + 1
        row: Row = {
            "供应商": pair + source.choice(("商贸", "建材", "科技")) + "有限公司",
            "品名": pair[::-1] + source.choice(("钢管", "阀门", "电缆", "水泵")),
            "数量": f"{100 + number}{source.choice('台吨套')}",
            "单价": f"{1000 + number}.{number % 100:02d}元",
            "交货期": f"2024年{day[1]}月{day[0]}日",
        }
        for column in source.sample(COLUMNS, 3):
            if source.random() < missing:
                row[column] = None
        rows.append(row)
    return tuple(rows)


def _table(delimiter: str, headings: Sequence[str] | None) -> Callable[[Sequence[Row]], str]:
    def write(rows: Sequence[Row]) -> str:
        lines = [] if headings is None else [delimiter.join(headings)]
        lines += [delimiter.join(row[column] or "" for column in COLUMNS) for row in rows]
        return "采购明细如下。\n" + "\n".join(lines) + "\n以上为全部内容。"

    return write


def _transposed(rows: Sequence[Row]) -> str:
    lines = ["\t".join([c, *(row[c] or "" for row in rows)]) for c in COLUMNS]
    return "采购明细\n" + "\n".join(lines)


def _blocks(between: str, inside: str) -> Callable[[Sequence[Row]], str]:
    def write(rows: Sequence[Row]) -> str:
        blocks = [inside.join(f"{c}：{row[c]}" for c in COLUMNS if row[c]) for row in rows]
        return "采购明细\n\n" + between.join(blocks) + "\n"

    return write


def _numbered_blocks(rows: Sequence[Row]) -> str:
    blocks = [
        f"{number}、" + "；".join(f"{c}：{row[c]}" for c in COLUMNS if row[c]) + "。"
        for number, row in enumerate(rows, start=1)
    ]
    return "本次采购包括：\n" + "\n".join(blocks)


def _said(row: Row) -> str:
    supplier = row["供应商"] or "该单位"
    words = f"{supplier}供应{row['品名'] or '货物'}"
    words += row["数量"] or ""
    words += f"，单价为{row['单价']}" if row["单价"] else ""
    return words + (f"，于{row['交货期']}前交货" if row["交货期"] else "")


def _prose(between: str) -> Callable[[Sequence[Row]], str]:
    def write(rows: Sequence[Row]) -> str:
        return "经比选，采购安排如下。" + between.join(map(_said, rows)) + "。特此说明。"

    return write


def _numbered_prose(rows: Sequence[Row]) -> str:
    lines = [f"（{number}）{_said(row)}。" for number, row in enumerate(rows, start=1)]
    return "采购安排：\n" + "\n".join(lines)


FORMS: dict[str, Callable[[Sequence[Row]], str]] = {
    "tabs": _table("\t", COLUMNS),
    "tabs, other headings": _table("\t", ("供货单位", "货物名称", "采购数量", "单 价", "交付日期")),
    "bars": _table(" | ", COLUMNS),
    "transposed": _transposed,
    "blocks": _blocks("\n\n", "\n"),
    "blocks without gaps": _blocks("\n", "\n"),
    "blocks on a line": _blocks("\n", "；"),
    "numbered blocks": _numbered_blocks,
    "sentences": _prose("。"),
    "semicolons": _prose("；"),
    "paragraphs": _prose("。\n"),
    "numbered prose": _numbered_prose,
}


def planted(form: str, count: int, seed: int, missing: float = 0.0) -> Planted:
    source = random.Random(f"{form} {count} {seed}")
    rows = planted_rows(source, count, missing)
    return Planted(FORMS[form](rows), rows)
