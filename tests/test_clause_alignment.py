"""Alignment of two versions: planted edits are found with their kind, format is no change."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core.clauses.alignment import align, related
from seqgpt_core.clauses.content import fold
from seqgpt_core.clauses.model import Pair
from seqgpt_core.clauses.outline import read_outline
from seqgpt_core.documents.numerals import chinese_ordinal

from . import clause_contracts as contracts
from .test_clause_outline import TEXTS


def compare(a: str, b: str) -> tuple[Pair, ...]:
    return align(a, read_outline(a), b, read_outline(b))


def check_is_partition(a: str, b: str, pairs: Sequence[Pair]) -> None:
    """Every clause is in one pair; b in order; the kinds and flags agree with the sides."""
    assert sorted((c.start, c.end) for p in pairs for c in p.a) == [
        (c.start, c.end) for c in read_outline(a)
    ]
    assert [(c.start, c.end) for p in pairs for c in p.b] == [
        (c.start, c.end) for c in read_outline(b)
    ]
    for pair in pairs:
        assert (pair.kind == "inserted") == (not pair.a)
        assert (pair.kind == "deleted") == (not pair.b)
        assert 0.0 <= pair.similarity <= 1.0
        assert pair.kind != "moved" or pair.moved
        assert pair.kind != "renumbered" or pair.renumbered
        assert pair.kind not in ("same", "format_only") or not (pair.moved or pair.renumbered)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_any_two_texts_are_aligned_without_loss(a: str, b: str) -> None:
    pairs = compare(a, b)
    check_is_partition(a, b, pairs)
    assert compare(a, b) == pairs


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    assert {pair.kind for pair in compare(text, text)} <= {"same"}


@dataclass(frozen=True)
class Item:
    """A clause to be written: `source` names the clauses of A that its words come from."""

    source: tuple[int, ...]
    title: str
    body: str


STYLES = ["article", "chinese", "decimal", "nested"]


def write(items: Sequence[Item], style: str) -> tuple[str, list[int]]:
    """The contract's text, and where each item's clause begins."""
    text = (
        "采购合同\n甲方：泰州某某机床有限公司\n乙方：常州某某钢业有限公司\n双方订立本合同如下：\n"
    )
    text += "第一章 采购条件\n" if style == "nested" else ""
    starts = []
    for index, item in enumerate(items, 1):
        starts.append(len(text))
        if style == "chinese":
            text += f"{chinese_ordinal(index)}、{item.title}\n{item.body}\n"
        elif style == "decimal":
            text += f"{index}. {item.title}：{item.body}\n"
        elif style == "nested":
            text += f"1.{index} {item.title}：{item.body}\n"
        else:
            text += f"第{chinese_ordinal(index)}条 {item.title}\n{item.body}\n"
    return text + "（以下无正文）\n甲方（盖章）：\n乙方（盖章）：\n", starts


WIDE = str.maketrans("0123456789%,.;:", "０１２３４５６７８９％，．；：")


def reformatted(body: str, random_: random.Random) -> str:
    middle = len(body) // 3
    ways = [
        body.translate(WIDE),
        body.replace("，", ", "),
        body.replace("。", "；"),
        "　　" + body,
        body if body[middle].isdigit() else body[:middle] + "\n  " + body[middle:],
    ]
    return random_.choice([way for way in ways if way != body])


def reworded(body: str, random_: random.Random) -> str:
    """One word or number changed, as a counterparty would."""
    changes = [
        ("应", "可以"),
        ("不得", "可以"),
        ("日内", "个月内"),
        ("的", "之"),
        ("5", "8"),
        ("3", "7"),
        ("甲方", "买方"),
        ("由", "概由"),
    ]
    possible = [change for change in changes if change[0] in body]
    old, new = random_.choice(possible or [(body[4], "特")])
    return body.replace(old, new, 1)


def plant(
    seed: int,
) -> tuple[list[Item], list[Item], dict[str, list[tuple[int, ...]]], Item | None]:
    """A, B, and for each kind of edit the clauses of A that it was done to."""
    random_ = random.Random(seed)
    order = random_.sample(range(len(contracts.POOL)), len(contracts.POOL))
    kept, spare = order[:-3], order[-3:]
    a = [
        Item((n,), contracts.POOL[p][0], "".join(contracts.POOL[p][1])) for n, p in enumerate(kept)
    ]
    # Edits keep clear of each other, so that what each must look like is certain.
    places = list(range(1, len(a) - 2, 3))
    random_.shuffle(places)
    deleted, changed, moved, both, split, merged, formatted = places[:7]
    b: list[Item] = []
    moving: list[Item] = []
    for n, item in enumerate(a):
        if n in (moved, both):
            moving.append(item if n == moved else replace(item, body=reworded(item.body, random_)))
        elif n == split:
            first, second = contracts.POOL[kept[n]][1]
            b += [replace(item, body=first), Item(item.source, "补充约定", second)]
        elif n == merged:
            b.append(Item((n, n + 1), item.title, item.body + a[n + 1].body))
        elif n == changed:
            b.append(replace(item, body=reworded(item.body, random_)))
        elif n == formatted:
            b.append(replace(item, body=reformatted(item.body, random_)))
        elif n not in (deleted, merged + 1):
            b.append(item)
    for item in moving:
        home = next((k for k, other in enumerate(b) if other.source[0] > item.source[0]), len(b))
        far = [k for k in range(len(b) + 1) if abs(k - home) >= 4 and not _splits_a_group(b, k)]
        b.insert(random_.choice(far), item)
    inserted = None
    if random_.random() < 0.8:
        title, sentences = contracts.POOL[random_.choice(spare)]
        inserted = Item((), title, "".join(sentences))
        spots = [k for k in range(len(b) + 1) if not _splits_a_group(b, k)]
        b.insert(random_.choice(spots), inserted)
    edits = {
        "deleted": [(deleted,)], "changed": [(changed,), (both,)], "moved": [(moved,), (both,)],
        "split": [(split,)], "merged": [(merged, merged + 1)], "format_only": [(formatted,)],
    }  # fmt: skip
    return a, b, edits, inserted


def _splits_a_group(items: Sequence[Item], place: int) -> bool:
    return 0 < place < len(items) and items[place - 1].source == items[place].source


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(STYLES))
def test_planted_edits_are_found_with_their_kind(seed: int, style: str) -> None:
    items_a, items_b, edits, inserted = plant(seed)
    a, starts_a = write(items_a, style)
    b, starts_b = write(items_b, style)
    pairs = compare(a, b)
    check_is_partition(a, b, pairs)
    at_a, at_b = {s: n for n, s in enumerate(starts_a)}, {s: n for n, s in enumerate(starts_b)}
    pair_of = {at_a[c.start]: pair for pair in pairs for c in pair.a if c.start in at_a}
    pair_of_b = {at_b[c.start]: pair for pair in pairs for c in pair.b if c.start in at_b}
    for n, item in enumerate(items_a):
        pair = pair_of[n]
        came_to = [m for m, other in enumerate(items_b) if n in other.source]
        # Never a deletion plus an insertion, and the right clauses on both sides.
        assert [at_b[c.start] for c in pair.b if c.start in at_b] == came_to, item.title
        renumbered = len(pair.a) != len(pair.b) or came_to != [n]
        if (n,) in edits["deleted"]:
            assert pair.kind == "deleted"
        elif (n,) in edits["changed"]:
            assert pair.kind == "changed" and pair.similarity > 0.5
        elif (n,) in edits["split"] or any(n in merged for merged in edits["merged"]):
            # A title was added or lost with it.
            assert pair.kind == "changed" and pair.similarity > 0.7
        elif (n,) in edits["moved"]:
            assert pair.kind == "moved"
        elif renumbered:
            assert pair.kind == "renumbered"
        else:
            assert pair.kind == ("format_only" if (n,) in edits["format_only"] else "same")
        if pair.kind != "deleted":
            assert pair.renumbered == renumbered
            # Which of two clauses moved past each other is a matter of words; these are far.
            assert pair.moved == ((n,) in edits["moved"])
    if inserted is not None:
        assert pair_of_b[items_b.index(inserted)].kind == "inserted"


def test_deletions_stand_where_they_stood() -> None:
    a, _ = write(
        [Item((n,), t, "".join(s)) for n, (t, s) in enumerate(contracts.POOL[:8])], "article"
    )
    b, _ = write(
        [
            Item((n,), t, "".join(s))
            for n, (t, s) in enumerate(contracts.POOL[:8])
            if n not in (3, 4)
        ],
        "article",
    )
    pairs = compare(a, b)
    assert [pair.kind for pair in pairs] == [
        "same", "same", "same", "same", "deleted", "deleted", "renumbered", "renumbered", "renumbered", "same",
    ]  # fmt: skip
    assert [pair.a[0].title for pair in pairs[4:6]] == ["交货时间", "交货地点"]


@pytest.mark.parametrize(
    ("a", "b", "kinds"),
    [
        # Only the kind of number differs.
        ("第一条 付款\n付10元。\n第二条 交货\n三日内。\n", "一、付款\n付10元。\n二、交货\n三日内。\n", ["renumbered"] * 2),
        # Width, white space and punctuation of the number itself.
        ("（1）付10元。\n（2）交货。\n", "(1) 付10元。\n2）交货。\n", ["format_only"] * 2),
        # Rewritten under the same title: a change, not a deletion and an insertion.
        (
            "第一条 标的\n甲方购买设备三台，规格见附件。\n第二条 争议解决\n提交北京仲裁委员会仲裁。\n",
            "第一条 标的\n甲方购买设备三台，规格见附件。\n第二条 争议解决\n任何一方可向甲方所在地法院起诉。\n",
            ["same", "changed"],
        ),
        # 1.5 is not 15; a minus sign and the borders of cells count.
        ("第一条 利率为1.5%。\n第二条 温度为-5度。\n", "第一条 利率为15%。\n第二条 温度为5度。\n", ["changed", "changed"]),
        # The document's last line end says nothing; neither do page numbers.
        ("第一条 付款。\n第二条 交货。\n", "第一条 付款。\n第二条 交货。", ["same", "same"]),
        ("第一条 付款\n- 3 -\n十日内。\n第二条 交货。\n", "第一条 付款\n十日内。\n第二条 交货。\n", ["format_only", "same"]),
    ],
)  # fmt: skip
def test_kinds(a: str, b: str, kinds: list[str]) -> None:
    assert [pair.kind for pair in compare(a, b)] == kinds


def test_a_split_without_another_word_is_no_change() -> None:
    common = "第一条 标的\n乙方向甲方供应钢板420吨，规格以图样为准。\n"
    a = common + "第二条 甲方应在到货后十五日内完成检验。隐蔽瑕疵的异议期为交付之日起一百八十日。\n"
    b = (
        common
        + "第二条 甲方应在到货后十五日内完成检验。\n第三条 隐蔽瑕疵的异议期为交付之日起一百八十日。\n"
    )
    split, merged = compare(a, b)[-1], compare(b, a)[-1]
    assert (len(split.a), len(split.b), split.kind, split.similarity) == (1, 2, "renumbered", 1.0)
    assert (len(merged.a), len(merged.b), merged.kind, merged.similarity) == (
        2,
        1,
        "renumbered",
        1.0,
    )


def test_equal_clauses_are_told_by_their_place() -> None:
    parts = [
        f"第{chinese_ordinal(n)}条 {title}\n（一）{body}\n（二）未尽事宜另行约定。\n"
        for n, (title, (body, _)) in enumerate(contracts.POOL[:6], 1)
    ]
    a = "".join(parts)
    b = "".join(parts[:2] + parts[3:])
    pairs = compare(a, b)
    assert [pair.kind for pair in pairs if pair.kind in ("moved", "inserted", "changed")] == []
    gone = [a[pair.a[0].start : pair.a[0].end] for pair in pairs if pair.kind == "deleted"]
    assert "".join(gone) == parts[2]


@pytest.mark.parametrize(("one", "other"), list(combinations(sorted(contracts.ALL), 2)))
def test_unrelated_contracts_are_not_aligned_by_noise(one: str, other: str) -> None:
    pairs = compare(contracts.ALL[one], contracts.ALL[other])
    assert not related(pairs)
    assert all(pair.kind in ("inserted", "deleted") or pair.similarity >= 0.7 for pair in pairs)


def test_related_documents() -> None:
    assert related(compare("", ""))
    assert not related(compare("", contracts.ARTICLES))
    assert not related(compare(contracts.ARTICLES, ""))
    for text in contracts.ALL.values():
        assert related(compare(text, text.replace("甲方", "买方").replace("应", "须")))


FORMAT = st.sampled_from(["，", "。", " ", "\u3000", "、", "“", "\u200b", "（", "；"])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_fold_loses_format_only(data: st.DataObject) -> None:
    letters = data.draw(st.text(st.sampled_from("甲乙方付款元应可%¥Aa"), min_size=1, max_size=30))
    noise = data.draw(st.lists(FORMAT, min_size=len(letters), max_size=len(letters)))
    noisy = "".join(mark + letter for mark, letter in zip(noise, letters, strict=True))
    assert fold(noisy) == fold(letters) == letters
    number = data.draw(st.integers(0, 10**9))
    assert fold(f"付{number:,}元") == fold(f"付 {number} 元。".translate(WIDE)) == f"付{number}元"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.5", "15"),
        ("3-5日", "35日"),
        ("-5℃", "5℃"),
        ("5%", "5"),
        ("5%", "5‰"),
        ("1\t23", "12\t3"),
        ("|1|23|", "|12|3|"),
        ("1、2条", "12条"),
        ("1:2", "12"),
        ("应", "可"),
    ],
)
def test_fold_keeps_what_carries_meaning(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def longest_increasing(values: Sequence[int]) -> int:
    return max(
        size
        for size in range(len(values) + 1)
        for chosen in combinations(values, size)
        if list(chosen) == sorted(chosen)
    )


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(7)))
def test_as_few_clauses_as_possible_moved(order: list[int]) -> None:
    items = [Item((n,), t, "".join(s)) for n, (t, s) in enumerate(contracts.POOL[:7])]
    a, _ = write(items, "article")
    b, _ = write([items[n] for n in order], "article")
    pairs = compare(a, b)
    assert {pair.kind for pair in pairs} <= {"same", "moved", "renumbered"}
    assert sum(pair.moved for pair in pairs) == len(order) - longest_increasing(order)
    staying = [pair.a[0].start for pair in pairs if not pair.moved]
    assert staying == sorted(staying)


def long_items(seed: int, count: int) -> list[Item]:
    random_ = random.Random(seed)
    sentences = [sentence for _, pair in contracts.POOL for sentence in pair]
    return [
        Item(
            (n,),
            f"{random_.choice(contracts.POOL)[0]}之{chinese_ordinal(n + 1)}",
            f"编号{random_.randrange(10**6)}。" + "".join(random_.sample(sentences, 4)),
        )
        for n in range(count)
    ]


def test_six_hundred_clauses_with_shared_sentences() -> None:
    """80,000 characters, every sentence in many clauses, a third of the clauses edited."""
    items = long_items(1, 600)
    random_ = random.Random(2)
    edited = [
        replace(item, body=reworded(item.body, random_)) if n % 3 == 0 else item
        for n, item in enumerate(items)
    ]
    edited = [item for n, item in enumerate(edited) if n % 50 != 7]
    a, starts_a = write(items, "article")
    b, starts_b = write(edited, "article")
    assert len(a) > 50_000
    pairs = compare(a, b)
    check_is_partition(a, b, pairs)
    expected = {
        starts_a[item.source[0]]: start for item, start in zip(edited, starts_b, strict=True)
    }
    found = {pair.a[0].start: pair.b[0].start for pair in pairs if len(pair.a) == len(pair.b) == 1}
    assert {start: found.get(start) for start in expected} == expected
    assert sum(pair.kind == "deleted" for pair in pairs) == 12
    assert not any(pair.moved or pair.kind == "inserted" for pair in pairs)
    assert sum(pair.kind == "changed" for pair in pairs) == sum(
        item.source[0] % 3 == 0 for item in edited
    )


def test_texts_of_one_huge_line() -> None:
    """Too long for an exact similarity, without a line end: still one pair, still told apart."""
    a = "".join(f"第{n}批货物于交付后三十日内付清，" for n in range(4000))
    b = a.replace("第2000批货物", "第2000批设备")
    (pair,) = compare(a, b)
    assert pair.kind == "changed" and 0.99 < pair.similarity < 1.0
    assert compare(a, a)[0].kind == "same"
    other = "".join(f"承租人{n}号应当按月缴纳物业管理服务费用；" for n in range(4000))
    assert not related(compare(a, other))
