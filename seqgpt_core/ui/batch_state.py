"""Many documents, one after the other: what is read, what failed, what is still to do."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..documents import Document, ReadOptions, document_from_text, read_bytes
from ..errors import SeqGPTError
from ..extractor import Analysis, SeqGPT
from ..fields import Definitions
from ..results.characters import encodable
from ..results.corrections import Correction
from ..results.types import Extraction
from .corrected import corrected
from .repairing import Repaired, repair_arrival
from .state import KeptAnalysis


@dataclass(frozen=True, slots=True)
class BatchDocument:
    """One document of a batch.

    Attributes:
        key: tells documents apart: file, content and place in the file.
        error: one sentence where the file could not be read or the document not be asked.
        analysis: None until it was asked.
        asked: digest of what `analysis` was asked.
    """

    key: str
    name: str
    document: Document | None = None
    error: str = ""
    repaired: Repaired | None = None
    analysis: Analysis | None = None
    asked: str = ""


@dataclass(frozen=True)
class Questions:
    """What every document is asked, and what else shapes the answers."""

    definitions: Definitions
    labels: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """What tells these questions from others."""
        synonyms = [f"{option}={'|'.join(words)}" for option, words in self.synonyms.items()]
        written = "\0".join(
            "\1".join(part)
            for part in (
                [spec.definition for spec in self.definitions.specs],
                self.labels,
                self.rules,
                sorted(synonyms),
            )
        )
        return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass
class BatchState:
    """One session's batch.

    Attributes:
        running: whether documents are being asked; the user may stop at any document.
    """

    documents: tuple[BatchDocument, ...] = ()
    running: bool = False
    _files: dict[str, tuple[BatchDocument, ...]] = field(default_factory=dict)

    def set_files(self, files: Iterable[tuple[str, bytes]], options: ReadOptions) -> None:
        """Take exactly these files; those that are known already keep what was found in them."""
        known = {document.key: document for document in self.documents}
        read: dict[str, tuple[BatchDocument, ...]] = {}
        for name, data in files:
            digest = f"{name}/{hashlib.sha256(data).hexdigest()}/{options}"
            read[digest] = self._files.get(digest) or tuple(_read(digest, name, data, options))
        self._files = read
        self.documents = tuple(
            known.get(document.key, document) for group in read.values() for document in group
        )

    def pending(self, questions: Questions) -> tuple[BatchDocument, ...]:
        """The documents that were not yet asked this."""
        asked = questions.digest
        return tuple(d for d in self.documents if d.document is not None and d.asked != asked)

    def step(self, model: Callable[[], SeqGPT], questions: Questions) -> None:
        """Ask the next document; one that fails says so and stops no other."""
        following = next(iter(self.pending(questions)), None)
        if following is None or following.document is None:
            self.running = False
            return
        asked = questions.digest
        try:
            analysis = model().analyze(
                following.document,
                questions.definitions,
                questions.labels,
                synonyms=questions.synonyms,
                rules=questions.rules,
            )
            done = replace(following, analysis=analysis, asked=asked, error="")
        except SeqGPTError as error:
            done = replace(following, analysis=None, asked=asked, error=error.message)
        self.documents = tuple(done if d.key == done.key else d for d in self.documents)
        if not self.pending(questions):
            self.running = False

    def extractions(
        self,
        thresholds: Mapping[str, float],
        corrections: Callable[[str], Sequence[Correction]] = lambda text: (),
    ) -> list[tuple[BatchDocument, Extraction | None]]:
        """Every document with its values for these thresholds; None where it was not asked.

        Args:
            corrections: what a person decided about a text.
        """
        found: list[tuple[BatchDocument, Extraction | None]] = []
        for document in self.documents:
            analysis = document.analysis
            if analysis is None:
                found.append((document, None))
                continue
            known = {spec.definition for spec in analysis.specs}
            usable = {key: value for key, value in thresholds.items() if key in known}
            extraction = analysis.decide(usable)
            decided = corrections(analysis.text)
            if decided and document.document is not None:
                kept = KeptAnalysis(
                    document=document.document,
                    definitions=(),
                    labels=(),
                    rules=(),
                    synonyms={},
                    model_sha256="",
                    analysis=analysis,
                    everything=analysis.decide(default=0.0),
                )
                extraction = corrected(kept, extraction, decided)
            found.append((document, extraction))
        return found


def _read(digest: str, name: str, data: bytes, options: ReadOptions) -> Iterable[BatchDocument]:
    """The documents of one file, repaired as on the workbench; or its one error."""
    try:
        documents = read_bytes(data, name, options)
    except SeqGPTError as error:
        yield BatchDocument(digest, encodable(name), error=error.message)
        return
    for place, document in enumerate(documents):
        key = f"{digest}/{place}"
        shown = encodable(document.source or name)
        text, repaired = repair_arrival(encodable(document.text), document.page_starts)
        try:
            checked = document_from_text(
                text, document.source, document.warnings,
                repaired.source_map if repaired is not None else None,
            )  # fmt: skip
            yield BatchDocument(key, shown, checked, repaired=repaired)
        except SeqGPTError as error:
            yield BatchDocument(key, shown, error=error.message)
