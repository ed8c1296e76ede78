"""Synthesis: valid values, exact annotations, determinism, and templates without traps."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core.training.synthesis import generate
from seqgpt_core.training.synthesis.amounts import capital_amount, integer_words
from seqgpt_core.training.synthesis.catalogue import Catalogue, parse_declaration
from seqgpt_core.training.synthesis.documents import (
    Document,
    Mark,
    Template,
    parse_template,
    read_templates,
    render,
)
from seqgpt_core.training.synthesis.noise import insert, worn, wrapped
from seqgpt_core.training.synthesis.numbers import (
    CREDIT_ALPHABET,
    credit_check,
    luhn_check,
    organisation_check,
)
from seqgpt_core.training.synthesis.persons import resident_number
from seqgpt_core.training.synthesis.syntax import Choice, Marked, Repeat, Slot, parse, walk

TEMPLATES = read_templates()
WANTED = """
申请人姓名 身份证号 联系电话 联系地址 诉求事项 涉及单位 事发时间 事发地点 授信额度 贷款期限 贷款利率 担保方式
甲方 乙方 合同金额 合同签署日期 违约金比例 争议解决方式 患者姓名 手术部位 病灶大小 诊断结论 用药名称 毕业院校
岗位职级 工作年限 期望薪资 保单号 出险时间 赔付金额 负责人 负责人姓名 负责人职务 违约责任条款 付款方式
""".split()


@pytest.fixture(scope="module")
def records() -> list[dict[str, Any]]:
    return list(generate(7, 4 * len(TEMPLATES)))


def test_known_check_characters() -> None:
    # The worked example of GB 11643-1999 and the code of a well-known public company.
    assert resident_number("110105", date(1949, 12, 31), 2) == "11010519491231002X"
    assert credit_check("91350100M000100Y4") == "3"
    # The nine characters of an organisation code stand in the credit code above.
    assert organisation_check("M000100Y") == "4"
    assert luhn_check("7992739871") == "3"


@given(st.integers(0, 998), st.dates(date(1940, 1, 1), date(2005, 1, 1)))
def test_resident_numbers_satisfy_the_congruence(sequence: int, born: date) -> None:
    number = resident_number("320505", born, sequence)
    values = [10 if letter == "X" else int(letter) for letter in number]
    weights = [pow(2, 17 - place, 11) for place in range(18)]
    assert sum(v * w for v, w in zip(values, weights, strict=True)) % 11 == 1


@given(st.text(alphabet=CREDIT_ALPHABET, min_size=17, max_size=17))
def test_credit_codes_satisfy_the_congruence(body: str) -> None:
    code = body + credit_check(body)
    total = sum(CREDIT_ALPHABET.index(x) * pow(3, place, 31) for place, x in enumerate(code[:17]))
    assert (total + CREDIT_ALPHABET.index(code[17])) % 31 == 0


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (238_000, "贰仟叁佰捌拾元整"),
        (1_000_000_00, "壹佰万元整"),
        (10_500_00, "壹万零伍佰元整"),
        (100_000_001_00, "壹亿零壹元整"),
        (123_456_789_01, "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零壹分"),
        (2_050_60, "贰仟零伍拾元陆角"),
        (70, "零元柒角"),
    ],
)
def test_amounts_in_capitals(fen: int, words: str) -> None:
    assert capital_amount(fen) == words


def read_words(text: str) -> int:
    """The number behind words with 十百千万亿, read the way a clerk would."""
    total = section = figure = 0
    for letter in text:
        if letter in "零一二三四五六七八九":
            figure = "零一二三四五六七八九".index(letter)
        elif letter in "十百千":
            section += figure * 10 ** ("十百千".index(letter) + 1)
            figure = 0
        else:
            total += (section + figure) * (10_000 if letter == "万" else 100_000_000)
            section = figure = 0
    return total + section + figure


@given(st.integers(0, 10**12 - 1))
def test_number_words_read_back(number: int) -> None:
    words = integer_words(number, "零一二三四五六七八九", ("十", "百", "千"))
    assert read_words(words) == number
    assert "零零" not in words and (number == 0 or not words.endswith("零"))


def test_records_are_exact_and_complete(records: list[dict[str, Any]]) -> None:
    for record in records:
        assert list(record) == [
            "id", "source", "domain", "split", "text", "schema", "entities", "exhaustive",
        ]  # fmt: skip
        assert record["source"] == "synthesis" and record["exhaustive"] is True
        assert 8 <= len(record["schema"]) <= 16
        assert len(set(record["schema"])) == len(record["schema"])
        assert not set(record["text"]) & set("{}@"[:2])
        places = [(e["field"], e["start"], e["end"]) for e in record["entities"]]
        assert len(set(places)) == len(places)
        for entity in record["entities"]:
            value = record["text"][entity["start"] : entity["end"]]
            assert value == entity["value"] and value == value.strip() and value
            assert not value.endswith(("。", "；"))
            assert entity["field"] in record["schema"]
        answered = {entity["field"] for entity in record["entities"]}
        assert answered and answered != set(record["schema"])


def test_records_are_the_same_whatever_the_hash_seed(tmp_path: Path) -> None:
    written = []
    for seed in ("1", "2"):
        output = tmp_path / f"{seed}.jsonl.gz"
        command = [sys.executable, "-m", "seqgpt_core.training.synthesis"]
        command += ["--seed", "5", "--count", "30", str(output)]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        written.append(output.read_bytes())
    assert written[0] == written[1]
    lines = gzip.decompress(written[0]).decode("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == list(generate(5, 30))
    assert list(generate(6, 30)) != list(generate(5, 30))


def test_breadth(records: list[dict[str, Any]]) -> None:
    assert len(TEMPLATES) >= 60
    assert {t.domain for t in TEMPLATES} >= {
        "contract", "government", "insurance", "medical", "cv", "finance", "procurement", "office",
    }  # fmt: skip
    assert len({name for record in records for name in record["schema"]}) > 1000
    names = {name for t in TEMPLATES for key in t.keys for name in t.catalogue.names(key)}
    assert not [name for name in WANTED if name not in names]
    held_out = {t.name for t in TEMPLATES if t.split == "dev"}
    for record in records:
        assert (record["split"] == "dev") == (record["id"].split("-", 3)[3] in held_out)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_template(template: Template) -> None:
    names = Counter(n for key in template.keys for n in set(template.catalogue.names(key)))
    assert [name for name, count in names.items() if count > 1] == []
    assert [name for name in template.absent if name in names] == []
    assert len(template.absent) >= 8
    seen: set[str] = set()
    for seed in range(25):
        document = render(template, random.Random(f"test {seed}"))
        seen |= {mark.key for mark in document.marks}
        assert 100 <= len(document.text) <= 1100
        assert not re.search(r"@@|\[\[|\]\]|[{}]|，，|。。|，。|None", document.text)
        assert not re.search(r"(?m)^%", document.text)
        for (key, row), value in document.values.items():
            if value.kind in ("person", "organisation"):
                marked = {
                    (m.start, m.end) for m in document.marks
                    if document.text[m.start : m.end] == value.text
                }  # fmt: skip
                inside = [m for m in document.marks if m.key in document.template.keys]
                for found in re.finditer(re.escape(value.text), document.text):
                    covered = any(m.start <= found.start() and found.end() <= m.end for m in inside)
                    assert found.span() in marked or covered, (key, row, value.text)
    assert [key for key in template.keys if key not in seen] == []


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(TEMPLATES) - 1), st.integers(0, 10**6), st.integers(8, 40))
def test_noise_keeps_the_marked_values(which: int, seed: int, width: int) -> None:
    document = render(TEMPLATES[which], random.Random(seed))
    broken = wrapped(document, width)
    assert len(broken.marks) == len(document.marks)
    assert broken.text.replace("\n", "") == document.text.replace("\n", "")
    for before, after in zip(document.marks, broken.marks, strict=True):
        old, new = document.text[before.start : before.end], broken.text[after.start : after.end]
        assert new.replace("\n", "") == old.replace("\n", "") and new == new.strip()
    tired = worn(document, random.Random(seed))
    assert [mark.key for mark in tired.marks] == [mark.key for mark in document.marks]
    assert all(0 <= mark.start < mark.end <= len(tired.text) for mark in tired.marks)


def test_insertions_at_the_edges_stay_outside() -> None:
    document = Document(TEMPLATES[0], "甲方张三乙方", [Mark("甲方", 0, 2, 4)], {})
    edges = insert(document, {2: "A", 4: "B"})
    assert edges.text == "甲方A张三B乙方"
    assert edges.marks == [Mark("甲方", 0, 3, 5)]
    middle = insert(document, {3: "\n"})
    assert middle.text[middle.marks[0].start : middle.marks[0].end] == "张\n三"


def test_syntax() -> None:
    nodes = parse("a{甲方.short}<b|c{乙方}|>[[条款:违约<*2-3:、:{品名}>]]\\<")
    kinds = [type(node) for node in walk(nodes)]
    assert kinds.count(Slot) == 3 and Choice in kinds and Marked in kinds and Repeat in kinds
    for wrong in ("{甲方", "[[条款:没有结尾", "<a|b", "a>b"):
        with pytest.raises(ValueError, match="line 1"):
            parse(wrong)


def test_names_are_inherited_extended_and_replaced() -> None:
    lines = ["甲方 = company : 采购方", "*法定代表人 = person : {P}法人 / {=P}的法定代表人"]
    declarations = [parse_declaration(line) for line in lines]
    catalogue = Catalogue({declared.key: declared for declared in declarations})
    assert catalogue.names("甲方法定代表人") == (
        "甲方法定代表人", "采购方法定代表人", "甲方法人", "采购方法人", "{甲方}的法定代表人",
    )  # fmt: skip
    own = catalogue.extended(["甲方 := 出租方"])
    assert own.names("甲方") == ("出租方",)
    assert "出租方法人" in own.names("甲方法定代表人")
    call = own.call("甲方法定代表人")
    assert call is not None and call.name == "person"


def test_a_repeated_value_answers_in_its_row_only() -> None:
    source = "试验\n品名 = goods\n价 = figures(100,900) := {品名}的单价\nabsent: 税率\n---\n"
    source += "清单<*3-3:\n:{品名}\t{价}>\n合计"
    template = parse_template(source, "office", Catalogue({}))
    document = render(template, random.Random(3))
    rows = {mark.row for mark in document.marks}
    assert len(rows) == 3
    goods = {document.text[m.start : m.end] for m in document.marks if m.key == "品名"}
    assert len(goods) == 3
    for record in generate(11, 12, (template,)):
        priced = [name for name in record["schema"] if name.endswith("的单价")]
        for name in priced:
            places = [e for e in record["entities"] if e["field"] == name]
            assert len(places) == 1
            line = record["text"][: places[0]["start"]].split("\n")[-1]
            assert line.split("\t")[0].endswith(name.removesuffix("的单价"))
