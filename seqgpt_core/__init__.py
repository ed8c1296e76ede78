"""SeqGPT extraction workbench: fields out of Chinese business documents, on your own machine.

    from seqgpt_core import SeqGPT

    model = SeqGPT.load()
    result = model.extract(text, "甲方, 乙方, 合同金额(元), 负责人(姓名+职务)")

Importing this package loads neither torch nor streamlit; `SeqGPT.load` loads torch.
"""

from .documents import Document, document_from_text, read_bytes, read_file
from .errors import SeqGPTError
from .extractor import Analysis, SeqGPT
from .fields import (
    Definitions,
    FieldSpec,
    Recipe,
    dump_recipe,
    load_recipe,
    parse_definitions,
    parse_recipe,
    recipe_from_line,
    recipe_to_line,
)
from .results import Extraction, FieldResult, LabelResult, Notice, Part, Rejected, Value
from .tasks.classification import Classification, CriterionResult
from .tasks.summary import summary_markdown

__version__ = "0.1.0"

__all__ = [
    "Analysis",
    "Classification",
    "CriterionResult",
    "Definitions",
    "Document",
    "Extraction",
    "FieldResult",
    "FieldSpec",
    "LabelResult",
    "Notice",
    "Part",
    "Recipe",
    "Rejected",
    "SeqGPT",
    "SeqGPTError",
    "Value",
    "document_from_text",
    "dump_recipe",
    "load_recipe",
    "parse_definitions",
    "parse_recipe",
    "read_bytes",
    "read_file",
    "recipe_from_line",
    "recipe_to_line",
    "summary_markdown",
]
