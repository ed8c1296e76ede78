"""Bad and odd inputs of a comparison, and the command line that compares files."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from seqgpt_core import SeqGPTError
from seqgpt_core.clauses.comparison import Comparison, compare_texts
from seqgpt_core.clauses.redline_docx import to_docx
from seqgpt_core.clauses.review import listed_changes
from seqgpt_core.clauses.script import script_of, simplified
from seqgpt_core.service.command_line import application

from .clause_contracts import ARTICLES, UNNUMBERED
from .clause_texts import LEASE, SERVICE
from .planted_contracts import CONTRACTS, written

TRADITIONAL = """服務合約
甲方應於簽訂本合約後三十日內支付總價款人民幣500,000元。
乙方應當對甲方的商業秘密保密，違約時賠償全部損失。
爭議提交香港國際仲裁中心仲裁。
"""


def codes(found: Comparison) -> set[str]:
    return {notice.code for notice in found.notices}


def test_identical_documents_say_so() -> None:
    assert codes(compare_texts(SERVICE, SERVICE)) == {"documents_identical"}
    assert "documents_identical" not in codes(compare_texts(SERVICE, SERVICE + "。"))


def test_an_empty_side_says_so() -> None:
    for a, b in ((SERVICE, ""), ("", SERVICE), ("", ""), (" \n", SERVICE)):
        found = compare_texts(a, b)
        assert "document_empty" in codes(found) and "documents_unrelated" not in codes(found)
        assert found.exact


def test_unrelated_documents_say_so_and_noise_is_not_aligned() -> None:
    found = compare_texts(CONTRACTS["purchase"].head + ARTICLES, UNNUMBERED)
    assert "documents_unrelated" in codes(found) and not found.related and found.exact
    assert all(c.pair.similarity >= 0.7 for c in found.clauses if c.a and c.b)


def test_tables_only() -> None:
    rows = "品名\t数量\t单价\n钢板\t20\t3,000.00\n螺栓\t500\t2.50\n"
    found = compare_texts(rows, rows.replace("3,000.00", "3,200.00"))
    assert "tables_only" in codes(found)
    assert [(c.kind, c.before, c.after) for _, c in found.material] == [
        ("amount", "3,000.00", "3,200.00")
    ]


def test_traditional_against_simplified_is_offered_and_folded() -> None:
    other = simplified(TRADITIONAL).replace("500,000", "580,000")
    assert len(other) == len(TRADITIONAL)
    assert (script_of(TRADITIONAL), script_of(other)) == ("traditional", "simplified")
    plain = compare_texts(TRADITIONAL, other)
    assert "script_differs" in codes(plain)
    folded = compare_texts(TRADITIONAL, other, fold_script=True)
    assert "script_folded" in codes(folded) and folded.exact
    [(_, change)] = folded.material
    assert change.kind == "amount"
    # Offsets are also those of the text as given.
    assert TRADITIONAL[slice(*change.a)] == "人民幣500,000元"


def test_scripts_are_told_and_simplified_texts_are_left_alone() -> None:
    for text in (SERVICE, LEASE, *(written(c, "article")[0] for c in CONTRACTS.values())):
        assert script_of(text) == "simplified"
        assert simplified(text) == text
    assert script_of("") is script_of("ABC 123") is None
    assert "著作权" in simplified("著作权")


def test_three_hundred_thousand_characters() -> None:
    parts = []
    for number in range(1, 1_650):
        parts.append(
            f"第{number}条 事项{number}\n乙方应于第{number}批货物交付后{number % 80 + 3}日内开具金额为{number * 37 + 1000}元的发票，"
        )
        parts.append(
            f"并将编号为HX-{number:05d}的清单送交甲方，逾期的按每日{number % 9 + 1}‰支付违约金。"
            * 4
            + "\n"
        )
    a = "".join(parts)
    assert len(a) > 300_000
    b = a.replace("第700批货物交付后63日", "第700批货物交付后70日").replace(
        "编号为HX-00011的", "编号为HX-00012的", 1
    )
    found = compare_texts(a, b)
    assert found.exact and found.related
    assert sum(c.pair.kind == "changed" for c in found.clauses) == 2
    assert ("63日", "70日") in {(c.before, c.after) for _, c in found.material}


def run(*arguments: str) -> tuple[int, str, bytes]:
    done = CliRunner().invoke(application, ["compare", *arguments])
    if isinstance(done.exception, SeqGPTError):
        return 2, done.exception.message, b""
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output, done.stdout_bytes


@pytest.fixture
def files(tmp_path: Path) -> Path:
    b = LEASE.replace("28,600", "30,600").replace("五年", "三年")
    (tmp_path / "a.txt").write_text(LEASE, encoding="utf-8")
    (tmp_path / "gbk.txt").write_bytes(LEASE.encode("gb18030"))
    (tmp_path / "utf16.txt").write_bytes(LEASE.encode("utf-16"))
    (tmp_path / "b.txt").write_text(b, encoding="utf-8")
    (tmp_path / "c.txt").write_text(LEASE.replace("28,600", "29,600"), encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "tracked.docx").write_bytes(to_docx(compare_texts(LEASE, b)))
    return tmp_path


def test_the_same_file_in_two_encodings_is_the_same(files: Path) -> None:
    for name in ("gbk.txt", "utf16.txt"):
        status, out, _ = run(str(files / "a.txt"), str(files / name))
        data = json.loads(out)
        assert status == 0 and [n["code"] for n in data["notices"]] == ["documents_identical"]


def test_every_format_is_written(files: Path) -> None:
    a, b = str(files / "a.txt"), str(files / "b.txt")
    assert json.loads(run(a, b)[1])["exact"] is True
    assert run(a, b, "--format", "markdown")[1].startswith("# 合同对比")
    assert run(a, b, "--format", "html")[1].startswith("<!DOCTYPE html>")
    for kind, inside in (("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml")):
        status, message, _ = run(a, b, "--format", kind)
        assert status == 2 and "-o" in message
        out = files / f"out.{kind}"
        assert run(a, b, "--format", kind, "-o", str(out))[0] == 0
        assert inside in zipfile.ZipFile(out).namelist()


def test_three_files_say_who_changed_what(files: Path) -> None:
    names = [str(files / name) for name in ("a.txt", "b.txt", "c.txt")]
    status, out, _ = run(*names)
    assert status == 0 and json.loads(out)["counts"]["conflict"] == 1
    assert "双方不同 1" in run(*names, "--format", "markdown")[1]
    assert "三方对比报告" in run(*names, "--format", "html")[1]
    status, message, _ = run(*names, "--format", "docx", "-o", str(files / "x.docx"))
    assert status == 2 and "三份" in message
    book = files / "x.xlsx"
    assert run(*names, "--format", "xlsx", "-o", str(book))[0] == 0
    from openpyxl import load_workbook

    rows = list(load_workbook(book)["谁改了什么"].iter_rows(values_only=True))
    assert {"谁改的", "a.txt", "b.txt", "c.txt"} <= set(rows[0])
    conflict = next(row for row in rows if row[1] == "双方不同")
    assert "28,600" in str(conflict[5]) and "30,600" in str(conflict[6])


def test_a_document_with_tracked_changes_is_read_either_way(files: Path) -> None:
    tracked, a, b = (str(files / name) for name in ("tracked.docx", "a.txt", "b.txt"))
    for view, same in (("accepted", b), ("original", a)):
        data = json.loads(run(same, tracked, "--docx-view", view)[1])
        assert not [c for x in data["clauses"] for c in x["changes"] if c["material"]]
    data = json.loads(run(a, tracked, "--docx-view", "accepted")[1])
    assert {c["kind"] for x in data["clauses"] for c in x["changes"] if c["material"]} == {
        "amount",
        "term",
    }


def test_an_empty_file_is_an_empty_document(files: Path) -> None:
    status, out, _ = run(str(files / "a.txt"), str(files / "empty.txt"))
    data = json.loads(out)
    assert status == 0 and {c["kind"] for c in data["clauses"]} == {"deleted"}
    assert data["notices"][0]["code"] == "document_empty"


def test_verdicts_of_a_file_go_into_the_report(files: Path) -> None:
    b = (files / "b.txt").read_text(encoding="utf-8")
    first = listed_changes(compare_texts(LEASE, b))[0]
    review = files / "review.json"
    review.write_text(
        json.dumps({first.id: {"decision": "reject", "note": "不同意"}}), encoding="utf-8"
    )
    a = str(files / "a.txt")
    out = run(a, str(files / "b.txt"), "--review", str(review), "--format", "markdown")[1]
    assert "拒绝：不同意" in out
    review.write_text("{", encoding="utf-8")
    assert "JSON" in run(a, a, "--review", str(review))[1]


@pytest.mark.embedded
def test_the_model_pairs_a_clause_that_was_written_anew() -> None:
    from seqgpt_core import SeqGPT
    from seqgpt_core.engines.clause_vectors import clause_similarity

    similarity = clause_similarity(SeqGPT.load().engine)
    old = "乙方为甲方12名操作人员提供为期6天的培训。培训教材使用中文，结业考核不合格者免费补训。"
    new = "供应商负责教会买受人的员工使用设备，人数十二，历时近一周，用国语讲义。"
    frame = "第一条 标的\n乙方向甲方供应板材420吨。\n第二条\n{}\n第三条 价款\n总价为人民币1,368,000元。\n第四条 交货\n乙方应于2025年6月30日前交货。\n"
    a, b = frame.format(old), frame.format(new)

    def became(found: Comparison) -> str:
        clause = next(c for c in found.clauses if c.a and old in a[slice(*c.a)])
        return b[slice(*clause.b)] if clause.b else ""

    assert new not in became(compare_texts(a, b))
    assert new in became(compare_texts(a, b, similarity=similarity))
