"""What a line of a contract can be before its neighbours' numbers are known.

Lines that open nothing (page numbers, running heads, rows of a table of contents), rows of pasted
tables, titles behind a number, defined terms, headings without a number, lines of a signature
block. `outline` decides with these and with the sequence of numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .numbering import ClauseNumber, Style, readings_at

FIXED_STYLES = (Style.ANNEX, Style.PART, Style.CHAPTER, Style.SECTION, Style.ARTICLE)
"""Styles of a fixed rank, outermost first."""
TOP_STYLES = frozenset({Style.PART, Style.CHAPTER, Style.SECTION, Style.ARTICLE, Style.CHINESE})
DECORATION = " \t\u3000\xa0：:、.．*#"
"""What may stand between a number and its title, and around a title."""

_ENDS = "\n\r\x0b\x0c\x85\u2028\u2029"
_LINE = re.compile(rf"[^{_ENDS}]*(?:\r\n|[{_ENDS}])|[^{_ENDS}]+\Z")
# An article that lost its line break: behind a full stop, and set off by a gap.
_INLINE_ARTICLE = re.compile(
    r"(?<=[。；;])[ \t\u3000]*(?=第[一二三四五六七八九十百零〇0-9]{1,6}条[ \t\u3000：:【])"
)
_PAGE = re.compile(
    r"(?:第\s?\d+\s?页(?:[\s,，/]*共\s?\d+\s?页)?|共\s?\d+\s?页[\s,，/]*第\s?\d+\s?页"
    r"|[-–—]\s*\d{1,4}\s*[-–—]|[Pp]age\s\d+(?:\s?of\s?\d+)?)"
)
_CONTENTS_ROW = re.compile(r".{1,80}?[.．…·]{3,}\s*\d{1,3}")
_TABBED_CONTENTS_ROW = re.compile(r"第[^\t]{1,80}\t\s*\d{1,3}")
_SENTENCE_END = "。；;：:！？!?.…”）)】』"
_INNER_MARK = re.compile(r"[，。；！？!?;,|\t“”=￥¥]")

_SIGNATURE = re.compile(
    r"[（(【\s]{0,3}(?:以下无正文|(?:本|此)页(?:以下)?(?:无正文|[为系].{0,40}签)|签[署字章]页?\s*$)"
    r"|[\u4e00-\u9fff（(]{0,14}?(?:盖章|签章|签字|签名|公章|签署)"
    r"(?:[或及、和/]?(?:盖章|签章|签字|签名|公章))?[处）)：: \t\u3000]"
    r"|签[订署约字](?:日期|时间|地点|日)[：:]"
)
_SIGNING_PARTY = re.compile(r"[甲乙丙丁]方[^，。；]{0,10}[：:][^，。；]{0,60}\Z")
_SIGNING_WORD = re.compile(r"盖章|签章|签字|签名|公章|法定代表人|授权代表|年\s{1,8}月")
_DEFINITION = re.compile(
    r"[“\"「『]([^”\"」』\n]{1,30})[”\"」』]\s?(?:[（(][^）)\n]{0,40}[）)])?\s?"
    r"(?:是指|系指|意指|均?指|意为|[：:])"
)
_PLAIN_DEFINITION = re.compile(r"([^\s，。；：:“”]{2,14})[：:，]?(?:是指|系指)")
_BRACKET_TITLE = re.compile(r"[【\[〔（(]([^】\]〕）)\n]{1,24})[】\]〕）)]")
_COLON_TITLE = re.compile(r"([^\s，。；：:（(“”]{2,14})[：:]")
_GAP_TITLE = re.compile(r"([^\s，。；：:“”0-9]{2,14})[ \t\u3000]{1,8}\S")
_TITLE_LENGTH = 25
# What makes a longer line behind a number a sentence and no title.
_SENTENCE_WORD = re.compile(
    r"应(?![用急收付])|不得|不低于|不超过|有权|必须|可以|[向将由]|[0-9０-９一二三四五六七八九十](?:日|个|年)"
)

_HEADING_SIGN = re.compile(
    r"[ \t\u3000]*(?:#{1,6}[ \t]+\S.*|\*\*[^*\n]{2,24}\*\*|【[^】\n]{2,24}】)"
)
_HEADING_WORD = re.compile(
    "定义|释义|总则|标的|价[款格]|付款|支付|结算|费用|税费|交[付货]|验收|质量|质保|保修|保密|知识产权"
    "|违约|责任|争议|纠纷|不可抗力|解除|终止|变更|通知|送达|生效|附则|其[他它]|期限|权利|义务|声明|承诺"
    "|陈述|保证|担保|保险|服务|范围|租[金赁]|押金|管辖|法律|适用|转让|补充|廉洁|数据|特别提示|合作"
)
_DOCUMENT_TITLE = re.compile(r"(?:合同|协议|协议书|合同书|契约|备忘录|订单|声明书|承诺书)(?:书)?\Z")


@dataclass(slots=True)
class Line:
    start: int
    end: int
    words: str  # without white space at its edges
    readings: tuple[ClauseNumber, ...] = ()
    inline: bool = False  # cut out of a longer line
    passive: bool = False  # page number, running head, table of contents: opens nothing
    row: bool = False
    after_blank: bool = False


def read_lines(text: str) -> list[Line]:
    lines: list[Line] = []
    for match in _LINE.finditer(text):
        cuts = [match.start()]
        if match.end() - match.start() > 20:
            cuts += [cut.start() for cut in _INLINE_ARTICLE.finditer(text, *match.span())]
        for start, end in zip(cuts, [*cuts[1:], match.end()], strict=True):
            lines.append(Line(start, end, text[start:end].strip(), inline=start != cuts[0]))
    blank = True
    for line in lines:
        line.after_blank, blank = blank, not line.words
    shapes = Counter(
        re.sub(r"\d+", "0", line.words) for line in lines if 4 <= len(line.words) <= 40
    )
    for line in lines:
        line.readings = readings_at(text, line.start) if line.words else ()
        line.passive = bool(
            _PAGE.fullmatch(line.words)
            or (line.readings and _CONTENTS_ROW.fullmatch(line.words))
            or (line.readings and _TABBED_CONTENTS_ROW.fullmatch(line.words))
            or _is_running_head(line, shapes)
        )
    _mark_rows(lines)
    return lines


def _is_running_head(line: Line, shapes: Counter[str]) -> bool:
    """Whether the line comes again on every page; `甲方（盖章）：` and numbers may repeat."""
    if line.readings or not 4 <= len(line.words) <= 40 or _SIGNING_WORD.search(line.words):
        return False
    return shapes[re.sub(r"\d+", "0", line.words)] >= 3 and "|" not in line.words


def _mark_rows(lines: list[Line]) -> None:
    """Mark the lines of tables: at least two rows in a run, or one with at least three gaps."""
    run: list[Line] = []
    widest = 0
    for line in [*lines, Line(0, 0, "")]:
        gaps = _gaps(line)
        if gaps:
            run.append(line)
            widest = max(widest, gaps)
            continue
        if len(run) >= 2 or widest >= 3:
            for row in run:
                row.row = True
        run, widest = [], 0


def _gaps(line: Line) -> int:
    """How many cell borders a line has; the tab behind a clause's number is none."""
    words = line.words
    if line.passive or _SIGNING_WORD.search(words):
        return 0
    pipes = words.count("|") + words.count("｜")
    tabs = words.count("\t")
    if line.readings and tabs:
        lead = len(words) - len(words[line.readings[0].end - line.readings[0].start :].lstrip())
        tabs = words.count("\t", lead)
    return max(tabs, pipes - 1 if pipes >= 2 else 0)


def is_short_title(words: str) -> bool:
    return 2 <= len(words) <= _TITLE_LENGTH and not _INNER_MARK.search(words)


def title_of(text: str, line: Line, number: ClauseNumber) -> tuple[str | None, int]:
    """The title behind a number and where the clause's own words begin."""
    at = number.end
    while at < line.end and (text[at] in DECORATION):
        at += 1
    rest = text[at : line.end].rstrip()
    bracket = _BRACKET_TITLE.match(rest)
    if bracket and (rest[0] in "【[〔" or number.style is Style.ARTICLE):
        return bracket[1].strip(), at + bracket.end()
    whole = rest.strip(DECORATION)
    sentence = len(whole) > 8 and _SENTENCE_WORD.search(whole)
    if is_short_title(whole) and not sentence and not re.search(r"[：:]", whole):
        return whole, line.end
    patterns = [_COLON_TITLE]
    if number.style in TOP_STYLES:
        patterns.append(_GAP_TITLE)
    for pattern in patterns:
        match = pattern.match(rest)
        if match is not None and not _INNER_MARK.search(match[1]):
            return match[1], at + match.end(1)
    return None, at


def neighbour(lines: Sequence[Line], index: int, direction: int) -> Line | None:
    """The nearest line before (-1) or after (1) that says something."""
    at = index + direction
    while 0 <= at < len(lines):
        if lines[at].words and not lines[at].passive:
            return lines[at]
        at += direction
    return None


def is_wrapped(lines: Sequence[Line], index: int) -> bool:
    """Whether the line above ran out of width, so that this one only goes on."""
    if lines[index].inline or lines[index].after_blank or index == 0:
        return False
    above = neighbour(lines, index, -1)
    return (
        above is not None
        and not above.row
        and len(above.words) >= 20
        and above.words[-1] not in _SENTENCE_END
    )


def defined_term(words: str) -> str | None:
    """The term that a line defines (`“交付日”指…`), without its quotes."""
    match = _DEFINITION.match(words)
    return match[1] if match else None


def defined_plainly(words: str) -> str | None:
    """The same without quotes (`不可抗力是指…`): enough behind a number only."""
    match = _PLAIN_DEFINITION.match(words)
    return match[1] if match else None


def is_signature(lines: Sequence[Line], index: int) -> bool:
    """Whether the line can begin a signature block, if no clause follows it."""
    line = lines[index]
    if _SIGNATURE.match(line.words):
        return True
    if not _SIGNING_PARTY.match(line.words):
        return False
    return any(_SIGNING_WORD.search(near.words) for near in lines[index : index + 6])


def bare_heading(lines: Sequence[Line], index: int) -> str | None:
    """The words of a heading without a number, or None if the line is none.

    Markdown and 【】 say so; else the line is short, stands behind a finished sentence and says
    what headings say (违约责任), or stands behind an empty line and before a sentence.
    """
    line = lines[index]
    words = line.words.strip(DECORATION).strip("【】[]").strip()
    if _HEADING_SIGN.fullmatch(line.words) and words:
        return words
    if not is_short_title(words) or len(words) > 16 or re.search(r"[0-9０-９：:]", words):
        return None
    above, below = neighbour(lines, index, -1), neighbour(lines, index, 1)
    if above is None or below is None or is_wrapped(lines, index):
        return None
    settled = line.after_blank or above.words[-1] in "。；;！!？?"
    if _HEADING_WORD.search(words) and settled:
        longer = len(below.words) > len(words) or bool(below.readings)
        return words if longer else None
    plain = (
        line.after_blank
        and len(words) <= 12
        and "：" not in line.words
        and not below.readings
        and "。" in below.words
        and re.fullmatch(r"[\u4e00-\u9fff]+", words) is not None
    )
    return words if plain else None


def is_document_title(words: str) -> bool:
    """Whether a short line is the name of a contract and not of a clause."""
    return _DOCUMENT_TITLE.search(words) is not None


def articles_restart(lines: Sequence[Line]) -> bool:
    """Whether 第一条 comes again in a later chapter (annexes apart)."""
    seen: set[tuple[int, ...]] = set()
    repeated = chapters = 0
    for line in lines:
        if not line.readings or line.row or line.passive:
            continue
        number = line.readings[0]
        if number.style is Style.ANNEX and seen:
            break
        chapters += number.style in FIXED_STYLES[1:4]
        if number.style is Style.ARTICLE:
            repeated += number.values in seen
            seen.add(number.values)
    return repeated >= 1 and chapters >= 2 and (1,) in seen
