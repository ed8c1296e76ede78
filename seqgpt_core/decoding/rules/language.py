"""The rule language: what a rule is, and how it is printed back.

    rule       = comparison [ when comparison { and comparison } ]
    comparison = side operator side { operator side }
    operator   = "=" | "!=" | "<" | "<=" | ">" | ">="         ≠ ≤ ≥ and full width as well
    side       = term { ( "+" | "-" ) term }
    term       = factor { "*" factor }                         × as well
    factor     = field | literal | words | call | "(" side ")" | "-" literal
    field      = name as asked for, with or without its bracket: 合同金额, 合同金额(万元);
                 a part of a composite: 负责人.职务; odd names in corner brackets: 「A-B 指数」
    literal    = 100 | 5% | 500万元 | 30天 | 2024-03-05        a bare number counts in the unit
                                                               of the fields beside it
    words      = quoted { "|" quoted }                         any of them; "" or 空 is no value
    call       = sum(field)                all values of the field
               | start(field) | end(field) of a period
               | birth(field) | sex(field) what an identity number says
               | age(field, field)         whole years of its holder on a date
    when       = "when" | "当" | "如果" | "若"                  and = "and" | "且" | "并且"

`签订日期 <= 生效日期 <= 到期日期`, `sum(分期金额) = 合同金额`, `单价 * 数量 = 合计金额`,
`验收日期 <= 交付日期 + 30天`, `职位 != "总经理"|"董事长" when 公司 = "个人"`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal as OneOf

from .measured import Measured

RULES_VERSION = 1

Operator = OneOf["=", "!=", "<", "<=", ">", ">="]
Function = OneOf["sum", "start", "end", "birth", "sex", "age"]
ARITY: dict[Function, int] = {"sum": 1, "start": 1, "end": 1, "birth": 1, "sex": 1, "age": 2}

SIGNS: dict[Operator, str] = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
"""The operators as people read them."""

# Characters that end a bare name; a name that holds one is written in corner brackets.
NAME_STOPS = frozenset("=<>!≤≥≠＝＜＞+＋-−－*×＊()（）,，|｜\"“”'‘’「」[]【】")
KEYWORDS = {
    "when": "when", "当": "when", "如果": "when", "若": "when",
    "and": "and", "且": "and", "并且": "and", "时": "then",
}  # fmt: skip
EMPTY_WORD = "空"
_STOP = "".join(map(re.escape, sorted(NAME_STOPS)))
# A name as it may stand without corner brackets, with the brackets of its definition.
_BARE = re.compile(rf"[^\s{_STOP}]+(?:[(（\[【][^()（）\[\]【】「」]*[)）\]】][^\s{_STOP}]*)*")
_SPOKEN: dict[Function, str] = {
    "sum": "{0}之和",
    "start": "{0}的起始日",
    "end": "{0}的终止日",
    "birth": "{0}中的出生日期",
    "sex": "{0}中的性别",
    "age": "按{0}在{1}的周岁",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field by its name or definition, as written."""

    name: str

    def __str__(self) -> str:
        bare = _BARE.fullmatch(self.name) is not None and not self.name[0].isdigit()
        reserved = self.name.casefold() in KEYWORDS or self.name == EMPTY_WORD
        reserved = reserved or re.split(r"[(（]", self.name)[0] in ARITY
        return self.name if bare and not reserved else f"「{self.name}」"


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, amount, share, length of time or day, as written, and what it measures."""

    text: str
    measured: Measured

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Words:
    """Words of which any one will do; the empty word stands for no value at all."""

    options: tuple[str, ...]

    def __str__(self) -> str:
        return "|".join(
            f"'{option}'" if any(c in '"“”' for c in option) else f'"{option}"'
            for option in self.options
        )


@dataclass(frozen=True, slots=True)
class Call:
    function: Function
    arguments: tuple[Field, ...]

    def __str__(self) -> str:
        return f"{self.function}({', '.join(map(str, self.arguments))})"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    operator: OneOf["+", "-", "*"]
    left: Expression
    right: Expression

    def __str__(self) -> str:
        left, right = str(self.left), str(self.right)
        if _strength(self.left) < _strength(self):
            left = f"({left})"
        if _strength(self.right) <= _strength(self):
            right = f"({right})"
        return f"{left} {self.operator} {right}"


Expression = Field | Literal | Words | Call | Arithmetic


def _strength(expression: Expression) -> int:
    """How tightly an expression binds; the operators of one strength group to the left."""
    if not isinstance(expression, Arithmetic):
        return 3
    return 2 if expression.operator == "*" else 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """A chain of sides: `operators[i]` stands between `sides[i]` and `sides[i + 1]`."""

    sides: tuple[Expression, ...]
    operators: tuple[Operator, ...]

    def __str__(self) -> str:
        written = str(self.sides[0])
        for operator, side in zip(self.operators, self.sides[1:], strict=True):
            written += f" {operator} {side}"
        return written

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that it names, in order, each once."""
        return tuple(dict.fromkeys(field for side in self.sides for field in fields_of(side)))


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Equal rules say the same.

    Attributes:
        conditions: the rule holds only where all of them do.
        name: the name of its checks: `rule` for a user's own, another for a built-in one.
        least: how many values a `sum` needs to say anything.
    """

    comparison: Comparison
    conditions: tuple[Comparison, ...] = ()
    name: str = "rule"
    least: int = 1

    def __str__(self) -> str:
        if not self.conditions:
            return str(self.comparison)
        return f"{self.comparison} when {' and '.join(map(str, self.conditions))}"

    @property
    def fields(self) -> tuple[Field, ...]:
        found = [f for part in (self.comparison, *self.conditions) for f in part.fields]
        return tuple(dict.fromkeys(found))


def fields_of(expression: Expression) -> Iterator[Field]:
    """The fields that an expression names, in order."""
    if isinstance(expression, Field):
        yield expression
    elif isinstance(expression, Call):
        yield from expression.arguments
    elif isinstance(expression, Arithmetic):
        yield from fields_of(expression.left)
        yield from fields_of(expression.right)


def spoken(expression: Expression, called: Callable[[Field], str]) -> str:
    """The expression as people read it in a message.

    Args:
        called: what to call a field.
    """
    if isinstance(expression, Field):
        return called(expression)
    if isinstance(expression, Call):
        return _SPOKEN[expression.function].format(*map(called, expression.arguments))
    if isinstance(expression, Words):
        return "或".join(f"“{option}”" if option else "空" for option in expression.options)
    if isinstance(expression, Arithmetic):
        left, right = spoken(expression.left, called), spoken(expression.right, called)
        if _strength(expression.left) < _strength(expression):
            left = f"({left})"
        if _strength(expression.right) <= _strength(expression):
            right = f"({right})"
        return f"{left} {'×' if expression.operator == '*' else expression.operator} {right}"
    return str(expression)
