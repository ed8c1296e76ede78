"""The command line as a user calls it: outputs, statuses, one line per error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

CONTRACT = "甲方：北京华信公司\n合同金额人民币500元，=1+1 <b>粗</b>\n"


@pytest.fixture
def run(tiny_checkpoint: Path, tmp_path: Path):
    def call(*arguments: object, stdin: bytes = b"", model: bool = True):
        command = [sys.executable, "-m", "seqgpt_core.service.command_line", *map(str, arguments)]
        if model and "extract" in arguments:
            command += ["--model", str(tiny_checkpoint)]
        return subprocess.run(
            command, input=stdin, capture_output=True, cwd=tmp_path, timeout=220,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), "OMP_NUM_THREADS": "1"},
        )  # fmt: skip

    return call


def one_line(stderr: bytes) -> str:
    text = stderr.decode("utf-8")
    assert text.count("\n") == 1, text
    assert "Traceback" not in text
    return text


def test_json_from_a_file_and_from_standard_input(run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CONTRACT, encoding="utf-8")
    fields = "甲方, 合同金额(元), 负责人(姓名+职务)"
    done = run("extract", "a.txt", "--fields", fields, "--threshold", "甲方=0.01")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert list(result) == [
        "version",
        "document",
        "model",
        "fields",
        "records",
        "labels",
        "notices",
        "versions",
    ]
    assert [f["definition"] for f in result["fields"]] == [
        "甲方",
        "合同金额(元)",
        "负责人(姓名+职务)",
    ]
    assert result["document"]["characters"] == len(CONTRACT)
    for field in result["fields"]:
        for value in field["values"] + field["rejected"]:
            assert CONTRACT[value["start"] : value["end"]] == value["text"]
    piped = run(
        "extract", "-", "--fields", fields, "--threshold", "甲方=0.01", stdin=CONTRACT.encode()
    )
    assert json.loads(piped.stdout) == result


def test_formats_and_several_files(run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CONTRACT, encoding="utf-8")
    (tmp_path / "b.txt").write_text("乙方：" + CONTRACT, encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(bytes(range(256)) * 20)
    done = run("extract", "a.txt", "bad.txt", "b.txt", "--fields", "甲方")
    assert done.returncode == 1
    assert "bad.txt" in one_line(done.stderr)
    assert [item["source"] for item in json.loads(done.stdout)] == ["a.txt", "b.txt"]
    table = run("extract", "a.txt", "--fields", "甲方, 乙方", "--format", "table")
    header, *rows = [line.split("\t") for line in table.stdout.decode().splitlines()]
    assert header[:5] == ["文档", "字段", "类型", "值", "规范值"]
    assert {tuple(row[:3]) for row in rows} == {
        ("a.txt", "甲方", "单位"),
        ("a.txt", "乙方", "单位"),
    }
    aside = run("extract", "a.txt", "--fields", "甲方, 金额(元", "--format", "table")
    assert aside.returncode == 0
    assert "括号不成对" in one_line(aside.stderr)
    markdown = run("extract", "a.txt", "b.txt", "--fields", "甲方", "--format", "markdown")
    assert markdown.stdout.decode().count("| 字段 |") >= 2
    assert run("extract", "a.txt", "--fields", "甲方", "--format", "xlsx").returncode == 2
    book = tmp_path / "out.xlsx"
    done = run("extract", "a.txt", "--fields", "甲方", "--format", "xlsx", "-o", book)
    assert done.returncode == 0, done.stderr
    assert openpyxl.load_workbook(book).sheetnames[:2] == ["结果", "证据"]


def test_json_lines_with_a_damaged_line_among_a_thousand(run, tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": i, "text": f"甲方：北京华信{i}公司", "definitions": ["甲方"]})
        for i in range(1000)
    ]
    lines[500] = '{"id": 500, "text": '
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run("extract", "--jsonl", "in.jsonl", "-o", "out.jsonl")
    assert done.returncode == 1, done.stderr
    rows = [json.loads(x) for x in (tmp_path / "out.jsonl").read_text("utf-8").split("\n")[:-1]]
    assert len(rows) == 1000
    assert [i for i, r in enumerate(rows) if "error" in r] == [500]
    assert rows[500]["error"]["code"] == "line_invalid"
    assert "501" in rows[500]["error"]["message"]
    assert rows[999]["id"] == 999
    assert rows[999]["result"]["fields"][0]["definition"] == "甲方"


def test_json_lines_bad_lines_of_every_kind(run, tmp_path: Path) -> None:
    lines = [
        b'{"id": "a", "text": "", "definitions": ["x"]}',
        b'{"id": "b", "definitions": ["x"]}',
        b'{"id": "c", "text": "y", "definitions": 3}',
        b"[1]",
        b"\xff\xfe",
        b'{"id": "d", "text": "\\ud800 y", "definitions": ["x"], "labels": ["z"]}',
        json.dumps({"id": "e", "text": "y", "definitions": ["字" * 101]}).encode(),
        b'{"id": "f", "text": "y", "definitions": []}',
        b"",
    ]
    (tmp_path / "in.jsonl").write_bytes(b"\n".join(lines))
    done = run("extract", "--jsonl", "in.jsonl")
    assert done.returncode == 1
    rows = [json.loads(x) for x in done.stdout.decode("utf-8").splitlines()]
    codes = {r["id"]: r["error"]["code"] if "error" in r else "ok" for r in rows}
    assert codes == {
        "a": "document_empty", "b": "line_invalid", "c": "line_invalid", None: "line_invalid",
        "d": "ok", "e": "ok", "f": "ok",
    }  # fmt: skip
    assert len(rows) == 8
    (good,) = (r for r in rows if r["id"] == "d")
    assert [label["label"] for label in good["result"]["labels"]] == ["z"]


def test_recipes(run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CONTRACT, encoding="utf-8")
    (tmp_path / "r.toml").write_text(
        'version = 1\nname = "采购"\n[[fields]]\ndefinition = "甲方"\nthreshold = 0.01\n', "utf-8"
    )
    done = run("extract", "a.txt", "--recipe", "r.toml")
    assert done.returncode == 0, done.stderr
    (tmp_path / "bad.toml").write_text('version = 1\nname = "采购\n', encoding="utf-8")
    done = run("extract", "a.txt", "--recipe", "bad.toml")
    assert done.returncode == 2
    message = one_line(done.stderr)
    assert "bad.toml" in message
    assert "2" in message


@pytest.mark.parametrize(
    ("arguments", "needle"),
    [
        (["extract", "missing.txt", "--fields", "甲方"], "missing.txt"),
        (["extract", "binary.txt", "--fields", "甲方"], "binary.txt"),
        (["extract", "--fields", "甲方"], "文件"),
        (["extract", "a.txt"], "字段"),
        (["extract", "a.txt", "--fields", "甲方", "--threshold", "甲方"], "甲方=0.4"),
        (["extract", "a.txt", "--fields", "甲方", "--threshold", "丙方=0.4"], "丙方"),
        (["extract", "a.txt", "--fields", "甲方", "--threshold", "甲方=7"], "0 到 1"),
        (["extract", "--jsonl", "missing.jsonl"], "missing.jsonl"),
        (["extract", "blank.txt", "--fields", "甲方"], "blank.txt"),
    ],
)
def test_wrong_calls_give_one_line_and_status_2(run, tmp_path: Path, arguments, needle) -> None:
    (tmp_path / "a.txt").write_text(CONTRACT, encoding="utf-8")
    (tmp_path / "blank.txt").write_text(" \n\u200b", encoding="utf-8")
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    done = run(*arguments)
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert needle in one_line(done.stderr)
    assert not done.stdout


def test_only_invalid_definitions_give_notices_and_status_0(run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CONTRACT, encoding="utf-8")
    done = run("extract", "a.txt", "--fields", "请告诉我这家公司叫什么名字, 提取合同金额")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["fields"] == []
    assert [n["code"] for n in result["notices"]] == ["definition_ignored"] * 2


def test_an_unwritable_output_is_one_line(run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CONTRACT, encoding="utf-8")
    for extra in ((), ("--format", "xlsx")):
        done = run("extract", "a.txt", "--fields", "甲方", "-o", tmp_path / "no" / "out", *extra)
        assert done.returncode == 2
        one_line(done.stderr)
