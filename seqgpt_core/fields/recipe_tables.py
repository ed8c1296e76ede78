"""The parsed TOML of a recipe, checked key by key; every refusal knows where it stands."""

from __future__ import annotations

from typing import Any

from .definitions import field_name
from .recipe_positions import KeyPath
from .recipe_text import brief

RECIPE_VERSION = 1

_TOP_KEYS = (
    "version", "name", "description", "labels", "rules", "summary", "fields", "thresholds",
    "synonyms", "groups",
)  # fmt: skip
_FIELD_KEYS = ("definition", "threshold")
_MAY_BE_BLANK = ("description", "summary")


class Problem(Exception):
    """Something wrong at one place of the recipe's data."""

    def __init__(self, path: KeyPath, reason: str) -> None:
        super().__init__(reason)
        self.path = path
        self.reason = reason


class RecipeTables:
    """Checks parsed TOML data; raises `Problem` at the first thing that is wrong."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data

    def read(self) -> dict[str, Any]:
        """The arguments that make the recipe."""
        data = self._data
        _refuse_unknown_keys(data, _TOP_KEYS, ())
        version = data.get("version")
        if version is None:
            raise Problem((), f"缺少 version，请在开头写 version = {RECIPE_VERSION}")
        if type(version) is not int or version != RECIPE_VERSION:
            raise Problem(
                ("version",), f"不认识版本 {brief(version)}，请写 version = {RECIPE_VERSION}"
            )
        definitions, thresholds = self._fields()
        self._named_thresholds(definitions, thresholds)
        return {
            "name": _text(data, "name", ()),
            "definitions": tuple(definitions),
            "thresholds": thresholds,
            "description": _text(data, "description", ()) if "description" in data else "",
            "labels": _texts(data.get("labels", []), ("labels",)),
            "rules": _texts(data.get("rules", []), ("rules",)),
            "summary": _text(data, "summary", ()) if "summary" in data else "",
            "synonyms": self._lists("synonyms", "同义词表里有空的选项"),
            "groups": self._groups(definitions),
        }

    def _fields(self) -> tuple[list[str], dict[str, float]]:
        entries = self._data.get("fields", [])
        if not isinstance(entries, list):
            raise Problem(("fields",), "fields 必须是若干个 [[fields]] 表")
        definitions: list[str] = []
        thresholds: dict[str, float] = {}
        for index, entry in enumerate(entries):
            path = ("fields", index)
            if not isinstance(entry, dict):
                raise Problem(path, "fields 必须是若干个 [[fields]] 表")
            _refuse_unknown_keys(entry, _FIELD_KEYS, path)
            definition = _text(entry, "definition", path)
            if "threshold" in entry:
                threshold = _threshold(entry["threshold"], (*path, "threshold"))
                if thresholds.get(definition, threshold) != threshold:
                    raise Problem(
                        (*path, "threshold"),
                        f"字段「{brief(definition)}」写了两个不同的 threshold，请只留一个",
                    )
                thresholds[definition] = threshold
            definitions.append(definition)
        return definitions, thresholds

    def _named_thresholds(self, definitions: list[str], thresholds: dict[str, float]) -> None:
        """Add the `[thresholds]` table to `thresholds`."""
        table = self._data.get("thresholds", {})
        if not isinstance(table, dict):
            raise Problem(("thresholds",), "thresholds 必须是一个 [thresholds] 表")
        names = set(map(field_name, definitions))
        for key, value in table.items():
            path = ("thresholds", key)
            if key not in names and key not in definitions:
                raise Problem(path, f"阈值「{brief(key)}」不对应任何字段，请改成字段名或删去")
            threshold = _threshold(value, path)
            if thresholds.get(key, threshold) != threshold:
                raise Problem(path, f"字段「{brief(key)}」写了两个不同的阈值，请只留一个")
            thresholds[key] = threshold

    def _groups(self, definitions: list[str]) -> dict[str, tuple[str, ...]]:
        groups = self._lists("groups", "分组表里有空的名称")
        for name, members in groups.items():
            for member in members:
                if member not in definitions:
                    raise Problem(
                        ("groups", name),
                        f"分组里的「{brief(member)}」不是这个配方的字段定义，请改成定义的原文或删去",
                    )
        return groups

    def _lists(self, key: str, blank: str) -> dict[str, tuple[str, ...]]:
        """A table of lists of strings; `blank` says what an empty name is."""
        table = self._data.get(key, {})
        if not isinstance(table, dict):
            raise Problem((key,), f"{key} 必须是一个 [{key}] 表")
        lists: dict[str, tuple[str, ...]] = {}
        for name, words in table.items():
            if not name.strip():
                raise Problem((key, name), f"{blank}，请填写或删去")
            lists[name] = _texts(words, (key, name))
        return lists


def _texts(value: object, path: KeyPath) -> tuple[str, ...]:
    """A list of strings, none blank."""
    if not isinstance(value, list) or not all(
        isinstance(item, str) and item.strip() for item in value
    ):
        raise Problem(path, f"{brief(path[-1])} 必须是一组非空的字符串")
    return tuple(value)


def _refuse_unknown_keys(table: dict[str, Any], known: tuple[str, ...], path: KeyPath) -> None:
    for key in table:
        if key not in known:
            raise Problem(
                (*path, key), f"不认识的键「{brief(key)}」，可用的键是 {'、'.join(known)}"
            )


def _text(table: dict[str, Any], key: str, path: KeyPath) -> str:
    if key not in table:
        raise Problem(path, f"缺少 {key}，请补上")
    value = table[key]
    if not isinstance(value, str):
        raise Problem((*path, key), f"{key} 必须是带引号的字符串")
    if key not in _MAY_BE_BLANK and not value.strip():
        raise Problem((*path, key), f"{key} 不能为空，请填写")
    return value


def _threshold(value: object, path: KeyPath) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Problem(path, "阈值必须是 0 到 1 之间的数")
    if not 0 <= value <= 1:
        raise Problem(path, f"阈值 {brief(value)} 超出范围，请改成 0 到 1 之间的数")
    return float(value)
