"""The rules that hold for fields of certain names, without anyone writing them down.

They relate only fields that are asked and that clearly belong together: what is left of their
names without the deciding word must be the same (`保险生效日期` with `保险到期日期`). Within a
composite the parts are related likewise, value by value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from ...fields import FieldSpec
from ...fields.qualifiers import qualified
from .language import (
    Arithmetic,
    Call,
    Comparison,
    Expression,
    Field,
    Literal,
    Operator,
    Rule,
    Words,
)
from .literals import literal
from .measured import Measured

_CONTRACT = re.compile(r"合同|协议书|协议|的|本|该")
_DAY = r"(?:的?(?:日期|时间|年月日|日|之日))"

# Days in the order in which they come; the first of each group that a field's name ends with.
_ORDERS: tuple[tuple[str, ...], ...] = (
    (
        rf"(?:签订|签署|签约|签字|订立|签章){_DAY}$",
        rf"生效{_DAY}$",
        rf"(?:(?:到期|届满|期满|终止|失效){_DAY}|有效期至)$",
    ),
    (
        rf"(?:(?:起始|开始|起租|起算|起息){_DAY}|起期)$",
        rf"(?:(?:结束|终止|截止|到期|届满|期满){_DAY}|止期)$",
    ),
    (rf"(?:开工|动工){_DAY}$", rf"(?:竣工|完工){_DAY}$"),
    (rf"入院{_DAY}$", rf"出院{_DAY}$"),
    (rf"(?:入职|到职){_DAY}$", rf"(?:离职|辞职){_DAY}$"),
    (rf"(?:招标公告|公告发布){_DAY}$", rf"开标{_DAY}$"),
)
_IN_WORDS, _IN_FIGURES = re.compile(r"\(?大写\)?"), re.compile(r"\(?小写\)?")
_NET = re.compile(r"\(?(?:不含增?值?税|未税|除税)(?:总)?(?P<rest>金额|价款|总价|价格|价|总额)?\)?$")
_NET_AFTER = re.compile(r"(?P<rest>金额|价款|总价|价格|总额|价)\(?(?:不含税|未税)\)?$")
_TAX = re.compile(r"(?:增值税|税)(?:税)?(?:额|金|款)?$")
_GROSS = re.compile(
    r"(?:价税合计|含税(?:总)?(?:金额|价款|总价|价格|价|总额)|合计(?:金额)?|总计(?:金额)?"
    r"|(?:金额|价款|总价|总额)\(?含税\)?)$"
)
_INSTALMENT = re.compile(
    r"(?:(?:分期|各期|每期|分笔|各笔|分次|各次)(?:付款|支付|还款|收款|款项)?(?:金额|款项|价款|款)?)$"
)
_TOTAL = re.compile(r"(?:总金额|总价款|总价|总额|金额|价款|合计|总计)$")
_FIRST_STAGE = re.compile(r"(?:预付款|首付款|首期款|首付|预付金)(?:金额)?$")
_STAGES = re.compile(
    r"(?:预付款|首付款|首期款|首付|预付金|进度款|中期款|到货款|发货款|验收款|安装款|尾款|余款)(?:金额)?$"
)
_SHARES_OF_ALL = re.compile(
    r"(?:分期付款|分期支付|分期|(?<!预)付款|支付|出资|分成|分配|收益分配|利润分配)(?:比例|占比)$"
)
_SHARES_OF_SOME = re.compile(r"(?:持股|股权|股份|权益)(?:比例|占比)$")
_STAGE_SHARES = re.compile(
    r"(?:预付款|首付款|首期款|进度款|到货款|发货款|验收款|安装款|尾款|余款|质保金)(?:付款|支付)?比例$"
)
_SIDE = re.compile(r"[甲乙丙丁]方")
_IDENTITY = re.compile(r"(?:居民)?(?:身份证件?|公民身份)(?:证?号码?|证)?$")
_BIRTH = re.compile(r"(?:出生(?:日期|年月日|年月|时间)|生日)$")
_SEX, _AGE = re.compile(r"性别$"), re.compile(r"年龄$")
_AGE_ON = re.compile(
    rf"(?:签订|签署|签约|填表|填写|申请|受理|报案|投保|就诊|入院|检查|出具|登记){_DAY}$"
)
_EMPLOYER = re.compile(
    r"(?:现|曾)?(?:工作|任职|所在|就职|供职)?(?:公司|单位|企业|雇主)(?:名称|全称)?$"
)
_POSITION = re.compile(r"(?:现任|担任)?(?:职位|职务|岗位|头衔)(?:名称)?$")
_NO_EMPLOYER = Words(("个人", "本人", "自然人", "个体", "自由职业", "自由职业者", "无业", "待业"))
_NONE = Words(("",))
_NOT_AFTER: tuple[Operator] = ("<=",)


@dataclass(frozen=True, slots=True)
class _Named:
    """A field or part that a rule may speak of; `name` with its bracket, in half width."""

    field: Field
    name: str


@dataclass(frozen=True, slots=True)
class _Group:
    """Fields that may belong together: all that are asked, or the parts of one composite."""

    members: tuple[_Named, ...]

    def ending(self, pattern: re.Pattern[str]) -> dict[str, list[Field]]:
        """The fields whose names end with the pattern, by what stands before it."""
        found: dict[str, list[Field]] = {}
        for member in self.members:
            if match := pattern.search(member.name):
                stem = _CONTRACT.sub("", member.name[: match.start()]).strip("()_- ")
                found.setdefault(stem, []).append(member.field)
        return found


def part_field(definition: str, path: str) -> Field:
    """How a rule names a part of a composite."""
    return Field(f"{definition}.{path}")


def built_in_rules(specs: Sequence[FieldSpec]) -> list[Rule]:
    """The rules that the fields asked call for, in a fixed order."""
    everything = _Group(tuple(_Named(Field(s.definition), _full_name(s)) for s in specs))
    plain = [spec for spec in specs if not spec.columns and not spec.components]
    groups = [_Group(tuple(_Named(Field(s.definition), _full_name(s)) for s in plain))]
    for spec in specs:
        if spec.components:
            groups.append(
                _Group(
                    tuple(
                        _Named(part_field(spec.definition, part.name), _full_name(part))
                        for part in spec.components
                        if not part.components
                    )
                )
            )
    rules: list[Rule] = []
    for group in groups:
        rules += _orders(group)
        rules += _in_words(group)
        rules += _taxes(group)
        rules += _instalments(group)
        rules += _shares(group, plain)
        rules += _holders(group, everything)
        rules += _private_persons(group)
    return list(dict.fromkeys(rules))


def _full_name(spec: FieldSpec) -> str:
    """The name, and the bracket where it tells one amount from another (`金额(大写)`)."""
    name = unicodedata.normalize("NFKC", spec.name)
    bracket = unicodedata.normalize("NFKC", spec.constraint or "").strip()
    tells = re.fullmatch(r"大写|小写|含税|不含税|未税", bracket)
    return f"{name}({bracket})" if tells else qualified(name, bracket)


def _rule(name: str, *parts: Expression | Operator, least: int = 1) -> Rule:
    """A rule from sides and the operators between them."""
    sides = tuple(part for part in parts if not isinstance(part, str))
    operators = tuple(part for part in parts if isinstance(part, str))
    return Rule(Comparison(sides, operators), name=name, least=least)


def _literal(text: str) -> Literal:
    measured = literal(text)
    assert isinstance(measured, Measured)
    return Literal(text, measured)


def _orders(group: _Group) -> Iterator[Rule]:
    for patterns in _ORDERS:
        slots = [group.ending(re.compile(pattern)) for pattern in patterns]
        for stem in dict.fromkeys(stem for slot in slots for stem in slot):
            steps = [slot[stem] for slot in slots if stem in slot]
            if len(steps) < 2:
                continue
            for chain in product(*steps):
                yield Rule(Comparison(chain, _NOT_AFTER * (len(chain) - 1)), name="date_order")


def _in_words(group: _Group) -> Iterator[Rule]:
    """Figures and words of one amount: the names differ in nothing but 大写 and 小写."""
    words: list[tuple[str, Field]] = []
    figures: dict[str, Field] = {}
    plain: dict[str, Field] = {}
    for member in group.members:
        if _IN_WORDS.search(member.name):
            words.append((_amount_stem(_IN_WORDS.sub("", member.name)), member.field))
        elif _IN_FIGURES.search(member.name):
            figures.setdefault(_amount_stem(_IN_FIGURES.sub("", member.name)), member.field)
        else:
            plain.setdefault(_amount_stem(member.name), member.field)
    for stem, field in words:
        other = figures.get(stem) or plain.get(stem)
        if other is not None:
            yield _rule("amount_in_words", other, "=", field)


def _amount_stem(name: str) -> str:
    return re.sub(r"人民币|[\s()]", "", name)


def _taxes(group: _Group) -> Iterator[Rule]:
    net = {**group.ending(_NET_AFTER), **group.ending(_NET)}
    tax, gross = group.ending(_TAX), group.ending(_GROSS)
    for stem in net.keys() & tax.keys() & gross.keys():
        # Two fields in one role leave open which is meant.
        if len(net[stem]) == len(tax[stem]) == len(gross[stem]) == 1:
            total = Arithmetic("+", net[stem][0], tax[stem][0])
            yield _rule("tax_total", total, "=", gross[stem][0])


def _instalments(group: _Group) -> Iterator[Rule]:
    parts = group.ending(_INSTALMENT)
    stages = group.ending(_STAGES)
    firsts = group.ending(_FIRST_STAGE)
    totals = {
        stem: fields
        for stem, fields in group.ending(_TOTAL).items()
        if not re.search(r"税|违约|罚|保证|分期|各期|每期|预付|首付", stem)
    }
    for stem, fields in totals.items():
        if len(fields) != 1:
            continue
        for part in parts.get(stem, ()):
            if part != fields[0]:
                yield _rule("instalments", Call("sum", (part,)), "=", fields[0])
        stage = stages.get(stem, [])
        # There may be further stages that nobody asked for, so only too much is wrong.
        if len(stage) > 1 and firsts.get(stem):
            yield _rule("instalments", _sum_of(stage), "<=", fields[0])


def _sum_of(fields: Sequence[Field]) -> Expression:
    total: Expression = fields[0]
    for field in fields[1:]:
        total = Arithmetic("+", total, field)
    return total


def _shares(group: _Group, plain: Sequence[FieldSpec]) -> Iterator[Rule]:
    whole = _literal("100%")
    single = {spec.definition for spec in plain if spec.limit == 1}
    for pattern, operator in ((_SHARES_OF_ALL, "="), (_SHARES_OF_SOME, "<=")):
        sign: Operator = "=" if operator == "=" else "<="
        for stem, fields in group.ending(pattern).items():
            # 甲方出资比例 is one share; 出资比例 lists those of all.
            if not stem and len(fields) == 1 and fields[0].name not in single:
                yield _rule("shares", Call("sum", (fields[0],)), sign, whole, least=2)
        named = [
            f for stem, fields in group.ending(pattern).items() if _SIDE.fullmatch(stem)
            for f in fields
        ]  # fmt: skip
        if len(named) > 1:
            yield _rule("shares", _sum_of(named), "<=", whole)
    stages = [f for fields in group.ending(_STAGE_SHARES).values() for f in fields]
    if len(stages) > 1:
        yield _rule("shares", _sum_of(stages), "<=", whole)


def _holders(group: _Group, everything: _Group) -> Iterator[Rule]:
    """An identity number against the birth date, sex and age of the same person."""
    births, sexes, ages = group.ending(_BIRTH), group.ending(_SEX), group.ending(_AGE)
    days = [field for fields in everything.ending(_AGE_ON).values() for field in fields]
    for stem, numbers in group.ending(_IDENTITY).items():
        if len(numbers) != 1:
            continue
        for birth in births.get(stem, ()):
            yield _rule("id_birth_date", Call("birth", (numbers[0],)), "=", birth)
        for sex in sexes.get(stem, ()):
            yield _rule("id_sex", Call("sex", (numbers[0],)), "=", sex)
        for age in ages.get(stem, ()):
            # A part and a field of the whole document are not related value by value.
            if len(days) == 1 and group.members[0].field in {m.field for m in everything.members}:
                years = Call("age", (numbers[0], days[0]))
                # Age by calendar year and 虚岁 count up to two years more.
                most = Arithmetic("+", years, _literal("2"))
                yield _rule("id_age", years, "<=", age, "<=", most)


def _private_persons(group: _Group) -> Iterator[Rule]:
    positions = group.ending(_POSITION)
    for stem, employers in group.ending(_EMPLOYER).items():
        for employer, position in product(employers, positions.get(stem, ())):
            yield Rule(
                Comparison((position, _NONE), ("=",)),
                (Comparison((employer, _NO_EMPLOYER), ("=",)),),
                name="private_person",
            )
