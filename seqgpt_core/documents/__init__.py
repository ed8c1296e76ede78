"""Documents: text with its source, file readers, windows over long texts."""

from .document import MAX_CHARACTERS, Document, document_from_text
from .readers import read_bytes, read_file
from .windows import Window, split_windows

__all__ = [
    "MAX_CHARACTERS",
    "Document",
    "Window",
    "document_from_text",
    "read_bytes",
    "read_file",
    "split_windows",
]
