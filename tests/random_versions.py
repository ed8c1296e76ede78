"""Random pairs of texts that look like two versions of a contract, for tests of exactness."""

from __future__ import annotations

import random

from . import clause_contracts as contracts
from .clause_texts import LEASE, SERVICE

SOURCES = (*contracts.ALL.values(), LEASE, SERVICE)
_WORDS = ("甲方", "乙方", "不得", "30日", "500,000元", "第三条", "，", "。", "\n", "\n\n", "\t", "　", " ", "<b>", "&", "A.1", "（一）")  # fmt: skip


def random_pair(seed: int) -> tuple[str, str]:
    """A stretch of a contract, and the same after some random edits of lines and characters."""
    random_ = random.Random(seed)
    text = random_.choice(SOURCES)
    start = random_.randrange(len(text)) if random_.random() < 0.5 else 0
    a = text[start : start + random_.randrange(20, 1_200)]
    lines = a.splitlines(keepends=True)
    for _ in range(random_.randrange(4)):
        line = lines.pop(random_.randrange(len(lines)))
        if random_.random() < 0.7:
            lines.insert(random_.randrange(len(lines) + 1), line)
        if not lines:
            lines = [line]
    b = "".join(lines)
    for _ in range(random_.randrange(6)):
        at = random_.randrange(len(b) + 1)
        end = min(len(b), at + random_.choice((0, 1, 2, 8, 30)))
        b = b[:at] + "".join(random_.choices(_WORDS, k=random_.randrange(4))) + b[end:]
    return a, b
