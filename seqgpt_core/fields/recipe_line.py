"""A recipe as one line of text, to paste into a message or an address and to read back.

    seqgpt1:<base64url of checksum and deflated TOML>

The checksum is the first six bytes of the SHA-256 of the recipe's TOML in UTF-8. It tells a
damaged line; it is no signature.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import zlib

from seqgpt_core.errors import SeqGPTError

from .recipe_text import MAX_RECIPE_BYTES
from .recipes import Recipe, dump_recipe, parse_recipe

PREFIX = "seqgpt1:"
MAX_LINE_CHARACTERS = 128 * 1024

_CHECKSUM_BYTES = 6
_RAW_DEFLATE = -zlib.MAX_WBITS
_ANY_VERSION = re.compile(r"seqgpt[0-9]{1,6}:")
# What mail programs and chats put into a long word: line ends, spaces, zero-width marks.
_INSERTED = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")


def recipe_to_line(recipe: Recipe) -> str:
    """The recipe as one line of ASCII; `recipe_from_line` gives back an equal recipe.

    Raises:
        SeqGPTError: `recipe_too_long` for a line of more than `MAX_LINE_CHARACTERS`.
    """
    text = dump_recipe(recipe).encode("utf-8")
    packer = zlib.compressobj(9, zlib.DEFLATED, _RAW_DEFLATE)
    payload = _checksum(text) + packer.compress(text) + packer.flush()
    line = PREFIX + base64.urlsafe_b64encode(payload).rstrip(b"=").decode("ascii")
    if len(line) > MAX_LINE_CHARACTERS or len(text) > MAX_RECIPE_BYTES:
        raise SeqGPTError(
            "recipe_too_long", "配方太大，写不成一行文字，请减少字段，或改用配方文件分享。"
        )
    return line


def is_recipe_line(text: str) -> bool:
    """Whether a text claims to be a recipe in one line, of this version or a later one."""
    return _ANY_VERSION.match(_INSERTED.sub("", text[:200])) is not None


def recipe_from_line(line: str) -> Recipe:
    """The recipe of a line; white space around and inside it does not matter.

    Raises:
        SeqGPTError: `recipe_line_damaged` with what to do; `recipe_unreadable` where the line is
            whole and its recipe is not one.
    """
    if len(line) > 2 * MAX_LINE_CHARACTERS:
        raise _damaged("这行文字太长")
    line = _INSERTED.sub("", line)
    if len(line) > MAX_LINE_CHARACTERS:
        raise _damaged("这行文字太长")
    if not line.startswith(PREFIX):
        if _ANY_VERSION.match(line):
            raise SeqGPTError(
                "recipe_line_damaged", "这行配方来自更新的版本，请升级后再试，或改用配方文件。"
            )
        raise _damaged(f"配方以 {PREFIX} 开头")
    payload = _decoded(line[len(PREFIX) :])
    checksum, packed = payload[:_CHECKSUM_BYTES], payload[_CHECKSUM_BYTES:]
    text = _inflated(packed)
    if _checksum(text) != checksum:
        raise _damaged("校验不符")
    try:
        return parse_recipe(text.decode("utf-8"), "分享的一行")
    except UnicodeDecodeError as error:
        raise _damaged("内容不是文字") from error


def _decoded(letters: str) -> bytes:
    try:
        padded = letters.encode("ascii") + b"=" * (-len(letters) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error, ValueError) as error:
        raise _damaged("含有不该有的字符，或缺了一截") from error


def _inflated(packed: bytes) -> bytes:
    """The text; never more than the bound is unpacked, however the line was made."""
    unpacker = zlib.decompressobj(_RAW_DEFLATE)
    try:
        text = unpacker.decompress(packed, MAX_RECIPE_BYTES + 1)
    except zlib.error as error:
        raise _damaged("内容解不开") from error
    if len(text) > MAX_RECIPE_BYTES:
        raise _damaged(f"内容超过 {MAX_RECIPE_BYTES // 1024} KB")
    if not unpacker.eof or unpacker.unused_data:
        raise _damaged("缺了一截或多了内容")
    return text


def _checksum(text: bytes) -> bytes:
    return hashlib.sha256(text).digest()[:_CHECKSUM_BYTES]


def _damaged(reason: str) -> SeqGPTError:
    return SeqGPTError(
        "recipe_line_damaged", f"这行配方读不出（{reason}），请让对方重新复制完整的一行。"
    )
