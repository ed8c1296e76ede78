"""Sentences that a reader would mark for 核心诉求, 关键证据, 期望结果 and the like, by cue words.

For whole-sentence fields a model of this size leaves much unanswered; a summary then quotes the
sentences that hold the words such passages use. They are spans of the text, chosen by count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ..decoding.sentences import sentence_span
from ..fields import value_kind

_CUES: dict[str, str] = {
    "诉求": "反映 诉求 希望 要求 请求 恳请 投诉 咨询 求助 建议 举报 申请 主张",
    "期望": "希望 要求 请求 恳请 期望 期待 盼 请求判令 尽快 退还 赔偿 答复 赔礼道歉 恢复",
    "证据": "证据 凭证 发票 收据 录音 录像 视频 照片 截图 聊天记录 转账记录 银行流水 票据 病历 "
    "鉴定意见 鉴定书 认定书 监控 证明 证人 笔录 检测报告 回单 借条 欠条 送货单 签收单 为证 佐证",
    "争议": "争议 焦点 异议 不认可 辩称 认为 拒绝 不同意",
    "处理": "已 查明 核实 整改 处理 完成 办结 退还 修复 责令 约谈 现场 答复",
    "结论": "结论 综上 认定 判决 裁定 同意赔付 核定 诊断 提示 建议 意见",
    "理由": "因 由于 鉴于 理由 原因 依据 根据",
    "风险": "风险 可能 不确定 尚需 能否 隐患 逾期 亏损",
    "义务": "应当 应于 须 不得 负责 承担 保证",
    "优势": "擅长 熟悉 精通 主导 获得 优化 提升 带领",
}
_NAMES: tuple[tuple[str, str], ...] = (
    (r"期望|希望|要求|请求事项|诉讼请求", "期望"),
    (r"诉求|来电内容|反映", "诉求"),
    (r"证据|凭证|材料依据", "证据"),
    (r"争议(?!解决)|焦点|分歧", "争议"),
    (r"处理|办理|处置|整改|进展", "处理"),
    (r"结论|结果|意见|裁判|判决", "结论"),
    (r"理由|原因|依据", "理由"),
    (r"风险|隐患", "风险"),
    (r"义务|责任", "义务"),
    (r"优势|亮点|特长", "优势"),
)
_CONTENT = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
_LEAST_CHARACTERS = 8
_MOST_SENTENCES = 5_000
_LABEL_ONLY = re.compile(r"[^：:，。]{1,12}[：:][^，。；]{0,20}$")


def has_cues(name: str) -> bool:
    """Whether sentences can be chosen for a name like this."""
    return _cues_of(name) is not None


def key_sentences(text: str, name: str, most: int = 2) -> tuple[tuple[int, int], ...]:
    """Places of the sentences with the most cue words of the name, in text order.

    Empty where the name has no cues or no sentence holds one. Lines that are a label and a short
    value (`紧急程度：紧急`) are no sentences.
    """
    cues = _cues_of(name)
    if cues is None:
        return ()
    scored: list[tuple[int, int, tuple[int, int]]] = []
    for start, end in _sentences(text):
        words = {match[0] for match in cues.finditer(text, start, end)}
        if words:
            scored.append((-len(words), start, sentence_span(text, start, end)))
    best = sorted(scored)[:most]
    least = best[0][0] / 2 if best else 0
    return tuple(sorted(dict.fromkeys(span for count, _, span in best if count <= least)))


@lru_cache(maxsize=256)
def _cues_of(name: str) -> re.Pattern[str] | None:
    # 期望薪资 is an amount and 处理时间 a date: no sentence answers them.
    if value_kind(name) not in ("clause", "other"):
        return None
    for pattern, kind in _NAMES:
        if re.search(pattern, name):
            words = sorted(_CUES[kind].split(), key=len, reverse=True)
            return re.compile("|".join(map(re.escape, words)))
    return None


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for count, match in enumerate(_CONTENT.finditer(text)):
        if count == _MOST_SENTENCES:
            return
        words = match[0].strip()
        if len(words) >= _LEAST_CHARACTERS and not _LABEL_ONLY.fullmatch(words):
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            yield start, start + len(words)
