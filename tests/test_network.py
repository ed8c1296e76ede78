"""The network's promises, on random weights: independence of fields, one reading for all."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from seqgpt_core import SeqGPTError
from seqgpt_core.model.checkpoint import load_checkpoint, save_checkpoint
from seqgpt_core.model.network import SpanNetwork
from seqgpt_core.model.tokenizer import BEGIN, END, UNKNOWN, Tokenizer
from seqgpt_core.training.batches import make_batch
from seqgpt_core.training.passages import Passage, Question


@pytest.fixture(scope="module")
def loaded(tiny_checkpoint: Path) -> tuple[SpanNetwork, Tokenizer]:
    return load_checkpoint(tiny_checkpoint)[:2]


def window_ids(tokenizer: Tokenizer, text: str) -> torch.Tensor:
    return torch.from_numpy(np.concatenate([[BEGIN], tokenizer.encode(text).ids, [END]]))


def test_fields_do_not_disturb_each_other(loaded: tuple[SpanNetwork, Tokenizer]) -> None:
    network, tokenizer = loaded
    window = network.read(window_ids(tokenizer, "甲方北京华信公司，合同金额人民币500元。"))
    names = ["甲方", "合同金额", "签约日期", "乙方"]
    fields = [torch.from_numpy(tokenizer.encode_field(n)) for n in names]
    together, labels = network.ask(window, fields)
    for i, name in enumerate(names):
        alone, label = network.ask(window, [fields[i]])
        torch.testing.assert_close(alone[0], together[i], atol=1e-5, rtol=1e-5, msg=name)
        torch.testing.assert_close(label[0], labels[i], atol=1e-5, rtol=1e-5)
    turned, _ = network.ask(window, fields[::-1])
    torch.testing.assert_close(turned.flip(0), together, atol=1e-5, rtol=1e-5)


def test_training_and_inference_paths_agree(loaded: tuple[SpanNetwork, Tokenizer]) -> None:
    network, tokenizer = loaded
    text, names = "甲方北京华信公司，合同金额人民币500元。", ["甲方", "合同金额"]
    document = window_ids(tokenizer, text).tolist()
    ids, segments, positions = list(document), [0] * len(document), list(range(len(document)))
    for number, name in enumerate(names, start=1):
        field = tokenizer.encode_field(name).tolist()
        ids += field
        segments += [number] * len(field)
        positions += range(len(field))
    # A second, shorter row: padding must not change the first.
    rows = [[*ids, 0, 0], [*document[:5], *ids[len(document) : len(document) + 3]]]
    marks = [[*segments, -1, -1], [0] * 5 + [1] * 3]
    places = [[*positions, 0, 0], [*range(5), *range(3)]]
    width = len(rows[0])
    padded = [
        torch.tensor([r + [fill] * (width - len(r)) for r in group])
        for group, fill in ((rows, 0), (places, 0), (marks, -1))
    ]
    with torch.inference_mode():
        joint, joint_labels = network(*padded, 2)
    window = network.read(torch.tensor(document))
    asked, labels = network.ask(
        window, [torch.from_numpy(tokenizer.encode_field(n)) for n in names]
    )
    # Kept readings are half precision; that is all the difference there may be.
    torch.testing.assert_close(joint[0, :, :, : len(document)], asked, atol=5e-3, rtol=5e-3)
    torch.testing.assert_close(joint_labels[0], labels, atol=5e-3, rtol=5e-3)


@given(st.text(max_size=60))
def test_tokens_cover_every_character_in_order(loaded: object, text: str) -> None:
    tokenizer = loaded[1]  # type: ignore[index]
    encoding = tokenizer.encode(text)
    assert len(encoding) <= len(text)
    assert "".join(text[s:e] for s, e in zip(encoding.starts, encoding.ends, strict=True)) == text
    assert all(s < e for s, e in zip(encoding.starts, encoding.ends, strict=True))


def test_tokenizer_cuts_latin_words_and_keeps_digits_single(loaded: object) -> None:
    tokenizer = loaded[1]  # type: ignore[index]
    encoding = tokenizer.encode("甲abLTD12\U0001f600")
    pieces = [(int(s), int(e)) for s, e in zip(encoding.starts, encoding.ends, strict=True)]
    assert pieces == [(0, 1), (1, 3), (3, 6), (6, 7), (7, 8), (8, 9)]
    assert encoding.ids[-1] == UNKNOWN
    # Full-width forms share the id of the plain character, places stay those of the text.
    assert tokenizer.encode("１").ids.tolist() == tokenizer.encode("1").ids.tolist()


def test_checkpoint_round_trip_is_close(tiny_checkpoint: Path, tmp_path: Path) -> None:
    network, tokenizer, info = load_checkpoint(tiny_checkpoint)
    save_checkpoint(tmp_path, network, tokenizer, info.name)
    again, _, second = load_checkpoint(tmp_path)
    assert second.name == "tiny-random"
    for name, value in network.state_dict().items():
        torch.testing.assert_close(again.state_dict()[name], value, atol=1e-3, rtol=1e-2, msg=name)


def damaged_copy(source: Path, target: Path) -> Path:
    shutil.copytree(source, target / "copy")
    return target / "copy"


def test_damaged_and_foreign_checkpoints_give_one_sentence(
    tiny_checkpoint: Path, tmp_path: Path
) -> None:
    def code_of(directory: Path) -> str:
        with pytest.raises(SeqGPTError) as caught:
            load_checkpoint(directory)
        assert "\n" not in caught.value.message
        return caught.value.code

    assert code_of(tmp_path / "nowhere") == "checkpoint_missing"

    copy = damaged_copy(tiny_checkpoint, tmp_path / "cut")
    weights = copy / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-50])
    assert code_of(copy) == "checkpoint_damaged"

    copy = damaged_copy(tiny_checkpoint, tmp_path / "pickle")
    (copy / "model.safetensors").write_bytes(b"\x80\x04pickle")
    assert code_of(copy) == "checkpoint_damaged"

    copy = damaged_copy(tiny_checkpoint, tmp_path / "foreign")
    (copy / "config.json").write_text('{"model_type": "bert"}')
    assert code_of(copy) == "checkpoint_foreign"

    copy = damaged_copy(tiny_checkpoint, tmp_path / "shape")
    config = json.loads((copy / "config.json").read_text())
    config["network"]["feed_forward"] = 128
    (copy / "config.json").write_text(json.dumps(config))
    assert code_of(copy) == "checkpoint_damaged"

    copy = damaged_copy(tiny_checkpoint, tmp_path / "words")
    (copy / "tokenizer.json").write_text('{"version": 1, "characters": "甲", "pieces": []}')
    assert code_of(copy) == "checkpoint_damaged"

    copy = damaged_copy(tiny_checkpoint, tmp_path / "layers")
    config["network"] |= {"feed_forward": 64, "layers": "two"}
    (copy / "config.json").write_text(json.dumps(config))
    assert code_of(copy) == "checkpoint_damaged"


def test_one_passage_and_a_padded_batch_train_alike(
    loaded: tuple[SpanNetwork, Tokenizer],
) -> None:
    network, tokenizer = loaded
    passages = [
        Passage(
            "甲方：华信公司。", (Question("甲方", ((3, 7),), True), Question("金额", (), False))
        ),
        Passage("北京合同金额100元，乙方华信。", (Question("合同金额", ((6, 10),), True),)),
    ]
    together = make_batch(passages, tokenizer, 64)
    spans, labels = network(together.ids, together.positions, together.segments, 2)
    for row, passage in enumerate(passages):
        alone = make_batch([passage], tokenizer, 64)
        count = len(passage.questions)
        own_spans, own_labels = network(alone.ids, alone.positions, alone.segments, count)
        width = alone.targets.shape[-1]
        torch.testing.assert_close(
            spans[row, :count, :, :width], own_spans[0, :, :, :width], atol=1e-4, rtol=1e-4
        )
        torch.testing.assert_close(labels[row, :count], own_labels[0], atol=1e-4, rtol=1e-4)
