"""Annotated records: a document's questions, their names, and the answers' places."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ...decoding.boundaries import without_stop
from .documents import Document, Mark, Template, read_templates, render
from .noise import worn
from .values import Value

FEWEST, MOST = 8, 16
# Names that fit no document of another domain; asked now and then as plainly absent fields.
FOREIGN_FIELDS = {
    "contract": ("患者姓名", "病灶大小", "手术部位(左/右)", "毕业院校", "期望薪资", "出险时间"),
    "finance": ("患者姓名", "病灶大小", "诉求事项", "毕业院校", "用药名称", "出险地点"),
    "government": ("授信额度(万元)", "病灶大小", "毕业院校", "贷款利率", "保单号", "期望薪资"),
    "insurance": ("授信额度", "毕业院校", "期望薪资", "病灶大小", "招标代理机构", "担保方式"),
    "medical": ("合同金额", "违约金比例(‰)", "毕业院校", "争议解决方式", "贷款期限", "期望薪资"),
    "cv": ("合同金额", "病灶大小", "保单号", "争议解决方式", "诉求事项", "贷款利率", "甲方"),
    "procurement": ("患者姓名", "手术部位(左/右)", "毕业院校", "保单号", "期望薪资", "贷款利率"),
    "office": ("患者姓名", "病灶大小", "毕业院校", "保单号", "授信额度", "违约金比例"),
    "papers": ("期望薪资", "争议解决方式", "违约金比例(‰)", "求职状态", "担保方式", "甲方"),
    "letters": ("患者姓名", "病灶大小", "保单号", "毕业院校", "股权登记日", "手术部位(左/右)"),
    "care": ("授信额度", "毕业院校", "期望薪资", "招标代理机构", "股权登记日", "争议解决方式"),
    "notices": ("患者姓名", "病灶大小", "诉求事项", "毕业院校", "出险地点", "期望薪资"),
    "dealings": ("患者姓名", "病灶大小", "出险时间", "保单号", "用药名称", "股权登记日"),
    "agreements": ("患者姓名", "病灶大小", "出险时间", "期望薪资", "诉求事项", "股权登记日"),
}
BRACKETS = {
    "amount": ("元", "万元", "人民币", "数字"),
    "figure": ("元",),
    "date": ("YYYY-MM-DD", "YYYY年MM月DD日", "年月日", "YYYY/MM/DD"),
    "datetime": ("YYYY-MM-DD HH:MM", "精确到分", "日期+时间"),
    "month": ("YYYY-MM", "年月"),
    "rate": ("%", "百分比", "‰"),
    "person": ("姓名", "全名"),
    "organisation": ("全称", "单位名称"),
    "phone": ("手机或座机", "号码"),
    "id": ("号码",),
    "clause": ("原文", "整句", "条款原文"),
}
# A bracket only makes sense where the name does not already say it.
SAID = {"全称", "单位名称", "姓名", "全名", "人民币"}


def _fill(name: str, document: Document, row: int) -> str | None:
    """A name with its references replaced; None where the document does not show the value."""
    shown = {(mark.key, mark.row) for mark in document.marks}

    def replaced(found: re.Match[str]) -> str:
        inside = found[1]
        if inside.startswith("$"):
            return document.variables[inside[1:]]
        key, _, form = inside.partition(".")
        for place in ((key, row), (key, 0)):
            if place in document.values and place in shown:
                value = document.values[place]
                return value.forms[form] if form else value.text
        return "\0"

    filled = re.sub(r"\{([^}]*)\}", replaced, name)
    return None if "\0" in filled else filled


def _rows_of(name: str, template: Template) -> bool:
    """Whether a name refers to a value of one repetition."""
    keys = re.findall(r"\{([^}$.]+)", name)
    return any(key in template.local_keys for key in keys)


def _with_bracket(name: str, value: Value | None, rng: random.Random) -> str:
    """The name with a constraint bracket that suits its kind, about one time in seven."""
    if rng.random() > 0.14 or name.endswith((")", "）")):
        return name
    kind = value.kind if value else "clause"
    options = [
        bracket
        for bracket in BRACKETS.get(kind, ())
        if bracket not in SAID or bracket[-2:] not in name
    ]
    if value and value.unit and kind not in ("amount", "rate"):
        options.append(value.unit)
    if not options:
        return name
    bracket = rng.choice(options)
    return f"{name}（{bracket}）" if rng.random() < 0.3 else f"{name}({bracket})"


def _all_places(document: Document) -> Document:
    """Marks for every other place of a person or organisation that a mark names."""
    marks = list(document.marks)
    seen = {(mark.key, mark.start, mark.end) for mark in marks}
    for mark in document.marks:
        value = document.values.get((mark.key, mark.row))
        if value is None or value.kind not in ("person", "organisation"):
            continue
        text = document.text[mark.start : mark.end]
        for found in re.finditer(re.escape(text), document.text):
            start, end = found.span()
            cut = any(
                (other.start < end and start < other.end)
                and not (other.start <= start and end <= other.end)
                for other in document.marks
            )
            inside = any(
                other.start <= start
                and end <= other.end
                and (other.start, other.end) != (start, end)
                and (other.key, other.row) in document.values
                for other in document.marks
            )
            if not cut and not inside and (mark.key, start, end) not in seen:
                seen.add((mark.key, start, end))
                marks.append(Mark(mark.key, mark.row, start, end))
    document.marks = marks
    return document


def _questions(document: Document, rng: random.Random) -> dict[str, list[tuple[int, int]]]:
    """Names and their places, in the order asked; absent ones have none."""
    template = document.template
    names_of = template.catalogue.names
    places: dict[str, list[Mark]] = {}
    for mark in document.marks:
        if names_of(mark.key):
            places.setdefault(mark.key, []).append(mark)
    usage = Counter(name for key in places for name in set(names_of(key)))
    wanted = rng.randint(FEWEST, MOST)
    absent_count = max(1, round(wanted * rng.uniform(0.15, 0.35)))
    asked: dict[str, list[tuple[int, int]]] = {}
    keys = list(places)
    rng.shuffle(keys)
    if rng.random() < 0.15:
        keys += keys[:2]
    for key in keys:
        if len(asked) >= wanted - absent_count:
            break
        # The canonical name is the likeliest, but the many others together outweigh it.
        names = [name for name in names_of(key) if usage[name] == 1]
        if not names:
            continue
        if rng.random() < 0.8:
            rng.shuffle(names)
        row = rng.choice(sorted({mark.row for mark in places[key]}))
        filled = None
        for name in names:
            filled = _fill(name, document, row)
            if filled is not None:
                break
        if filled is None:
            continue
        one_row = _rows_of(name, template)
        spans = sorted({(m.start, m.end) for m in places[key] if not one_row or m.row == row})
        filled = _with_bracket(filled, document.values.get((key, row)), rng)
        if filled not in asked:
            asked[filled] = spans
    present_names = {_fill(name, document, 0) for key in places for name in names_of(key)} | set(
        asked
    )
    missing = [
        rng.choice(names)
        for key in template.keys
        if key not in places
        and key not in template.quiet
        and (names := [name for name in names_of(key) if not _rows_of(name, template)])
    ]
    listed = list(template.absent)
    foreign = list(FOREIGN_FIELDS[template.domain])
    rng.shuffle(missing)
    rng.shuffle(listed)
    pool = []
    while missing or listed:
        source = missing if missing and (not listed or rng.random() < 0.55) else listed
        pool.append(source.pop())
    if rng.random() < 0.3:
        pool.insert(rng.randrange(min(3, len(pool) + 1)), rng.choice(foreign))
    for name in pool:
        if len(asked) >= wanted:
            break
        filled = _fill(name, document, 0)
        if filled is None or filled in present_names:
            continue
        asked.setdefault(filled, [])
    order = list(asked)
    rng.shuffle(order)
    return {name: asked[name] for name in order}


def record_of(document: Document, identifier: str, rng: random.Random) -> dict[str, Any]:
    """One record in the annotation format: `text[start:end] == value` for every entity."""
    questions = _questions(document, rng)
    return {
        "id": identifier,
        "source": "synthesis",
        "domain": document.template.domain,
        "split": document.template.split,
        "text": document.text,
        "schema": list(questions),
        "entities": [
            {"field": name, "start": start, "end": end, "value": document.text[start:end]}
            for name, spans in questions.items()
            for start, end in (without_stop(document.text, *span) for span in spans)
        ],
        "exhaustive": True,
    }


def generate(
    seed: int, count: int, templates: tuple[Template, ...] | None = None, first: int = 0
) -> Iterator[dict[str, Any]]:
    """The `count` records from number `first` on; the same seed gives the same records.

    All templates come equally often, in an order drawn from the seed.
    """
    order = list(templates if templates is not None else read_templates())
    random.Random(f"order {seed}").shuffle(order)
    for number in range(first, first + count):
        template = order[number % len(order)]
        # A string seed is hashed by SHA-512, not by the process's hash seed.
        rng = random.Random(f"{seed} {number} {template.name}")
        document = worn(_all_places(render(template, rng)), rng)
        yield record_of(document, f"synthesis-{seed}-{number:05d}-{template.name}", rng)
