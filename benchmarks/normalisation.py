"""Accuracy of normalised amounts; writes benchmarks/results/normalisation.json.

Usage: python benchmarks/normalisation.py DATA.jsonl.gz [--split dev] [--field 合同金额]

Each line of DATA holds `{"split", "text", "entities": [{"field", "start", "end", "normalized"}]}`,
`normalized` being the amount as people wrote it down, in whole units of its currency. Every amount
that stands in a text is given to the field's value type as a candidate, so that what is measured is
snapping, reading and normalising, and no model. An amount counts as right where the normalised
value equals the annotated one as a number, at the decimals that the annotation keeps.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from seqgpt_core.decoding.spans import Candidate
from seqgpt_core.decoding.typed import fit_type, read_typed, with_stated_unit
from seqgpt_core.decoding.values import DECODER_VERSION
from seqgpt_core.fields import GRAMMAR_VERSION, parse_definitions
from seqgpt_core.fields.types import field_type
from seqgpt_core.training.passages import read_lines

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "benchmarks" / "results" / "normalisation.json"
_SHOWN_MISSES = 40


@dataclass(frozen=True)
class Located:
    """One annotated amount at one place, and what the decoder makes of it."""

    record: str
    text: str
    gold: str
    found: str | None

    @property
    def right(self) -> bool:
        try:
            return self.found is not None and _equal(Decimal(self.found), Decimal(self.gold))
        except InvalidOperation:  # a range, `20000/30000`
            return False


def _equal(found: Decimal, gold: Decimal) -> bool:
    # The annotations are floating-point numbers of ten significant digits.
    decimals = max(0, 10 - len(str(int(gold))))
    return abs(found - gold) <= Decimal(1).scaleb(-decimals) / 2


def located_amounts(path: Path, split: str, field: str) -> Iterator[Located]:
    """The amounts of one split whose places in the text are known, in the order of the file."""
    spec = parse_definitions([field]).specs[0]
    kind = field_type(spec.name, spec.constraint)
    for record in read_lines(path):
        if record.get("split") != split:
            continue
        text = record["text"]
        for entity in record["entities"]:
            if entity["field"] != field or entity.get("normalized") is None:
                continue
            start, end = entity["start"], entity["end"]
            kept, _ = fit_type(text, kind, spec.constraint, [Candidate(start, end, 1.0)])
            found = None
            if kept:
                stated = with_stated_unit(text, kept[0].start, kept[0].end, kind)
                found = read_typed(stated, kind, spec.constraint).normalized
            written, gold = text[start:end], str(entity["normalized"])
            yield Located(str(record["id"]), written, gold, found)


def report(amounts: list[Located]) -> dict[str, Any]:
    """Figures by place, and by amount where one that stands at many places counts once."""
    distinct = {(a.record, a.text, a.gold): a for a in amounts}
    misses = [a for a in distinct.values() if not a.right]
    return {
        "places": _share(amounts),
        "distinct": _share(list(distinct.values())),
        "not_normalised": sum(a.found is None for a in misses),
        "normalised_otherwise": sum(a.found is not None for a in misses),
        "misses": [
            {"id": a.record, "text": a.text, "gold": a.gold, "normalized": a.found}
            for a in misses[:_SHOWN_MISSES]
        ],
    }


def _share(amounts: list[Located]) -> dict[str, float]:
    right = sum(a.right for a in amounts)
    return {"amounts": len(amounts), "right": right, "accuracy": round(right / len(amounts), 4)}


def _commit() -> str:
    found = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True
    )
    return found.stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--field", default="合同金额")
    given = parser.parse_args()
    amounts = list(located_amounts(given.data, given.split, given.field))
    if not amounts:
        raise SystemExit(f"{given.data.name}: no located {given.field} in split {given.split}")
    written = {
        "commit": _commit(),
        "machine": f"{platform.machine()} {platform.system()}, "
        f"Python {platform.python_version()}, {os.cpu_count()} cores",
        "decoder": DECODER_VERSION,
        "grammar": GRAMMAR_VERSION,
        "data": given.data.name,
        "split": given.split,
        "field": given.field,
        **report(amounts),
    }
    text = json.dumps(written, ensure_ascii=False, indent=1) + "\n"
    TARGET.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
