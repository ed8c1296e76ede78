"""Experience, skills and certificates: a sentence of the text that shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from ..decoding.sentences import sentence_span
from .class_words import topic_stem, topic_words
from .resume_sections import section_at
from .verdicts import MOST_PLACES, ConditionKind, Kept, Verdict, clause_around, is_wish, part

_CONDITION = re.compile(
    r"(?:有|具有|具备|拥有|从事过|做过)?(?:过)?(?P<topic>.+?)(?:的)?(?:工作|从业|项目|相关|实战)*"
    r"(?:经验|经历|背景|履历)者?"
)
_SKILL = re.compile(
    r"(?:有|持有|持|具有|具备|拥有|熟悉|熟练|掌握|精通|了解|通过)(?P<topic>[^\s]{2,20}?)"
    r"(?:者|证书?优先)?"
)
_DENIED = re.compile(
    r"(?:无|没有|未|缺乏|不具备|不熟悉|不会|非|零)(?:过|任何|相关|有)?[^，。；\n]{0,4}$"
)
_DOING = re.compile(
    r"经验|经历|负责|从事|参与|任职|主导|独立完成|完成|项目|开发|设计|管理|服务于|就职|供职|熟悉|熟练|掌握|精通"
    r"|取得|获得|持有|通过|证书"
)
_SCORES = {"work": 0.75, "projects": 0.75, "skills": 0.7, "education": 0.3, "wish": 0.15}
_ELSEWHERE = 0.55
_DOING_ADDS = 0.4
_BY_ANOTHER_WORD = 0.9


@dataclass(frozen=True, slots=True)
class ExperienceCondition:
    """Experience in a field, or a skill or certificate by its name."""

    text: str
    topic: str
    given: tuple[str, ...] = ()

    @property
    def kind(self) -> ConditionKind:
        return "experience"

    @property
    def queries(self) -> tuple[str, ...]:
        return (self.text,)

    def judge(self, kept: Kept) -> Verdict:
        """By the sentence that shows it best; what the text denies or wishes does not count."""
        text = kept.text
        best: tuple[float, int, int, str] | None = None
        denied: tuple[int, int] | None = None
        words = (*topic_words(self.topic), *kept.synonyms.get(self.topic, ()))
        pattern = re.compile(
            "|".join(map(_whole, sorted(set(words), key=len, reverse=True))), re.IGNORECASE
        )
        for match in islice(pattern.finditer(text), MOST_PLACES):
            if _DENIED.search(text[max(0, match.start() - 8) : match.start()]):
                denied = denied or sentence_span(text, *match.span())
                continue
            section = section_at(text, match.start())
            clause = clause_around(text, *match.span())
            left, right = sentence_span(text, *match.span())
            score = _SCORES.get(section or "", _ELSEWHERE)
            if section == "wish" or is_wish(clause):
                score = _SCORES["wish"]
            else:
                if section != "education" and _DOING.search(text, left, right):
                    score = 1 - (1 - score) * (1 - _DOING_ADDS)
                if match[0].casefold() != self.topic.casefold():
                    score *= _BY_ANOTHER_WORD
                score = kept.supported(self.queries, left, right, score)
            if best is None or score > best[0]:
                best = (score, left, right, match[0])
        if best is None:
            if denied is not None:
                said = part(text, *denied, _SCORES["skills"])
                return Verdict("not_met", 0.0, f"文中否认有「{self.topic}」", None, said)
            return Verdict("unclear", 0.0, f"文中没有提到「{self.topic}」")
        score, left, right, word = best
        evidence = part(text, left, right, score)
        if score < 0.5:
            return Verdict("unclear", score, f"只提到「{word}」，看不出经验", word, evidence)
        return Verdict("met", score, f"文中提到「{word}」", word, evidence)


def experience_condition(text: str) -> ExperienceCondition | None:
    """`有金融经验`, `金融行业背景`, `有PMP证书`, `熟悉Python`; None for anything else."""
    words = text.strip()
    match = _CONDITION.fullmatch(words) or _SKILL.fullmatch(words)
    if match is None or not match["topic"].strip():
        return None
    return ExperienceCondition(text, topic_stem(match["topic"].strip()))


def _whole(word: str) -> str:
    """A Latin word is found only as a whole one."""
    pattern = re.escape(word)
    if word[0].isascii() and word[0].isalnum():
        pattern = rf"(?<![A-Za-z0-9]){pattern}"
    if word[-1].isascii() and word[-1].isalnum():
        pattern = rf"{pattern}(?![A-Za-z0-9])"
    return pattern
