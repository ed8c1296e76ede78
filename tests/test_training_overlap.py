"""Texts that are measured on are not read without annotation either."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from seqgpt_core.training.config import TrainingConfig
from seqgpt_core.training.overlap import RUN, KnownTexts
from seqgpt_core.training.passages import SourceSettings
from seqgpt_core.training.stream import PassageStream

TEXTS = st.text(alphabet="甲乙丙丁戊己庚辛 \n", max_size=200)


@given(TEXTS, TEXTS, TEXTS, st.integers(0, 100))
def test_a_shared_passage_is_found_wherever_it_stands(
    known: str, before: str, after: str, start: int
) -> None:
    plain = "".join(known.split())
    passage = plain[start : start + 2 * RUN]
    if len(passage) == 2 * RUN:
        assert KnownTexts([known]).shares(f"{before}{passage[:7]} \n{passage[7:]}{after}")


@given(TEXTS, TEXTS)
def test_nothing_is_found_that_is_not_shared(known: str, document: str) -> None:
    plain, other = "".join(known.split()), "".join(document.split())
    runs = {plain[at : at + RUN] for at in range(len(plain) - RUN + 1)}
    shared = any(other[at : at + RUN] in runs for at in range(len(other)))
    assert shared or not KnownTexts([known]).shares(document)


def write(path: Path, items: list[dict[str, object]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(item) + "\n" for item in items)


def test_a_run_leaves_such_documents_out(tmp_path: Path) -> None:
    measured = (
        "甲方应当在合同生效之日起三十日内向乙方支付首笔款项人民币贰拾万元整并提供相应的付款凭证，"
    )
    measured += "乙方收到后五个工作日内开具等额发票并安排第一批设备的发运，运费由乙方承担。"
    other = "本人郑重声明所填写的内容真实有效，如有不实愿意承担由此产生的一切法律责任。" * 3
    record = {"id": "1", "schema": [], "entities": [], "exhaustive": True}
    write(
        tmp_path / "told.jsonl.gz",
        [record | {"split": "dev", "text": measured}, record | {"split": "train", "text": other}],
    )
    raw = [("a", f"附件一：{measured}（完）"), ("b", other)]
    write(tmp_path / "raw" / "forms.jsonl.gz", [{"file": n, "text": t} for n, t in raw])
    config = TrainingConfig(
        sources={"raw/forms": SourceSettings(weight=1, size=500)},
        apart=["told"],
        passages_per_step=20,
    )
    drawn = {passage.text for passage in PassageStream(config, tmp_path).draw(0)}
    assert drawn
    assert all(text in other for text in drawn)
