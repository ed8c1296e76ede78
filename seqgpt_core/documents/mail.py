"""Mail files (.eml): the headers that people read, then the body; attachments by name only.

Where a mail has the body twice, the web page is read: its tables are tables and its lines are not
wrapped.
"""

from __future__ import annotations

import email
import email.policy
from email.message import Message
from email.utils import parsedate_to_datetime

from ..errors import SeqGPTError
from .document import has_visible_text, printable
from .html import read_markup
from .text_encoding import decode_declared, decode_text

_HEADERS = (
    ("From", "发件人"),
    ("To", "收件人"),
    ("Cc", "抄送"),
    ("Date", "日期"),
    ("Subject", "主题"),
)
_MAX_PARTS = 1_000
_MOST_NAMED = 20


def read_mail(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """(text, warnings) of a mail: header lines, an empty line, the body.

    Raises:
        SeqGPTError: `document_damaged` (no mail, or nested beyond reason).
    """
    damaged = SeqGPTError(
        "document_damaged",
        f"文件“{printable(name)}”不是可读的邮件，请在邮箱里打开并复制其中的文字。",
    )
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        if not any(header in message for header, _ in _HEADERS):
            raise damaged
        headers = _header_lines(message)
        body, attachments = _contents(message, name)
    except (RecursionError, IndexError, LookupError, ValueError, AttributeError) as error:
        # The standard library lets these through on malformed headers and boundaries.
        raise damaged from error
    return "\n".join([*headers, "", body]).strip("\n"), _about(attachments, name)


def _header_lines(message: Message) -> list[str]:
    lines = []
    for header, title in _HEADERS:
        value = " ".join(str(message.get(header, "")).split())
        if header == "Date":
            value = _readable_date(value)
        if value:
            lines.append(f"{title}：{value}")
    return lines


def _readable_date(value: str) -> str:
    """`2024-03-05 10:22:33 +08:00`; as written where it cannot be read."""
    try:
        return parsedate_to_datetime(value).isoformat(" ") if value else ""
    except (ValueError, TypeError):
        return value


def _contents(message: Message, name: str) -> tuple[str, list[str]]:
    """The body's text and the names of everything attached."""
    plain: list[str] = []
    pages: list[str] = []
    attachments: list[str] = []
    for count, part in enumerate(message.walk()):
        if count > _MAX_PARTS:
            raise ValueError("too many parts")
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        file_name = part.get_filename()
        if file_name or part.get_content_disposition() == "attachment":
            attachments.append(" ".join(str(file_name or kind).split()))
        elif kind == "text/html":
            pages.append(read_markup(_text(part, name), name))
        elif kind.startswith("text/"):
            plain.append(_text(part, name).replace("\r\n", "\n").strip("\n"))
    page = "\n".join(pages)
    return (page if has_visible_text(page) else "\n".join(plain)), attachments


def _text(part: Message, name: str) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    declared = decode_declared(content, part.get_content_charset() or "")
    return declared if declared is not None else decode_text(content, name) if content else ""


def _about(attachments: list[str], name: str) -> tuple[str, ...]:
    if not attachments:
        return ()
    named = "、".join(attachments[:_MOST_NAMED]) + ("等" if len(attachments) > _MOST_NAMED else "")
    return (
        f"邮件“{printable(name)}”有 {len(attachments)} 个附件没有读入：{printable(named)}，"
        "请另存后单独打开。",
    )
