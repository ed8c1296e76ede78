"""Two versions of a contract compared as a whole: clauses, changes, fields, proof, reports."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from seqgpt_core.clauses.comparison import ComparedField, compare_texts
from seqgpt_core.clauses.report import to_dict, to_json, to_markdown
from seqgpt_core.results.types import FieldResult, Value

ROOT = Path(__file__).parents[1]

A = """设备采购合同
甲方：华信科技有限公司
乙方：远景设备有限公司

第一条 标的
乙方向甲方供应检测设备三台。
第二条 价款
合同总价为人民币500,000元，验收后30日内付清。
第三条 保密
双方应对知悉的商业秘密保密。
第四条 违约责任
乙方逾期交货的，每日按合同总价的0.5‰支付违约金。
第五条 争议解决
争议提交北京仲裁委员会仲裁。
"""
B = """设备采购合同
甲方：华信科技有限公司
乙方：远景设备有限公司

第一条 标的
乙方向甲方供应检测设备三台。
第二条 价款
合同总价为人民币580,000元，验收后45个工作日内付清。
第三条 质量
设备质保期为两年。
第四条 保密
双方应对知悉的商业秘密保密。
第五条 违约责任
乙方逾期交货的，每日按合同总价的0.5‰支付违约金。
第六条 争议解决
任何一方可向甲方所在地人民法院提起诉讼。
"""


def test_what_changed_is_said_clause_by_clause() -> None:
    found = compare_texts(A, B)
    assert found.related and found.exact
    kinds = {
        next(c.heading for c in (*x.pair.b, *x.pair.a)): x.pair.kind
        for x in found.clauses
        if any(c.heading for c in (*x.pair.b, *x.pair.a))
    }
    assert kinds["第一条 标的"] == "same"
    assert kinds["第二条 价款"] == "changed"
    assert kinds["第三条 质量"] == "inserted"
    assert kinds["第四条 保密"] == kinds["第五条 违约责任"] == "renumbered"
    assert kinds["第六条 争议解决"] == "changed"
    said = {(change.kind, change.before, change.after) for _, change in found.material}
    assert any(kind == "amount" and "500,000" in x and "580,000" in y for kind, x, y in said)
    assert any(kind == "term" and "30日" in x and "45个工作日" in y for kind, x, y in said)
    assert any(kind == "dispute" for kind, _, _ in said)
    for clause in found.clauses:
        for change in clause.changes:
            assert A[slice(*change.a)] == change.before
            assert B[slice(*change.b)] == change.after


def test_identical_documents_have_no_changes() -> None:
    found = compare_texts(A, A)
    assert found.exact and found.related and not found.material
    assert {c.pair.kind for c in found.clauses} == {"same"}
    assert not any(c.changes for c in found.clauses)


def test_the_other_direction_swaps_insertion_and_deletion() -> None:
    kinds = [c.pair.kind for c in compare_texts(B, A).clauses]
    assert kinds.count("deleted") == 1 and "inserted" not in kinds


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.text("甲乙第一条 二元3，。\n", max_size=60), st.booleans())
def test_the_proof_holds_for_any_edit(seed: int, words: str, insert: bool) -> None:
    rng = random.Random(seed)
    start = rng.randrange(len(A))
    end = start if insert else min(len(A), start + rng.randrange(40))
    found = compare_texts(A, A[:start] + words + A[end:])
    assert found.exact


@pytest.mark.parametrize(
    ("a", "b"), [("", ""), ("", B), (A, ""), ("\x00\ud800", "😀"), ("　", "\n")]
)
def test_odd_documents_are_compared_too(a: str, b: str) -> None:
    found = compare_texts(a, b)
    assert found.exact
    json.loads(to_json(found).encode("utf-8", "backslashreplace"))


def value(text: str, normalized: str | None = None) -> Value:
    return Value("金额", text, 0, len(text), 0.9, normalized)


def test_fields_compare_by_meaning() -> None:
    def field(*values: Value) -> FieldResult:
        return FieldResult("金额", "金额", values)

    same = ComparedField(
        "金额", field(value("50万元", "500000")), field(value("500,000元", "500000"))
    )
    other = ComparedField("金额", field(value("50万元", "500000")), field())
    assert not same.changed and other.changed
    written = to_dict(compare_texts(A, B, [same, other]))["fields"]
    assert [f["changed"] for f in written] == [False, True]


def test_reports_hold_no_markup_of_the_document() -> None:
    hostile = A.replace("检测设备", "<img src=x onerror=alert(1)>|[x](http://e.com)")
    report = to_markdown(compare_texts(A, hostile))
    assert "<img" in hostile and "<img" not in MarkdownIt().enable("table").render(report)
    assert "href" not in MarkdownIt().enable("table").render(report)
    assert "校验：由一方和差异可以逐字重建另一方" in report


def test_the_command_line_compares_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(A, encoding="utf-8")
    (tmp_path / "b.txt").write_text(B, encoding="utf-8")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "seqgpt_core.service.command_line", "compare", *arguments],
            capture_output=True, text=True, cwd=tmp_path, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        )  # fmt: skip

    done = run("a.txt", "b.txt")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["version"] == 1 and result["exact"] is True
    assert {"kind", "a", "b", "changes"} <= set(result["clauses"][0])
    assert run("a.txt", "b.txt", "--format", "markdown").stdout.startswith("# 合同对比")
    missing = run("a.txt", "none.txt")
    assert missing.returncode == 2 and len(missing.stderr.strip().splitlines()) == 1
