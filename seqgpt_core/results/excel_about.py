"""The sheets about the workbook itself: what was asked, and what answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .confidence import LIKELY, SURE, Level
from .excel_table import AnyCell, Cell, Table
from .typed_cells import TypedCell
from .types import RESULT_VERSION, Extraction

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

    from ..fields import Recipe

_ABOUT = ("文档", "项目", "内容")
_RECIPE = ("项目", "内容", "阈值")

_LEGEND: Sequence[tuple[Level, str]] = (
    ("sure", f"置信度不低于 {SURE:.2f}"),
    ("likely", f"置信度 {LIKELY:.2f} 到 {SURE:.2f}，建议核对"),
    ("unsure", f"置信度低于 {LIKELY:.2f}，请核对"),
    ("failed", "检查未通过，请核对（红字）"),
    ("human", "人工确认或更正"),
)


def write_recipe(workbook: Workbook, recipe: Recipe) -> Table:
    """What was asked: definitions with their thresholds, labels, rules, synonyms, template."""
    table = Table(workbook, "配方", _RECIPE)
    table.add("配方", recipe.name)
    if recipe.description:
        table.add("说明", recipe.description)
    for definition in recipe.definitions:
        threshold = recipe.thresholds.get(definition)
        cell: AnyCell = "" if threshold is None else Cell(TypedCell(threshold, "0.00"))
        table.add("字段", definition, cell)
    for label in recipe.labels:
        table.add("标签", label)
    for rule in recipe.rules:
        table.add("规则", rule)
    for option, words in recipe.synonyms.items():
        table.add("同义词", f"{option}：{'、'.join(words)}")
    if recipe.summary:
        table.add("摘要模板", recipe.summary)
    table.finish()
    return table


def write_about(
    workbook: Workbook, documents: Sequence[tuple[str, Extraction]], remarks: Sequence[str]
) -> None:
    """The legend, the limits that were met, and each document's notices and provenance."""
    table = Table(workbook, "说明", _ABOUT)
    table.add("", "结果版本", str(RESULT_VERSION))
    table.add("", "位置", "“起”“止”从 0 数起，含“起”不含“止”，按 Unicode 字符计")
    for level, meaning in _LEGEND:
        table.add("", Cell("底色", level), meaning)
    for remark in remarks:
        table.add("", Cell("注意", "failed"), remark)
    for name, extraction in documents:
        table.add(name, "字数", str(len(extraction.text)))
        table.add(name, "文档 SHA-256", extraction.document_sha256)
        table.add(name, "模型", extraction.model_name)
        table.add(name, "模型 SHA-256", extraction.model_sha256)
        for part, version in extraction.versions.items():
            table.add(name, f"版本 {part}", str(version))
        for notice in extraction.notices:
            table.add(name, f"提示 {notice.code}", notice.message)
    table.finish()
