"""When two mentions are the same answer."""

from __future__ import annotations

import re
import unicodedata

from ..fields.types import TypeName

_DIGITS = r"\d零〇○一二两三四五六七八九十百千万亿"
# What only writes a number, a day or the common currency in another way; what is left of two
# mentions (`约`, `以上`, `每月`, `美`) must be the same too.
_MANNER: dict[TypeName, re.Pattern[str]] = {
    "money": re.compile(
        rf"[{_DIGITS}壹贰叁肆伍陆柒捌玖拾佰仟,.:()元圆角分整正¥￥人民币大小写]|RMB|CNY",
        re.IGNORECASE,
    ),
    "date": re.compile(rf"[{_DIGITS}年月日号./\-]"),
    "percentage": re.compile(rf"[{_DIGITS}.%分之点]"),
}


def answer_key(text: str, kind: TypeName = "text", normalized: str | None = None) -> str:
    """Two mentions with the same key are the same answer.

    Width, space and case do not count. Of amounts, dates and percentages neither does the manner
    of writing: `￥93,400.00` and `玖万叁仟肆佰元整` are one amount.

    Args:
        normalized: what the type reads in the text, with the unit that stands outside of it.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    manner = _MANNER.get(kind)
    if manner is None or normalized is None:
        return plain
    return f"{normalized}\n{manner.sub('', plain)}"
