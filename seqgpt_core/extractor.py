"""The extractor: documents and definitions in, analyses and extractions out.

A document is read once per window and asked once per name; both are cached, so that a new
threshold costs plain arithmetic and a new field costs one question.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from .decoding.records.decide import PreparedRecord, decide_record, prepare_record
from .decoding.rules import RULES_VERSION, RuleSet, apply_rules, compile_rules
from .decoding.spans import Candidate, merge_candidates
from .decoding.values import (
    DECODER_VERSION,
    DEFAULT_THRESHOLD,
    PreparedField,
    decide_prepared,
    prepare_fields,
    queries_of,
    settle_candidates,
)
from .documents import Document, SourceMap, document_from_text, split_windows
from .engines.protocol import CalibratedEngine
from .errors import SeqGPTError
from .fields import GRAMMAR_VERSION, Definitions, FieldSpec, parse_definitions
from .results.types import Extraction, FieldResult
from .tasks.classification import (
    Classification,
    CriterionResult,
    decide_labels,
    queries_of_labels,
)

if TYPE_CHECKING:
    from .engines.protocol import Engine, WindowReading

EMBEDDED = Path(__file__).parent / "pretrained" / "seqgpt-mini"
RELIABILITY = "reliability.json"
"""Beside a checkpoint's weights: how far its scores can be trusted, as its trainer measured it."""
DEFAULT_CACHE_BYTES = 1 << 30
_KEPT_DOCUMENTS = 64

Progress = Callable[[int, int], None]
"""Called with (windows done, windows in all) while a document is read."""


@dataclass
class Counters:
    """How often the model was used; tests and the model page read them."""

    windows_read: int = 0
    questions_asked: int = 0


@dataclass(frozen=True)
class Analysis:
    """Everything the model said about one document: kept scores, ready for any thresholds.

    Attributes:
        candidates: settled spans by query name, down to a low floor; aliases are queries of
            their own.
        present: document-level probability by query name.
        synonyms: words that mean an option or a label's class, from a recipe.
        rules: consistency rules as the user wrote them; the built-in ones hold besides.
        source_map: the way from a repaired text back to the original.
        windows: how many windows the document was read in.
    """

    text: str
    definitions: Definitions
    labels: tuple[str, ...]
    candidates: Mapping[str, tuple[Candidate, ...]]
    present: Mapping[str, float]
    model_name: str
    model_sha256: str
    source: str | None = None
    synonyms: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rules: tuple[str, ...] = ()
    source_map: SourceMap | None = None
    windows: int = 1

    @property
    def specs(self) -> tuple[FieldSpec, ...]:
        return self.definitions.specs

    def decide(
        self, thresholds: Mapping[str, float] | None = None, default: float = DEFAULT_THRESHOLD
    ) -> Extraction:
        """Values for thresholds by field name or definition; never calls the model.

        Raises:
            SeqGPTError: `threshold_invalid` outside 0..1, `threshold_unknown` for no such field.
        """
        given = _checked_thresholds(thresholds or {}, self.specs)
        results = tuple(
            self._decided(place, given.get(field.spec.definition, default))
            for place, field in enumerate(self.prepared)
        )
        extraction = Extraction(
            text=self.text,
            model_name=self.model_name,
            model_sha256=self.model_sha256,
            fields=results,
            labels=tuple(result.label_result() for result in self._decide_labels(default)),
            notices=self.definitions.notices,
            source=self.source,
            source_map=self.source_map,
            records=tuple(
                decide_record(self.text, record, given.get(record.spec.definition, default))
                for record in self.prepared_records
            ),
            versions={
                "decoder": DECODER_VERSION, "grammar": GRAMMAR_VERSION, "rules": RULES_VERSION,
            },
        )  # fmt: skip
        return self.check(extraction)

    def _decided(self, place: int, threshold: float) -> FieldResult:
        """One field; while one slider moves, the others are not decided again."""
        kept = self._last_decided.get(place)
        if kept is None or kept[0] != threshold:
            kept = threshold, decide_prepared(self.text, self.prepared[place], threshold)
            self._last_decided[place] = kept
        return kept[1]

    @cached_property
    def _last_decided(self) -> dict[int, tuple[float, FieldResult]]:
        return {}

    def check(self, extraction: Extraction) -> Extraction:
        """The rules over the values of an extraction of this document, as they are now.

        `decide` has done so already; after corrections it is done again.
        """
        return apply_rules(extraction, self.ruleset)

    @cached_property
    def ruleset(self) -> RuleSet:
        """The user's and the built-in rules for the fields asked, read once."""
        return compile_rules(self.specs, self.rules)

    @cached_property
    def prepared_records(self) -> tuple[PreparedRecord, ...]:
        """Likewise of the definitions that ask for records."""
        return tuple(
            prepare_record(self.text, spec, self.candidates, self.synonyms)
            for spec in self.specs
            if spec.columns
        )

    @cached_property
    def prepared(self) -> tuple[PreparedField, ...]:
        """What no threshold changes, worked out once; records are in `prepared_records`."""
        fields = [spec for spec in self.specs if not spec.columns]
        return prepare_fields(self.text, fields, self.candidates, self.present, self.synonyms)

    def classify(
        self, threshold: float = DEFAULT_THRESHOLD, single: bool = False
    ) -> Classification:
        """The labels with the conditions and the evidence that decide each; calls no model.

        Args:
            single: at most one label holds, the best.

        Raises:
            SeqGPTError: `threshold_invalid` outside 0..1.
        """
        results = self._decide_labels(threshold, single)
        return Classification(self.text, self.model_name, self.model_sha256, results, self.source)

    def _decide_labels(self, threshold: float, single: bool = False) -> tuple[CriterionResult, ...]:
        return decide_labels(
            self.text, self.labels, self.candidates, self.present, threshold, single, self.synonyms
        )


def _checked_thresholds(
    thresholds: Mapping[str, float], specs: Sequence[FieldSpec]
) -> dict[str, float]:
    """Thresholds by definition."""
    known = {s.name: s.definition for s in reversed(specs)} | {
        s.definition: s.definition for s in specs
    }
    given: dict[str, float] = {}
    for name, value in thresholds.items():
        if name not in known:
            raise SeqGPTError(
                "threshold_unknown", f"阈值指定了字段“{name}”，但没有这个字段，请检查名称。"
            )
        if not isinstance(value, (int, float)) or not 0 <= value <= 1:
            raise SeqGPTError(
                "threshold_invalid", f"字段“{name}”的阈值应在 0 到 1 之间，现在是 {value}。"
            )
        given[known[name]] = float(value)
    return given


@dataclass
class _ReadDocument:
    """What is kept of one document: its windows' readings and every answer so far."""

    windows: Sequence[tuple[int, int]]
    readings: list[WindowReading | None]
    candidates: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)
    present: dict[str, float] = field(default_factory=dict)

    @property
    def nbytes(self) -> int:
        return sum(r.nbytes for r in self.readings if r is not None)


class SeqGPT:
    """An extraction model with its cache; safe to share between threads.

    Args:
        engine: the model.
        cache_bytes: greatest size of kept window readings. A window that does not fit is read
            again when another field is asked; 0 keeps none.
    """

    def __init__(self, engine: Engine, cache_bytes: int = DEFAULT_CACHE_BYTES) -> None:
        self._engine = engine
        self._cache_bytes = cache_bytes
        self._documents: OrderedDict[str, _ReadDocument] = OrderedDict()
        self._lock = threading.RLock()
        self.counters = Counters()

    @classmethod
    def load(
        cls, source: str | Path | None = None, *, cache_bytes: int = DEFAULT_CACHE_BYTES
    ) -> SeqGPT:
        """The embedded seqgpt-mini, a checkpoint directory, or a hub id when online.

        Raises:
            SeqGPTError: `checkpoint_missing`, `checkpoint_foreign` or `checkpoint_damaged`.
        """
        from .engines.span import SpanEngine

        directory = EMBEDDED if source is None else _find_checkpoint(source)
        return cls(SpanEngine.load(directory), cache_bytes)

    @property
    def engine(self) -> Engine:
        """The model itself, for what reads its states."""
        return self._engine

    @property
    def name(self) -> str:
        return self._engine.name

    @property
    def sha256(self) -> str:
        return self._engine.sha256

    def analyze(
        self,
        text: str | Document,
        definitions: str | Sequence[str] | Definitions,
        labels: Sequence[str] = (),
        on_progress: Progress | None = None,
        synonyms: Mapping[str, Sequence[str]] | None = None,
        rules: Sequence[str] = (),
    ) -> Analysis:
        """Read a document and ask it every definition and label.

        Args:
            synonyms: words that mean an option of an enumeration or a label's class.
            rules: consistency rules between the fields (`签订日期 <= 生效日期`), one a string; one
                that cannot be used gives a notice.

        Raises:
            SeqGPTError: `document_empty`, `document_too_long`, `definition_not_text`.
        """
        document = text if isinstance(text, Document) else document_from_text(text)
        if not isinstance(definitions, Definitions):
            definitions = parse_definitions(definitions)
        names = [q for s in definitions.specs for q in queries_of(s)]
        names += queries_of_labels(labels)
        with self._lock:
            read = self._answer(document.text, list(dict.fromkeys(names)), on_progress)
            return Analysis(
                document.text,
                definitions,
                tuple(labels),
                {n: read.candidates[n] for n in names},
                {n: read.present[n] for n in names},
                self.name,
                self.sha256,
                document.source,
                {option: tuple(words) for option, words in (synonyms or {}).items()},
                (rules,) if isinstance(rules, str) else tuple(rules),
                document.source_map,
                len(read.windows),
            )

    def extract(
        self,
        text: str | Document,
        definitions: str | Sequence[str] | Definitions,
        thresholds: Mapping[str, float] | None = None,
        labels: Sequence[str] = (),
        synonyms: Mapping[str, Sequence[str]] | None = None,
        rules: Sequence[str] = (),
    ) -> Extraction:
        """`analyze` and `decide` in one step."""
        analysis = self.analyze(text, definitions, labels, synonyms=synonyms, rules=rules)
        return analysis.decide(thresholds)

    def _answer(
        self, text: str, names: Sequence[str], on_progress: Progress | None
    ) -> _ReadDocument:
        document = self._documents.get(text)
        if document is None:
            engine = self._engine
            windows = [
                (w.start, w.end)
                for w in split_windows(text, engine.window_size, engine.window_overlap)
            ]
            document = _ReadDocument(windows, [None] * len(windows))
        missing = [n for n in names if n not in document.candidates]
        if missing or text not in self._documents:
            self._ask(text, document, missing, on_progress)
        # Stored only when complete: an interrupted reading leaves nothing half done.
        self._documents[text] = document
        self._documents.move_to_end(text)
        self._shrink(keep=document)
        return document

    def _ask(
        self,
        text: str,
        document: _ReadDocument,
        names: Sequence[str],
        on_progress: Progress | None,
    ) -> None:
        found: dict[str, list[Candidate]] = {n: [] for n in names}
        present = dict.fromkeys(names, 0.0)
        held = document.nbytes
        for number, (start, end) in enumerate(document.windows):
            reading = document.readings[number]
            if reading is None:
                reading = self._engine.read(text[start:end])
                self.counters.windows_read += 1
                if held + reading.nbytes <= self._cache_bytes:
                    document.readings[number] = reading
                    held += reading.nbytes
            if names:
                answers = self._engine.ask(reading, names)
                self.counters.questions_asked += len(names)
                for name, answer in zip(names, answers, strict=True):
                    present[name] = max(present[name], answer.present)
                    found[name] += self._placed(answer.candidates, start, end, len(text))
            if on_progress is not None:
                on_progress(number + 1, len(document.windows))
        for name in names:
            merged = settle_candidates(text, merge_candidates(found[name]))
            document.candidates[name] = self._in_document(name, merged, len(document.windows))
            document.present[name] = present[name]

    def _placed(
        self, candidates: Sequence[Candidate], start: int, end: int, length: int
    ) -> list[Candidate]:
        """Candidates in document offsets, without those that a window's edge may have cut.

        A span of at most the overlap stands whole in a neighbouring window; only longer ones
        are taken from a window whose inner edge they touch.
        """
        placed = []
        for candidate in candidates:
            cut = (candidate.start == 0 and start > 0) or (
                candidate.end == end - start and end < length
            )
            if not cut or candidate.end - candidate.start > self._engine.window_overlap:
                placed.append(
                    Candidate(candidate.start + start, candidate.end + start, candidate.score)
                )
        return placed

    def _in_document(
        self, name: str, candidates: tuple[Candidate, ...], windows: int
    ) -> tuple[Candidate, ...]:
        """Scores of single windows as a document's, where the engine knows the difference."""
        if windows == 1 or not isinstance(self._engine, CalibratedEngine):
            return candidates
        in_document = self._engine.calibration_of(name).in_document
        return tuple(Candidate(c.start, c.end, in_document(c.score, windows)) for c in candidates)

    def _shrink(self, keep: _ReadDocument) -> None:
        """Forget the documents used longest ago until the cache fits its bounds."""
        total = sum(d.nbytes for d in self._documents.values())
        for text in list(self._documents):
            document = self._documents[text]
            if document is keep:
                continue
            if total <= self._cache_bytes and len(self._documents) <= _KEPT_DOCUMENTS:
                break
            total -= document.nbytes
            del self._documents[text]


def _find_checkpoint(source: str | Path) -> Path:
    """A directory, or a hub id fetched by huggingface-hub (safetensors and JSON only)."""
    path = Path(source)
    if path.is_dir():
        return path
    identifier = str(source)
    if path.is_absolute() or identifier.count("/") != 1 or identifier.startswith("."):
        raise SeqGPTError("checkpoint_missing", f"找不到模型目录“{identifier}”，请检查路径。")
    import os

    if os.environ.get("HF_HUB_OFFLINE") == "1":
        raise SeqGPTError(
            "checkpoint_missing", f"离线时不能下载模型“{identifier}”，请改用本机的模型目录。"
        )
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError

    try:
        return Path(snapshot_download(identifier, allow_patterns=["*.json", "*.safetensors"]))
    except (HfHubHTTPError, OSError, ValueError) as error:
        raise SeqGPTError(
            "checkpoint_missing",
            f"无法下载模型“{identifier}”，请检查名称和网络，或改用本机的模型目录。",
        ) from error
