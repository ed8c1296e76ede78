"""`seqgpt compare`: two or three documents compared, in every format that the page exports too."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from ..documents import Document, ReadOptions, read_file
from ..errors import SeqGPTError

if TYPE_CHECKING:
    from ..clauses.comparison import ComparedField
    from ..clauses.meaning_pairs import ClauseSimilarity
    from ..clauses.review import Review
    from ..extractor import SeqGPT


class CompareFormat(StrEnum):
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    XLSX = "xlsx"


IN_FILES = (CompareFormat.DOCX, CompareFormat.XLSX)
"""Formats that are no text, and so need a file to write to."""


def compare_files(
    paths: Sequence[Path],
    format: CompareFormat,
    options: ReadOptions,
    clauses: str | None = None,
    review: Path | None = None,
    author: str = "",
    fold_script: bool = False,
    by_meaning: bool = False,
    load: Callable[[], SeqGPT] | None = None,
) -> str | bytes:
    """The report of two documents, or of three: template, ours, theirs.

    Args:
        clauses: definitions whose answers are compared too; needs `load`.
        review: a JSON file of verdicts and notes by identifiers of changes.
        author: who the tracked changes of a Word document are by.
        fold_script: compare in simplified characters.
        by_meaning: ask the model for clauses that words leave unpaired; needs `load`.

    Raises:
        SeqGPTError: as `read_file`; `call_invalid`, `review_invalid`, `file_missing`.
    """
    documents = [read_one(path, options) for path in paths]
    verdicts = _review(review)
    if len(documents) == 3:
        return _three(
            documents, paths, format, verdicts, bool(clauses or by_meaning or fold_script)
        )
    model = load() if load is not None and (clauses or by_meaning) else None
    from ..clauses.comparison import compare_texts

    similarity = _similarity(model) if by_meaning and model is not None else None
    texts = (documents[0].text, documents[1].text)
    fields = _fields(documents, clauses, model) if not fold_script else ()
    if fold_script and clauses:
        raise SeqGPTError("call_invalid", "--fold-script 时不能比较字段，请去掉 --clauses。")
    comparison = compare_texts(*texts, fields, similarity, fold_script)
    names = (paths[0].name, paths[1].name)
    if format is CompareFormat.DOCX:
        from ..clauses.redline_docx import to_docx

        return to_docx(comparison, verdicts, author)
    if format is CompareFormat.XLSX:
        from ..clauses.report_xlsx import to_xlsx

        return to_xlsx(comparison, verdicts, names)
    if format is CompareFormat.HTML:
        from ..clauses.report_html import to_html

        return to_html(comparison, verdicts, names)
    from ..clauses.report import to_json, to_markdown

    if format is CompareFormat.MARKDOWN:
        return to_markdown(comparison, verdicts, names)
    return to_json(comparison, verdicts)


def read_one(path: Path, options: ReadOptions) -> Document:
    """The document of a file that holds exactly one; an empty file is an empty document.

    Raises:
        SeqGPTError: as `read_file`; `call_invalid` for a table of several documents.
    """
    try:
        found = read_file(path, options)
    except SeqGPTError as error:
        # Everything was deleted, or is new: that is an answer, and the report says it.
        if error.code != "document_empty":
            raise
        return Document("", str(path))
    if len(found) != 1:
        raise SeqGPTError(
            "call_invalid", f"“{path.name}”中有 {len(found)} 份文档，比较时每个文件只能有一份。"
        )
    return found[0]


def _three(
    documents: Sequence[Document],
    paths: Sequence[Path],
    format: CompareFormat,
    verdicts: Review,
    more: bool,
) -> str | bytes:
    from ..clauses import three_way_report, three_way_xlsx
    from ..clauses.three_way import compare_three

    if format is CompareFormat.DOCX or more:
        raise SeqGPTError(
            "call_invalid",
            "三份文档的对比不能输出 docx，也不能带 --clauses、--by-meaning、--fold-script；"
            "要修订稿请分两次比较两份文档。",
        )
    found = compare_three(documents[0].text, documents[1].text, documents[2].text)
    if format is CompareFormat.JSON:
        return three_way_report.to_json(found, verdicts)
    names = (paths[0].name, paths[1].name, paths[2].name)
    if format is CompareFormat.XLSX:
        return three_way_xlsx.to_xlsx(found, verdicts, names)
    make = (
        three_way_report.to_html if format is CompareFormat.HTML else three_way_report.to_markdown
    )
    return make(found, verdicts, names)


def _fields(
    documents: Sequence[Document], clauses: str | None, model: SeqGPT | None
) -> tuple[ComparedField, ...]:
    from ..clauses.comparison import ComparedField

    if clauses is None or model is None:
        return ()
    found = [
        model.extract(document, clauses).fields if document.text.strip() else None
        for document in documents
    ]
    known = next((fields for fields in found if fields is not None), ())
    empty = [type(field)(field.definition, field.name) for field in known]
    sides = [empty if fields is None else fields for fields in found]
    return tuple(ComparedField(x.definition, x, y) for x, y in zip(*sides, strict=True))


def _similarity(model: SeqGPT) -> ClauseSimilarity | None:
    from ..engines.clause_vectors import clause_similarity

    return clause_similarity(model.engine)


def _review(path: Path | None) -> Review:
    from ..clauses.review import review_from_dict

    if path is None:
        return {}
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SeqGPTError("file_missing", f"文件“{path}”无法打开，请检查路径。") from error
    except ValueError as error:
        raise SeqGPTError(
            "review_invalid", f"文件“{path}”不是 JSON，请使用本工具导出的意见文件。"
        ) from error
    return review_from_dict(data)
