"""Records out of announcements with several contracts; writes benchmarks/results/records.json.

Usage: python benchmarks/records.py DATA.jsonl.gz [--split dev] [--limit 0]

Each line of DATA holds `{"id", "split", "text", "events": [{"arguments": [{"role", "value",
"located"}]}]}`: one event a contract. Documents with at least two events are asked for their
contracts as records by the embedded model. A cell is right where the best matching event has its
value; a row is mixed where no event agrees with all those of its cells that some event has. What
an annotation leaves out (an event without its buyer) contradicts nothing.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from seqgpt_core import SeqGPT
from seqgpt_core.results.types import Part
from seqgpt_core.training.passages import read_lines

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "benchmarks" / "results" / "records.json"
DEFINITION = "{甲方, 乙方, 项目名称, 合同名称, 合同金额(元)}[]"
_AMOUNT = "合同金额"
_LEAST_SHARED = 4

Event = Mapping[str, str]
Row = Mapping[str, Part | None]


@dataclass
class Counts:
    """What was found in some documents."""

    documents: int = 0
    events: int = 0
    whole_events: int = 0
    cells: int = 0
    right_cells: int = 0
    rows: int = 0
    mixed_rows: int = 0

    def add(self, events: Sequence[Event], rows: Sequence[Row]) -> list[Row]:
        """Count one document; returns its mixed rows."""
        self.documents += 1
        self.rows += len(rows)
        for event in events:
            hits = max((len(agreeing(event, row)) for row in rows), default=0)
            self.events += 1
            self.cells += len(event)
            self.right_cells += hits
            self.whole_events += hits == len(event)
        mixed = [row for row in rows if is_mixed(events, row)]
        self.mixed_rows += len(mixed)
        return mixed


def agreeing(event: Event, row: Row) -> set[str]:
    """The columns in which a row says what an event says."""
    return {
        role
        for role, value in event.items()
        if (part := row.get(role)) is not None and _same(role, value, part)
    }


def is_mixed(events: Sequence[Event], row: Row) -> bool:
    """Whether a row puts together what belongs to different events."""
    known = set().union(*(agreeing(event, row) for event in events)) if events else set()
    if len(known) < 2:
        return False
    # What an event does not state it does not deny.
    return not any(
        all(role in agreeing(event, row) or role not in event for role in known) for event in events
    )


def _same(role: str, value: str, part: Part) -> bool:
    if role == _AMOUNT:
        try:
            found, wanted = float(part.normalized or "nan"), float(value)
        except ValueError:
            return False
        return abs(found - wanted) <= 1 + 1e-6 * wanted
    found_text, wanted_text = _plain(part.text), _plain(value)
    if min(len(found_text), len(wanted_text)) < _LEAST_SHARED:
        return found_text == wanted_text
    return found_text in wanted_text or wanted_text in found_text


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split()).strip("《》")


def documents(path: Path, split: str) -> Iterator[tuple[str, str, list[Event]]]:
    """(id, text, events) of the documents with several contracts."""
    columns = {"甲方", "乙方", "项目名称", "合同名称", _AMOUNT}
    for record in read_lines(path):
        found = [
            {
                a["role"]: str(a["value"])
                for a in event["arguments"]
                if a["located"] and a["role"] in columns
            }
            for event in record.get("events", ())
        ]
        events: list[Event] = [event for event in found if event]
        if record.get("split") == split and len(events) > 1:
            yield record["id"], record["text"], events


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--limit", type=int, default=0, help="greatest number of documents; 0: all")
    parser.add_argument("-o", "--output", type=Path, default=TARGET)
    given = parser.parse_args()
    model = SeqGPT.load(cache_bytes=0)
    counts = Counts()
    mixed: list[dict[str, Any]] = []
    for number, (name, text, events) in enumerate(documents(given.data, given.split), 1):
        if given.limit and number > given.limit:
            break
        (record,) = model.extract(text, DEFINITION).records
        for row in counts.add(events, record.rows):
            places = {key: [part.start, part.end] for key, part in row.items() if part is not None}
            mixed.append({"id": name, "cells": places})
    report = {
        "data": given.data.name,
        "split": given.split,
        "model": model.sha256,
        **asdict(counts),
        # Places only: the texts are not ours to give away.
        "mixed": mixed,
    }
    text = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
    given.output.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
