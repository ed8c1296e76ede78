"""What the panels show: texts in both languages, inert HTML and Markdown, flat tables."""

from __future__ import annotations

import ast
import html
import json
import re
import string
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from seqgpt_core import Extraction, FieldResult, Part, Value
from seqgpt_core.clauses.model import PairKind
from seqgpt_core.clauses.notices import NOTICE_CODES
from seqgpt_core.clauses.review import DECISIONS
from seqgpt_core.clauses.three_way import ORIGINS
from seqgpt_core.documents.read_options import DOCX_VIEWS, ENCODINGS
from seqgpt_core.documents.repair import REPAIR_KINDS
from seqgpt_core.fields import VALUE_KINDS
from seqgpt_core.fields.types import TYPE_NAMES
from seqgpt_core.results import REASON_LABELS
from seqgpt_core.tasks.coverage import CELL_STATES
from seqgpt_core.ui import compare_panel, results_panel, three_way_panel
from seqgpt_core.ui.chips import chip_html
from seqgpt_core.ui.downloads import file_stem
from seqgpt_core.ui.field_panel import BROWSER_TEXTS, EXAMPLES
from seqgpt_core.ui.model import read_card
from seqgpt_core.ui.model_panel import flat_figures, without_pictures
from seqgpt_core.ui.plain import plain
from seqgpt_core.ui.reliability_panel import read_reliability, reliability_chart, threshold_chart
from seqgpt_core.ui.results_tables import values_frame
from seqgpt_core.ui.samples import SAMPLE_NAMES
from seqgpt_core.ui.texts import texts

from .contract_rules import contract_model

ROOT = Path(__file__).parents[1]
HOSTILE = "<img src=x onerror=alert(1)>"


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_say_the_same_things() -> None:
    chinese, english = texts("zh"), texts("en")
    assert chinese.keys() == english.keys()
    for key in chinese:
        assert placeholders(chinese[key]) == placeholders(english[key]), key
        assert chinese[key].strip()
        assert english[key].strip()


def test_every_text_is_used_and_every_used_text_exists() -> None:
    used: set[str] = set()
    for path in [*(ROOT / "seqgpt_core" / "ui").glob("*.py"), ROOT / "app.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                key = node.args[0] if node.func.id == "t" else None
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    used.add(key.value)
    used |= {f"reason.{reason}" for reason in REASON_LABELS}
    used |= {f"samples.{name}" for name in SAMPLE_NAMES}
    used |= {f"format.{name}" for name in results_panel.FORMATS}
    used |= {"missing.text", "missing.fields"}
    used |= {f"kind.{kind}" for kind in ("all", *VALUE_KINDS)}
    used |= {f"type.{name}" for name in TYPE_NAMES}
    used |= {f"fields.{name}" for name in BROWSER_TEXTS} | {key for _, key in EXAMPLES}
    used |= {"fields.composite", "fields.record"}
    used |= {f"repairs.{kind}{part}" for kind in REPAIR_KINDS for part in ("", "_help")}
    used |= {f"files.{choice}" for choice in (*DOCX_VIEWS, *ENCODINGS)}
    used |= {f"files.{name}" for name in ("headers", "text_boxes", "comments")}
    used |= {f"model.{figure}" for figure in ("precision", "recall", "f1")}
    used |= {f"compare.kind_{kind}" for kind in compare_panel.LISTED_KINDS}
    used |= {f"compare.pair_{kind}" for kind in get_args(PairKind)}
    used |= {f"compare.verdict_{decision}" for decision in DECISIONS}
    used |= {f"compare.notice_{code}" for code in NOTICE_CODES}
    used |= {f"compare.view_{word}" for word in compare_panel.COMPONENT_WORDS}
    used |= {f"compare.who_{origin}" for origin in ORIGINS}
    used |= {f"compare.{side}" for side in ("template", "a", "b", "ours", "theirs")}
    used |= {f"compare.download_{kind}" for kind in ("docx", "xlsx", "html", "md", "json")}
    used |= {f"compare.three_{name}" for name in three_way_panel.COLUMNS}
    used |= {f"batch.state_{state}" for state in CELL_STATES}
    assert used == set(texts("zh"))


def test_importing_the_interface_loads_no_torch() -> None:
    modules = [f"seqgpt_core.ui.{p.stem}" for p in (ROOT / "seqgpt_core" / "ui").glob("[a-z]*.py")]
    code = f"import sys, {', '.join(modules)}\nprint('torch' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "False"


@given(st.text(alphabet=string.punctuation + "a1 甲\n\x00\u202e\u2028", max_size=30))
def test_plain_text_is_never_markup(text: str) -> None:
    rendered = MarkdownIt("commonmark").enable("table").render(plain(text))
    inside = re.sub(r"^<p>|</p>\n$", "", rendered)
    assert "<" not in inside
    shown = "".join(" " if c.isspace() else c for c in html.unescape(inside))
    expected = " ".join(text.replace("\x00", "\ufffd").split())
    assert shown == expected


def hostile_extraction() -> Extraction:
    text = f"甲方：{HOSTILE}，=1+1"
    start = text.index(HOSTILE)
    part = Part(HOSTILE, start, start + len(HOSTILE), 0.9)
    value = Value(HOSTILE, HOSTILE, part.start, part.end, 0.9, parts={"a.b": part, "职务": None})
    return Extraction(
        text,
        "m",
        "0",
        fields=(FieldResult(HOSTILE, HOSTILE, (value,)), FieldResult("乙方", "乙方")),
        source="../../合同<1>.txt",
    )


def test_chips_carry_a_number_as_well_as_a_colour() -> None:
    assert ">1<" in chip_html(0)
    assert ">13<" in chip_html(12)
    assert chip_html(0).replace(">1<", "") == chip_html(12).replace(">13<", "")
    assert "#6b7280" in chip_html(None)


def test_grid_is_flat_and_without_dots() -> None:
    frame, columns = values_frame(hostile_extraction())
    assert frame.loc[0, "part_0"] == HOSTILE
    assert frame.loc[0, "part_1"] == ""
    assert [c.title for c in columns if c.name.startswith("part_")] == ["a.b", "职务"]
    assert all("." not in c.name for c in columns)
    assert all(c.name in frame.columns and (not c.tip or c.tip in frame.columns) for c in columns)
    assert all(isinstance(cell, str | int | float) for cell in frame.to_numpy().ravel())
    assert "0.90" in frame.loc[0, "tip"]
    assert HOSTILE in frame.loc[0, "tip"]


def test_grid_leaves_empty_columns_out() -> None:
    extraction = contract_model().extract("甲方是上海云帆智能科技有限公司", "甲方")
    names = [column.name for column in values_frame(extraction)[1]]
    assert names == ["definition", "text", "score", "sentence", "place"]


def test_rejected_candidates_have_a_reason_in_words() -> None:
    extraction = contract_model().extract("甲方代表陈立新", "甲方")
    frame = results_panel.rejected_frame(extraction)
    assert frame.iloc[0].tolist() == ["甲方", "陈立新", 0.31, "低于阈值", "4–7"]


def test_summary_names_fields_without_a_value() -> None:
    assert results_panel.summary(hostile_extraction()).endswith("未找到：乙方。")


@pytest.mark.parametrize(
    ("source", "stem"),
    [
        (None, "seqgpt"),
        ("合同.docx", "合同"),
        ("../../合同<1>.txt", "合同1"),
        ("名单.csv#3", "名单"),
        ("???", "seqgpt"),
    ],
)
def test_download_names(source: str | None, stem: str) -> None:
    assert file_stem(source) == stem


def test_model_card_of_a_directory(tmp_path: Path) -> None:
    assert read_card(tmp_path).figures == {}
    (tmp_path / "config.json").write_text('{"figures": {"resume": {"f1": 0.88}, "steps": 10}}')
    (tmp_path / "README.md").write_text("# 卡\n![x](http://example.com/x.png)", encoding="utf-8")
    card = read_card(tmp_path)
    assert list(flat_figures(card.figures)) == [("resume.f1", "0.88"), ("steps", "10")]
    assert "<img" not in MarkdownIt().render(without_pictures(card.text))
    (tmp_path / "config.json").write_bytes(b"\xff{")
    assert read_card(tmp_path).figures == {}


def test_reliability_is_read_and_drawn(tmp_path: Path) -> None:
    assert read_reliability(tmp_path) == {}
    path = tmp_path / "reliability.json"
    for foreign in ("[]", "{", '{"all": 1}', '{"all": {}}', '{"<b>": {"bins": [1], "curve": [1]}}'):
        path.write_text(foreign, encoding="utf-8")
        assert read_reliability(tmp_path) == {}, foreign
    part = {
        "candidates": 3,
        "calibration_error": 0.02,
        "bins": [{"low": 0.9, "high": 1.0, "count": 3, "score": 0.95, "correct": 1.0}],
        "curve": [{"threshold": 0.5, "precision": 1.0, "recall": 0.5, "f1": 0.6667}],
    }
    path.write_text(json.dumps({"all": part, "date": {**part, "bins": []}}), encoding="utf-8")
    report = read_reliability(tmp_path)
    assert set(report) == {"all"}
    drawn = json.dumps(
        [reliability_chart(part["bins"]).to_dict(), threshold_chart(part["curve"]).to_dict()]
    )
    assert "0.95" in drawn and "0.6667" in drawn
