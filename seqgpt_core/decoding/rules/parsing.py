"""The text of a rule to a `Rule`; see `language` for the grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import NoReturn, cast

from ...errors import SeqGPTError
from .language import (
    ARITY,
    EMPTY_WORD,
    KEYWORDS,
    NAME_STOPS,
    Arithmetic,
    Call,
    Comparison,
    Expression,
    Field,
    Function,
    Literal,
    Operator,
    Rule,
    Words,
    fields_of,
)
from .literals import literal
from .measured import Measured, negated

MAX_RULE_LENGTH = 500
_MAX_DEPTH = 20
_SHOWN = 60

_OPERATORS: dict[str, Operator] = {
    "=": "=", "==": "=", "＝": "=",
    "!=": "!=", "<>": "!=", "≠": "!=",
    "<": "<", "＜": "<", "<=": "<=", "≤": "<=", "＜＝": "<=", "≦": "<=",
    ">": ">", "＞": ">", ">=": ">=", "≥": ">=", "＞＝": ">=", "≧": ">=",
}  # fmt: skip
_SIGNS = {
    "+": "+", "＋": "+", "-": "-", "−": "-", "－": "-", "*": "*", "×": "*", "＊": "*",
    "(": "(", "（": "(", ")": ")", "）": ")", ",": ",", "，": ",", "|": "|", "｜": "|",
}  # fmt: skip
_OPERATOR = re.compile("|".join(sorted(map(re.escape, _OPERATORS), key=len, reverse=True)))
_QUOTED = re.compile(r"[\"“”](?P<double>[^\"“”]*)[\"“”]|['‘’](?P<single>[^'‘’]*)['‘’]")
_CORNER = re.compile(r"「\s*([^「」]*[^\s「」])\s*」")
_DAY = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}(?!\d)|\d{4}年\d{1,2}月(?:\d{1,2}日)?")
_STOP = "".join(map(re.escape, sorted(NAME_STOPS)))
_NUMERAL = re.compile(rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?[^\s{_STOP}]*")
_RUN = re.compile(rf"[^\s{_STOP}]+")
_CLOSING = {"(": ")", "（": "）", "[": "]", "【": "】"}
_ENDS = str.maketrans("（）【】", "()[]")

_Kind = OneOf["name", "literal", "words", "operator", "keyword", "sign", "end"]


@dataclass(frozen=True, slots=True)
class _Token:
    """One word of a rule; `at` is its place, for messages."""

    kind: _Kind
    text: str
    at: int
    measured: Measured | None = None


def parse_rule(text: str) -> Rule:
    """Read one rule. `parse_rule(str(rule)) == rule` for every rule that it made.

    Raises:
        SeqGPTError: `rule_invalid`, one sentence with the place and what to change.
    """
    if not text.strip():
        raise SeqGPTError("rule_invalid", "有一条规则是空的，请填写或删去。")
    if len(text) > MAX_RULE_LENGTH:
        raise SeqGPTError(
            "rule_invalid",
            f"规则「{shown_rule(text)}」有 {len(text)} 个字符，"
            f"超过上限 {MAX_RULE_LENGTH} 个，请拆短。",
        )
    return _Parser(text).rule()


def shown_rule(text: str) -> str:
    """A rule for a message: on one line and not too long."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"


def _refuse(text: str, at: int, problem: str) -> NoReturn:
    raise SeqGPTError("rule_invalid", f"规则「{shown_rule(text)}」第 {at + 1} 个字符处{problem}。")


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token, at = _token(text, at)
        found.append(token)
    return [*found, _Token("end", "", len(text))]


def _token(text: str, at: int) -> tuple[_Token, int]:
    if match := _OPERATOR.match(text, at):
        return _Token("operator", _OPERATORS[match[0]], at), match.end()
    if text[at] in _SIGNS:
        return _Token("sign", _SIGNS[text[at]], at), at + 1
    if match := _QUOTED.match(text, at):
        words = match["double"] if match["double"] is not None else match["single"]
        return _Token("words", words.strip(), at), match.end()
    if match := _CORNER.match(text, at):
        return _Token("name", match[1].strip(), at), match.end()
    if (match := _DAY.match(text, at) or _NUMERAL.match(text, at)) and (
        measured := literal(match[0])
    ):
        return _Token("literal", match[0], at, measured), match.end()
    if not _RUN.match(text, at):
        if text[at] in "\"“”'‘’":
            _refuse(text, at, "的引号没有成对，请补上另一半")
        _refuse(text, at, f"有多余的「{text[at]}」，请删去")
    return _name(text, at)


def _name(text: str, start: int) -> tuple[_Token, int]:
    """A bare name with the brackets that follow it without a space: `合同金额(万元)`."""
    at = start
    while at < len(text):
        run = _RUN.match(text, at)
        if run:
            at = run.end()
        elif text[at] in _CLOSING and text[start:at] not in ARITY:
            at = _after_bracket(text, at)
        else:
            break
    name = text[start:at]
    if keyword := KEYWORDS.get(name.casefold()):
        return _Token("keyword", keyword, start), at
    if name == EMPTY_WORD:
        return _Token("words", "", start), at
    return _Token("name", name, start), at


def _after_bracket(text: str, start: int) -> int:
    depth = 0
    for at in range(start, len(text)):
        mark = text[at].translate(_ENDS)
        if mark in "([":
            depth += 1
        elif mark in ")]":
            depth -= 1
            if depth == 0:
                return at + 1
    _refuse(text, start, "的括号没有闭合，请补上")


class _Parser:
    """Recursive descent over the tokens of one rule."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _tokens(text)
        self._next = 0
        self._depth = 0

    def rule(self) -> Rule:
        comparison = self._comparison()
        conditions: list[Comparison] = []
        if self._takes("keyword", "when"):
            conditions.append(self._comparison())
            while self._takes("keyword", "and"):
                conditions.append(self._comparison())
            self._takes("keyword", "then")
        token = self._peek
        if token.kind != "end":
            if token.kind == "keyword" and token.text == "and":
                self._fail("的 and 只能写在 when 之后，请把两个要求写成两条规则")
            self._fail(f"有多余的「{token.text}」，请删去或补上运算符")
        return Rule(comparison, tuple(conditions))

    @property
    def _peek(self) -> _Token:
        return self._tokens[self._next]

    def _takes(self, kind: _Kind, *texts: str) -> _Token | None:
        token = self._peek
        if token.kind != kind or (texts and token.text not in texts):
            return None
        self._next += 1
        return token

    def _fail(self, problem: str, at: int | None = None) -> NoReturn:
        _refuse(self._text, self._peek.at if at is None else at, problem)

    def _comparison(self) -> Comparison:
        start = self._peek.at
        sides = [self._side()]
        operators: list[Operator] = []
        while token := self._takes("operator"):
            operators.append(cast(Operator, token.text))
            sides.append(self._side())
        if not operators:
            self._fail("缺少比较，请写上 =、!=、<、<=、> 或 >=")
        if not any(field for side in sides for field in fields_of(side)):
            self._fail("起没有字段，请至少写一个字段名", start)
        if any(isinstance(side, Words) for side in sides) and set(operators) - {"=", "!="}:
            self._fail("起的文字只能用 = 或 != 比较，请改用这两个符号", start)
        return Comparison(tuple(sides), tuple(operators))

    def _side(self) -> Expression:
        left = self._term()
        while token := self._takes("sign", "+", "-"):
            left = self._joined(token, left, self._term())
        return left

    def _term(self) -> Expression:
        left = self._factor()
        while token := self._takes("sign", "*"):
            left = self._joined(token, left, self._factor())
        return left

    def _joined(self, sign: _Token, left: Expression, right: Expression) -> Arithmetic:
        if isinstance(left, Words) or isinstance(right, Words):
            self._fail("的文字不能计算，请去掉引号或改成字段", sign.at)
        return Arithmetic(cast(OneOf["+", "-", "*"], sign.text), left, right)

    def _factor(self) -> Expression:
        token = self._peek
        if self._takes("words"):
            options = [token.text]
            while self._takes("sign", "|"):
                if self._peek.kind != "words":
                    self._fail("缺少带引号的文字，请补上或删去「|」")
                options.append(self._peek.text)
                self._next += 1
            return Words(tuple(dict.fromkeys(options)))
        if self._takes("literal"):
            assert token.measured is not None
            return Literal(token.text, token.measured)
        if self._takes("name"):
            return self._call(token) if self._is_call(token) else Field(token.text)
        if self._takes("sign", "("):
            self._depth += 1
            if self._depth > _MAX_DEPTH:
                self._fail(f"的括号超过 {_MAX_DEPTH} 层，请拆成几条规则", token.at)
            side = self._side()
            if not self._takes("sign", ")"):
                self._fail("缺少右括号，请补上")
            self._depth -= 1
            return side
        if self._takes("sign", "-"):
            number = self._takes("literal")
            if number is None or number.measured is None or number.measured.kind == "date":
                self._fail("的负号后面应是数字，请改正", token.at)
            return Literal(f"-{number.text}", negated(number.measured))
        missing = (
            "结束了，缺少字段或数字，请补上"
            if token.kind == "end"
            else (f"的「{token.text}」前面缺少字段或数字，请补上")
        )
        self._fail(missing)

    def _is_call(self, token: _Token) -> bool:
        following = self._peek
        return token.text in ARITY and (following.kind, following.text) == ("sign", "(")

    def _call(self, token: _Token) -> Call:
        function = cast(Function, token.text)
        self._takes("sign", "(")
        arguments: list[Field] = []
        while argument := self._takes("name"):
            arguments.append(Field(argument.text))
            if not self._takes("sign", ","):
                break
        if not self._takes("sign", ")"):
            self._fail(f"，{function}( ) 里只能写字段名，请改正")
        if len(arguments) != ARITY[function]:
            wanted = ARITY[function]
            self._fail(f"的 {function}( ) 里要写 {wanted} 个字段，请改正", token.at)
        return Call(function, tuple(arguments))
