"""The shipped model on real-looking text: sensible answers, no network, bounded memory."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from seqgpt_core import SeqGPT, parse_recipe
from seqgpt_core.extractor import EMBEDDED

pytestmark = pytest.mark.embedded
ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "assets" / "samples"

CONTRACT = (
    "设备采购合同\n合同编号：HX-2024-0311\n甲方（买方）：成都蓝鲸数据技术有限公司\n"
    "乙方（卖方）：苏州恒拓精密机械有限公司\n"
    "一、乙方向甲方供应伺服压机4台，合同总金额为人民币壹佰贰拾万元整（¥1,200,000.00元）。\n"
    "二、甲方应于签约后10日内支付30%预付款，其余货款于验收合格后30日内付清。\n"
    "三、乙方逾期交货的，每逾期一日按合同总金额的0.5‰支付违约金。\n"
    "四、因本合同发生的争议，提交成都仲裁委员会仲裁。\n"
    "甲方联系人：欧阳明珠，电话：13880012345\n签订日期：2024年3月11日\n"
)


@pytest.fixture(scope="module")
def model() -> SeqGPT:
    return SeqGPT.load()


def test_a_contract_is_answered(model: SeqGPT) -> None:
    result = model.extract(
        CONTRACT,
        "甲方, 乙方, 合同金额(元), 签订日期(YYYY-MM-DD), 联系电话, 甲方联系人, 合同编号, 预付款比例",
    )
    best = {f.name: f.values[0].text for f in result.fields if f.values}
    assert best == {
        "甲方": "成都蓝鲸数据技术有限公司",
        "乙方": "苏州恒拓精密机械有限公司",
        "合同金额": best.get("合同金额"),
        "签订日期": "2024年3月11日",
        "联系电话": "13880012345",
        "甲方联系人": "欧阳明珠",
        "合同编号": "HX-2024-0311",
        "预付款比例": "30%",
    }
    assert result["合同金额"].values[0].normalized == "1200000"
    assert result["签订日期"].values[0].normalized == "2024-03-11"
    assert len(result["甲方"].values) == len(result["乙方"].values) == 1


def test_a_value_late_in_a_long_document_is_found_at_its_place(model: SeqGPT) -> None:
    filler = "双方应当遵守国家法律法规，并按照约定履行各自的义务，未尽事宜协商解决。\n" * 60
    text = filler + CONTRACT + filler
    result = model.extract(text, "甲方")
    assert any(
        v.text == "成都蓝鲸数据技术有限公司" and v.start == text.index(v.text)
        for v in result.values
    )


@pytest.mark.parametrize(
    ("name", "least"), [("contract", 6), ("work_order", 6), ("claim", 6), ("resume", 5)]
)
def test_samples_are_answered(model: SeqGPT, name: str, least: int) -> None:
    text = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    recipe = parse_recipe((SAMPLES / f"{name}.toml").read_text(encoding="utf-8"))
    result = model.extract(text, list(recipe.definitions), recipe.thresholds)
    assert len(result.fields) == len(recipe.definitions)
    assert not result.notices
    # A floor for these weights, not a goal: see the model card.
    assert sum(bool(f.values) for f in result.fields) >= least, result.to_markdown()


def test_loading_and_extracting_open_no_connection(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise AssertionError("a connection was opened")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    result = SeqGPT.load().extract(CONTRACT, "甲方, 乙方")
    result.to_json()
    result.to_markdown()
    result.to_excel(tmp_path / "r.xlsx")


def test_the_package_is_small_and_says_what_it_is() -> None:
    assert sum(p.stat().st_size for p in EMBEDDED.iterdir()) <= 32 * 1024 * 1024
    config = json.loads((EMBEDDED / "config.json").read_text(encoding="utf-8"))
    card = (EMBEDDED / "README.md").read_text(encoding="utf-8")
    assert config["name"] == "seqgpt-mini"
    for source in config["figures"]["training"]["sources"]:
        assert source in card, f"the card does not name the training source {source}"


def test_one_document_stays_within_the_promised_memory() -> None:
    # The peak of the child's own memory map: ru_maxrss starts from that of the process that made
    # the child, and the tests' process is large.
    code = (
        "import re, sys\n"
        "from seqgpt_core import SeqGPT\n"
        "assert SeqGPT.load(cache_bytes=0).extract(sys.argv[1], '甲方, 乙方').fields\n"
        "print(re.search(r'VmHWM:\\s+(\\d+) kB', open('/proc/self/status').read())[1])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, CONTRACT],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    assert int(done.stdout) < 1.2 * 1024 * 1024
