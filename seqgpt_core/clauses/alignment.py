"""Which clauses of two contracts belong together, and what became of each.

Equal contents are paired first (repeated ones by place), then the rest one to one by content,
title, number and place, best evidence first; then clauses that were split or merged take in the
pieces that are left over. Moved are the pairs outside a longest increasing subsequence.

Contents are compared without their number, so that a new number is no change. Only
the candidates of `similarity` are compared exactly.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import LCSseq

from .content import Side, prepare
from .meaning_pairs import ClauseSimilarity, pair_by_meaning
from .model import Clause, Pair, PairKind
from .similarity import candidates, similarities, similarity

# Least similarity of contents that belong together: alone, with the same title, with the same
# number at the same place. Unrelated clauses of contracts reach about 0.4.
_ALONE, _SHORT, _TITLED, _NUMBERED, _ONLY_ONE = 0.5, 0.6, 0.2, 0.4, 0.15
_FEW_CHARACTERS = 10
_STRONG = 0.7
_RELATED_SHARE = 0.25
# A piece of a split clause must find this share of itself in what is missing of the whole.
_PIECE_SHARE = 0.7
_LEAST_PIECE = 8
_MOST_PIECES = 8
# Characters; the longest common subsequence takes quadratic time.
_LONGEST_WHOLE = 60_000


def align(
    text_a: str,
    clauses_a: Sequence[Clause],
    text_b: str,
    clauses_b: Sequence[Clause],
    by_meaning: ClauseSimilarity | None = None,
) -> tuple[Pair, ...]:
    """Pairs in the reading order of b; a deletion stands behind what it followed in a.

    Every clause is in exactly one pair. The kind is the first that holds of: `inserted` and
    `deleted` (one side empty), `changed` (words or numbers differ), `moved`, `renumbered`,
    `format_only` (punctuation, width, white space, page numbers), `same`; the flags say the rest.
    A clause that was split or merged without another change counts as renumbered. Where the
    documents are not `related`, only strong matches remain pairs.

    Args:
        by_meaning: asked for the clauses that words, titles and numbers leave unpaired.
    """
    a, b = prepare(text_a, clauses_a), prepare(text_b, clauses_b)
    partner = _pair_equal(a, b)
    _pair_similar(a, b, partner)
    if by_meaning is not None:
        pair_by_meaning(a, b, partner, by_meaning)
    pairs = _assemble(a, b, _with_pieces(a, b, partner))
    if related(pairs):
        return pairs
    strong = {
        i: j for i, j in partner.items() if similarity(a.contents[i], b.contents[j]) >= _STRONG
    }
    return _assemble(a, b, [_Group((i,), (j,)) for i, j in strong.items()])


def related(pairs: Sequence[Pair]) -> bool:
    """Whether the documents are versions of each other: at least a quarter of their characters
    stand in pairs of similarity 0.7 or more. Two empty documents are."""
    total = strong = 0
    for pair in pairs:
        size = sum(clause.end - clause.start for clause in (*pair.a, *pair.b))
        total += size
        if pair.a and pair.b and pair.similarity >= _STRONG:
            strong += size
    return strong >= _RELATED_SHARE * total


@dataclass(frozen=True, slots=True)
class _Group:
    """Indices of clauses that belong together, ascending, consecutive on each side."""

    a: tuple[int, ...]
    b: tuple[int, ...]


def _pair_equal(a: Side, b: Side) -> dict[int, int]:
    """Clauses of equal content; repeated ones by ever weaker evidence of the same place."""

    def by_path(side: Side, i: int) -> Hashable:
        return side.clauses[i].path, side.parent_title(i), side.numbers[i]

    def by_parent(side: Side, i: int) -> Hashable:
        return side.parent_title(i), side.parents[i] >= 0

    def by_neighbours(side: Side, i: int) -> Hashable:
        return side.content_at(i - 1), side.content_at(i + 1)

    def by_previous(side: Side, i: int) -> Hashable:
        return side.content_at(i - 1)

    def by_next(side: Side, i: int) -> Hashable:
        return side.content_at(i + 1)

    def by_order(side: Side, i: int) -> Hashable:
        return None

    partner: dict[int, int] = {}
    taken: set[int] = set()
    places: tuple[Callable[[Side, int], Hashable], ...] = (
        by_path, by_neighbours, by_parent, by_previous, by_next, by_order,
    )  # fmt: skip
    for place in places:
        waiting: defaultdict[tuple[str, Hashable], deque[int]] = defaultdict(deque)
        for j, content in enumerate(b.contents):
            # A clause without words is told by its place only.
            if j not in taken and (content or place is by_path):
                waiting[content, place(b, j)].append(j)
        for i, content in enumerate(a.contents):
            queue = waiting.get((content, place(a, i))) if i not in partner else None
            if queue:
                partner[i] = queue.popleft()
                taken.add(partner[i])
    return partner


def _pair_similar(a: Side, b: Side, partner: dict[int, int]) -> None:
    """Add the clauses of similar content to `partner`, the best evidence first."""
    taken = set(partner.values())
    rest_a = [i for i in range(len(a.clauses)) if i not in partner and a.contents[i]]
    rest_b = [j for j in range(len(b.clauses)) if j not in taken and b.contents[j]]
    expected = _expected_places(a, b, partner)
    edges = candidates(a, b, rest_a, rest_b, expected)
    if not edges:
        return
    ratios = similarities([(a.contents[i], b.contents[j]) for i, j in edges])
    ranked: list[tuple[float, float, int, int]] = []
    for (i, j), content in zip(edges, ratios, strict=True):
        if content < _ONLY_ONE:
            continue
        distance = abs(expected[i] - j)
        near = max(0.0, 1 - distance / 8)
        above_a, above_b = a.parents[i], b.parents[j]
        same_parent = (
            (above_a < 0 and above_b < 0)
            or partner.get(above_a, -2) == above_b
            or (a.parent_title(i) != "" and a.parent_title(i) == b.parent_title(j))
        )
        same_title = bool(a.titles[i]) and a.titles[i] == b.titles[j]
        same_number = a.numbers[i] is not None and a.numbers[i] == b.numbers[j]
        only_one = a.families[i] == b.families[j] and a.families[i] in ("preamble", "signature")
        least = _ALONE
        if min(len(a.contents[i]), len(b.contents[j])) < _FEW_CHARACTERS:
            least = _SHORT
        if same_number and same_parent and near > 0:
            least = min(least, _NUMBERED)
        if same_title:
            least = min(least, _TITLED)
        if only_one:
            least = _ONLY_ONE
        if content < least:
            continue
        score = content + 0.2 * same_title + 0.08 * same_number + 0.06 * same_parent + 0.06 * near
        score -= 0.1 * (a.families[i] != b.families[j])
        ranked.append((-score, distance, i, j))
    for _, _, i, j in sorted(ranked):
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)


def _expected_places(a: Side, b: Side, partner: dict[int, int]) -> list[float]:
    """Where in b each clause of a would stand, read off the pairs around it."""
    if not partner:
        scale = len(b.clauses) / max(1, len(a.clauses))
        return [i * scale for i in range(len(a.clauses))]
    known = sorted(partner)
    places = np.interp(np.arange(len(a.clauses)), known, [partner[i] for i in known])
    # Behind the last pair the places go on, one by one, and so before the first.
    for i in range(len(a.clauses)):
        if i > known[-1]:
            places[i] = partner[known[-1]] + i - known[-1]
        elif i < known[0]:
            places[i] = partner[known[0]] + i - known[0]
    return [float(place) for place in places]


def _with_pieces(a: Side, b: Side, partner: dict[int, int]) -> list[_Group]:
    """The pairs, widened by the pieces of clauses that were split or merged."""
    splits = _pieces(a, b, partner, closed=set(), busy=set())
    pieces = {j for run in splits.values() for j in run}
    unsplit = {j: i for i, j in partner.items() if i not in splits}
    merges = _pieces(b, a, unsplit, closed=pieces, busy=set(splits))
    groups = [_Group((i,), tuple(run)) for i, run in splits.items()]
    groups += [_Group(tuple(run), (j,)) for j, run in merges.items()]
    groups += [_Group((i,), (j,)) for j, i in unsplit.items() if j not in merges]
    return groups


def _pieces(
    wholes: Side, parts: Side, partner: dict[int, int], closed: set[int], busy: set[int]
) -> dict[int, list[int]]:
    """For each whole that now stands in several parts, their consecutive indices.

    A part joins a whole if the whole's words that are not in the other parts yet cover it
    (longest common subsequence).

    Args:
        partner: the part that each whole is paired with so far.
        closed: wholes, and `busy`: parts, that belong elsewhere.
    """
    owner = {j: i for i, j in partner.items()}
    runs: dict[int, list[int]] = {}

    def joined(run: Sequence[int]) -> str:
        return "".join(parts.contents[j] for j in run)

    def covers(i: int, run: list[int], j: int) -> bool:
        piece, whole = parts.contents[j], wholes.contents[i]
        if len(piece) < _LEAST_PIECE or len(run) >= _MOST_PIECES:
            return False
        if len(whole) > _LONGEST_WHOLE:
            return False
        if wholes.families[i] != parts.families[j] or joined(run) == whole:
            return False
        longer = joined(sorted([*run, j]))
        gain = LCSseq.similarity(whole, longer) - LCSseq.similarity(whole, joined(run))
        return gain >= _PIECE_SHARE * len(piece)

    free = [j for j in range(len(parts.clauses)) if j not in owner and j not in busy]
    for order, direction in ((free, -1), (free[::-1], 1)):
        for j in order:
            i = owner.get(j + direction)
            if j in owner or i is None:
                continue
            run = runs.get(i, [partner[i]])
            if covers(i, run, j):
                runs[i] = sorted([*run, j])
                owner[j] = i
    behind = 0
    for i, whole in enumerate(wholes.contents):
        if i in partner:
            behind = max(runs.get(i, [partner[i]])) + 1
        if i in partner or i in closed or not whole:
            continue
        run = []
        for j in range(behind, min(behind + _MOST_PIECES, len(parts.clauses))):
            if j in owner or j in busy or not covers(i, run, j):
                break
            run.append(j)
        if len(run) > 1 and similarity(whole, joined(run)) >= _STRONG:
            runs[i] = run
            owner.update((j, i) for j in run)
            behind = run[-1] + 1
    return runs


def _assemble(a: Side, b: Side, groups: list[_Group]) -> tuple[Pair, ...]:
    groups = sorted(groups, key=lambda group: group.a)
    staying = _longest_increasing([group.b[0] for group in groups])
    pairs_at: dict[int, Pair] = {}
    held: dict[int, int] = {}  # clause of a that stays -> its pair's first clause in b
    matched_a: set[int] = set()
    matched_b: set[int] = set()
    for place, group in enumerate(groups):
        moved = place not in staying
        pairs_at[group.b[0]] = _pair(a, b, group, moved)
        matched_a.update(group.a)
        matched_b.update(group.b)
        if not moved:
            held.update((i, group.b[0]) for i in group.a)
    deleted_behind: defaultdict[int, list[Pair]] = defaultdict(list)
    anchor = -1
    for i, clause in enumerate(a.clauses):
        if i in held:
            anchor = held[i]
        elif i not in matched_a:
            deleted_behind[anchor].append(Pair("deleted", (clause,), (), 0.0))
    pairs = list(deleted_behind[-1])
    for j, clause in enumerate(b.clauses):
        if j in pairs_at:
            pairs.append(pairs_at[j])
        elif j not in matched_b:
            pairs.append(Pair("inserted", (), (clause,), 0.0))
        pairs.extend(deleted_behind.get(j, ()))
    return tuple(pairs)


def _pair(a: Side, b: Side, group: _Group, moved: bool) -> Pair:
    content_a = "".join(a.contents[i] for i in group.a)
    content_b = "".join(b.contents[j] for j in group.b)
    i, j = group.a[0], group.b[0]
    single = len(group.a) == len(group.b) == 1
    renumbered = not single or a.numbers[i] != b.numbers[j]
    alike = 1.0
    kind: PairKind
    if content_a != content_b:
        kind = "changed"
        alike = similarity(content_a, content_b)
    elif moved:
        kind = "moved"
    elif renumbered:
        kind = "renumbered"
    else:
        written_a, written_b = a.written(i), b.written(j)
        if a.is_last(i) or b.is_last(j):
            # How a document ends, with a line end or without, says nothing.
            written_a, written_b = written_a.rstrip(), written_b.rstrip()
        kind = "same" if written_a == written_b else "format_only"
    return Pair(
        kind,
        tuple(a.clauses[index] for index in group.a),
        tuple(b.clauses[index] for index in group.b),
        alike,
        moved,
        renumbered,
    )


def _longest_increasing(values: Sequence[int]) -> set[int]:
    """Places of one longest strictly increasing subsequence of distinct values (patience)."""
    tails: list[int] = []
    tail_places: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        pile = bisect_left(tails, value)
        before.append(tail_places[pile - 1] if pile else -1)
        if pile == len(tails):
            tails.append(value)
            tail_places.append(place)
        else:
            tails[pile], tail_places[pile] = value, place
    kept: set[int] = set()
    place = tail_places[-1] if tail_places else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return kept
