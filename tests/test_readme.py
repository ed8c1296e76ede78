"""What the README shows works: its blocks are executed or parsed, its options exist."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from seqgpt_core import parse_recipe

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
