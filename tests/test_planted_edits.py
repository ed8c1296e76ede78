"""Random edits written into contracts: all found, with the right kind, and no false alarm.

Recall and alarms are counted over all contracts together, as an analyst would count them.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from typing import get_args

import pytest

from seqgpt_core.clauses.comparison import ComparedClause, Comparison, compare_texts
from seqgpt_core.clauses.model import ChangeKind

from .planted_contracts import CONTRACTS, SPARE, STYLES, Article, Contract, written
from .planted_edits import HARMLESS, WAYS, Way
from .random_versions import random_pair

ROUNDS = 120


@dataclass(frozen=True)
class Planted:
    """One edit of words: in the article at `article` of the first version."""

    article: int
    way: Way
    before: str
    after: str
    # How the sentences of both versions read.
    old: str
    new: str


@dataclass
class Round:
    """A contract and its edited version, with all that was done to it."""

    a: str
    b: str
    style: str
    contract: Contract
    edited: Contract
    spans_a: list[tuple[int, int]]
    spans_b: list[tuple[int, int]]
    planted: list[Planted]
    harmless: set[int]
    deleted: set[int]
    inserted: int  # place in the edited version
    moved: int
    split: int
    merged: int
    comparison: Comparison


def edit_words(
    article: Article, ways: list[Way], rng: random.Random
) -> tuple[Article, Planted] | None:
    """The article with one of the ways used in one of its sentences."""
    for way in ways:
        places = [
            (number, match)
            for number, sentence in enumerate(article.sentences)
            for match in re.finditer(way.pattern, sentence)
        ]
        if not places:
            continue
        number, match = rng.choice(places)
        old = article.sentences[number]
        after = way.replacement(rng, match)
        new = old[: match.start()] + after + old[match.end() :]
        if new == old:
            continue
        sentences = (*article.sentences[:number], new, *article.sentences[number + 1 :])
        return replace(article, sentences=sentences), Planted(
            article.origin[0], way, match[0], after, old, new
        )
    return None


def edit_format(article: Article, rng: random.Random) -> Article | None:
    text = "\n".join(article.sentences)
    ways = [(p, r) for p, r in HARMLESS if re.search(p, text)]
    for pattern, replacement in rng.sample(ways, len(ways)):
        match = rng.choice(list(re.finditer(pattern, text)))
        new = text[: match.start()] + replacement(rng, match) + text[match.end() :]
        # A line end would make another sentence of the article.
        if new != text and "；\n" not in new:
            return replace(article, sentences=tuple(new.split("\n")))
    return None


@cache
def plant(seed: int) -> Round:
    rng = random.Random(seed)
    contract = list(CONTRACTS.values())[seed % len(CONTRACTS)]
    style = STYLES[seed // len(CONTRACTS) % len(STYLES)]
    a, spans_a = written(contract, style)
    count = len(contract.articles)
    # Structural edits keep two articles apart, so that what each must look like is certain.
    places = list(range(1, count - 2, 3))
    rng.shuffle(places)
    deleted, moved, split, merged = places[:4]
    if len(contract.articles[split].sentences) < 2:
        split = -1
    busy = {deleted, moved, split, merged, merged + 1}
    # Ways that were used least come first, so that every kind is written in.
    ways = sorted(WAYS, key=lambda way: (USED[way.kinds[0]], rng.random()))
    articles: list[Article] = []
    planted: list[Planted] = []
    harmless: set[int] = set()
    moving = None
    for place, article in enumerate(contract.articles):
        if place not in busy:
            if rng.random() < 0.55:
                done = edit_words(article, ways, rng)
                if done:
                    article = done[0]
                    planted.append(done[1])
                    USED[done[1].way.kinds[0]] += 1
                    ways = sorted(WAYS, key=lambda way: (USED[way.kinds[0]], rng.random()))
            elif rng.random() < 0.5:
                changed = edit_format(article, rng)
                if changed:
                    article = changed
                    harmless.add(place)
        if place == deleted:
            continue
        if place == moved:
            moving = article
        elif place == split:
            first, *rest = article.sentences
            articles.append(replace(article, sentences=(first,)))
            articles.append(Article(article.origin, "补充约定", tuple(rest)))
        elif place == merged + 1 and merged >= 0:
            last = articles.pop()
            articles.append(
                Article((merged, place), last.title, (*last.sentences, *article.sentences))
            )
        else:
            articles.append(article)
    title, sentences = SPARE[seed % len(SPARE)]
    free = [
        at for at in range(1, len(articles))
        if articles[at - 1].origin != articles[at].origin
    ]  # fmt: skip
    inserted = rng.choice(free)
    articles.insert(inserted, Article((), title, sentences))
    assert moving is not None
    far = [
        at for at in range(1, len(articles))
        if abs(at - moved) > 4 and articles[at - 1].origin != articles[at].origin
        and () not in (articles[at - 1].origin, articles[at].origin)
    ]  # fmt: skip
    at = rng.choice(far)
    articles.insert(at, moving)
    inserted = next(n for n, article in enumerate(articles) if not article.origin)
    edited = replace(contract, articles=tuple(articles))
    b, spans_b = written(edited, style)
    return Round(
        a, b, style, contract, edited, spans_a, spans_b, planted, harmless, {deleted}, inserted,
        moved, split, merged, compare_texts(a, b),
    )  # fmt: skip


USED: Counter[str] = Counter()


def rounds() -> list[Round]:
    return [plant(seed) for seed in range(ROUNDS)]


def of_article(item: Round, place: int) -> list[ComparedClause]:
    """The compared clauses that stand in an article of the first version."""
    start, end = item.spans_a[place]
    return [c for c in item.comparison.clauses if c.a and c.a[0] < end and start < c.a[1]]


def is_found(item: Round, edit: Planted) -> bool:
    start = item.a.index(edit.old, item.spans_a[edit.article][0])
    low = start + next(
        i for i, (x, y) in enumerate(zip(edit.old + "\0", edit.new + "\1", strict=False)) if x != y
    )
    for clause in of_article(item, edit.article):
        for change in clause.changes:
            if change.kind in edit.way.kinds and change.material:
                reach = (change.a[0] - 1, change.a[1] + 1)
                if reach[0] <= low + len(edit.before) and low - len(edit.before) - 1 <= reach[1]:
                    return True
    return False


def test_edits_of_every_kind_are_found_with_their_kind() -> None:
    missed: list[str] = []
    kinds: Counter[str] = Counter()
    for item in rounds():
        for edit in item.planted:
            kinds[edit.way.kinds[0]] += 1
            if not is_found(item, edit):
                seen = [
                    (c.kind, c.rule, c.before, c.after)
                    for x in of_article(item, edit.article)
                    for c in x.changes
                ]
                missed.append(
                    f"{edit.way.kinds[0]}: {edit.before} -> {edit.after} in {edit.old} as {seen}"
                )
    planted = sum(kinds.values())
    assert set(kinds) == set(get_args(ChangeKind)) - {"format_only"}
    assert min(kinds.values()) >= 10, kinds
    assert planted >= 200
    assert len(missed) <= 0.02 * planted, f"{len(missed)} of {planted}\n" + "\n".join(missed)


def test_unchanged_clauses_raise_no_alarm() -> None:
    alarms: list[str] = []
    unchanged = 0
    for item in rounds():
        touched = {edit.article for edit in item.planted} | item.deleted
        touched |= {item.split, item.merged, item.merged + 1}
        for place in set(range(len(item.spans_a))) - touched:
            unchanged += 1
            found = [c for clause in of_article(item, place) for c in clause.changes if c.material]
            if found:
                alarms.append(f"{found[0].rule}: {found[0].before!r} -> {found[0].after!r}")
    assert unchanged > 500
    assert len(alarms) <= 0.02 * unchanged, f"{len(alarms)} of {unchanged}\n" + "\n".join(alarms)


def test_structure_is_told_from_content() -> None:
    wrong: list[str] = []
    for seed, item in enumerate(rounds()):
        spans_b = {start: n for n, (start, _) in enumerate(item.spans_b)}
        for place, (start, _) in enumerate(item.spans_a):
            head = next(c for c in item.comparison.clauses if c.a and c.a[0] <= start < c.a[1])
            title = item.contract.articles[place].title
            came_to = [
                n for n, article in enumerate(item.edited.articles) if place in article.origin
            ]
            if place in item.deleted:
                ok = head.pair.kind == "deleted"
            elif item.style == "decimal" and place == item.merged + 1:
                # Its heading is gone; its sentences, clauses of their own, are not.
                inner = of_article(item, place)[1:]
                ok = head.pair.kind == "deleted" and all(c.b for c in inner)
            else:
                # Never a deletion plus an insertion: the clause is paired with what it became.
                stands = {spans_b[c.start] for c in head.pair.b if c.start in spans_b}
                ok = bool(stands & set(came_to))
            if ok and place == item.moved:
                ok = head.pair.moved
            elif ok and len(came_to) == 1 and place not in (item.merged, item.merged + 1):
                ok = not head.pair.moved and (came_to[0] == place or head.pair.renumbered)
            if not ok:
                wrong.append(f"{seed} {item.style} {title}: {head.pair.kind}")
        start, _ = item.spans_b[item.inserted]
        new = next(c for c in item.comparison.clauses if c.b and c.b[0] <= start < c.b[1])
        if new.pair.kind != "inserted":
            wrong.append(f"{seed} {item.style} inserted: {new.pair.kind}")
    assert not wrong, f"{len(wrong)}\n" + "\n".join(wrong)


def test_every_comparison_is_exact() -> None:
    assert all(item.comparison.exact and item.comparison.related for item in rounds())


def test_a_thousand_random_pairs_are_exact() -> None:
    assert all(compare_texts(*random_pair(seed)).exact for seed in range(1_000))


@pytest.mark.parametrize("name", sorted(CONTRACTS))
@pytest.mark.parametrize("style", STYLES)
def test_a_contract_against_itself_is_the_same(name: str, style: str) -> None:
    text, spans = written(CONTRACTS[name], style)
    found = compare_texts(text, text)
    assert {c.pair.kind for c in found.clauses} == {"same"}
    assert len(found.clauses) >= len(spans)
