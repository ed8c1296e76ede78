"""The option of an enumeration: in a value's own words, or shown by the document as a whole.

`责任认定(全部责任/无责任)` is answered by the words `负全部责任`. `诉求类别(咨询/投诉)` may stand
nowhere; then words that mean an option are evidence, weighed against those of the other options,
and the model's document-level answers to `诉求类别：投诉` add a little. The value is the sentence
that shows the option best. Nothing here looks at a threshold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..fields.option_words import EVERYDAY, option_words
from .answers import answer_key
from .boundaries import settle
from .sentences import sentence_span
from .spans import Candidate

Synonyms = Mapping[str, Sequence[str]]
"""Option -> words that mean it, from a recipe."""

MOST_ASKED = 12
"""Longer lists of options are not put to the model one by one; words alone decide there."""

# How much one word says for its option, as the probability that it alone would justify.
_LABELLED, _GIVEN, _CLEAR, _OWN, _HINT, _EVERYDAY = 0.95, 0.7, 0.6, 0.42, 0.3, 0.15
# The label projection was trained little: on texts written for the purpose it was near chance,
# so it breaks ties between words and never carries an option alone.
_MODEL_SHARE = 0.25
_LEAST = 0.05
_DEGREES = {"专科": 0, "大专": 0, "本科": 1, "学士": 1, "硕士": 2, "研究生": 2, "博士": 3}
_MOST_HITS = 400
_LISTED = r"[ \t]*(?:[、，,;；/和与及＋+]|以及)[ \t]*"
_NEGATED = re.compile(r"(?:不|未|无|没有|没|非|勿|免|无需|不予|不得|禁止|并非|拒绝|取消)$")
_ASKED_HEAD = re.compile(r"(?:承担|负担|支付|负责)(?:方|人|主体)$")
_CHECKED = r"[☑✓✔√■☒]|\[[xX√✓]\]|[（(][√✓][）)]"
_OPEN = r"[□☐○◯]|\[ ?\]|[（(] ?[）)]"


@dataclass(frozen=True, slots=True)
class OptionEvidence:
    """One option with the sentence that shows it best and how well it does."""

    option: str
    candidate: Candidate


def option_question(name: str, option: str) -> str:
    """What the model is asked about one option of a field."""
    return f"{name}：{option}"


def option_questions(name: str, options: Sequence[str]) -> tuple[str, ...]:
    """The model's questions for an enumeration; none where the list is too long."""
    if len(options) > MOST_ASKED:
        return ()
    return tuple(option_question(name, option) for option in options)


def named_option(
    words: str, options: Sequence[str], synonyms: Synonyms | None = None
) -> str | None:
    """The one option that words name: by its own name (the longest wins), else by what means it."""
    key = answer_key(words)
    named = [option for option in options if answer_key(option) in key]
    longest = max(map(len, named), default=0)
    named = [option for option in named if len(option) == longest]
    if len(named) == 1:
        return named[0]
    if named:
        return None
    hits = _hits(words, tuple(options), _frozen(synonyms))
    meant = {hit.option for hit in hits if hit.weight >= _CLEAR}
    return meant.pop() if len(meant) == 1 else None


def listed_options(words: str, options: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where words that are nothing but a list of options (`保证、抵押`) name each of them."""
    longest_first = sorted(options, key=len, reverse=True)
    each = "|".join(map(re.escape, longest_first))
    if not re.fullmatch(rf"(?:{each})(?:{_LISTED}(?:{each}))+", words):
        return ()
    return tuple(found.span() for found in re.finditer(each, words))


def option_evidence(
    text: str,
    names: Sequence[str],
    options: Sequence[str],
    present: Mapping[str, float] | None = None,
    synonyms: Synonyms | None = None,
) -> tuple[OptionEvidence, ...]:
    """Options for which the document holds words, best first; at most one entry an option.

    A ticked box or `名称：选项` in the text settles it; boxes left open say nothing. Otherwise
    every different word adds as independent evidence, and an equal rival halves the score.

    Args:
        present: document-level probabilities by question (`option_question`).
    """
    options = tuple(options)
    hits: Sequence[_Hit] = _hits(text, options, _frozen(synonyms))
    labelled = _labelled(text, tuple(names), options, hits)
    hits = labelled or _about(text, tuple(names), hits)
    shares = _shares(names[0], options, present or {})
    words = {option: _strength([h for h in hits if h.option == option]) for option in options}
    found: list[OptionEvidence] = []
    for option in options:
        own = [hit for hit in hits if hit.option == option]
        if not own:
            continue
        rival = max((words[other] for other in _rivals(names[0], option, options)), default=0.0)
        doubt = min(1.0, rival / words[option]) ** 4
        score = 1 - (1 - words[option]) * (1 - _MODEL_SHARE * shares[option])
        start, end = _best_sentence(text, own)
        if several_hold(names[0]):
            # One sentence may show several of them; each keeps words of its own.
            best = min(own, key=lambda hit: (-hit.weight, hit.start - hit.end, hit.start))
            start, end = settle(text, best.start, best.end) or (best.start, best.end)
        candidate = Candidate(start, end, round(score * (1 - 0.5 * doubt), 6))
        if candidate.score >= _LEAST:
            found.append(OptionEvidence(option, candidate))
    found.sort(key=lambda e: (-e.candidate.score, e.candidate.start))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Hit:
    option: str
    word: str
    start: int
    end: int
    weight: float


_Frozen = tuple[tuple[str, tuple[str, ...]], ...]


def _frozen(synonyms: Synonyms | None) -> _Frozen:
    return tuple((option, tuple(words)) for option, words in (synonyms or {}).items())


@lru_cache(maxsize=256)
def _vocabulary(
    options: tuple[str, ...], synonyms: _Frozen
) -> tuple[dict[str, tuple[str, float]], re.Pattern[str] | None]:
    """Word -> (option, weight), and a pattern that prefers the longest word at a place."""
    given = {answer_key(option): words for option, words in synonyms}
    meanings: dict[str, tuple[str, float]] = {}
    disputed: set[str] = set()

    def add(word: str, option: str, weight: float) -> None:
        key = word.casefold()
        known = meanings.get(key)
        if known is None or known[1] < weight:
            meanings[key] = (option, weight)
            disputed.discard(key)
        elif known[0] != option and known[1] == weight:
            disputed.add(key)

    for option in options:
        everyday = option in EVERYDAY or len(option) < 2
        add(option, option, _EVERYDAY if everyday else _OWN)
        table = option_words(option)
        for words, weight in ((table.clear, _CLEAR), (table.hints, _HINT)):
            for word in words:
                # An everyday word stays one, whatever it means elsewhere.
                add(word, option, _HINT if word in EVERYDAY else weight)
        for word in given.get(answer_key(option), ()):
            add(word, option, _GIVEN)
    for option in options:
        # An option's own name always speaks for that option.
        if meanings[option.casefold()][0] != option:
            meanings[option.casefold()] = (option, _OWN)
    for key in disputed:
        meanings[key] = (meanings[key][0], 0.0)
    longest_first = sorted((word for word in meanings if word), key=len, reverse=True)
    if not longest_first:
        return meanings, None
    return meanings, re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)


@lru_cache(maxsize=64)
def _hits(text: str, options: tuple[str, ...], synonyms: _Frozen) -> tuple[_Hit, ...]:
    """Every place of a word that means an option, unless it is negated or its box left open."""
    meanings, pattern = _vocabulary(options, synonyms)
    found: list[_Hit] = []
    if pattern is None:
        return ()
    for match in pattern.finditer(text):
        before = text[max(0, match.start() - 4) : match.start()].rstrip(" ")
        meaning = meanings.get(match[0].casefold())
        if meaning is None or not meaning[1] or _NEGATED.search(before):
            continue
        if re.search(rf"(?:{_OPEN})$", before):
            continue
        found.append(_Hit(meaning[0], match[0], match.start(), match.end(), meaning[1]))
        if len(found) == _MOST_HITS:
            break
    return tuple(found)


def _labelled(
    text: str, names: tuple[str, ...], options: tuple[str, ...], hits: Sequence[_Hit]
) -> list[_Hit]:
    """Hits of an option's own name with a ticked box, or right behind the field's name."""
    label = re.compile(
        rf"(?:(?:{'|'.join(re.escape(name) for name in names)})[ \t]*[：:]?[ \t]*[“\"「]?"
        rf"|(?:{_CHECKED})[ ]?)$"
    )
    if several_hold(names[0]):
        # `担保方式：保证、抵押` labels both.
        label = re.compile(rf"(?:{label.pattern[:-1]})(?:[^\n。；;：:]{{1,20}}[、和及])?$")
    settled = []
    for hit in hits:
        if answer_key(hit.word) not in {answer_key(option) for option in options}:
            continue
        if label.search(text[max(0, hit.start - 40) : hit.start]):
            settled.append(_Hit(hit.option, hit.word, hit.start, hit.end, _LABELLED))
    return settled


def _about(text: str, names: tuple[str, ...], hits: Sequence[_Hit]) -> Sequence[_Hit]:
    """The hits in sentences that speak of what the field asks (运费 of `运费承担方`).

    All hits where no sentence with an option does. Words in such a sentence speak clearly.
    """
    subjects = [s for name in names if len(s := _ASKED_HEAD.sub("", name)) >= 2 and s != name]
    if not subjects:
        return hits
    found = []
    for hit in hits:
        start, end = sentence_span(text, hit.start, hit.end)
        if any(subject in text[start:end] for subject in subjects):
            found.append(_Hit(hit.option, hit.word, hit.start, hit.end, max(hit.weight, _CLEAR)))
    return found or hits


def several_hold(name: str) -> bool:
    """Whether a document may well show several options: a loan can have both 保证 and 抵押."""
    return name.endswith(("担保方式", "增信方式", "担保措施"))


def higher_options(name: str, option: str, options: Iterable[str]) -> list[str]:
    """For 最高学历, the degrees above this one: a 硕士 has been a 本科 too."""
    rank = _DEGREES.get(option)
    if "最高" not in name or rank is None:
        return []
    return [other for other in options if _DEGREES.get(other, -1) > rank]


def _rivals(name: str, option: str, options: Sequence[str]) -> list[str]:
    """The options that speak against this one; against 最高学历 only the higher degrees do."""
    if several_hold(name):
        return []
    if "最高" in name and option in _DEGREES:
        return higher_options(name, option, options)
    return [other for other in options if other != option]


def _strength(hits: Sequence[_Hit]) -> float:
    """How much the different words say together."""
    doubt = 1.0
    for weight in {hit.word: hit.weight for hit in hits}.values():
        doubt *= 1 - weight
    return 1 - doubt


def _shares(name: str, options: Sequence[str], present: Mapping[str, float]) -> dict[str, float]:
    """Each option's share of what the model says of all of them; 0 where it was not asked."""
    scores = {option: present.get(option_question(name, option), 0.0) for option in options}
    total = sum(scores.values())
    return {option: score / total if total > 0 else 0.0 for option, score in scores.items()}


def _best_sentence(text: str, hits: Sequence[_Hit]) -> tuple[int, int]:
    """The sentence whose words say most; the first of equals."""
    sentences: dict[tuple[int, int], list[_Hit]] = {}
    for hit in hits[:40]:
        sentences.setdefault(sentence_span(text, hit.start, hit.end), []).append(hit)
    return min(sentences, key=lambda span: (-_strength(sentences[span]), span))
