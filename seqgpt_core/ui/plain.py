"""Text that is shown as it is, although the widget that shows it reads Markdown.

Labels, captions, warnings and errors of Streamlit are Markdown: a field named `![](http://…)`
would load a picture. Whatever comes from a user, a file or a model passes through `plain`.
"""

from __future__ import annotations

import re

from ..results.characters import shown_text

# Every ASCII punctuation mark may be escaped in CommonMark; that covers links, pictures, HTML,
# emphasis, code, tables, mathematics and Streamlit's colours (`:red[…]`).
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")


def plain(text: str) -> str:
    """Markdown that shows `text`, on one line, with nothing in it markup."""
    return _PUNCTUATION.sub(r"\\\g<0>", " ".join(shown_text(text).split()))
