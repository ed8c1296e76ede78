"""How alike clauses are in meaning, by the token states of the span engine.

A clause's vector is the mean of its final token states, less the mean of ordinary contract
sentences (states of one encoder share a large common direction), at length 1; likeness is their
cosine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from ..documents import split_windows
from .protocol import Engine
from .span import SpanEngine

Similarity = Callable[[Sequence[str], Sequence[str]], npt.NDArray[np.float32]]

# One of each subject, so that their mean is what all clauses have in common.
_BACKGROUND = (
    "甲方向乙方采购下列设备，规格、数量和单价见附件。",
    "合同总价为人民币一百万元，已含税费和运费。",
    "甲方应在合同签订后十日内支付预付款，余款验收后付清。",
    "乙方应于约定日期前将货物运至甲方指定地点。",
    "甲方收到货物后应当及时验收，有异议的书面提出。",
    "质量保证期为十二个月，期内乙方免费维修。",
    "乙方逾期的，每日按合同价款的千分之一支付违约金。",
    "双方应对知悉的商业秘密保密，不得向第三方披露。",
    "成果的知识产权归甲方所有，乙方保证不侵犯他人权利。",
    "因不可抗力不能履行的，免除相应责任。",
    "一方严重违约的，另一方有权解除合同。",
    "因本合同发生的争议，提交仲裁委员会仲裁。",
    "本合同适用中华人民共和国法律。",
    "通知应当以书面形式送达对方的地址。",
    "未经对方同意，任何一方不得转让本合同。",
    "本合同一式四份，自双方盖章之日起生效。",
)


def clause_similarity(engine: Engine) -> Similarity | None:
    """The function that `clauses.comparison.compare_texts` takes as `similarity`.

    None for an engine that shows no token states. The first call reads sixteen sentences more.
    """
    if not isinstance(engine, SpanEngine):
        return None
    span_engine = engine
    middle: list[npt.NDArray[np.float32]] = []

    def compare(a: Sequence[str], b: Sequence[str]) -> npt.NDArray[np.float32]:
        if not middle:
            background = [_vector(span_engine, sentence) for sentence in _BACKGROUND]
            middle.append(np.mean(background, axis=0))
        vectors = np.stack([_vector(span_engine, text) for text in (*a, *b)]) - middle[0]
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return np.asarray(vectors[: len(a)] @ vectors[len(a) :].T, dtype=np.float32)

    return compare


def _vector(engine: SpanEngine, text: str) -> npt.NDArray[np.float32]:
    """The mean token state over all windows of a text."""
    total = np.zeros(1, dtype=np.float32)
    count = 0
    for window in split_windows(text, engine.window_size, engine.window_overlap):
        # Without the marks at both ends.
        states = engine.read(text[window.start : window.end]).states.states[1:-1].float()
        total = total + states.sum(dim=0).numpy()
        count += len(states)
    return np.asarray(total / max(count, 1), dtype=np.float32)
