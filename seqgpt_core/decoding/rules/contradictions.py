"""Rules that cannot hold together (`A < B` with `B < A`), and circles that only say `=`.

Plain sides (a field, a literal, a word) are nodes and every comparison of two of them an order
between them; rules contradict each other where a circle of `<=` holds a `<`, a `!=` or two
different constants.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .language import Expression, Field, Literal, Rule, Words
from .measured import Undecided, compare


@dataclass(frozen=True, slots=True)
class Clash:
    """Places of rules that form a circle.

    Attributes:
        contradictory: whether they can never hold together; else they only say that all sides
            of the circle are equal.
    """

    places: tuple[int, ...]
    contradictory: bool


@dataclass
class _Order:
    """`below[a]` are the nodes that are at least `a`, with the places of the rules that say so."""

    below: dict[object, dict[object, set[int]]] = field(default_factory=dict)
    strict: set[tuple[object, object]] = field(default_factory=set)
    unequal: set[tuple[object, object]] = field(default_factory=set)
    said: dict[tuple[object, object], set[int]] = field(default_factory=dict)

    def add(self, low: object, high: object, place: int | None, strict: bool = False) -> None:
        self.below.setdefault(high, {})
        places = self.below.setdefault(low, {}).setdefault(high, set())
        if place is not None:
            places.add(place)
        if strict:
            self.strict.add((low, high))

    def differ(self, one: object, other: object, place: int | None) -> None:
        for node in (one, other):
            self.below.setdefault(node, {})
        self.unequal.add((one, other))
        if place is not None:
            self.said.setdefault((one, other), set()).add(place)


def find_clashes(rules: Sequence[Rule], places_of: Mapping[Field, object]) -> list[Clash]:
    """Circles among the rules, contradictory ones first.

    Rules with conditions are compared with those of the same conditions and of none.

    Args:
        places_of: what each field stands for, so that two ways to write one field are one node.
    """
    found: dict[tuple[int, ...], Clash] = {}
    for conditions in dict.fromkeys(rule.conditions for rule in rules):
        chosen = [at for at, rule in enumerate(rules) if rule.conditions in ((), conditions)]
        order = _order(rules, chosen, places_of)
        for circle in _circles(order):
            clash = _clash(order, circle)
            if clash is not None:
                found.setdefault(clash.places, clash)
    return sorted(found.values(), key=lambda clash: (not clash.contradictory, clash.places))


def _order(
    rules: Sequence[Rule], chosen: Sequence[int], places_of: Mapping[Field, object]
) -> _Order:
    order = _Order()
    constants: dict[object, Expression] = {}

    def node(side: Expression) -> object | None:
        if isinstance(side, Field):
            return places_of.get(side)
        if isinstance(side, Literal) or (isinstance(side, Words) and len(side.options) == 1):
            constants[str(side)] = side
            return str(side)
        return None

    for place in chosen:
        comparison = rules[place].comparison
        for at, operator in enumerate(comparison.operators):
            left, right = node(comparison.sides[at]), node(comparison.sides[at + 1])
            if left is None or right is None:
                continue
            if operator == "!=":
                order.differ(left, right, place)
            if operator in ("<", "<=", "="):
                order.add(left, right, place, operator == "<")
            if operator in (">", ">=", "="):
                order.add(right, left, place, operator == ">")
    _add_constants(order, constants)
    return order


def _add_constants(order: _Order, constants: Mapping[object, Expression]) -> None:
    """What is known of the constants themselves: 5 < 10, and “个人” is not “企业”."""
    for name, one in constants.items():
        for other_name, other in constants.items():
            if name == other_name:
                continue
            if isinstance(one, Literal) and isinstance(other, Literal):
                try:
                    if compare("<", one.measured, other.measured):
                        order.add(name, other_name, None, strict=True)
                except Undecided:
                    continue
            else:
                order.differ(name, other_name, None)


def _clash(order: _Order, circle: frozenset[object]) -> Clash | None:
    inside = [
        (low, high, places)
        for low in circle
        for high, places in order.below[low].items()
        if high in circle
    ]
    unequal = [pair for pair in order.unequal if set(pair) <= circle]
    strict = any((low, high) in order.strict for low, high, _ in inside)
    places = {place for _, _, said in inside for place in said}
    places |= {place for pair in unequal for place in order.said.get(pair, ())}
    if strict or unequal:
        return Clash(tuple(sorted(places)), True)
    # `A = B` is a circle of its own and says what it means.
    return (
        Clash(tuple(sorted(places)), False)
        if len(places) > 1 and _through_orders(order, inside)
        else None
    )


def _through_orders(order: _Order, inside: Sequence[tuple[object, object, set[int]]]) -> bool:
    """Whether some step of the circle is an order and not an equality."""
    return any(not places <= order.below[high].get(low, set()) for low, high, places in inside)


def _circles(order: _Order) -> list[frozenset[object]]:
    """Sets of nodes that reach each other, and nodes that reach themselves (Tarjan, iterative)."""
    number: dict[object, int] = {}
    lowest: dict[object, int] = {}
    path: list[object] = []
    on_path: set[object] = set()
    found: list[frozenset[object]] = []
    for root in order.below:
        if root in number:
            continue
        work = [(root, iter(order.below[root]))]
        number[root] = lowest[root] = len(number)
        path.append(root)
        on_path.add(root)
        while work:
            node, rest = work[-1]
            following = next(rest, None)
            if following is None:
                work.pop()
                if work:
                    above = work[-1][0]
                    lowest[above] = min(lowest[above], lowest[node])
                if lowest[node] == number[node]:
                    members = path[path.index(node) :]
                    del path[path.index(node) :]
                    on_path -= set(members)
                    itself = node in order.below[node] or (node, node) in order.unequal
                    if len(members) > 1 or itself:
                        found.append(frozenset(members))
            elif following not in number:
                number[following] = lowest[following] = len(number)
                path.append(following)
                on_path.add(following)
                work.append((following, iter(order.below[following])))
            elif following in on_path:
                lowest[node] = min(lowest[node], number[following])
    return found
