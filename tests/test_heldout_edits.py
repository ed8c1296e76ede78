"""Edits in contracts that the rules were not written with: lease, employment,
NDA, loan, works, shares, franchise.

Each edit is written in alone and in random company, in four ways of numbering. Harmless edits
must raise no alarm, and neither may an article that nothing was done to.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from functools import cache

import pytest

from seqgpt_core.clauses.comparison import Comparison, compare_texts
from seqgpt_core.clauses.model import Change

from .heldout_contracts import HELDOUT_CONTRACTS, WRITTEN_EDITS, WrittenEdit
from .planted_contracts import STYLES, written

ROUNDS = 40


@dataclass(frozen=True)
class Mix:
    """Several edits in one contract. `place` is where an edit's words begin in `a`."""

    a: str
    placed: tuple[tuple[WrittenEdit, int], ...]
    spans_a: list[tuple[int, int]]
    comparison: Comparison


def applied(text: str, edits: list[WrittenEdit]) -> str:
    for edit in edits:
        assert text.count(edit.before) == 1, f"{edit.before}: {text.count(edit.before)}"
        text = text.replace(edit.before, edit.after)
    return text


def overlaps(text: str, edit: WrittenEdit, others: list[WrittenEdit]) -> bool:
    """Whether the words stand in the same sentence as those of another edit."""
    at = text.index(edit.before)
    for other in others:
        start = text.index(other.before)
        low, high = min(at, start), max(at + len(edit.before), start + len(other.before))
        if not set("。\n") & set(text[low:high].strip("。\n")):
            return True
    return False


@cache
def mixes() -> tuple[Mix, ...]:
    found = []
    for seed in range(ROUNDS):
        rng = random.Random(seed)
        names = list(HELDOUT_CONTRACTS)
        name = names[seed % len(names)]
        style = STYLES[seed // len(names) % len(STYLES)]
        a, spans = written(HELDOUT_CONTRACTS[name], style)
        own = [edit for edit in WRITTEN_EDITS if edit.contract == name]
        chosen: list[WrittenEdit] = []
        for edit in rng.sample(own, len(own)):
            if len(chosen) < 12 and not overlaps(a, edit, chosen):
                chosen.append(edit)
        placed = tuple((edit, a.index(edit.before)) for edit in chosen)
        found.append(Mix(a, placed, spans, compare_texts(a, applied(a, chosen))))
    return tuple(found)


def near(comparison: Comparison, start: int, length: int) -> list[Change]:
    return [
        change
        for clause in comparison.clauses
        for change in clause.changes
        if change.a[0] <= start + length and start <= change.a[1]
    ]


def alone(edit: WrittenEdit, style: str) -> tuple[list[Change], Comparison]:
    a, _ = written(HELDOUT_CONTRACTS[edit.contract], style)
    found = compare_texts(a, applied(a, [edit]))
    return [change for clause in found.clauses for change in clause.changes], found


def said(edit: WrittenEdit, changes: list[Change]) -> str:
    seen = [(c.kind, c.rule, c.material, c.before, c.after) for c in changes]
    return f"{edit.contract} {edit.kinds}: {edit.before} -> {edit.after} as {seen}"


def is_found(edit: WrittenEdit, changes: list[Change]) -> bool:
    return any(change.material and change.kind in edit.kinds for change in changes)


def test_edits_of_substance_are_found_with_their_kind() -> None:
    real = [edit for edit in WRITTEN_EDITS if edit.kinds]
    missed = []
    planted = 0
    for number, edit in enumerate(real):
        planted += 1
        changes, comparison = alone(edit, STYLES[number % len(STYLES)])
        assert comparison.exact
        if not is_found(edit, changes):
            missed.append(said(edit, changes))
    for mix in mixes():
        assert mix.comparison.exact
        for edit, start in mix.placed:
            if edit.kinds:
                planted += 1
                changes = near(mix.comparison, start, len(edit.before))
                if not is_found(edit, changes):
                    missed.append("mixed " + said(edit, changes))
    assert planted >= 400
    assert len(missed) <= 0.02 * planted, f"{len(missed)} of {planted}\n" + "\n".join(missed)


def test_harmless_edits_raise_no_alarm() -> None:
    harmless = [edit for edit in WRITTEN_EDITS if not edit.kinds]
    alarms = []
    asked = 0
    for edit in harmless:
        for style in STYLES:
            asked += 1
            changes, _ = alone(edit, style)
            assert changes, edit
            loud = [change for change in changes if change.material]
            if loud:
                alarms.append(said(edit, loud))
    assert asked >= 150
    assert len(alarms) <= 0.02 * asked, f"{len(alarms)} of {asked}\n" + "\n".join(alarms)


def test_articles_that_nothing_was_done_to_are_quiet() -> None:
    alarms = []
    asked = 0
    for mix in mixes():
        for low, high in mix.spans_a:
            inside = [edit for edit, start in mix.placed if low <= start < high and edit.kinds]
            if inside:
                continue
            asked += 1
            loud = [
                change
                for clause in mix.comparison.clauses
                for change in clause.changes
                if change.material and low <= change.a[0] < high
            ]
            alarms += [f"{c.rule}: {c.before} -> {c.after}" for c in loud[:1]]
    assert asked >= 200
    assert len(alarms) <= 0.02 * asked, f"{len(alarms)} of {asked}\n" + "\n".join(alarms)


@pytest.mark.parametrize("style", STYLES)
def test_a_new_article_renumbers_the_rest_and_changes_nothing_else(style: str) -> None:
    for contract in HELDOUT_CONTRACTS.values():
        a, _ = written(contract, style)
        first, *rest = contract.articles
        new = replace(first, origin=(), title="廉洁", sentences=("任何人员不得索取财物。",))
        b, _ = written(replace(contract, articles=(first, new, *rest)), style)
        found = compare_texts(a, b)
        kinds = {clause.pair.kind for clause in found.clauses}
        assert kinds == {"same", "inserted", "renumbered"}, kinds
        material = [change for _, change in found.material]
        assert all(not change.before for change in material)
