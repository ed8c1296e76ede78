"""Documents: text with its source, file readers, paste repair, windows over long texts."""

from .document import MAX_CHARACTERS, Document, document_from_text
from .read_options import ReadOptions
from .readers import read_bytes, read_file
from .repair import Repairs, propose_repairs
from .repair import apply as apply_repairs
from .source_map import SourceMap
from .windows import Window, split_windows

__all__ = [
    "MAX_CHARACTERS",
    "Document",
    "ReadOptions",
    "Repairs",
    "SourceMap",
    "Window",
    "apply_repairs",
    "document_from_text",
    "propose_repairs",
    "read_bytes",
    "read_file",
    "split_windows",
]
