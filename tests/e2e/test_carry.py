"""Formatting stays with its characters when another text takes the place of the one pasted."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

PARTS = Path(__file__).resolve().parents[2] / "assets" / "components"
HTML = (
    "<h3>采购　合同</h3><p>甲方：<b>云帆公</b></p><p><b>司</b>（买方）１２３</p><p>第 1 页</p>"
    "<table><tbody><tr><td>品名</td><td></td></tr><tr><td>泵</td><td><b>２</b>台</td></tr></tbody>"
    "</table><p>此致</p>"
)
CARRY = """([html, text]) => {
  const root = document.body.appendChild(document.createElement('div'));
  root.innerHTML = html;
  const carried = carriedOver(readText(root), root, text);
  root.remove();
  if (!carried) return null;
  const shown = document.createElement('div');
  shown.append(carried.nodes);
  return [readText(shown).text, shown.innerHTML];
}"""


@pytest.fixture(scope="module")
def blank(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    source = "\n".join(
        (PARTS / f"editor.{name}.js").read_text(encoding="utf-8") for name in ("text", "carry")
    )
    exported = "{agreements, carriedOver, paragraphsOf, readText}"
    page.add_script_tag(content=f"{{{source}\nObject.assign(window, {exported})}}")
    yield page
    page.close()


def test_a_repaired_text_keeps_headings_bold_and_tables(blank: Page) -> None:
    text = "采购 合同\n甲方：云帆公司（买方）123\n品名\t\n泵\t2台\n此致"
    assert blank.evaluate(CARRY, [HTML, text]) == [
        text,
        "<h3>采购 合同</h3><p>甲方：<b>云帆公司</b>（买方）123</p><table><tbody>"
        "<tr><td>品名</td><td><br></td></tr><tr><td>泵</td><td><b>2</b>台</td></tr></tbody>"
        "</table><p>此致</p>",
    ]


def test_another_document_takes_nothing_over(blank: Page) -> None:
    assert (
        blank.evaluate(CARRY, [HTML, "本院认为，被告应当在判决生效之日起十日内支付货款。"]) is None
    )


def test_agreements_are_honest_and_random_texts_come_out_exactly(blank: Page) -> None:
    chosen = random.Random(5)
    pairs = []
    for _ in range(150):
        before = "".join(chosen.choices("甲乙１ \t\n😀b", k=chosen.randrange(80)))
        after = list(before)
        for _ in range(chosen.randrange(8)):
            place = chosen.randrange(len(after) + 1)
            after[place : place + chosen.randrange(4)] = chosen.choices(
                "1丙\n", k=chosen.randrange(3)
            )
        pairs.append([before, "".join(after)])
    script = """pairs => pairs.map(([before, after]) => {
      const runs = agreements(before, after);
      const root = document.createElement('div');
      root.append(paragraphsOf(before));
      const model = readText(root);
      const carried = model.text === before && carriedOver(model, root, after);
      const moved = [];
      if (carried) for (let at = 0; at <= before.length; at += 1) moved.push(carried.moved(at));
      return [runs, carried ? readText(carried.nodes).text : after, moved, after.length];
    })"""
    for (_, after), (runs, shown, moved, length) in zip(
        pairs, blank.evaluate(script, pairs), strict=True
    ):
        assert shown == after
        for (old, now, size), (next_old, next_now, _) in itertools.pairwise(runs):
            assert size > 0
            assert old + size <= next_old
            assert now + size <= next_now
        assert moved == sorted(moved)
        assert all(0 <= place <= length for place in moved)
