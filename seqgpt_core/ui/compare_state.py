"""What the comparison page holds: the versions, the fields, what was found, the verdicts."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from ..clauses.comparison import ComparedField, Comparison, compare_texts
from ..clauses.meaning_pairs import ClauseSimilarity
from ..clauses.review import DECISIONS, Verdict
from ..clauses.three_way import ThreeWay, compare_three
from ..documents import ReadOptions, document_from_text, read_bytes
from ..documents.read_options import DocxView
from ..errors import SeqGPTError
from ..extractor import SeqGPT
from ..fields import parse_definitions
from ..results.characters import encodable

Side = Literal["template", "a", "b"]
SIDES: tuple[Side, ...] = ("template", "a", "b")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the document.

    Attributes:
        source: the file that it came from; None for a pasted text.
        data: that file's content, so that it can be read otherwise.
        docx_view: which side of a Word document's tracked changes was read.
    """

    text: str = ""
    source: str | None = None
    warnings: tuple[str, ...] = ()
    data: bytes = b""
    docx_view: DocxView = "accepted"

    @property
    def is_word(self) -> bool:
        """Whether it came from a file that may hold tracked changes."""
        return self.source is not None and self.source.lower().endswith((".docx", ".docm"))


@dataclass(frozen=True, slots=True)
class KeptComparison:
    """The last comparison, and digests of the texts and of the fields that it was made of."""

    key: str
    comparison: Comparison
    fields_key: str = ""


@dataclass
class CompareState:
    """One session's comparison.

    Attributes:
        definitions: fields to compare, as the user typed them.
        three: whether there is a template that both versions come from.
        fold_script: whether traditional characters are compared as simplified ones.
        by_meaning: whether the model pairs clauses that were written anew in other words.
        errors: one sentence by side.
        arrivals: how many texts came to a side other than by typing. A paste box is another one
            after each, for a browser that has not heard of the new text may still send the old.
        boxes: keys of the paste boxes that a page drawn to its end has shown.
        review: by the change's identifier, what the user decided and noted; kept when a text
            changes, so that a verdict is there again when its change is.
    """

    versions: dict[Side, Version] = field(
        default_factory=lambda: {side: Version() for side in SIDES}
    )
    definitions: str = ""
    three: bool = False
    fold_script: bool = False
    by_meaning: bool = False
    errors: dict[str, str] = field(default_factory=dict)
    arrivals: Counter[Side] = field(default_factory=Counter)
    boxes: frozenset[str] = frozenset()
    review: dict[str, Verdict] = field(default_factory=dict)
    kept: KeptComparison | None = None
    kept_three: tuple[str, ThreeWay] | None = None
    kept_drawing: tuple[tuple[str, str], dict[str, Any]] | None = None

    def judge(self, identifier: str, decision: str, note: str) -> None:
        """Note a verdict; an empty decision and note take it back."""
        known = next((d for d in DECISIONS if d == decision), None)
        if known or note.strip():
            self.review[identifier] = Verdict(known, note.strip())
        else:
            self.review.pop(identifier, None)

    def set_text(self, side: Side, text: str) -> None:
        """The user edited a text: it is no longer the file's."""
        if text != self.versions[side].text:
            self.errors.pop(side, None)
            self.versions[side] = Version(text)

    def load_file(
        self, side: Side, data: bytes, name: str, docx_view: DocxView = "accepted"
    ) -> None:
        """Take a file with exactly one document; a failure leaves the text as it was."""
        self.errors.pop(side, None)
        try:
            documents = read_bytes(data, name, ReadOptions(docx_view=docx_view))
            if len(documents) != 1:
                raise SeqGPTError(
                    "document_several",
                    f"文件“{name}”里有 {len(documents)} 份文档，对比时每个文件只能有一份。",
                )
            found = documents[0]
            text = encodable(found.text)
            self.versions[side] = Version(text, name, found.warnings, data, docx_view)
            self.arrivals[side] += 1
        except SeqGPTError as error:
            self.errors[side] = error.message

    def read_again(self, side: Side, docx_view: DocxView) -> None:
        """Read a Word file's other side of its tracked changes."""
        version = self.versions[side]
        if version.source is not None and version.docx_view != docx_view:
            self.load_file(side, version.data, version.source, docx_view)

    def swap(self) -> None:
        """Exchange the two versions."""
        self.versions["a"], self.versions["b"] = self.versions["b"], self.versions["a"]
        self.arrivals.update(SIDES)
        self.errors.clear()

    def load(self, texts: Mapping[Side, str]) -> None:
        """Take these texts in place of the present ones."""
        self.versions = {side: Version(texts.get(side, "")) for side in SIDES}
        self.arrivals.update(SIDES)
        self.errors.clear()

    @property
    def ready(self) -> bool:
        return bool(self.versions["a"].text.strip() and self.versions["b"].text.strip())

    def compare(
        self, load_similarity: Callable[[], ClauseSimilarity | None] | None = None
    ) -> Comparison:
        """The two versions compared; kept until a text or an option changes.

        Args:
            load_similarity: called where clauses are to be paired by meaning and nothing is kept.

        Raises:
            SeqGPTError: as `document_from_text`, or as `load_similarity`.
        """
        a, b = self.versions["a"], self.versions["b"]
        key = _digest(a.text, b.text, str(self.fold_script), str(self.by_meaning))
        if self.kept is None or self.kept.key != key:
            for version in (a, b):
                document_from_text(version.text, version.source)
            similarity = load_similarity() if self.by_meaning and load_similarity else None
            found = compare_texts(
                a.text, b.text, similarity=similarity, fold_script=self.fold_script
            )
            self.kept = KeptComparison(key, found)
        return self.kept.comparison

    def drawn(self, language: str, draw: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """What the component draws; made once for each comparison and language."""
        key = (self.kept.key if self.kept else "", language)
        if self.kept_drawing is None or self.kept_drawing[0] != key:
            self.kept_drawing = (key, draw())
        return self.kept_drawing[1]

    def compare_with_template(self) -> ThreeWay | None:
        """Who changed what of the template; None without one.

        Raises:
            SeqGPTError: as `document_from_text`.
        """
        texts = [self.versions[side].text for side in SIDES]
        if not (self.three and self.ready and texts[0].strip()):
            return None
        key = _digest(*texts)
        if self.kept_three is None or self.kept_three[0] != key:
            for text in texts:
                document_from_text(text)
            self.kept_three = (key, compare_three(*texts))
        return self.kept_three[1]

    def compare_fields(self, load_model: Callable[[], SeqGPT]) -> Comparison:
        """The comparison with the answers of both versions to the definitions.

        Args:
            load_model: called only where fields are asked that were not asked before.

        Raises:
            SeqGPTError: as `SeqGPT.extract`.
        """
        comparison = self.compare()
        definitions = parse_definitions(self.definitions)
        key = _digest(*(spec.definition for spec in definitions.specs))
        kept = self.kept
        if kept is None or kept.fields_key == key:
            return comparison
        fields: list[ComparedField] = []
        if definitions.specs:
            model = load_model()
            found = [
                model.extract(document_from_text(text), definitions).fields
                for text in (comparison.text_a, comparison.text_b)
            ]
            fields = [ComparedField(x.definition, x, y) for x, y in zip(*found, strict=True)]
        comparison = replace(comparison, fields=tuple(fields))
        self.kept = KeptComparison(kept.key, comparison, key)
        return comparison


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()
