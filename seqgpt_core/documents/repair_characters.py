"""Repairs of single characters: line ends, invisible characters, full-width forms, radicals.

Each finder gives the edits of one kind, ascending and without overlap.
"""

from __future__ import annotations

import re
import unicodedata

from .source_map import Edit

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Controls, zero-width and direction marks, annotation and object signs. Tab and line ends stay;
# so does a zero-width joiner behind a picture character, where it makes one emoji of two.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]+"
    "|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d+"
)
_WIDE = "０-９Ａ-Ｚａ-ｚ"
# Between full-width digits the full stop, the hyphen and the comma of a group of thousands belong
# to the number; anywhere else they are Chinese punctuation and stay.
_FULL_WIDTH = re.compile(
    f"[{_WIDE}](?:[{_WIDE}]|(?<=[０-９])．(?=[０-９])|－(?=[{_WIDE}])"
    "|(?<=[０-９])，(?=[０-９]{3}(?![０-９])))*"
)
_FULL_WIDTH_OFFSET = ord("Ａ") - ord("A")
_HALF_WIDTH = {code + _FULL_WIDTH_OFFSET: code for code in range(ord("!"), ord("~") + 1)}
_HALF_WIDTH[ord("，")] = ord(",")

# Kangxi radicals and compatibility ideographs have a normal form; of the radicals supplement only
# two have, so the ideograph that each is drawn as stands here, pair by pair.
_SUPPLEMENT = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺋卩⺌小⺍小⺎兀⺏尣⺐尢⺑尢⺒巳⺓幺⺔彑⺕彐"
    "⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋"
    "⺫罒⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺳网⺴网⺵网⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹"
    "⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸"
    "⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟"
    "⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_IDEOGRAPHS = dict(zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True))
_RADICALS = re.compile("[\u2e80-\u2ef3\u2f00-\u2fd5\uf900-\ufaff]+")


def find_line_ends(text: str) -> list[Edit]:
    """Every line end that is not a line feed; a form feed beside one just goes."""
    edits = []
    for match in _LINE_ENDS.finditer(text):
        start, end = match.span()
        doubled = match[0] == "\f" and "\n" in (text[start - 1 : start], text[end : end + 1])
        edits.append(
            Edit(start, start + 1) if len(match[0]) == 2 or doubled else Edit(start, end, "\n")
        )
    return edits


def find_invisible(text: str) -> list[Edit]:
    """Characters that show nothing and would split a word or a number for a program."""
    return [Edit(*match.span()) for match in _INVISIBLE.finditer(text)]


def find_full_width(text: str) -> list[Edit]:
    """Full-width digits and Latin letters, with the signs inside a number."""
    return [
        Edit(*match.span(), match[0].translate(_HALF_WIDTH)) for match in _FULL_WIDTH.finditer(text)
    ]


def find_radicals(text: str) -> list[Edit]:
    """Radicals in place of ideographs, as PDF fonts give them: `⽉` (U+2F49) for `月`."""
    edits = []
    for match in _RADICALS.finditer(text):
        plain = "".join(map(_ideograph, match[0]))
        if plain != match[0]:
            edits.append(Edit(*match.span(), plain))
    return edits


def _ideograph(character: str) -> str:
    return _IDEOGRAPHS.get(character) or unicodedata.normalize("NFKC", character)
