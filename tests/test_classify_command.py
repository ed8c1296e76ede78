"""`seqgpt classify` as a user calls it: outputs, statuses, one line per error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .resumes import RESUMES


@pytest.fixture
def run(tiny_checkpoint: Path, tmp_path: Path):
    def call(*arguments: object, stdin: bytes = b""):
        command = [sys.executable, "-m", "seqgpt_core.service.command_line", "classify"]
        return subprocess.run(
            [*command, *map(str, arguments), "--model", str(tiny_checkpoint)],
            input=stdin, capture_output=True, cwd=tmp_path, timeout=220,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), "OMP_NUM_THREADS": "1"},
        )  # fmt: skip

    return call


def test_a_folder_with_a_damaged_file(run, tmp_path: Path) -> None:
    (tmp_path / "cv").mkdir()
    for name in ("algorithm", "tester"):
        (tmp_path / "cv" / f"{name}.txt").write_text(RESUMES[name], encoding="utf-8")
    (tmp_path / "cv" / "z.docx").write_bytes(b"PK\x03\x04nothing")
    (tmp_path / "r.toml").write_text(
        'version = 1\nname = "简历"\nlabels = ["测试岗-有金融经验"]\n', encoding="utf-8"
    )
    done = run("cv", "--labels", "算法岗-P7以上", "--recipe", "r.toml", "-o", "out.json")
    assert done.returncode == 1, done.stderr
    message = done.stderr.decode("utf-8")
    assert message.count("\n") == 1 and "z.docx" in message and "Traceback" not in message
    data = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    values = {
        Path(d["source"]).stem: {r["label"]: r["value"] for r in d["labels"]}
        for d in data["documents"]
    }
    assert values == {
        "algorithm": {"测试岗-有金融经验": False, "算法岗-P7以上": True},
        "tester": {"测试岗-有金融经验": True, "算法岗-P7以上": False},
    }
    assert [Path(f["source"]).name for f in data["failed"]] == ["z.docx"]


def test_standard_input_as_a_table(run) -> None:
    done = run("-", "--labels", "博士学历", "--format", "table", stdin=RESUMES["doctor"].encode())
    assert done.returncode == 0, done.stderr
    head, row = done.stdout.decode("utf-8").splitlines()
    assert head.split("\t")[:3] == ["文档", "标签", "判断"]
    assert row.split("\t")[:3] == ["-", "博士学历", "是"]
    assert "理学博士" in row


@pytest.mark.parametrize(
    ("arguments", "needle"),
    [
        (["a.txt"], "标签"),
        (["--labels", "博士学历"], "文件"),
        (["a.txt", "--labels", "博士学历", "--threshold", "3"], "0 到 1"),
        (["missing", "--labels", "博士学历"], "missing"),
    ],
)
def test_wrong_calls_give_one_line_and_status_2(run, tmp_path: Path, arguments, needle) -> None:
    (tmp_path / "a.txt").write_text(RESUMES["doctor"], encoding="utf-8")
    done = run(*arguments)
    assert done.returncode == 2, (done.stdout, done.stderr)
    message = done.stderr.decode("utf-8")
    assert needle in message and message.count("\n") == 1 and "Traceback" not in message
