"""Training passages: annotated records cut, joined and turned into questions.

A passage is at most a window of text with the questions to ask it. Short records of one source
are joined by line breaks, long records are cut to a window around an answer or anywhere. A field
without an answer is a question too, but only where the record's annotation is exhaustive.
"""

from __future__ import annotations

import gzip
import json
import random
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..decoding.boundaries import without_stop
from ..fields import parse_definitions
from .variation import vary

Spans = tuple[tuple[int, int], ...]

HELD_OUT_SHARE = 25
"""One training record in so many is never trained on."""


@dataclass(frozen=True)
class Record:
    """One annotated document.

    Attributes:
        answers: field name -> half-open code point spans; only fields that have answers.
        absent: field names that the document certainly does not answer.
        labels: document-level label -> whether it holds.
        exhaustive: whether a schema field without an answer is truly absent.
        domain: kind of document, empty = not known.
    """

    text: str
    answers: Mapping[str, Spans]
    absent: tuple[str, ...]
    labels: Mapping[str, bool]
    exhaustive: bool
    domain: str = ""


@dataclass(frozen=True)
class Question:
    """One field or label asked of a passage.

    Attributes:
        spans: the answers' places in the passage (empty = absent), None = label only.
        present: the document-level answer, None = not known.
    """

    name: str
    spans: Spans | None
    present: bool | None


@dataclass(frozen=True)
class Passage:
    """A window of text with the questions to ask it."""

    text: str
    questions: tuple[Question, ...]


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """JSON objects of a `.jsonl` or `.jsonl.gz` file."""
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def held_out(identity: str) -> bool:
    """Whether a training record is kept from training, to fit the calibration of scores on."""
    return zlib.crc32(identity.encode()) % HELD_OUT_SHARE == 0


def training_records(
    items: Iterable[Mapping[str, Any]], splits: Sequence[str] = ("train",)
) -> list[Record]:
    """What a network is trained on: the named splits without what is held out."""
    return as_records([r for r in items if r["split"] in splits and not held_out(r["id"])])


def as_records(raw: Sequence[Mapping[str, Any]]) -> list[Record]:
    """Records from objects in the project's annotation format.

    `labels` (label -> bool) are taken as they stand; in data with events of several types, every
    type is a label that holds or not.
    """
    kinds = sorted({e["type"] for r in raw for e in r.get("events") or []})
    with_events = len(kinds) > 1
    records = []
    for item in raw:
        answers: dict[str, list[tuple[int, int]]] = {}
        for entity in item["entities"]:
            span = without_stop(item["text"], entity["start"], entity["end"])
            answers.setdefault(entity["field"], []).append(span)
        absent = [f for f in item["schema"] if f not in answers] if item["exhaustive"] else []
        labels = dict(item.get("labels") or {})
        if with_events:
            own = {e["type"] for e in item.get("events") or []}
            labels |= {kind: kind in own for kind in kinds}
        fields = {name: tuple(sorted(set(spans))) for name, spans in answers.items()}
        exhaustive = bool(item["exhaustive"])
        domain = item.get("domain", "")
        records.append(Record(item["text"], fields, tuple(absent), labels, exhaustive, domain))
    return records


def join_records(records: Sequence[Record]) -> Record:
    """One record holding several of the same source, line by line."""
    texts: list[str] = []
    answers: dict[str, list[tuple[int, int]]] = {}
    at = 0
    for record in records:
        for name, spans in record.answers.items():
            answers.setdefault(name, []).extend((s + at, e + at) for s, e in spans)
        texts.append(record.text)
        at += len(record.text) + 1
    # A field is absent from the whole only if every part says so.
    known = set.intersection(*(set(r.absent) | set(r.answers) for r in records))
    silent = {name for r in records for name in r.answers if name not in known}
    absent = tuple(n for n in records[0].absent if n in known and n not in answers)
    fields = {n: tuple(spans) for n, spans in answers.items() if n not in silent}
    labels: dict[str, bool] = {}
    for record in records:
        for label, holds in record.labels.items():
            labels[label] = labels.get(label, False) or holds
    exhaustive = all(r.exhaustive for r in records)
    return Record("\n".join(texts), fields, absent, labels, exhaustive, records[0].domain)


def cut_record(record: Record, size: int, random_: random.Random) -> Record:
    """A window of at most `size` characters: mostly around an answer, sometimes anywhere."""
    text = record.text
    if len(text) <= size:
        return record
    spans = [span for group in record.answers.values() for span in group]
    if spans and random_.random() < 0.8:
        # Choose the field first so that a frequent one does not swamp the rest.
        group = record.answers[random_.choice(sorted(record.answers))]
        start, end = random_.choice(group)
        low, high = max(0, end - size), max(0, min(start, len(text) - size))
        begin = random_.randint(min(low, high), max(low, high))
    else:
        begin = random_.randint(0, len(text) - size)
    line = text.rfind("\n", max(0, begin - 60), begin + 1)
    begin = line + 1 if line >= 0 else begin
    stop = min(len(text), begin + size)
    answers = {}
    cut_through = set()
    for name, group in record.answers.items():
        inside = tuple((s - begin, e - begin) for s, e in group if s >= begin and e <= stop)
        if inside:
            answers[name] = inside
        if any(s < stop and e > begin and not (s >= begin and e <= stop) for s, e in group):
            cut_through.add(name)
    # A field that is answered elsewhere in an exhaustive document has no answer in this window.
    gone = [n for n in record.answers if n not in answers and n not in cut_through]
    absent = (*record.absent, *gone) if record.exhaustive else ()
    return Record(text[begin:stop], answers, absent, {}, record.exhaustive, record.domain)


@lru_cache(maxsize=200_000)
def _spoken_name(name: str) -> str:
    specs = parse_definitions([name]).specs
    return specs[0].asked_names[0] if specs else name


def _spoken_names(names: Sequence[str]) -> dict[str, str]:
    """The names as the model is asked them; the whole definition where two would be alike."""
    spoken = {name: _spoken_name(name) for name in names}
    counts = Counter(spoken.values())
    return {name: short if counts[short] == 1 else name for name, short in spoken.items()}


@dataclass(frozen=True)
class SourceSettings:
    """How one data file is sampled.

    Attributes:
        weight: share of passages.
        join: greatest number of short records joined into one passage.
        size: greatest number of characters of a passage.
        answered, absent: greatest numbers of questions with and without an answer.
        foreign: questions without an answer that records of other domains have answered.
        varied: how often a passage gets other digits, persons and companies (see `variation`).
        statements: labels made of the passage's own answers (see `statements`).
        splits: the splits trained on; `train` unless a set has none or is never reported.
        aliases: field name -> other names that mean the same here.
        alias_rate: how often an alias replaces the name.
    """

    weight: float
    join: int = 1
    size: int = 320
    answered: int = 8
    absent: int = 5
    foreign: int = 0
    varied: float = 0.0
    statements: int = 0
    splits: Sequence[str] = ("train",)
    aliases: Mapping[str, Sequence[str]] | None = None
    alias_rate: float = 0.15


SHORTEST = 0.4
"""A passage is cut to between this share of its source's `size` and all of it."""
WHOLE = 0.7
"""How often a passage with labels that fits its source's `size` stays whole: what is cut away may
be what decides a label, so a part has none."""
LABELS = 3
"""Labels that hold, and labels that do not, asked of a passage at most."""
OWN_NAME = 5
"""A name of so many characters says whose it is (`质量异议期限`), a shorter one (`日期`) may be
answered in any document."""


class PassageSource:
    """Draws passages of one data file, every record once per round, in a seeded order."""

    def __init__(self, records: Sequence[Record], settings: SourceSettings, seed: str) -> None:
        self._records = records
        self._settings = settings
        self._seed = seed
        self._round: tuple[int, list[int]] = (-1, [])
        self._foreign = _names_of_one_domain(records) if settings.foreign else []

    def _record(self, position: int) -> Record:
        number, place = divmod(position, len(self._records))
        if self._round[0] != number:
            order = list(range(len(self._records)))
            random.Random(f"{self._seed}/{number}").shuffle(order)
            self._round = (number, order)
        return self._records[self._round[1][place]]

    def draw(self, position: int, random_: random.Random) -> Passage:
        """The passage at `position` of the source's stream.

        A joined passage leaves out what it has no room for: the next round's order is another.
        """
        settings = self._settings
        size = round(settings.size * random_.uniform(SHORTEST, 1))
        first = position * settings.join
        record = self._record(first)
        if settings.join > 1:
            parts = [record]
            wanted = random_.randint(1, settings.join)
            total = len(record.text)
            while len(parts) < wanted:
                following = self._record(first + len(parts))
                if total + len(following.text) + 1 > settings.size:
                    break
                parts.append(following)
                total += len(following.text) + 1
            record = join_records(parts) if len(parts) > 1 else record
            size = settings.size
        elif record.labels and random_.random() < WHOLE:
            size = settings.size
        record = cut_record(record, size, random_)
        text = record.text
        if settings.varied and random_.random() < settings.varied:
            text = vary(text, record.answers, random_)
        record = replace(record, text=text)
        return Passage(text, self._questions(record, random_))

    def _questions(self, record: Record, random_: random.Random) -> tuple[Question, ...]:
        spoken = _spoken_names((*record.answers, *record.absent))
        settings = self._settings
        answered = sorted(record.answers)
        random_.shuffle(answered)
        absent = list(record.absent)
        random_.shuffle(absent)
        questions = [
            Question(self._name(spoken[n], random_), record.answers[n], True)
            for n in answered[: settings.answered]
        ]
        questions += [
            Question(self._name(spoken[n], random_), (), False) for n in absent[: settings.absent]
        ]
        asked = {*spoken.values(), *spoken}
        for _ in range(settings.foreign if record.exhaustive and self._foreign else 0):
            name, domain = random_.choice(self._foreign)
            if domain != record.domain and name not in asked and name not in record.text:
                questions.append(Question(name, (), False))
                asked.add(name)
        holding = [label for label, holds in record.labels.items() if holds]
        others = [label for label, holds in record.labels.items() if not holds]
        random_.shuffle(holding)
        random_.shuffle(others)
        for label in (*holding[:LABELS], *others[:LABELS]):
            questions.append(Question(label, None, record.labels[label]))
        for statement, holds in statements(record, spoken, settings.statements, random_):
            questions.append(Question(statement, None, holds))
        random_.shuffle(questions)
        return tuple(questions)

    def _name(self, name: str, random_: random.Random) -> str:
        aliases = (self._settings.aliases or {}).get(name)
        if aliases and random_.random() < self._settings.alias_rate:
            return random_.choice(list(aliases))
        return name


STATED = ("{}：{}", "{}为{}", "{}是{}")
MENTIONED = ("有{}", "写明了{}", "提到{}", "约定了{}")
NOT_MENTIONED = ("没有{}", "未写明{}", "未提到{}", "未约定{}")
LONGEST_STATED = 14
"""Characters of a value that a statement names."""


def statements(
    record: Record, spoken: Mapping[str, str], count: int, random_: random.Random
) -> list[tuple[str, bool]]:
    """Labels that hold or not, made of a passage's answers: what a field's value is, and whether
    the passage has it at all.

    False ones give a field the value of another field of the passage, or turn presence round: the
    words of the text alone do not tell them from true ones.
    """
    values = {
        name: sorted({record.text[start:end] for start, end in spans})
        for name, spans in sorted(record.answers.items())
    }
    short = {
        name: [v for v in own if len(v) <= LONGEST_STATED and "\n" not in v]
        for name, own in values.items()
    }
    stated = [name for name, own in short.items() if own]
    made: dict[str, bool] = {}
    for _ in range(count):
        holds = random_.random() < 0.5
        if stated and (random_.random() < 0.6 or not record.exhaustive):
            name = random_.choice(stated)
            known = values[name]
            others = [
                v
                for other in stated
                for v in short[other]
                if not any(v in own or own in v for own in known)
            ]
            if not holds and not others:
                continue
            value = random_.choice(short[name] if holds else others)
            made[random_.choice(STATED).format(spoken[name], value)] = holds
        elif record.answers and record.absent:
            present = random_.random() < 0.5
            name = random_.choice(sorted(values) if present else record.absent)
            forms = MENTIONED if present == holds else NOT_MENTIONED
            made[random_.choice(forms).format(spoken[name])] = holds
    return list(made.items())


def _names_of_one_domain(records: Sequence[Record]) -> list[tuple[str, str]]:
    """Names long enough to be their domain's own, and asked in no other, with the domain."""
    domains: dict[str, set[str]] = {}
    for record in records:
        for name in record.answers:
            domains.setdefault(_spoken_name(name), set()).add(record.domain)
    return [
        (name, next(iter(found)))
        for name, found in sorted(domains.items())
        if len(found) == 1 and len(name) >= OWN_NAME
    ]
