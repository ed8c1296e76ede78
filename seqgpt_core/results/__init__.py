"""What an extraction says, and every form in which it leaves the program.

Importing this package is cheap: pandas and XlsxWriter are imported by the functions that need
them, when they are called.
"""

from .excel import write_workbook
from .frame import documents_to_frame, extraction_to_frame
from .highlight import (
    HIGHLIGHT_COLORS,
    HighlightSpan,
    highlight_color,
    highlight_html,
    highlight_spans,
    shown_text,
)
from .json_format import extraction_from_dict, extraction_to_dict, extraction_to_json
from .markdown import extraction_to_markdown
from .readable import REASON_LABELS
from .sentences import sentence_around
from .types import (
    RESULT_VERSION,
    Check,
    Extraction,
    FieldResult,
    LabelResult,
    Notice,
    Part,
    Reason,
    Rejected,
    Status,
    Value,
)

__all__ = [
    "HIGHLIGHT_COLORS",
    "REASON_LABELS",
    "RESULT_VERSION",
    "Check",
    "Extraction",
    "FieldResult",
    "HighlightSpan",
    "LabelResult",
    "Notice",
    "Part",
    "Reason",
    "Rejected",
    "Status",
    "Value",
    "documents_to_frame",
    "extraction_from_dict",
    "extraction_to_dict",
    "extraction_to_frame",
    "extraction_to_json",
    "extraction_to_markdown",
    "highlight_color",
    "highlight_html",
    "highlight_spans",
    "sentence_around",
    "shown_text",
    "write_workbook",
]
