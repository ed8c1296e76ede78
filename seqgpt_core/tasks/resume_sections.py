"""Which part of a CV a place stands in, by its headings."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Section = Literal["person", "wish", "education", "work", "projects", "skills", "other"]

_HEADINGS: dict[Section, str] = {
    "person": "个人信息 基本信息 基本资料 个人资料 个人简历 个人情况",
    "wish": "求职意向 应聘意向 求职目标 期望工作",
    "education": "教育经历 教育背景 学习经历 教育情况 学历",
    "work": "工作经历 工作经验 工作履历 职业经历 任职经历 实习经历 工作背景",
    "projects": "项目经历 项目经验 主要项目 代表项目",
    "skills": "专业技能 技能 技能特长 技能证书 证书 证书与荣誉 荣誉证书 语言能力 资格证书",
    "other": "自我评价 自我介绍 个人评价 个人优势 兴趣爱好 其他",
}
_SECTION_OF = {word: kind for kind, words in _HEADINGS.items() for word in words.split()}
_HEADING = re.compile(
    rf"^[ \t　]*(?:[一二三四五六七八九十0-9]+[、.．][ \t]*)?[【\[]?"
    rf"({'|'.join(sorted(_SECTION_OF, key=len, reverse=True))})[】\]]?[ \t　]*[：:]?[ \t　]*$",
    re.MULTILINE,
)


@lru_cache(maxsize=64)
def _headings(text: str) -> tuple[tuple[int, Section], ...]:
    return tuple((m.start(), _SECTION_OF[m[1]]) for m in _HEADING.finditer(text))


def section_at(text: str, place: int) -> Section | None:
    """The section of the last heading line before the place; None before the first."""
    found: Section | None = None
    for start, kind in _headings(text):
        if start > place:
            break
        found = kind
    return found
