"""What an extraction says, and every form in which it leaves the program.

Importing this package is cheap: pandas and XlsxWriter are imported by the functions that need
them, when they are called.
"""

from .characters import shown_text
from .corrections import Correction, apply_corrections
from .delimited import documents_csv, documents_jsonl
from .excel import write_workbook
from .frame import documents_to_frame, extraction_to_frame, record_frame
from .json_format import extraction_from_dict, extraction_to_dict, extraction_to_json
from .markdown import extraction_to_markdown
from .palette import HIGHLIGHT_COLORS, HIGHLIGHT_LINES, highlight_color
from .readable import REASON_LABELS
from .sentences import sentence_around
from .text_table import values_table
from .types import (
    RESULT_VERSION,
    Amendment,
    Check,
    Extraction,
    FieldResult,
    LabelResult,
    Notice,
    Part,
    Reason,
    RecordResult,
    Rejected,
    RejectedCell,
    Status,
    Value,
)

__all__ = [
    "HIGHLIGHT_COLORS",
    "HIGHLIGHT_LINES",
    "REASON_LABELS",
    "RESULT_VERSION",
    "Amendment",
    "Check",
    "Correction",
    "Extraction",
    "FieldResult",
    "LabelResult",
    "Notice",
    "Part",
    "Reason",
    "RecordResult",
    "Rejected",
    "RejectedCell",
    "Status",
    "Value",
    "apply_corrections",
    "documents_csv",
    "documents_jsonl",
    "documents_to_frame",
    "extraction_from_dict",
    "extraction_to_dict",
    "extraction_to_frame",
    "extraction_to_json",
    "extraction_to_markdown",
    "highlight_color",
    "record_frame",
    "sentence_around",
    "shown_text",
    "values_table",
    "write_workbook",
]
