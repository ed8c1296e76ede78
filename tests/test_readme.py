"""What the README shows works: its blocks are executed or parsed, its options exist."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from seqgpt_core import FieldResult, parse_recipe
from seqgpt_core.results import Reason

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)


def blocks(language: str) -> list[str]:
    found = [body for kind, body in BLOCKS if kind == language]
    assert found
    return found


@pytest.mark.embedded
def test_python_blocks_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for body in blocks("python"):
        exec(body, names)
    assert (tmp_path / "result.xlsx").is_file()


@pytest.mark.embedded
def test_worked_examples_of_definitions_are_true() -> None:
    from seqgpt_core import SeqGPT

    examples = re.findall(r"^\| `([^`|]+)` \| ([^|]+：[^|]+) \| ([^|]+) \|$", README, re.MULTILINE)
    texts = {definition: text for definition, text, _ in examples}
    model = SeqGPT.load()

    def field(definition: str) -> FieldResult:
        return model.extract(texts[definition], definition).fields[0]

    parts = field("负责人(姓名+职务)").values[0].parts
    assert {name: part and part.text for name, part in parts.items()} == {
        "姓名": "张伟", "职务": "技术总监",
    }  # fmt: skip
    number = field("身份证号(18位)")
    assert not number.values
    assert "17 位，应为 18 位" in {r.detail for r in number.rejected}
    amount = field("合同金额(元)").values[0]
    assert amount.normalized == "500000"
    assert "大写为 500000，小写为 510000，不一致" in {c.message for c in amount.checks}


def test_every_reason_and_recipe_key_is_described() -> None:
    assert not [reason for reason in get_args(Reason) if f"`{reason}`" not in README]
    for word in ("`correction`", "[synonyms]", "{{名称|原句}}", "{{名称|规范}}"):
        assert word in README, word


def test_json_and_toml_blocks_parse() -> None:
    for body in blocks("json"):
        assert json.loads(body)["version"] == 1
    for body in blocks("toml"):
        tomllib.loads(body)
        assert parse_recipe(body).definitions


def test_commands_and_options_exist() -> None:
    shown = "\n".join(blocks("bash"))
    for command in sorted(set(re.findall(r"seqgpt (\w+)", shown))):
        help_text = subprocess.run(
            [sys.executable, "-m", "seqgpt_core.service.command_line", command, "--help"],
            capture_output=True, text=True, check=True, cwd=ROOT,
            env={"COLUMNS": "200", "TERM": "dumb", "PATH": "/usr/bin", "LC_ALL": "C.UTF-8"},
        ).stdout  # fmt: skip
        for line in shown.splitlines():
            if f"seqgpt {command} " in line:
                for option in re.findall(r"(?<=\s)--?[a-z-]+", line.partition(command)[2]):
                    assert option == "-" or option in help_text, (command, option)
    make = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make (\w+)", shown):
        assert re.search(rf"^{target}:", make, re.MULTILINE)


def test_pictures_and_links_exist() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
