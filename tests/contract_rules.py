"""What a deterministic engine says about the example contract: known strings, known scores."""

from __future__ import annotations

import re
from collections.abc import Mapping

from seqgpt_core import SeqGPT

from .conftest import RuleEngine

_STRINGS: Mapping[str, Mapping[str, float]] = {
    "合同编号": {"YF-CG-2025-0318": 0.96},
    "甲方": {"上海云帆智能科技有限公司": 0.95, "陈立新": 0.31},
    "乙方": {"苏州精衡自动化设备有限公司": 0.93, "周慧敏": 0.22},
    "合同总金额": {"768,000.00": 0.91, "128,000.00": 0.35},
    "付款方式": {"分期付款": 0.88},
    "交货日期": {"2025 年 6 月 30 日": 0.83, "2025 年 3 月 18 日": 0.12},
    "违约金比例": {"0.5‰": 0.74, "30%": 0.18},
    "争议解决方式": {"提交上海仲裁委员会仲裁": 0.66, "双方应协商解决": 0.41},
    "联系人": {"刘畅": 0.86, "孙国栋": 0.84},
    "联系人姓名": {"刘畅": 0.9, "孙国栋": 0.88},
    "联系人职务": {"采购经理": 0.87, "销售总监": 0.85},
    "联系人电话": {"138-0123-4567": 0.92, "0512-6688-1200": 0.9},
    "签订日期": {"2025 年 3 月 18 日": 0.97, "2025 年 6 月 30 日": 0.2},
    "签订地点": {"上海市浦东新区": 0.72},
    "公式": {"1+1": 0.9},
    "标签": {"<script>": 0.9},
}


def contract_model() -> SeqGPT:
    """The extractor with these rules."""
    rules = {
        name: [(re.escape(string), score) for string, score in strings.items()]
        for name, strings in _STRINGS.items()
    }
    return SeqGPT(RuleEngine(rules, window_size=400, window_overlap=80))
