"""Who may import what: the core stays light, the layers stay apart."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CORE = ROOT / "seqgpt_core"
LIGHT = ("documents", "fields", "decoding", "results", "clauses", "tasks")


@pytest.mark.parametrize("module", ["", *(f".{name}" for name in LIGHT)])
def test_light_packages_import_neither_torch_nor_streamlit(module: str) -> None:
    code = (
        f"import sys, seqgpt_core{module}\n"
        "heavy = {'torch', 'streamlit', 'transformers', 'pandas', 'xlsxwriter', 'lxml'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"


def imports(path: Path) -> set[str]:
    """Absolute names of all modules that a file imports anywhere."""
    found: set[str] = set()
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            found.add(".".join([*base, *([node.module] if node.module else [])]))
    return found


def test_no_layer_reaches_up() -> None:
    forbidden = {
        "documents": (
            "torch",
            "streamlit",
            "seqgpt_core.engines",
            "seqgpt_core.model",
            "seqgpt_core.ui",
        ),
        "fields": (
            "torch",
            "streamlit",
            "seqgpt_core.engines",
            "seqgpt_core.model",
            "seqgpt_core.ui",
        ),
        "results": (
            "torch",
            "streamlit",
            "seqgpt_core.engines",
            "seqgpt_core.model",
            "seqgpt_core.ui",
        ),
        "decoding": (
            "torch",
            "streamlit",
            "seqgpt_core.engines",
            "seqgpt_core.model",
            "seqgpt_core.ui",
        ),
        "clauses": (
            "torch",
            "streamlit",
            "seqgpt_core.engines",
            "seqgpt_core.model",
            "seqgpt_core.ui",
        ),
        "tasks": (
            "torch",
            "streamlit",
            "seqgpt_core.engines",
            "seqgpt_core.extractor",
            "seqgpt_core.model",
            "seqgpt_core.ui",
        ),
        "model": ("streamlit", "seqgpt_core.ui", "seqgpt_core.training"),
        "engines": ("streamlit", "seqgpt_core.ui", "seqgpt_core.training"),
        "service": ("streamlit", "seqgpt_core.ui"),
        "training": ("streamlit", "seqgpt_core.ui"),
        "ui": ("torch", "seqgpt_core.training", "seqgpt_core.model"),
    }
    for layer, names in forbidden.items():
        for path in (CORE / layer).rglob("*.py"):
            for name in imports(path):
                for banned in names:
                    assert name != banned, (path, name)
                    assert not name.startswith(banned + "."), (path, name)


def test_one_module_imports_the_grid() -> None:
    users = {
        p.relative_to(ROOT).as_posix()
        for p in [*CORE.rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"]
        if any(n.split(".")[0] == "st_aggrid" for n in imports(p))
    }
    assert users <= {"seqgpt_core/ui/grid.py"}


def test_public_surface() -> None:
    import seqgpt_core

    assert sorted(seqgpt_core.__all__) == [
        "Analysis", "Classification", "CriterionResult", "Definitions", "Document", "Extraction",
        "FieldResult", "FieldSpec", "LabelResult", "Notice", "Part", "Recipe", "Rejected",
        "SeqGPT", "SeqGPTError", "Value", "document_from_text", "dump_recipe", "load_recipe",
        "parse_definitions", "parse_recipe", "read_bytes", "read_file", "recipe_from_line",
        "recipe_to_line", "summary_markdown",
    ]  # fmt: skip
    for name in seqgpt_core.__all__:
        assert getattr(seqgpt_core, name).__doc__


def test_every_page_is_shown_inside_the_app() -> None:
    # A new server runs the file of an address alone, until the app has run once.
    app = (ROOT / "app.py").read_text(encoding="utf-8")
    pages = sorted((ROOT / "pages").glob("*.py"))
    assert pages
    for path in pages:
        assert f'pages / "{path.name}"' in app
        calls = [
            node.value.func.id
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Name)
        ]
        assert calls[0] == "within_app", path.name
    assert "url_path" not in app
