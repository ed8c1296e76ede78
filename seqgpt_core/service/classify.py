"""`seqgpt classify`: documents and folders of them, sorted by labels and criteria."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from ..documents import Document, read_bytes, read_file
from ..errors import SeqGPTError
from ..tasks.classification_report import (
    FailedDocument,
    classifications_to_json,
    classifications_to_markdown,
    classifications_to_table,
)

if TYPE_CHECKING:
    from ..extractor import SeqGPT
    from ..tasks.classification import Classification

# A comma in a figure, 1,200,000, parts nothing.
_LABEL = re.compile(r"(?:(?<![A-Za-z\d])\d{1,3}(?:,\d{3})+(?![\d])|[^,，;；\n])+")


class ClassifyFormat(StrEnum):
    JSON = "json"
    TABLE = "table"
    MARKDOWN = "markdown"


@dataclass(frozen=True)
class ClassificationRun:
    """What a run found, and the inputs that failed."""

    found: tuple[Classification, ...] = ()
    failed: tuple[FailedDocument, ...] = ()

    def render(self, format: ClassifyFormat) -> str:
        if format is ClassifyFormat.JSON:
            return classifications_to_json(self.found, self.failed)
        if format is ClassifyFormat.TABLE:
            return classifications_to_table(self.found)
        return classifications_to_markdown(self.found, self.failed).rstrip("\n")


@dataclass(frozen=True)
class LabelQuestions:
    """What every document is asked.

    Attributes:
        single: at most one label holds for a document.
    """

    labels: tuple[str, ...]
    threshold: float = 0.5
    single: bool = False
    synonyms: Mapping[str, Sequence[str]] = field(default_factory=dict)


def split_labels(text: str) -> list[str]:
    """Labels of a list: `算法岗-P7以上, 测试岗-有金融经验`."""
    return [label for found in _LABEL.findall(text) if (label := found.strip())]


def classify_paths(
    model: SeqGPT,
    paths: Iterable[str],
    questions: LabelQuestions,
    standard_input: Callable[[], bytes],
    on_failure: Callable[[FailedDocument], None],
) -> ClassificationRun:
    """Classify every document of the paths; one that cannot be read never stops the rest.

    Args:
        paths: files, folders (all files below, hidden ones left out), or `-`.
        on_failure: called at once for every input that failed.
    """
    found: list[Classification] = []
    failed: list[FailedDocument] = []
    for path in paths:
        for name, read in _inputs(path, standard_input):
            try:
                for document in read():
                    analysis = model.analyze(
                        document, [], questions.labels, synonyms=questions.synonyms
                    )
                    found.append(analysis.classify(questions.threshold, questions.single))
            except SeqGPTError as error:
                failed.append(FailedDocument(name, error.code, error.message))
                on_failure(failed[-1])
    return ClassificationRun(tuple(found), tuple(failed))


def _inputs(
    path: str, standard_input: Callable[[], bytes]
) -> Iterator[tuple[str, Callable[[], Sequence[Document]]]]:
    """Each input's name with the function that reads it."""
    if path == "-":
        yield "-", lambda: read_bytes(standard_input(), "-")
        return
    root = Path(path)
    if not root.is_dir():
        yield path, lambda: read_file(root)
        return
    files = sorted(
        p
        for p in root.rglob("*")
        if p.is_file() and not any(part.startswith(".") for part in p.relative_to(root).parts)
    )
    if not files:
        yield path, lambda: _nothing_in(path)
    for file in files:
        yield str(file), lambda file=file: read_file(file)  # type: ignore[misc]


def _nothing_in(folder: str) -> Sequence[Document]:
    raise SeqGPTError("file_missing", f"文件夹“{folder}”里没有文件，请检查路径。")
