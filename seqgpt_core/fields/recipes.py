"""Recipes: a saved set of definitions with thresholds and labels, kept as a TOML text.

version = 1
name = "采购合同"
description = "…"                # optional
labels = ["框架合同", "补充协议"]   # optional

[[fields]]
definition = "合同金额(元)"
threshold = 0.4                   # optional, 0 to 1

[thresholds]                      # optional: thresholds by field name
"负责人" = 0.3
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from seqgpt_core.errors import SeqGPTError

from .definitions import field_name
from .grammar import MAX_DEFINITION_LENGTH
from .recipe_positions import KeyPath, key_lines, line_of

RECIPE_VERSION = 1
MAX_RECIPE_BYTES = 256 * 1024

_TOP_KEYS = ("version", "name", "description", "labels", "fields", "thresholds")
_FIELD_KEYS = ("definition", "threshold")
_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_REASONS = (
    ("Invalid statement", "这一行不是「键 = 值」的形式"),
    ("Expected '=' after a key", "键后面缺少等号"),
    ("Invalid value", "等号后面的值写法不对"),
    ("Unterminated string", "字符串缺少结尾的引号"),
    ("Illegal character", "含有不允许的字符"),
    ("Cannot overwrite a value", "同一个键写了两次"),
    ("Cannot declare", "同一个表写了两次"),
    ("Cannot redefine", "同一个表写了两次"),
    ("Cannot mutate", "这个表已经写完，不能再改"),
    ("Found invalid character", "含有不允许的字符"),
    ("Duplicate inline table key", "同一个键写了两次"),
    ("Unclosed array", "数组缺少结尾的方括号"),
    ("Unclosed inline table", "花括号没有闭合"),
    ("Expected newline or end of document", "一行里多写了内容"),
    ("Expected ']", "表名缺少结尾的方括号"),
    ("Unescaped '\\'", "反斜杠要写成两个"),
    ("Escaped character", "转义字符写法不对"),
    ("Invalid hex value", "转义字符写法不对"),
    ("Invalid date", "日期写法不对"),
    ("Invalid initial character for a key", "键名写法不对"),
)


@dataclass(frozen=True)
class Recipe:
    """A named set of definitions.

    Attributes:
        name: not blank.
        definitions: as written by the user, none blank; they are read by `parse_definitions`.
        thresholds: in [0, 1]; each key is a definition or the name of a field.
        labels: document-level labels, none blank.

    Raises:
        SeqGPTError: `recipe_invalid` if one of these does not hold.
    """

    name: str
    definitions: tuple[str, ...]
    thresholds: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType({}), hash=False
    )
    description: str = ""
    labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if isinstance(self.definitions, str) or isinstance(self.labels, str):
            raise TypeError("definitions and labels are tuples of strings, not one string")
        object.__setattr__(self, "definitions", tuple(self.definitions))
        object.__setattr__(self, "labels", tuple(self.labels))
        if not self.name.strip():
            raise SeqGPTError("recipe_invalid", "配方没有名称，请填写名称。")
        for kind, texts in (("字段定义", self.definitions), ("标签", self.labels)):
            if not all(text.strip() for text in texts):
                raise SeqGPTError("recipe_invalid", f"配方里有空的{kind}，请填写或删去。")
        known = {*self.definitions, *map(field_name, self.definitions)}
        thresholds: dict[str, float] = {}
        for key, threshold in self.thresholds.items():
            if key not in known:
                raise SeqGPTError(
                    "recipe_invalid", f"阈值「{_shown(key)}」不对应任何字段，请改成字段名或删去。"
                )
            if not 0 <= threshold <= 1:
                raise SeqGPTError(
                    "recipe_invalid",
                    f"「{_shown(key)}」的阈值 {_shown(threshold)} 超出范围，"
                    "请改成 0 到 1 之间的数。",
                )
            thresholds[key] = float(threshold)
        object.__setattr__(self, "thresholds", MappingProxyType(thresholds))
        # TOML holds Unicode scalar values only.
        for text in (self.name, self.description, *self.definitions, *self.labels):
            if any("\ud800" <= character <= "\udfff" for character in text):
                raise SeqGPTError(
                    "recipe_invalid", "配方里有残缺的字符（单个代理码位），请删去后重新输入。"
                )

    def __reduce__(self) -> tuple[Any, ...]:
        # A mapping proxy can be neither copied nor pickled.
        return (
            Recipe,
            (self.name, self.definitions, dict(self.thresholds), self.description, self.labels),
        )


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
        raise _too_large(where)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _unreadable(where, line, "不是 UTF-8 编码，请用 UTF-8 另存") from error
    return parse_recipe(text, where)


def parse_recipe(text: str, where: str = "recipe") -> Recipe:
    """Read a recipe from its TOML text.

    Args:
        where: what to call the text in messages, such as the file's name.

    Raises:
        SeqGPTError: `recipe_unreadable`, one sentence with `where`, line and reason.
    """
    if len(text) > MAX_RECIPE_BYTES:
        raise _too_large(where)
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise _unreadable(where, line, "含有 NUL 字节，请确认它是文本文件")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(where, text, error) from error
    except (ValueError, RecursionError) as error:
        raise _unreadable(where, None, "数字过长或嵌套过深，请改正") from error
    try:
        return _RecipeReader(data).read()
    except _Problem as problem:
        line_number = line_of(key_lines(text), problem.path)
        raise _unreadable(where, line_number, problem.reason) from None
    except SeqGPTError as error:
        raise _unreadable(where, None, error.message.rstrip("。")) from error


def dump_recipe(recipe: Recipe) -> str:
    """The recipe as TOML; `parse_recipe` gives back an equal recipe."""
    lines = [f"version = {RECIPE_VERSION}", f"name = {_quoted(recipe.name)}"]
    if recipe.description:
        lines.append(f"description = {_quoted(recipe.description)}")
    if recipe.labels:
        lines.append(f"labels = [{', '.join(map(_quoted, recipe.labels))}]")
    for definition in recipe.definitions:
        lines += ["", "[[fields]]", f"definition = {_quoted(definition)}"]
        if definition in recipe.thresholds:
            lines.append(f"threshold = {recipe.thresholds[definition]!r}")
    by_name = {
        key: value for key, value in recipe.thresholds.items() if key not in recipe.definitions
    }
    if by_name:
        lines += ["", "[thresholds]"]
        lines += [f"{_quoted(key)} = {value!r}" for key, value in by_name.items()]
    return "\n".join(lines) + "\n"


class _Problem(Exception):
    """Something wrong at one place of the recipe's data."""

    def __init__(self, path: KeyPath, reason: str) -> None:
        super().__init__(reason)
        self.path = path
        self.reason = reason


class _RecipeReader:
    """Checks parsed TOML data and makes the recipe; raises `_Problem`."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data

    def read(self) -> Recipe:
        data = self._data
        _refuse_unknown_keys(data, _TOP_KEYS, ())
        version = data.get("version")
        if version is None:
            raise _Problem((), f"缺少 version，请在开头写 version = {RECIPE_VERSION}")
        if type(version) is not int or version != RECIPE_VERSION:
            raise _Problem(
                ("version",), f"不认识版本 {_shown(version)}，请写 version = {RECIPE_VERSION}"
            )
        definitions, thresholds = self._fields()
        self._named_thresholds(definitions, thresholds)
        return Recipe(
            name=_text(data, "name", ()),
            definitions=tuple(definitions),
            thresholds=thresholds,
            description=_text(data, "description", ()) if "description" in data else "",
            labels=self._labels(),
        )

    def _fields(self) -> tuple[list[str], dict[str, float]]:
        entries = self._data.get("fields", [])
        if not isinstance(entries, list):
            raise _Problem(("fields",), "fields 必须是若干个 [[fields]] 表")
        definitions: list[str] = []
        thresholds: dict[str, float] = {}
        for index, entry in enumerate(entries):
            path = ("fields", index)
            if not isinstance(entry, dict):
                raise _Problem(path, "fields 必须是若干个 [[fields]] 表")
            _refuse_unknown_keys(entry, _FIELD_KEYS, path)
            definition = _text(entry, "definition", path)
            if "threshold" in entry:
                threshold = _threshold(entry["threshold"], (*path, "threshold"))
                if thresholds.get(definition, threshold) != threshold:
                    raise _Problem(
                        (*path, "threshold"),
                        f"字段「{_shown(definition)}」写了两个不同的 threshold，请只留一个",
                    )
                thresholds[definition] = threshold
            definitions.append(definition)
        return definitions, thresholds

    def _named_thresholds(self, definitions: list[str], thresholds: dict[str, float]) -> None:
        """Add the `[thresholds]` table to `thresholds`."""
        table = self._data.get("thresholds", {})
        if not isinstance(table, dict):
            raise _Problem(("thresholds",), "thresholds 必须是一个 [thresholds] 表")
        names = set(map(field_name, definitions))
        for key, value in table.items():
            path = ("thresholds", key)
            if key not in names and key not in definitions:
                raise _Problem(path, f"阈值「{_shown(key)}」不对应任何字段，请改成字段名或删去")
            threshold = _threshold(value, path)
            if thresholds.get(key, threshold) != threshold:
                raise _Problem(path, f"字段「{_shown(key)}」写了两个不同的阈值，请只留一个")
            thresholds[key] = threshold

    def _labels(self) -> tuple[str, ...]:
        labels = self._data.get("labels", [])
        if not isinstance(labels, list) or not all(
            isinstance(label, str) and label.strip() for label in labels
        ):
            raise _Problem(("labels",), "labels 必须是一组非空的字符串")
        return tuple(labels)


def _refuse_unknown_keys(table: dict[str, Any], known: tuple[str, ...], path: KeyPath) -> None:
    for key in table:
        if key not in known:
            raise _Problem(
                (*path, key), f"不认识的键「{_shown(key)}」，可用的键是 {'、'.join(known)}"
            )


def _text(table: dict[str, Any], key: str, path: KeyPath) -> str:
    if key not in table:
        raise _Problem(path, f"缺少 {key}，请补上")
    value = table[key]
    if not isinstance(value, str):
        raise _Problem((*path, key), f"{key} 必须是带引号的字符串")
    if key != "description" and not value.strip():
        raise _Problem((*path, key), f"{key} 不能为空，请填写")
    return value


def _threshold(value: object, path: KeyPath) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Problem(path, "阈值必须是 0 到 1 之间的数")
    if not 0 <= value <= 1:
        raise _Problem(path, f"阈值 {_shown(value)} 超出范围，请改成 0 到 1 之间的数")
    return float(value)


def _syntax_error(where: str, text: str, error: tomllib.TOMLDecodeError) -> SeqGPTError:
    message = str(error)
    position = _POSITION.search(message)
    line = int(position[1]) if position and position[1] else text.count("\n") + 1
    original = message[: position.start()] if position else message
    reason = next((chinese for start, chinese in _REASONS if original.startswith(start)), original)
    return _unreadable(where, line, f"不是有效的 TOML：{reason}，请改正")


def _unreadable(where: str, line: int | None, reason: str) -> SeqGPTError:
    place = "" if line is None else f"第 {line} 行"
    return SeqGPTError("recipe_unreadable", f"配方「{where}」{place}读不出：{reason}。")


def _too_large(where: str) -> SeqGPTError:
    return _unreadable(where, None, f"超过 {MAX_RECIPE_BYTES // 1024} KB，请确认它是配方文件")


def _shown(value: object) -> str:
    """`value` short enough for one sentence."""
    text = str(value)
    return text if len(text) <= MAX_DEFINITION_LENGTH else text[:MAX_DEFINITION_LENGTH] + "…"


_ESCAPES = {
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}


def _quoted(text: str) -> str:
    """`text` as a TOML basic string."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character < " " or character == "\x7f":
        return f"\\u{ord(character):04X}"
    return character
