"""Training: the starting point, exact labels, a loop that learns and resumes."""

from __future__ import annotations

import gzip
import json
import random
import re
import shutil
import tempfile
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load_file

from benchmarks.training_comparison import VARIANTS, compare
from seqgpt_core import SeqGPTError
from seqgpt_core.decoding.spans import Calibration
from seqgpt_core.extractor import RELIABILITY
from seqgpt_core.model.checkpoint import load_checkpoint
from seqgpt_core.model.tokenizer import Tokenizer
from seqgpt_core.training.batches import make_batch, token_span
from seqgpt_core.training.calibration import LENGTH, fit_calibration, fit_kinds
from seqgpt_core.training.config import TrainingConfig, load_config
from seqgpt_core.training.initial_weights import initial_network
from seqgpt_core.training.parts import join_parts, split_file
from seqgpt_core.training.passages import (
    MENTIONED,
    NOT_MENTIONED,
    Passage,
    PassageSource,
    Question,
    Record,
    SourceSettings,
    cut_record,
    held_out,
    join_records,
    statements,
    training_records,
)
from seqgpt_core.training.reliability import ScoredCandidates
from seqgpt_core.training.run import run_training
from seqgpt_core.training.trainer import train
from seqgpt_core.training.variation import vary

CONFIGS = Path(__file__).parents[1] / "seqgpt_core" / "training" / "configs"
NAMES = ["华信公司", "远景公司", "京华公司", "北方公司"]


def make_record(number: int) -> dict[str, object]:
    first, second = NAMES[number % 4], NAMES[(number + 1) % 4]
    text = f"甲方：{first}，乙方：{second}，合同金额{number}元。"
    entities = [
        {"field": f, "start": text.index(v), "end": text.index(v) + len(v), "value": v}
        for f, v in (("甲方", first), ("乙方", second), ("合同金额", f"{number}元"))
    ]
    return {"id": str(number), "split": "train", "text": text, "entities": entities,
            "schema": ["甲方", "乙方", "合同金额", "签约日期"], "exhaustive": True}  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with gzip.open(tmp_path / "toy.jsonl.gz", "wt", encoding="utf-8") as out:
        for number in range(40):
            out.write(json.dumps(make_record(number), ensure_ascii=False) + "\n")
    return tmp_path


@pytest.fixture
def config(tiny_checkpoint: Path) -> TrainingConfig:
    return TrainingConfig(
        {"toy": SourceSettings(weight=1, join=2, size=60)},
        steps=60, passages_per_step=3, body_rate=3e-3, head_rate=3e-3, warmup_steps=5,
        checkpoint_every=10, max_tokens=64, initial=str(tiny_checkpoint),
    )  # fmt: skip


def losses(run: Path) -> list[float]:
    rows = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
    return [row["loss"] for row in rows]


@pytest.mark.parametrize("with_chance", [False, True])
def test_a_killed_run_resumes_to_the_same_weights(
    config: TrainingConfig, data: Path, tmp_path: Path, with_chance: bool
) -> None:
    if with_chance:
        config = replace(config, dropout=0.1, hidden_share=0.2, average=0.9)
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    _, _, done = train(config, data, whole)
    assert done == 60
    assert train(config, data, parts, stop_after=25)[2] == 25
    train(config, data, parts)
    one, two = (load_file(run / "checkpoint.safetensors") for run in (whole, parts))
    assert one.keys() == two.keys()
    for name, value in one.items():
        torch.testing.assert_close(value, two[name], atol=0, rtol=0, msg=name)
    history = losses(whole)
    assert np.mean(history[-10:]) < 0.6 * np.mean(history[:5])


def test_a_run_stops_in_time_and_is_watched(
    config: TrainingConfig, data: Path, tmp_path: Path
) -> None:
    watched = replace(config, steps=5000, monitor=["toy:train"], monitor_every=40, average=0.9)
    _, _, done = train(watched, data, tmp_path / "run", minutes=0.1)
    assert 0 < done < 5000
    rows = [json.loads(row) for row in (tmp_path / "run" / "log.jsonl").read_text().splitlines()]
    figures = [row["monitor"]["toy:train"] for row in rows if "monitor" in row]
    assert len(figures) == done // 40
    assert figures[-1]["loss"] < figures[0]["loss"]
    assert figures[-1]["edge_f1"] > max(0.5, figures[0]["edge_f1"])
    # The next call goes on from there.
    assert train(watched, data, tmp_path / "run", stop_after=3)[2] == done + 3


def test_settings_are_compared_on_the_same_passages(config: TrainingConfig, data: Path) -> None:
    watched = replace(config, steps=6, monitor=["toy:train"], monitor_every=6)
    base, again, other = (
        compare(watched, differs, data, "cpu") for differs in ({}, {}, {"body_rate": 0.0})
    )
    assert base["monitor"] == again["monitor"] != other["monitor"]
    assert other["differs"] == {"body_rate": 0.0}
    for differs in VARIANTS.values():
        replace(config, **differs)


def test_fewer_layers_are_taken_evenly() -> None:
    half, whole = initial_network(0, layers=4)[0], initial_network(0)[0]
    for taken, layer in enumerate((2, 5, 8, 11)):
        for name, value in half.blocks[taken].state_dict().items():
            assert torch.equal(value, whole.blocks[layer].state_dict()[name])


def test_missing_data_and_bad_settings_are_one_sentence(
    config: TrainingConfig, data: Path, tmp_path: Path
) -> None:
    other = replace(config, sources={"none": SourceSettings(weight=1)})
    with pytest.raises(SeqGPTError) as caught:
        train(other, data, tmp_path / "run")
    assert caught.value.code == "data_missing"
    broken = tmp_path / "broken.toml"
    for text in ("steps = ", "steps = 3", 'colour = "red"\n[sources]\n'):
        broken.write_text(text, encoding="utf-8")
        with pytest.raises(SeqGPTError) as caught:
            load_config(broken)
        assert caught.value.code == "config_unreadable"


def test_shipped_settings_load() -> None:
    for path in CONFIGS.glob("*.toml"):
        loaded = load_config(path)
        assert loaded.steps > 0
        assert loaded.sources


@given(st.text("甲方华信ab12 ，\n😀", min_size=1, max_size=30), st.data())
def test_token_targets_give_back_the_characters(
    tiny_tokenizer: Tokenizer, text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    encoding = tiny_tokenizer.encode(text)
    first, last = token_span(encoding, start, end)
    assert encoding.starts[first] <= start < encoding.ends[first]
    assert encoding.starts[last] < end <= encoding.ends[last]


@pytest.fixture(scope="module")
def tiny_tokenizer(tiny_checkpoint: Path) -> Tokenizer:
    return load_checkpoint(tiny_checkpoint)[1]


def test_batch_targets(tiny_tokenizer: Tokenizer) -> None:
    questions = (
        Question("甲方", ((3, 7),), True),
        Question("乙方", (), False),
        Question("合同", None, True),
    )
    batch = make_batch([Passage("甲方：华信公司。", questions)], tiny_tokenizer, 64)
    # One mark stands before the text, so character i is token i + 1.
    assert batch.targets[0, 0].nonzero().tolist() == [
        [0, 4], [1, 7], [2, 4], [2, 5], [2, 6], [2, 7],
    ]  # fmt: skip
    assert batch.targets[0, 1:].sum() == 0
    assert batch.asks_spans[0].tolist() == [True, True, False]
    assert batch.present[0].tolist() == [1, 0, 1]
    assert batch.document_mask[0].tolist() == [False, *[True] * 8, False]


def as_record(number: int) -> Record:
    item = make_record(number)
    answers = {e["field"]: ((e["start"], e["end"]),) for e in item["entities"]}  # type: ignore[index, attr-defined]
    return Record(str(item["text"]), answers, ("签约日期",), {}, True)


@given(st.lists(st.integers(0, 200), min_size=1, max_size=5), st.integers(8, 90), st.integers())
def test_joining_and_cutting_keep_labels_exact(numbers: list[int], size: int, seed: int) -> None:
    joined = join_records([as_record(n) for n in numbers])
    wanted = {str(n) + "元" for n in numbers}
    assert {joined.text[s:e] for s, e in joined.answers["合同金额"]} == wanted
    cut = cut_record(joined, size, random.Random(seed))
    assert len(cut.text) <= size or cut is joined
    assert cut.text in joined.text
    for name, spans in cut.answers.items():
        for start, end in spans:
            assert cut.text[start:end] in {joined.text[s:e] for s, e in joined.answers[name]}
    assert not set(cut.absent) & set(cut.answers)


@given(st.integers(), st.sampled_from(["华信公司", "王小明", "北方润邦科技有限公司", "12月3日"]))
def test_other_particulars_leave_every_answer_in_its_place(seed: int, value: str) -> None:
    text = f"承包人{value}于2023年与{value}（张伟）签约，张伟收款5,400元。"
    start = text.index(value)
    person = text.index("张伟")
    answers = {"承包人": ((start, start + len(value)),), "经办人": ((person, person + 2),)}
    varied = vary(text, answers, random.Random(seed))
    assert len(varied) == len(text)
    # What was the same before is the same afterwards, and the wording around it stands.
    second = text.index(value, start + 1)
    assert varied[start : start + len(value)] == varied[second : second + len(value)]
    first, last = (m.start() for m in re.finditer("张伟", text))
    assert varied[first : first + 2] == varied[last : last + 2]
    for word in ("承包人", "签约", "收款", "元。"):
        assert varied[text.index(word) :].startswith(word)
    changed = {vary(text, answers, random.Random(n)) for n in range(8)}
    assert len(changed) > 4


def test_foreign_fields_are_asked_of_other_domains_only() -> None:
    medical = replace(as_record(1), domain="medical")
    contract = Record(
        "质量异议期限为三日。",
        {"质量异议期限": ((7, 9),), "日期": ((7, 9),)},
        (),
        {},
        True,
        "contract",
    )
    source = PassageSource([medical, contract], SourceSettings(weight=1, foreign=3), "seed")
    asked = [
        (q.name, q.present) for n in range(40) for q in source.draw(n, random.Random(n)).questions
    ]
    assert ("质量异议期限", False) in asked and ("质量异议期限", True) in asked
    # A short name may be answered anywhere.
    assert ("日期", False) not in asked


def test_a_passage_with_labels_mostly_stays_whole_and_a_part_has_none() -> None:
    record = replace(as_record(3), labels={"已签约": True, "有担保": False})
    source = PassageSource([record], SourceSettings(weight=1, size=len(record.text)), "seed")
    drawn = [source.draw(n, random.Random(n)) for n in range(60)]
    whole = [p for p in drawn if p.text == record.text]
    assert 30 < len(whole) < 60
    for passage in drawn:
        asked = {q.name: q.present for q in passage.questions if q.spans is None}
        assert asked == (dict(record.labels) if passage.text == record.text else {})


@given(st.integers(0, 200), st.integers())
def test_statements_say_what_the_answers_say(number: int, seed: int) -> None:
    record = replace(as_record(number), absent=("签约日期", "违约金"))
    names = [*record.answers, *record.absent]
    values = {n: {record.text[s:e] for s, e in spans} for n, spans in record.answers.items()}
    made = statements(record, {n: n for n in names}, 6, random.Random(seed))
    for statement, holds in made:
        name = next(n for n in names if n in statement)
        if any(statement.startswith(form.format("")) for form in NOT_MENTIONED):
            assert holds == (name in record.absent)
        elif any(statement.startswith(form.format("")) for form in MENTIONED):
            assert holds == (name in record.answers)
        else:
            value = re.split("：|为|是", statement, maxsplit=1)[1]
            assert holds == (value in values[name])


def test_absence_is_only_known_of_exhaustive_records() -> None:
    record = replace(as_record(5), absent=(), exhaustive=False)
    cut = cut_record(record, 8, random.Random(1))
    assert cut.absent == ()
    joined = join_records([as_record(1), record])
    assert "签约日期" not in joined.absent


def test_a_source_gives_every_record_once_a_round() -> None:
    records = [as_record(n) for n in range(20)]
    source = PassageSource(records, SourceSettings(weight=1, alias_rate=0), "seed")
    texts = [source.draw(i, random.Random(i)).text for i in range(40)]
    assert sorted(texts[:20]) == sorted(r.text for r in records) == sorted(texts[20:])
    assert texts[:20] != texts[20:]


def scored(
    seed: int, slope: float, offset: float, kind: str = "date", count: int = 4000
) -> ScoredCandidates:
    """Candidates whose scores are `slope * log-odds + offset` of their true probability."""
    rng = np.random.default_rng(seed)
    truth = rng.beta(0.6, 0.4, count)
    odds = np.log(truth / (1 - truth))
    scores = 1 / (1 + np.exp(-(odds * slope + offset)))
    correct = rng.random(count) < truth
    return ScoredCandidates(
        scores, correct, np.array([kind] * count), {kind: int(correct.sum() * 1.1)}
    )


def f1_at(scores: np.ndarray, found: ScoredCandidates, threshold: float) -> float:
    kept = scores >= threshold
    return float(2 * found.correct[kept].sum() / (kept.sum() + found.total))


def test_calibration_puts_the_best_threshold_in_the_middle() -> None:
    # Scores that are too low: the calibration must move them up.
    found = scored(0, 0.5, -1.5)
    fitted = fit_calibration(found, Calibration())
    moved = fitted.apply(found.scores.astype(np.float32)).astype(np.float64)
    best = max(f1_at(moved, found, t) for t in np.arange(0.05, 0.95, 0.01))
    assert f1_at(moved, found, 0.5) > best - 0.005 > f1_at(found.scores, found, 0.5) + 0.1
    assert fitted.scale == pytest.approx(2, rel=0.15)
    with pytest.raises(ValueError, match="lift"):
        fit_calibration(replace(found, scores=moved), fitted)


def test_scores_that_are_far_too_sure_are_calibrated_too() -> None:
    found = scored(7, 4.0, 3.0)
    fitted = fit_calibration(found, Calibration())
    # Undone as far as a calibration goes (the slope is bounded).
    assert fitted.scale == pytest.approx(0.3, abs=0.05)
    assert fitted.shift == pytest.approx(-0.9, abs=0.3)


def test_scores_stay_probabilities_away_from_the_threshold() -> None:
    found = scored(4, 1.0, 0.0)
    # Many gold spans were not found at all: showing less likely candidates gains F1.
    found = replace(found, gold={"date": found.total * 3})
    fitted = fit_calibration(found, Calibration())
    moved = fitted.apply(found.scores.astype(np.float32)).astype(np.float64)
    assert fitted.lift > 0.3
    for low, high in ((0.0, 0.05), (0.85, 1.0)):
        inside = (moved >= low) & (moved < high)
        assert abs(moved[inside].mean() - found.correct[inside].mean()) < 0.03


def test_scores_of_long_documents_are_worth_less() -> None:
    short, long_ = scored(5, 1.0, 0.0), scored(6, 1.0, LENGTH * float(np.log(6)))
    together = ScoredCandidates(
        *(
            np.concatenate([getattr(part, name) for part in (short, long_)])
            for name in ("scores", "correct", "kinds")
        ),
        {"date": short.total + long_.total},
        windows=np.array([1.0] * len(short.scores) + [6.0] * len(long_.scores)),
    )
    fitted = fit_calibration(together, Calibration())
    # With the length known, the scores are honest as they stand.
    assert (fitted.scale, fitted.shift) == (pytest.approx(1, abs=0.1), pytest.approx(0, abs=0.1))
    assert fitted.in_document(0.6, 1) == 0.6
    lost = np.log(0.6 / 0.4) - np.log((s := fitted.in_document(0.6, 6)) / (1 - s))
    assert lost == pytest.approx(LENGTH * np.log(6))


def test_kinds_are_calibrated_apart_where_there_is_enough_of_them() -> None:
    dates, money = scored(1, 1.0, 0.0), scored(2, 1.0, -2.0, "money")
    few = scored(3, 1.0, 2.0, "place", count=20)
    together = ScoredCandidates(
        *(
            np.concatenate([getattr(part, name) for part in (dates, money, few)])
            for name in ("scores", "correct", "kinds")
        ),
        {**dates.gold, **money.gold, **few.gold},
    )
    fitted = fit_kinds(together, Calibration())
    assert set(fitted) == {"all", "date", "money"}
    assert fitted["money"].shift - fitted["date"].shift == pytest.approx(2, abs=0.4)


def test_held_out_records_are_never_trained_on() -> None:
    items = [{"id": f"x-{n}", "split": "train", "text": f"第{n}条", "schema": [], "entities": [],
              "exhaustive": True} for n in range(400)]  # fmt: skip
    texts = {r.text for r in training_records(items)}
    kept = {item["text"] for item in items if held_out(item["id"])}
    assert kept and not kept & texts
    assert texts | kept == {item["text"] for item in items}


@pytest.mark.usefixtures("own_main")
def test_one_command_trains_calibrates_writes_and_records(
    data: Path, tiny_checkpoint: Path, tmp_path: Path
) -> None:
    settings = tmp_path / "run.toml"
    settings.write_text(
        f"""
        steps = 6
        passages_per_step = 2
        checkpoint_every = 3
        initial = '{tiny_checkpoint}'
        max_tokens = 64
        evaluate = ["toy.jsonl.gz:train"]
        [calibrate]
        toy = 20
        [sources]
        toy = {{ weight = 1, size = 60 }}
        """,
        encoding="utf-8",
    )
    record = tmp_path / "training.jsonl"
    options = (settings, data, tmp_path / "run", "cpu", "toy-model")
    parts = tmp_path / "parts"
    assert "4 / 6" in run_training(*options, stop_after=4, record=record, parts=parts)
    assert not record.exists()
    # Another machine has the parts only.
    shutil.rmtree(tmp_path / "run")
    table = run_training(*options, stop_after=0, record=record, parts=parts)
    assert len((tmp_path / "run" / "log.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    assert "| toy:train | train | 40 |" in table
    (row,) = map(json.loads, record.read_text(encoding="utf-8").splitlines())
    assert row["settings"]["steps"] == 6 and row["settings"]["sources"] == {"toy": 1}
    written = tmp_path / "run" / "toy-model"
    _network, _, info = load_checkpoint(written)
    assert info.name == "toy-model" and info.sha256 == row["model"]["sha256"]
    assert "all" in info.calibration
    assert info.figures["toy:train"]["strict_f1"] == row["figures"]["toy:train"]["strict_f1"]
    assert "all" in json.loads((written / RELIABILITY).read_text(encoding="utf-8"))


@given(st.binary(max_size=300), st.integers(1, 64))
def test_parts_put_together_are_the_file(content: bytes, size: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, target = folder / "checkpoint.safetensors", folder / "joined"
        source.write_bytes(content)
        written = split_file(source, folder / "parts", size)
        assert all(p.stat().st_size <= size for p in written)
        join_parts(folder / "parts", target)
        assert target.read_bytes() == content
        if written:
            written[-1].write_bytes(b"x" + written[-1].read_bytes())
            with pytest.raises(SeqGPTError) as caught:
                join_parts(folder / "parts", target)
            assert caught.value.code == "parts_damaged"
            assert target.read_bytes() == content


def test_frozen_layers_stay_as_they_were(
    config: TrainingConfig, data: Path, tmp_path: Path
) -> None:
    before = load_checkpoint(Path(config.initial))[0].state_dict()
    frozen = replace(config, steps=2, frozen_layers=1)
    after = train(frozen, data, tmp_path / "run")[0].state_dict()
    moved = {name for name in after if not torch.equal(after[name], before[name])}
    assert moved and not any(n.startswith(("blocks.0.", "words.", "types.")) for n in moved)
    assert any(n.startswith("blocks.1.") for n in moved)


def test_the_starting_encoder_knows_chinese() -> None:
    network, tokenizer = initial_network(seed=0)
    assert sum(p.numel() for p in network.parameters()) == pytest.approx(28.6e6, rel=0.02)

    def meaning(text: str) -> torch.Tensor:
        ids = torch.from_numpy(tokenizer.encode(text).ids)
        window = network.eval().read(ids)
        return torch.nn.functional.normalize(window.states.float().mean(0), dim=0)

    amount, price, weather = map(meaning, ("合同的总金额", "合同总价款", "明天下雨"))
    assert amount @ price > amount @ weather + 0.02


def test_the_shipped_settings_say_what_they_mean() -> None:
    settings = tomllib.loads((CONFIGS / "mini.toml").read_text(encoding="utf-8"))
    config = load_config(CONFIGS / "mini.toml")
    assert all(isinstance(count, int) for count in settings["calibrate"].values())
    assert set(settings["calibrate"]) <= set(config.sources)
    assert config.warmup_steps + config.decay_steps < config.steps
    names = {name.split(":")[0] for name in settings["evaluate"]}
    assert {"synthesis", "corpus", "cluener.jsonl.gz"} <= names
