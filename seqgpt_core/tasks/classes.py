"""Whether a document belongs to a class: a kind of post by its job titles, a topic by its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from ..decoding.options import option_evidence, option_question
from ..decoding.sentences import sentence_span
from ..decoding.spans import Candidate, choose_spans
from .class_words import is_post, post_words
from .resume_sections import section_at
from .verdicts import MOST_PLACES, ConditionKind, Kept, Verdict, part

_TITLE_QUERIES = ("职位", "求职意向")
_TITLE_WORD = (
    r"工程师|专家|经理|主管|总监|专员|架构师|研究员|分析师|会计师?|出纳|顾问|助理|负责人|科学家|设计师"
    r"|组长|代表|讲师|教师|律师|护士长?|程序员|实习生|岗|方向"
)
_BEFORE_TITLE = r"[\u4e00-\u9fffA-Za-z+/]{0,8}"
_WISH_LINE = re.compile(
    r"(?:求职意向|应聘岗位|应聘职位|意向岗位|岗位|职位|期望职位|目标职位)[ \t]*[：:][^\n]{0,40}$"
)
_WISHED, _TITLE, _MENTIONED = 0.9, 0.85, 0.35
# The model's document-level answer to a free label was near chance on texts written for the
# purpose; it may support words of the text but never carries a label alone.
_MODEL_ALONE = 0.45
_MODEL_ADDS = 0.3
_HEAD_LINES = 3
_IN_HEAD = 0.8
_LEAST_EVIDENCE = 0.2


@dataclass(frozen=True, slots=True)
class ClassCondition:
    """A class, and the classes it is weighed against where only one of them may hold."""

    text: str
    rivals: tuple[str, ...] = ()

    @property
    def kind(self) -> ConditionKind:
        return "class"

    @property
    def queries(self) -> tuple[str, ...]:
        return (self.text, *_TITLE_QUERIES) if is_post(self.text) else (self.text,)

    def judge(self, kept: Kept) -> Verdict:
        return self._judge_post(kept) if is_post(self.text) else self._judge_topic(kept)

    def _judge_post(self, kept: Kept) -> Verdict:
        """A title or a wished post that names it; skills that go with it do not suffice."""
        words = (*post_words(self.text), *kept.synonyms.get(self.text, ()))
        names = "|".join(map(re.escape, sorted(set(words), key=len, reverse=True)))
        title = re.compile(
            rf"{_BEFORE_TITLE}(?:{names}){_BEFORE_TITLE}?(?:{_TITLE_WORD})|(?:{names})",
            re.IGNORECASE,
        )
        best: tuple[float, int, int] | None = None
        for match in islice(title.finditer(kept.text), MOST_PLACES):
            start, end = match.span()
            score = self._place_score(kept.text, match)
            if score > _MENTIONED:
                score = kept.supported((self.text, *_TITLE_QUERIES), start, end, score)
            if best is None or score > best[0]:
                best = (score, start, end)
        if best is None:
            return _by_model(kept, self.text, f"文中没有与「{self.text}」有关的职位")
        score, start, end = best
        found = kept.text[start:end]
        evidence = part(kept.text, start, end, score)
        if score <= _MENTIONED:
            reason = f"只提到「{found}」，没有相应的职位"
            return Verdict("unclear", score, reason, found, evidence)
        return Verdict("met", score, f"职位「{found}」", found, evidence)

    @staticmethod
    def _place_score(text: str, match: re.Match[str]) -> float:
        line = text[max(0, text.rfind("\n", 0, match.start()) + 1) : match.start()]
        section = section_at(text, match.start())
        if _WISH_LINE.search(line[-60:]) or section == "wish":
            return _WISHED
        is_title = re.search(rf"(?:{_TITLE_WORD})$", match[0]) is not None
        return _TITLE if is_title and section not in ("education", "skills") else _MENTIONED

    def _judge_topic(self, kept: Kept) -> Verdict:
        """Words that mean the class, most of all in the first lines or behind 类别：."""
        present, _ = _model_says(kept, self.text)
        options = (self.text, *self.rivals)
        asked = {option_question("类别", o): kept.present.get(o, 0.0) for o in self.rivals}
        asked[option_question("类别", self.text)] = present
        names = ("类别", "类型", "分类", "案由", "性质")
        shown = option_evidence(
            kept.text, names, options, asked if self.rivals else None, kept.synonyms
        )
        own = next((e for e in shown if e.option == self.text), None)
        if own is None:
            return _by_model(kept, self.text, f"文中没有「{self.text}」的说法")
        start, end, score = own.candidate.start, own.candidate.end, own.candidate.score
        if not self.rivals:
            score = 1 - (1 - score) * (1 - _MODEL_ADDS * present)
        head = _head(kept.text).find(self.text)
        if head >= 0:
            start, end = sentence_span(kept.text, head, head + len(self.text))
            score = max(score, _IN_HEAD)
        evidence = part(kept.text, start, end, score)
        better = next((e.option for e in shown if e.option != self.text), None)
        if score < 0.5:
            weaker = f"，「{better}」的说法更多" if better and own is not shown[0] else ""
            return Verdict("unclear", score, f"证据不足{weaker}", self.text, evidence)
        return Verdict("met", score, "文中的说法相符", self.text, evidence)


def _head(text: str) -> str:
    """The first lines that hold something."""
    end = 0
    for _ in range(_HEAD_LINES):
        following = text.find("\n", end)
        if following < 0:
            return text[:200]
        end = following + 1
    return text[: min(end, 200)]


def _model_says(kept: Kept, label: str) -> tuple[float, Candidate | None]:
    """The document-level probability, and the place that the model points at, if any."""
    candidates: Sequence[Candidate] = kept.candidates.get(label, ())
    chosen, _ = choose_spans(candidates)
    best = min(chosen, key=lambda c: (-c.score, c.start), default=None)
    return kept.present.get(label, 0.0), best


def _by_model(kept: Kept, label: str, why: str) -> Verdict:
    """Nothing in words: the model's own answer is shown, and never enough."""
    present, best = _model_says(kept, label)
    score = _MODEL_ALONE * present
    if best is None or best.score < _LEAST_EVIDENCE:
        return Verdict("unclear", 0.0 if best is None else score * best.score, why)
    score *= best.score
    evidence = part(kept.text, best.start, best.end, best.score)
    return Verdict("unclear", score, f"{why}；模型指出的地方只供参考", None, evidence)
