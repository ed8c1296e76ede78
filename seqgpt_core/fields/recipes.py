"""Recipes: a saved set of definitions and what belongs to them, kept as a TOML text.

version = 1
name = "采购合同"
description = "…"                # optional
labels = ["框架合同", "补充协议"]   # optional
rules = ["签订日期 <= 交货日期"]    # optional: one consistency rule a string
summary = "- 甲方：{{甲方}}"         # optional: a Markdown template

[[fields]]
definition = "合同金额(元)"
threshold = 0.4                   # optional, 0 to 1

[thresholds]                      # optional: thresholds by field name
"负责人" = 0.3

[synonyms]                        # optional: option or label -> words that mean it
"投诉" = ["态度恶劣", "不作为"]

[groups]                          # optional: fields whose sliders are ticked together
"金额类" = ["合同金额(元)", "违约金"]
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from seqgpt_core.errors import SeqGPTError

from .definitions import field_name
from .recipe_positions import key_lines, line_of
from .recipe_tables import RECIPE_VERSION, Problem, RecipeTables
from .recipe_text import (
    MAX_RECIPE_BYTES,
    brief,
    quoted,
    quoted_lines,
    syntax_error,
    too_large,
    unreadable,
)


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Recipe:
    """A named set of definitions.

    Attributes:
        name: not blank.
        definitions: as written by the user, none blank; they are read by `parse_definitions`.
        thresholds: in [0, 1]; each key is a definition or the name of a field.
        labels: document-level labels, none blank.
        rules: consistency rules, kept as text; those that cannot be read give a notice later.
        summary: a Markdown template (`tasks.summary`); empty for the one made from the fields.
        synonyms: for an option of an enumeration, or for a label's class, the words that mean it;
            an option that no definition offers does no harm.
        groups: definitions under a name, to be chosen at once.

    Raises:
        SeqGPTError: `recipe_invalid` if one of these does not hold.
    """

    name: str
    definitions: tuple[str, ...]
    thresholds: Mapping[str, float] = field(default_factory=_nothing, hash=False)
    description: str = ""
    labels: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    summary: str = ""
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=_nothing, hash=False)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=_nothing, hash=False)

    def __post_init__(self) -> None:
        for name in ("definitions", "labels", "rules"):
            if isinstance(getattr(self, name), str):
                raise TypeError(f"{name} is a tuple of strings, not one string")
            object.__setattr__(self, name, tuple(getattr(self, name)))
        for name in ("synonyms", "groups"):
            table: Mapping[str, tuple[str, ...]] = getattr(self, name)
            if any(isinstance(words, str) for words in table.values()):
                raise TypeError(f"{name} are tuples of strings, not one string")
            table = {key: tuple(words) for key, words in table.items()}
            object.__setattr__(self, name, MappingProxyType(table))
        object.__setattr__(self, "thresholds", MappingProxyType(self._checked_thresholds()))
        if not self.name.strip():
            raise SeqGPTError("recipe_invalid", "配方没有名称，请填写名称。")
        words = [word for option, others in self.synonyms.items() for word in (option, *others)]
        members = [member for group in self.groups.values() for member in group]
        if unknown := next((m for m in members if m not in self.definitions), None):
            raise SeqGPTError(
                "recipe_invalid",
                f"分组里的「{brief(unknown)}」不是这个配方的字段定义，请改成定义的原文或删去。",
            )
        for kind, texts in (
            ("字段定义", self.definitions),
            ("标签", self.labels),
            ("规则", self.rules),
            ("同义词", words),
            ("分组名称", tuple(self.groups)),
        ):
            if not all(text.strip() for text in texts):
                raise SeqGPTError("recipe_invalid", f"配方里有空的{kind}，请填写或删去。")
        # TOML holds Unicode scalar values only.
        plain = (self.name, self.description, self.summary)
        lists = (self.definitions, self.labels, self.rules, words, self.groups)
        for text in (*plain, *(text for texts in lists for text in texts)):
            if any("\ud800" <= character <= "\udfff" for character in text):
                raise SeqGPTError(
                    "recipe_invalid", "配方里有残缺的字符（单个代理码位），请删去后重新输入。"
                )

    def _checked_thresholds(self) -> dict[str, float]:
        known = {*self.definitions, *map(field_name, self.definitions)}
        thresholds: dict[str, float] = {}
        for key, threshold in self.thresholds.items():
            if key not in known:
                raise SeqGPTError(
                    "recipe_invalid", f"阈值「{brief(key)}」不对应任何字段，请改成字段名或删去。"
                )
            if not 0 <= threshold <= 1:
                raise SeqGPTError(
                    "recipe_invalid",
                    f"「{brief(key)}」的阈值 {brief(threshold)} 超出范围，请改成 0 到 1 之间的数。",
                )
            thresholds[key] = float(threshold)
        return thresholds

    def __reduce__(self) -> tuple[Any, ...]:
        # A mapping proxy can be neither copied nor pickled.
        return (
            Recipe,
            (
                self.name, self.definitions, dict(self.thresholds), self.description, self.labels,
                self.rules, self.summary, dict(self.synonyms), dict(self.groups),
            ),
        )  # fmt: skip


def load_recipe(path: Path | str) -> Recipe:
    """Read a recipe file (UTF-8, with or without a byte order mark).

    Raises:
        SeqGPTError: `recipe_unreadable`, one sentence with file, line and reason.
    """
    where = str(path)
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_RECIPE_BYTES + 1)
    except FileNotFoundError:
        raise SeqGPTError("recipe_unreadable", f"找不到配方文件「{where}」，请检查路径。") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SeqGPTError(
            "recipe_unreadable", f"无法打开配方文件「{where}」（{reason}），请检查路径和权限。"
        ) from error
    if len(data) > MAX_RECIPE_BYTES:
        raise too_large(where)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise unreadable(where, line, "不是 UTF-8 编码，请用 UTF-8 另存") from error
    return parse_recipe(text, where)


def parse_recipe(text: str, where: str = "recipe") -> Recipe:
    """Read a recipe from its TOML text.

    Args:
        where: what to call the text in messages, such as the file's name.

    Raises:
        SeqGPTError: `recipe_unreadable`, one sentence with `where`, line and reason.
    """
    if len(text) > MAX_RECIPE_BYTES:
        raise too_large(where)
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise unreadable(where, line, "含有 NUL 字节，请确认它是文本文件")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise syntax_error(where, text, error) from error
    except (ValueError, RecursionError) as error:
        raise unreadable(where, None, "数字过长或嵌套过深，请改正") from error
    try:
        return Recipe(**RecipeTables(data).read())
    except Problem as problem:
        line_number = line_of(key_lines(text), problem.path)
        raise unreadable(where, line_number, problem.reason) from None
    except SeqGPTError as error:
        raise unreadable(where, None, error.message.rstrip("。")) from error


def dump_recipe(recipe: Recipe) -> str:
    """The recipe as TOML; `parse_recipe` gives back an equal recipe."""
    lines = [f"version = {RECIPE_VERSION}", f"name = {quoted(recipe.name)}"]
    if recipe.description:
        lines.append(f"description = {quoted(recipe.description)}")
    if recipe.labels:
        lines.append(f"labels = [{', '.join(map(quoted, recipe.labels))}]")
    if recipe.rules:
        lines += ["rules = [", *(f"  {quoted(rule)}," for rule in recipe.rules), "]"]
    if recipe.summary:
        lines.append(f"summary = {quoted_lines(recipe.summary)}")
    for definition in recipe.definitions:
        lines += ["", "[[fields]]", f"definition = {quoted(definition)}"]
        if definition in recipe.thresholds:
            lines.append(f"threshold = {recipe.thresholds[definition]!r}")
    by_name = {
        key: value for key, value in recipe.thresholds.items() if key not in recipe.definitions
    }
    if by_name:
        lines += ["", "[thresholds]"]
        lines += [f"{quoted(key)} = {value!r}" for key, value in by_name.items()]
    for name, table in (("synonyms", recipe.synonyms), ("groups", recipe.groups)):
        if table:
            lines += ["", f"[{name}]"]
            lines += [
                f"{quoted(key)} = [{', '.join(map(quoted, words))}]" for key, words in table.items()
            ]
    return "\n".join(lines) + "\n"
