"""Fields by canonical key: how a value is generated and what analysts call the field.

`templates/fields.txt` declares keys for all templates, one a line:

```
合同金额 = amount(50000,9000000) : 合同总价 / 合同总金额      the key is the first name
总分 = count(1,9) := 得分 / 评分                            `:=`: the key is no name
*法定代表人 = person : {P}法人代表 / {P}的法定代表人          a pattern for any prefix
```
`{P}` stands for each short name of the prefix's own field, so that `甲方法定代表人` of a lease is
also `出租方法定代表人`; `{=P}` stands for the prefix's value (`张三的身份证号`); `{P}` in a
generator's arguments is the prefix's key. A template's own declarations extend (`:`) or replace (`:=`) these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from .syntax import Call, parse_call

LINE = re.compile(
    r"(?P<key>[^\s=:]+)\s*(?:=\s*(?P<call>[a-z_]+(?:\(.*?\))?)\s*)?"
    r"(?P<mark>:=|:)?\s*(?P<names>.*)"
)
LONG_ENDINGS = ("名称", "全称", "姓名", "单位名", ")", "）")


@dataclass(frozen=True)
class Declaration:
    """One declared key; `call` None = inherited or a marked passage.

    `replaces`: the names stand instead of inherited ones.
    """

    key: str
    call: Call | None
    names: tuple[str, ...]
    replaces: bool = False


def parse_declaration(line: str) -> Declaration:
    """A declaration line.

    Raises:
        ValueError: if the line is not a declaration.
    """
    found = LINE.fullmatch(line.strip())
    if not found:
        raise ValueError(f"not a declaration: {line!r}")
    key = found["key"]
    if found["names"] and not found["mark"]:
        raise ValueError(f"names without a colon: {line!r}")
    call = parse_call(found["call"]) if found["call"] else None
    names = [name.strip() for name in found["names"].split(" / ") if name.strip()]
    hidden = key.startswith("_") or found["mark"] == ":="
    if not hidden:
        names.insert(0, ("{P}" + key[1:]) if key.startswith("*") else key)
    return Declaration(key, call, tuple(dict.fromkeys(names)), found["mark"] == ":=")


class Catalogue:
    """Declarations with inheritance; names may hold `{$variable}` and `{slot}` references."""

    def __init__(
        self, declarations: dict[str, Declaration], parent: Catalogue | None = None
    ) -> None:
        self.declarations = declarations
        self.parent = parent
        self._names: dict[str, tuple[str, ...]] = {}

    def extended(self, lines: list[str]) -> Catalogue:
        """A catalogue with a template's own declarations before this one's."""
        own = [parse_declaration(line) for line in lines if line.strip()]
        return Catalogue({declared.key: declared for declared in own}, self)

    def _chain(self, key: str) -> list[Declaration]:
        """Exact declarations of a key, the template's own first."""
        above = self.parent._chain(key) if self.parent else []
        declared = self.declarations.get(key)
        return [declared, *above] if declared else above

    def _pattern(self, key: str) -> tuple[str, Declaration] | None:
        """The prefix and the pattern with the longest suffix that fits the key."""
        for cut in range(1, len(key)):
            declared = self.declarations.get("*" + key[cut:])
            if declared:
                return key[:cut], declared
        return self.parent._pattern(key) if self.parent else None

    def call(self, key: str) -> Call | None:
        """How the key's value is generated, None if nothing says so."""
        for declared in self._chain(key):
            if declared.call:
                return declared.call
        pattern = self._pattern(key)
        if not pattern or not pattern[1].call:
            return None
        prefix, call = pattern[0], pattern[1].call
        return Call(call.name, tuple(part.replace("{P}", prefix) for part in call.arguments))

    def names(self, key: str) -> tuple[str, ...]:
        """All names of a key, the canonical one first; empty for keys that are never asked."""
        if key.startswith("_"):
            return ()
        if key in self._names:
            return self._names[key]
        found: list[str] = []
        replaced = False
        for declared in self._chain(key):
            found += declared.names
            if declared.replaces:
                replaced = True
                break
        if not replaced:
            found += self._inherited(key)
        self._names[key] = tuple(dict.fromkeys(found))
        return self._names[key]

    def _inherited(self, key: str) -> list[str]:
        """Names from a pattern or, for a form of a value, from the value's own names."""
        base, dot, form = key.partition(".")
        if dot:
            short = self.short_names(base)
            if form == "short":
                return [f"{name}简称" for name in short]
            if form in ("大写", "小写"):
                return [
                    form_name for name in short for form_name in (f"{name}({form})", name + form)
                ]
            return []
        pattern = self._pattern(key)
        if not pattern:
            return []
        prefix, declared = pattern
        prefixes = self.short_names(prefix)
        if not prefixes:
            # A key of its own that merely ends like a pattern (户籍地址) takes no names from it.
            if self._chain(key):
                return []
            prefixes = (prefix,)
        filled = [
            name.replace("{P}", each).replace("{=P}", "{" + prefix + "}")
            for name in declared.names
            for each in prefixes
        ]
        return [key, *filled] if prefix in prefixes else filled

    def short_names(self, key: str) -> tuple[str, ...]:
        """Names that read well before another noun; slot references are left out."""
        return tuple(
            name
            for name in self.names(key)
            if len(name) <= 6 and not name.endswith(LONG_ENDINGS) and not re.search(r"\{[^$]", name)
        )


def read_catalogue(path: Path) -> Catalogue:
    """The catalogue in a file; lines with # are comments.

    Raises:
        ValueError: with the line, if one is wrong or a key stands twice.
    """
    declarations: dict[str, Declaration] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        declared = parse_declaration(line)
        if declared.key in declarations:
            raise ValueError(f"declared twice: {declared.key}")
        declarations[declared.key] = declared
    return Catalogue(declarations)
