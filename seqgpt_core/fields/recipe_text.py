"""A recipe's TOML text on its way in and out: errors in words, strings quoted."""

from __future__ import annotations

import re
import tomllib

from seqgpt_core.errors import SeqGPTError

from .grammar import MAX_DEFINITION_LENGTH

MAX_RECIPE_BYTES = 256 * 1024

_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_REASONS = (
    ("Invalid statement", "这一行不是「键 = 值」的形式"),
    ("Expected '=' after a key", "键后面缺少等号"),
    ("Invalid value", "等号后面的值写法不对"),
    ("Unterminated string", "字符串缺少结尾的引号"),
    ("Illegal character", "含有不允许的字符"),
    ("Cannot overwrite a value", "同一个键写了两次"),
    ("Cannot declare", "同一个表写了两次"),
    ("Cannot redefine", "同一个表写了两次"),
    ("Cannot mutate", "这个表已经写完，不能再改"),
    ("Found invalid character", "含有不允许的字符"),
    ("Duplicate inline table key", "同一个键写了两次"),
    ("Unclosed array", "数组缺少结尾的方括号"),
    ("Unclosed inline table", "花括号没有闭合"),
    ("Expected newline or end of document", "一行里多写了内容"),
    ("Expected ']", "表名缺少结尾的方括号"),
    ("Unescaped '\\'", "反斜杠要写成两个"),
    ("Escaped character", "转义字符写法不对"),
    ("Invalid hex value", "转义字符写法不对"),
    ("Invalid date", "日期写法不对"),
    ("Invalid initial character for a key", "键名写法不对"),
)


def syntax_error(where: str, text: str, error: tomllib.TOMLDecodeError) -> SeqGPTError:
    """The parser's complaint with its line, in the user's words."""
    message = str(error)
    position = _POSITION.search(message)
    line = int(position[1]) if position and position[1] else text.count("\n") + 1
    original = message[: position.start()] if position else message
    reason = next((chinese for start, chinese in _REASONS if original.startswith(start)), original)
    return unreadable(where, line, f"不是有效的 TOML：{reason}，请改正")


def unreadable(where: str, line: int | None, reason: str) -> SeqGPTError:
    """`recipe_unreadable`: one sentence with the recipe's name, the line and the reason."""
    place = "" if line is None else f"第 {line} 行"
    return SeqGPTError("recipe_unreadable", f"配方「{where}」{place}读不出：{reason}。")


def too_large(where: str) -> SeqGPTError:
    return unreadable(where, None, f"超过 {MAX_RECIPE_BYTES // 1024} KB，请确认它是配方文件")


def brief(value: object) -> str:
    """`value` short enough for one sentence."""
    text = str(value)
    return text if len(text) <= MAX_DEFINITION_LENGTH else text[:MAX_DEFINITION_LENGTH] + "…"


_ESCAPES = {
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}


def quoted(text: str) -> str:
    """`text` as a TOML basic string."""
    return '"' + "".join(map(_escaped, text)) + '"'


def quoted_lines(text: str) -> str:
    """`text` as a TOML multi-line basic string: its lines stay lines."""
    return '"""\n' + "".join(c if c == "\n" else _escaped(c) for c in text) + '"""'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character < " " or character == "\x7f":
        return f"\\u{ord(character):04X}"
    return character
