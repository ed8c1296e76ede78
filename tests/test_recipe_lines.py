"""A recipe as one line of text: it comes back equal, and damage is one clear sentence."""

from __future__ import annotations

import base64
import hashlib
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core.errors import SeqGPTError
from seqgpt_core.fields import Recipe, is_recipe_line, recipe_from_line, recipe_to_line

RECIPE = Recipe(
    "采购合同",
    ("甲方", "合同金额(元)"),
    {"甲方": 0.4},
    "说明\n两行",
    ("设备采购",),
    ("签订日期 <= 交货日期",),
    '# 摘要\n- {{甲方}} """引号""" \\n',
    {"设备采购": ("买设备", "购置")},
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(str.strip)


def line_of(text: bytes, checksum: bytes | None = None) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    given_sum = hashlib.sha256(text).digest()[:6] if checksum is None else checksum
    payload = given_sum + packer.compress(text) + packer.flush()
    return "seqgpt1:" + base64.urlsafe_b64encode(payload).rstrip(b"=").decode()


def refusal(line: str) -> SeqGPTError:
    with pytest.raises(SeqGPTError) as caught:
        recipe_from_line(line)
    assert caught.value.message.endswith("。")
    assert caught.value.message.count("。") == 1
    return caught.value


def test_a_line_is_short_ascii_and_reads_back() -> None:
    line = recipe_to_line(RECIPE)
    assert line.startswith("seqgpt1:") and line.isascii() and "\n" not in line
    assert len(line) < 700
    assert recipe_from_line(line) == RECIPE
    assert is_recipe_line(line) and is_recipe_line("  seqgpt7:abc") and not is_recipe_line("甲方")


def test_what_mail_and_chat_put_into_it_does_no_harm() -> None:
    line = recipe_to_line(RECIPE)
    broken = "\n".join(line[i : i + 60] for i in range(0, len(line), 60))
    assert recipe_from_line(f" \u200b{broken}\ufeff \r\n") == RECIPE


@settings(max_examples=60, deadline=None)
@given(TEXT, st.lists(TEXT, max_size=4), st.lists(TEXT, max_size=3), st.text(max_size=60))
def test_every_recipe_reads_back(
    name: str, labels: list[str], rules: list[str], summary: str
) -> None:
    if any("\ud800" <= c <= "\udfff" for c in summary):
        return
    synonyms = {label: tuple(rules) for label in labels}
    recipe = Recipe(name, ("甲方",), {}, "", tuple(labels), tuple(rules), summary, synonyms)
    assert recipe_from_line(recipe_to_line(recipe)) == recipe


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from("Aa0-_z"))
def test_a_changed_character_is_noticed(place: int, character: str) -> None:
    line = recipe_to_line(RECIPE)
    at = len("seqgpt1:") + place % (len(line) - len("seqgpt1:"))
    changed = line[:at] + character + line[at + 1 :]
    if changed == line:
        return
    try:
        # The last character holds bits that say nothing; every other change is refused.
        assert recipe_from_line(changed) == RECIPE
        assert at == len(line) - 1
    except SeqGPTError as error:
        assert error.code == "recipe_line_damaged"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=100))
def test_any_text_is_refused_with_one_sentence(text: str) -> None:
    for line in (text, f"seqgpt1:{text}"):
        assert refusal(line).code == "recipe_line_damaged"


@pytest.mark.parametrize(
    ("line", "needle"),
    [
        ("", "seqgpt1:"),
        ("甲方, 乙方", "seqgpt1:"),
        ("seqgpt2:abcd", "更新的版本"),
        ("seqgpt1:", "解不开|缺了一截"),
        ("seqgpt1:a", "缺了一截"),
        ("seqgpt1:a*b(", "不该有的字符"),
        (recipe_to_line(RECIPE)[:-8], "缺了一截|解不开"),
        (line_of(b"version = 1", b"000000"), "校验不符"),
        (line_of("版本".encode("gbk")), "不是文字"),
        ("seqgpt1:" + "A" * 200_000, "太长"),
        ("seqgpt1:" + " " * 1_000_000, "太长"),
        # 50 MB in a small line are never unpacked.
        (line_of(b"#" * 50_000_000), "超过 256 KB"),
    ],
)
def test_a_damaged_line_says_what_to_do(line: str, needle: str) -> None:
    error = refusal(line)
    assert error.code == "recipe_line_damaged"
    assert any(word in error.message for word in needle.split("|")), error.message
    assert len(error.message) < 120


def test_a_whole_line_that_holds_no_recipe_says_why() -> None:
    error = refusal(line_of(b"version = 1\nname = 3\n"))
    assert error.code == "recipe_unreadable"
    assert "分享的一行" in error.message and "第 2 行" in error.message


def test_a_recipe_that_is_too_large_is_refused() -> None:
    names = tuple(hashlib.sha256(str(n).encode()).hexdigest() for n in range(6_000))
    with pytest.raises(SeqGPTError) as caught:
        recipe_to_line(Recipe("大", names))
    assert caught.value.code == "recipe_too_long"
