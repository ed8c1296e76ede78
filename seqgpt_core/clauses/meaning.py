"""What the differences of two versions of a clause mean.

Each edit is grown to whole words and read in three layers: the values in it (amounts, shares,
terms, quantities, paired in order), its modal words, and the other words. What a layer finds is
decided by the first rule of `rules` that holds. A number that changed is always an amount, a
percentage, a term or a quantity, also in a sentence about damages; the rule and the weight tell
where it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, replace

from .differences import differences, is_format_only
from .evidence import PlacedModal, modals_in, paired, values_in, without
from .grouping import whole_words
from .lexicon import gist
from .model import Change, ChangeKind, Edit, Span
from .normalise import Normalised
from .rules import Aspect, Fact, Shape, decide
from .sentences import SENTENCE_ENDS, sentence_around

# Gists longer than this are phrases, not words.
_PHRASE = 12
# Beside a value, this many other characters may change and the change is still the value's.
_BESIDE_VALUE = 6
_NUMBERING = re.compile(
    r"\s*(?:第[零〇一二三四五六七八九十百0-9]+[编章节条款项](?![约规之的])"
    r"|[一二三四五六七八九十]{1,3}[、.．]"
    r"|[（(](?:[一二三四五六七八九十]{1,3}|[0-9]{1,2}|[a-zA-Z])[)）]"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2}){1,4}(?=\s|[\u4e00-\u9fff])(?![倍万元亿个])[.．、]?"
    r"|[0-9]{1,2}(?:[、.．](?![0-9])|[)）])"
    r"|[①-⑳])"
)
_BETWEEN_AMOUNTS = re.compile(
    r"[\s（(）)：:，,即]*(?:人民币)?[\s（(]*(?:[大小]写)?[\s）)：:]*(?:人民币)?"
)


def changes(
    text_a: str,
    span_a: Span,
    text_b: str,
    span_b: Span,
    heading: str,
    numbers: tuple[str | None, str | None] = (None, None),
) -> tuple[Change, ...]:
    """The changes from a clause of `text_a` to its counterpart in `text_b`, in text order.

    Every edit of the two clauses lies inside a change, except edits inside a grown word that a
    neighbour already covers; none is dropped. Spans are offsets into the whole texts.

    Args:
        span_a, span_b: the clauses; either may be empty (inserted or deleted clause).
        heading: the clause's heading, where rules may find their trigger.
        numbers: the numbers that the clauses begin with, as the outline read them; without one
            only what is a number beyond doubt is taken for it.
    """
    a, b = text_a[span_a[0] : span_a[1]], text_b[span_b[0] : span_b[1]]
    cut_a, cut_b = _numbering(a, numbers[0]), _numbering(b, numbers[1])
    found: list[Change] = []
    if a and b and a[:cut_a] != b[:cut_b]:
        found.append(_format(a, b, (0, cut_a), (0, cut_b), "format.numbering"))
    else:
        # Nothing to set apart: an inserted clause is shown with its number.
        cut_a = cut_b = cut_a if a and b else 0
    body_a, body_b = a[cut_a:], b[cut_b:]
    edits = differences(body_a, body_b)
    marks = [edit for edit in edits if _is_mark(body_a, body_b, edit)]
    contents = sorted(set(edits) - set(marks), key=lambda edit: (edit.a, edit.b))
    clause = _Clause(body_a, body_b, heading)
    read: list[Change] = []
    for edit in whole_words(body_a, body_b, contents):
        read += clause.read(edit)
    read = _join_amounts(body_a, body_b, read)
    for edit in _join_marks(body_a, marks, contents):
        read.append(_format(body_a, body_b, edit.a, edit.b, "format.marks"))
    found += [_moved(change, cut_a, cut_b) for change in read]
    return tuple(
        _moved(change, span_a[0], span_b[0])
        for change in sorted(found, key=lambda change: (change.a, change.b, change.rule))
    )


@dataclass(frozen=True, slots=True)
class _Clause:
    """Both versions of one clause."""

    a: str
    b: str
    heading: str

    def read(self, edit: Edit) -> list[Change]:
        before, after = self.a[slice(*edit.a)], self.b[slice(*edit.b)]
        if before and after:
            return self._replaced(edit)
        return [self._one_sided(edit, before or after, "removed" if before else "added")]

    def _one_sided(self, edit: Edit, text: str, shape: Shape) -> Change:
        """Words only added or only removed: one change, by their subject if they have one."""
        side, span = (self.a, edit.a) if shape == "removed" else (self.b, edit.b)
        values = values_in(side, span)
        modals = modals_in(side, span)
        rest = gist(without(side, span, [place for place, _ in values]))
        by_value = by_modal = None
        if values:
            by_value = self._value(edit, shape, values[0][1], None)
        if modals:
            modal = f"{modals[0][1]}>" if shape == "removed" else f">{modals[0][1]}"
            by_modal = self._change(edit, self._fact(edit, "modal", shape, modal=modal))
        fact = self._fact(
            edit,
            "words",
            shape,
            same=not gist(text),
            words_before=text if shape == "removed" else "",
            words_after=text if shape == "added" else "",
            long=len(rest) >= _PHRASE // 2,
        )
        if self.heading and not (self.a and self.b):
            # A whole clause is about what its heading says, if that says anything.
            titled = replace(
                fact,
                words_before=self.heading if self.a else "",
                words_after=self.heading if self.b else "",
                sentence=self.heading,
            )
            by_heading = self._change(edit, titled)
            if by_heading.kind != "wording":
                return by_heading
        if by_value and len(rest) <= _BESIDE_VALUE // 2:
            return by_value
        if by_modal and len(rest) <= _BESIDE_VALUE:
            return by_modal
        by_words = self._change(edit, fact)
        if by_words.kind == "wording" and by_words.material:
            return by_modal or by_value or by_words
        return by_words

    def _replaced(self, edit: Edit) -> list[Change]:
        found: list[Change] = []
        equal: list[Change] = []
        values_a, values_b = values_in(self.a, edit.a), values_in(self.b, edit.b)
        lost, gained, kept = paired(values_a, values_b)
        for (span_a, value_a), (span_b, value_b) in kept:
            if self.a[slice(*span_a)] != self.b[slice(*span_b)]:
                equal.append(self._value(Edit(span_a, span_b), "replaced", value_a, value_b))
        for (span_a, value_a), (span_b, value_b) in zip(lost, gained, strict=False):
            found.append(self._value(Edit(span_a, span_b), "replaced", value_a, value_b))
        modals_a, modals_b = modals_in(self.a, edit.a), modals_in(self.b, edit.b)
        rest_a = without(self.a, edit.a, [span for span, _ in (*values_a, *modals_a)])
        rest_b = without(self.b, edit.b, [span for span, _ in (*values_b, *modals_b)])
        gist_a, gist_b = gist(rest_a), gist(rest_b)
        longest = max(len(gist_a), len(gist_b))
        if not found and (lost or gained) and longest <= _BESIDE_VALUE:
            # 30日内 → 合理期限内: the value is gone, the words that stand for it are shown.
            before = lost[0][1] if lost else None
            after = gained[0][1] if gained else None
            return [*equal, self._value(edit, "replaced", before, after)]
        found += self._modal(edit, modals_a, modals_b, longest > _PHRASE, equal)
        if gist_a != gist_b and not (found and longest <= 1):
            # Beside a value or a modal one character is its other half: 不得 → 得.
            shape: Shape = "replaced" if gist_a and gist_b else "removed" if gist_a else "added"
            fact = self._fact(
                edit,
                "words",
                shape,
                words_before=rest_a,
                words_after=rest_b,
                long=longest > _PHRASE,
            )
            found.append(self._change(edit, fact))
        elif not found and not equal:
            found.append(self._change(edit, self._fact(edit, "words", "replaced", same=True)))
        return found + equal

    def _modal(
        self,
        edit: Edit,
        modals_a: list[PlacedModal],
        modals_b: list[PlacedModal],
        phrase: bool,
        equal: list[Change],
    ) -> list[Change]:
        """The change of modal strength, at most one; words of the same strength go to `equal`."""
        names_a = Counter(name for _, name in modals_a)
        names_b = Counter(name for _, name in modals_b)
        lost = [modal for modal in modals_a if modal[1] in names_a - names_b]
        gained = [modal for modal in modals_b if modal[1] in names_b - names_a]
        if not lost and not gained:
            pairs = zip(modals_a, modals_b, strict=True)
            for (span_a, name_a), (span_b, name_b) in pairs:
                if name_a == name_b and self.a[slice(*span_a)] != self.b[slice(*span_b)]:
                    place = Edit(span_a, span_b)
                    fact = self._fact(place, "modal", "replaced", same=True)
                    equal.append(self._change(place, fact))
            return []
        if phrase and not (lost and gained):
            # In a phrase written anew a modal more or less says little.
            return []
        place = Edit(lost[0][0], gained[0][0]) if lost and gained else edit
        modal = f"{lost[0][1] if lost else ''}>{gained[0][1] if gained else ''}"
        return [self._change(place, self._fact(place, "modal", "replaced", modal=modal))]

    def _value(
        self, edit: Edit, shape: Shape, before: Normalised | None, after: Normalised | None
    ) -> Change:
        """A change of a value; for an added or removed one `before` holds it."""
        known = [value for value in (before, after) if value is not None]
        kind = next((value.kind for value in known if value.kind != "number"), "number")
        fact = self._fact(
            edit,
            "value",
            shape,
            same=before == after,
            value=kind,
            words_before=self.a[slice(*edit.a)],
            words_after=self.b[slice(*edit.b)],
        )
        change = self._change(edit, fact)
        if shape == "added":
            before, after = None, before
        return replace(
            change,
            normalized_before=None if before is None else before.text,
            normalized_after=None if after is None else after.text,
        )

    def _fact(
        self,
        edit: Edit,
        aspect: Aspect,
        shape: Shape,
        *,
        same: bool = False,
        value: str = "",
        modal: str = "",
        words_before: str = "",
        words_after: str = "",
        long: bool = False,
    ) -> Fact:
        sides = [
            side[slice(*sentence_around(side, span))]
            for side, span in ((self.a, edit.a), (self.b, edit.b))
            if span[1] > span[0]
        ]
        return Fact(
            aspect=aspect,
            same=same,
            shape=shape,
            words_before=words_before,
            words_after=words_after,
            sentence="\n".join(sides),
            heading=self.heading,
            value=value,
            modal=modal,
            long=long,
        )

    def _change(self, edit: Edit, fact: Fact) -> Change:
        rule = decide(fact)
        return Change(
            kind=rule.kind,
            before=self.a[slice(*edit.a)],
            after=self.b[slice(*edit.b)],
            a=edit.a,
            b=edit.b,
            material=rule.material,
            weight=round(rule.weight, 2),
            rule=rule.identifier,
        )


def _numbering(text: str, number: str | None) -> int:
    """Where the words behind the clause's number begin."""
    start = len(text) - len(text.lstrip())
    if number and text.startswith(number, start):
        return start + len(number)
    match = _NUMBERING.match(text)
    return match.end() if match else 0


def _is_mark(a: str, b: str, edit: Edit) -> bool:
    """Whether an edit is format only, judged with one character around it."""
    return is_format_only(
        a[max(0, edit.a[0] - 1) : edit.a[1] + 1], b[max(0, edit.b[0] - 1) : edit.b[1] + 1]
    )


def _join_marks(a: str, marks: list[Edit], contents: list[Edit]) -> list[Edit]:
    """Format edits of one sentence as one, as long as no other edit stands between."""
    starts = [edit.a[0] for edit in contents]
    joined: list[Edit] = []
    for edit in marks:
        last = joined[-1] if joined else None
        between = a[last.a[1] : edit.a[0]] if last else ""
        if (
            last is None
            or any(mark in between for mark in SENTENCE_ENDS)
            or bisect_left(starts, last.a[1]) < bisect_right(starts, edit.a[0])
        ):
            joined.append(edit)
        else:
            joined[-1] = Edit((last.a[0], edit.a[1]), (last.b[0], edit.b[1]))
    return joined


def _join_amounts(a: str, b: str, read: list[Change]) -> list[Change]:
    """The amount in figures and the same amount in words, `500元（大写：伍佰元整）`, as one."""
    joined: list[Change] = []
    for change in read:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.kind == change.kind == "amount"
            and last.a[1] <= change.a[0]
            and last.b[1] <= change.b[0]
            and _BETWEEN_AMOUNTS.fullmatch(a[last.a[1] : change.a[0]])
            and _BETWEEN_AMOUNTS.fullmatch(b[last.b[1] : change.b[0]])
        ):
            span_a, span_b = (last.a[0], change.a[1]), (last.b[0], change.b[1])
            joined[-1] = replace(
                last if last.weight >= change.weight else change,
                before=a[slice(*span_a)],
                after=b[slice(*span_b)],
                a=span_a,
                b=span_b,
                normalized_before=last.normalized_before,
                normalized_after=last.normalized_after,
            )
        else:
            joined.append(change)
    return joined


def _format(a: str, b: str, span_a: Span, span_b: Span, rule: str) -> Change:
    kind: ChangeKind = "format_only"
    return Change(kind, a[slice(*span_a)], b[slice(*span_b)], span_a, span_b, False, 0.0, rule)


def _moved(change: Change, by_a: int, by_b: int) -> Change:
    return replace(
        change,
        a=(change.a[0] + by_a, change.a[1] + by_a),
        b=(change.b[0] + by_b, change.b[1] + by_b),
    )
