"""Automatic paragraph numbers of a Word document: `第一条`, `一、`, `1.1` as text.

Word stores no number with a paragraph, only a list and a level; the number is counted when the
document is shown. Rules: ECMA-376 part 1, 17.9 (numbering) and 17.3.1.19 (numPr).
Lists that share an abstract definition share its counters. Bullets give no text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .numerals import format_ordinal
from .ooxml import Element, attribute, child, children


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    number_format: str
    text: str  # "第%1条": %n stands for the number of level n (from 1)
    suffix: str
    restart: int | None  # the level (from 1) that restarts this one; 0 never; None any above
    legal: bool  # all numbers in it are shown as decimals


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, _Level]
    start_overrides: dict[int, int]
    style_levels: dict[str, int]  # paragraph style -> level


@dataclass(slots=True)
class _Style:
    parent: str | None
    number: str | None
    level: int | None


@dataclass(slots=True)
class Numbering:
    """Counts the numbers of a document's paragraphs, in document order."""

    _lists: dict[str, _List] = field(default_factory=dict)
    _styles: dict[str, _Style] = field(default_factory=dict)
    _default_style: str | None = None
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _overridden: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def from_parts(cls, numbering: Element | None, styles: Element | None) -> Numbering:
        """Numbering by the roots of `numbering.xml` and `styles.xml`, either may be missing."""
        result = cls()
        for style in children(styles, "style"):
            identifier = attribute(style, "styleId")
            if identifier is None:
                continue
            number, level = _list_reference(child(style, "pPr", "numPr"))
            parent = attribute(child(style, "basedOn"), "val")
            result._styles[identifier] = _Style(parent, number, level)
            is_default = attribute(style, "default") in ("1", "true", "on")
            if is_default and attribute(style, "type") == "paragraph":
                result._default_style = identifier
        result._read_lists(numbering)
        return result

    def _read_lists(self, numbering: Element | None) -> None:
        abstracts = {
            attribute(node, "abstractNumId"): node for node in children(numbering, "abstractNum")
        }
        nums = {attribute(node, "numId"): node for node in children(numbering, "num")}
        for number, node in nums.items():
            identifier = attribute(child(node, "abstractNumId"), "val")
            abstract = abstracts.get(identifier)
            # An abstract definition may only name a list style, which names the real list.
            linked = self._styles.get(attribute(child(abstract, "numStyleLink"), "val") or "")
            if linked is not None and linked.number in nums:
                identifier = attribute(child(nums[linked.number], "abstractNumId"), "val")
                abstract = abstracts.get(identifier)
            if number is None or identifier is None or abstract is None:
                continue
            levels, style_levels = _read_levels(abstract)
            start_overrides = {}
            for override in children(node, "lvlOverride"):
                level = _integer(attribute(override, "ilvl"), 0)
                replaced, _ = _read_levels(override)
                levels.update(replaced)
                start = attribute(child(override, "startOverride"), "val")
                if start is not None:
                    start_overrides[level] = _integer(start, 1)
            self._lists[number] = _List(identifier, levels, start_overrides, style_levels)

    def next_marker(self, paragraph: Element) -> str:
        """Count this paragraph and give its number with the space behind it, or ""."""
        number, depth = self._reference(paragraph)
        numbered = self._lists.get(number or "")
        if numbered is None or number is None or depth not in numbered.levels:
            return ""
        counters = self._counters.setdefault(numbered.abstract, {})
        if depth in numbered.start_overrides and (number, depth) not in self._overridden:
            self._overridden.add((number, depth))
            counters[depth] = numbered.start_overrides[depth]
        elif depth in counters:
            counters[depth] += 1
        else:
            counters[depth] = numbered.levels[depth].start
        for deeper in [level for level in counters if level > depth]:
            definition = numbered.levels.get(deeper)
            restart = None if definition is None else definition.restart
            if restart is None or depth < restart:
                del counters[deeper]
        return _marker(numbered.levels, counters, depth)

    def _reference(self, paragraph: Element) -> tuple[str | None, int]:
        """The list and level of a paragraph: its own, or else its style's."""
        properties = child(paragraph, "pPr")
        number, level = _list_reference(child(properties, "numPr"))
        style_name = attribute(child(properties, "pStyle"), "val") or self._default_style
        name, seen = style_name, set[str]()
        while number is None and name in self._styles and name not in seen:
            seen.add(name)
            style = self._styles[name]
            if style.number is not None:
                number = style.number
                if level is None and number in self._lists:
                    by_style = self._lists[number].style_levels
                    level = by_style.get(style_name or "", by_style.get(name, style.level or 0))
            name = style.parent or ""
        return number, level or 0


def _list_reference(properties: Element | None) -> tuple[str | None, int | None]:
    """(numId, ilvl) of a numPr element; either may be absent."""
    level = attribute(child(properties, "ilvl"), "val")
    return attribute(child(properties, "numId"), "val"), (
        None if level is None else _integer(level, 0)
    )


def _read_levels(parent: Element) -> tuple[dict[int, _Level], dict[str, int]]:
    levels: dict[int, _Level] = {}
    style_levels: dict[str, int] = {}
    for node in children(parent, "lvl"):
        depth = _integer(attribute(node, "ilvl"), 0)
        restart = attribute(child(node, "lvlRestart"), "val")
        legal = child(node, "isLgl")
        levels[depth] = _Level(
            start=_integer(attribute(child(node, "start"), "val"), 0),
            number_format=attribute(child(node, "numFmt"), "val") or "decimal",
            text=attribute(child(node, "lvlText"), "val") or "",
            suffix=attribute(child(node, "suff"), "val") or "tab",
            restart=None if restart is None else _integer(restart, 0),
            legal=legal is not None and attribute(legal, "val") not in ("0", "false", "off"),
        )
        style = attribute(child(node, "pStyle"), "val")
        if style is not None:
            style_levels[style] = depth
    return levels, style_levels


def _marker(levels: dict[int, _Level], counters: dict[int, int], depth: int) -> str:
    level = levels[depth]
    if level.number_format == "bullet":
        return ""

    def number(match: re.Match[str]) -> str:
        shown = int(match[1]) - 1
        if shown not in levels:
            return ""
        value = counters.get(shown, levels[shown].start)
        return format_ordinal(value, "decimal" if level.legal else levels[shown].number_format)

    marker = re.sub("%([1-9])", number, level.text)
    if not marker.strip():
        return ""
    return marker if level.suffix == "nothing" else marker.rstrip() + " "


def _integer(text: str | None, default: int) -> int:
    """A number of the file within sane bounds, or the default where it is none."""
    if text is None or not re.fullmatch(r"-?[0-9]{1,9}", text.strip()):
        return default
    return int(text)
