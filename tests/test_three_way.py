"""Three versions: every change is attributed to who made it; conflicts are conflicts."""

from __future__ import annotations

import json
import random
import re

import pytest
from markdown_it import MarkdownIt

from seqgpt_core.clauses import three_way_report
from seqgpt_core.clauses.review import Verdict
from seqgpt_core.clauses.three_way import AttributedChange, compare_three

from .clause_texts import SERVICE
from .planted_contracts import CONTRACTS, SPARE, Article, written
from .random_versions import random_pair


def only(changes: tuple[AttributedChange, ...], words: str) -> AttributedChange:
    found = [c for c in changes if words in c.before + c.ours + c.theirs]
    assert len(found) == 1, found
    return found[0]


def test_who_changed_what() -> None:
    ours = SERVICE.replace("20日内组织验收", "15日内组织验收").replace("12个月", "24个月")
    ours = ours.replace("总价的30%作为预付款", "总价的40%作为预付款")
    theirs = SERVICE.replace("总价的30%作为预付款", "总价的20%作为预付款").replace(
        "12个月", "24个月"
    )
    theirs = theirs.replace("不得向第三方转让", "可以向第三方转让")
    found = compare_three(SERVICE, ours, theirs)
    assert found.exact
    expected = {
        "组织验收": None,
        "15日": "ours",
        "24个月": "both",
        "40%": "conflict",
        "可以": "theirs",
    }
    for words, origin in expected.items():
        if origin:
            assert only(found.changes, words).origin == origin
    conflict = only(found.changes, "40%")
    assert (conflict.before, conflict.ours, conflict.theirs) == ("30%", "40%", "20%")
    assert conflict.material and conflict.kinds == ("percentage",)
    assert len(found.changes) == 4


def test_a_clause_changed_by_one_and_deleted_by_the_other_is_a_conflict() -> None:
    clause = re.search(r"第七条.*\n.*\n", SERVICE)
    assert clause is not None
    ours = SERVICE.replace(clause[0], "")
    theirs = SERVICE.replace("逾期交付超过60日", "逾期交付超过90日")
    found = compare_three(SERVICE, ours, theirs)
    [conflict] = [c for c in found.of("conflict") if c.material]
    assert conflict.ours == "" and "90日" in conflict.theirs and "60日" in conflict.before


def test_clauses_that_both_inserted() -> None:
    contract = CONTRACTS["consulting"]
    template, _ = written(contract, "article")

    def with_clause(title: str, *sentences: str) -> str:
        articles = list(contract.articles)
        articles.insert(5, Article((), title, sentences))
        return written(type(contract)(contract.head, tuple(articles), contract.foot), "article")[0]

    (title, sentences), (other, others) = SPARE[0], SPARE[1]
    same = compare_three(template, with_clause(title, *sentences), with_clause(title, *sentences))
    assert only(same.changes, sentences[0]).origin == "both"
    differing = with_clause(title, sentences[0].replace("不得", "可以"), sentences[1])
    changed = compare_three(template, with_clause(title, *sentences), differing)
    assert only(changed.changes, sentences[1]).origin == "conflict"
    two = compare_three(template, with_clause(title, *sentences), with_clause(other, *others))
    assert only(two.changes, sentences[0]).origin == "ours"
    assert only(two.changes, others[0]).origin == "theirs"
    # The numbers behind it follow; nobody quarrels about them.
    assert not [c for c in two.of("conflict") if c.before.startswith("第")]


def test_a_clause_that_one_side_moved() -> None:
    contract = CONTRACTS["loan"]
    template, _ = written(contract, "article")
    articles = list(contract.articles)
    articles.insert(12, articles.pop(2))
    ours, _ = written(type(contract)(contract.head, tuple(articles), contract.foot), "article")
    found = compare_three(template, ours, template)
    assert [c.heading for c in found.of("ours") if c.note == "移动"]
    assert not found.of("theirs") and not found.of("conflict") and not found.of("both")
    both = compare_three(template, ours, ours)
    assert {c.origin for c in both.changes} == {"both"}


@pytest.mark.parametrize("seed", range(40))
def test_any_three_texts_are_attributed(seed: int) -> None:
    template, ours = random_pair(seed)
    rng = random.Random(seed)
    at = rng.randrange(len(template) + 1)
    theirs = (
        template[:at] + rng.choice(["甲方", "30日", "", "\n"]) + template[at + rng.randrange(9) :]
    )
    found = compare_three(template, ours, theirs)
    assert found.exact
    for change in found.changes:
        assert template[slice(*change.span)] == change.before
        if change.origin in ("ours", "both", "conflict") and change.span_ours != (0, 0):
            assert ours[slice(*change.span_ours)] == change.ours
        assert change.origin != "ours" or change.theirs in (change.before, "")
        assert change.origin != "theirs" or change.ours in (change.before, "")
    # Nobody is said to have changed what he left alone, and the sides are treated alike.
    assert {c.origin for c in compare_three(template, template, theirs).changes} <= {"theirs"}
    mirrored = compare_three(template, theirs, ours)
    swap = {"ours": "theirs", "theirs": "ours"}
    assert sorted((c.span, swap.get(c.origin, c.origin)) for c in mirrored.changes) == sorted(
        (c.span, c.origin) for c in found.changes
    )


HOSTILE = "<script>alert(1)</script>|[x](http://e.com)\u202e\x00\ud800"


def test_reports_hold_no_markup_of_the_documents_and_all_verdicts() -> None:
    ours = SERVICE.replace("仓储管理系统，", f"{HOSTILE}，")
    theirs = SERVICE.replace("12个月", "24个月")
    found = compare_three(SERVICE, ours, theirs)
    review = {found.changes[0].id: Verdict("reject", f"不同意{HOSTILE}")}
    page = three_way_report.to_html(found, review)
    assert "<script" not in page and "href" not in page and "src=" not in page
    assert "不同意&lt;script" in page and "✓" in page
    page.encode("utf-8")
    rendered = MarkdownIt().enable("table").render(three_way_report.to_markdown(found, review))
    assert "<script" not in rendered and "href" not in rendered and "不同意" in rendered
    data = json.loads(three_way_report.to_json(found, review).encode("utf-8"))
    assert data["version"] == 1 and data["exact"] is True
    assert data["counts"] == {"ours": 1, "theirs": 1, "both": 0, "conflict": 0}
    assert [c["verdict"] for c in data["changes"] if "verdict" in c] == ["reject"]
