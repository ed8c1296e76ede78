"""What the names in rules stand for: definitions, names, aliases, parts, columns of records."""

from __future__ import annotations

from collections.abc import Sequence

from ...fields import FieldSpec
from ...fields.layout import fold
from ...fields.types import TypeName, field_type
from ...results.types import Notice
from ..composites import PartNode, part_nodes
from .built_in import part_field
from .language import Field, Rule
from .parsing import shown_rule
from .reading import Asked


class Names:
    """Fields by what a rule may call them; a definition goes before a name, a name before an
    alias."""

    def __init__(self, specs: Sequence[FieldSpec]) -> None:
        self._defined: dict[str, list[Asked]] = {}
        self._named: dict[str, list[Asked]] = {}
        self._alias: dict[str, list[Asked]] = {}
        fields = [spec for spec in specs if not spec.columns]
        records = [spec for spec in specs if spec.columns]
        for place, spec in enumerate(records, start=len(fields)):
            for node in part_nodes(spec.columns):
                cell = Asked(place, node.path, node.name, node.constraint, _part_type(node))
                self._add(spec, node.path, cell)
        for place, spec in enumerate(fields):
            kind = field_type(spec.name, spec.constraint, spec.options).name
            asked = Asked(place, "", spec.name, spec.constraint, kind)
            self._add(spec, "", asked)
            for node in part_nodes(spec.components):
                part = Asked(place, node.path, node.name, node.constraint, _part_type(node))
                self._add(spec, node.path, part)

    def _add(self, spec: FieldSpec, path: str, asked: Asked) -> None:
        for table, names in (
            (self._defined, (spec.definition, str(spec))),
            (self._named, (spec.name,)),
            (self._alias, spec.aliases),
        ):
            for name in {fold(part_field(name, path).name if path else name) for name in names}:
                table.setdefault(name, []).append(asked)

    def resolve(self, rule: Rule, targets: dict[Field, Asked]) -> Notice | None:
        """Add the rule's fields to `targets`, or say why one of them is none."""
        said = shown_rule(str(rule))
        for field in rule.fields:
            key = fold(field.name)
            found = self._defined.get(key) or self._named.get(key) or self._alias.get(key, [])
            if not found:
                return Notice(
                    "rule_field_unknown",
                    f"规则「{said}」里的「{field.name}」不是要提取的字段，这条规则没有使用；"
                    f'请添加这个字段，若是文字请加引号："{field.name}"。',
                )
            if len(found) > 1:
                return Notice(
                    "rule_field_ambiguous",
                    f"规则「{said}」里的「{field.name}」有 {len(found)} 个同名字段，"
                    "这条规则没有使用；请连括号一起写，如「合同金额(元)」。",
                )
            targets[field] = found[0]
        return None


def _part_type(node: PartNode) -> TypeName:
    return "text" if node.leaves else field_type(node.name, node.constraint, node.options).name
