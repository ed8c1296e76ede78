"""The shell of a self-contained HTML report: one file, no script, no request, text escaped.

A content security policy in the page forbids all but its own style, so that not even a mistake
in escaping could load or run anything.
"""

from __future__ import annotations

import html
from collections.abc import Iterable

from ..results.characters import BIDI_CONTROLS, REPLACEMENT, showable
from .redline import Piece, PieceKind

_STYLE = """
:root{color-scheme:light;--ink:#1c2430;--soft:#5b6676;--line:#dfe4ea;--paper:#fff;--page:#f5f7f9;
--accent:#1f5fbf;--ins:#0a6b3d;--ins-bg:#dff3e7;--del:#b3261e;--del-bg:#fce4e2;
--move:#5b3fa8;--move-bg:#ebe5fa;--warn:#8a5a00;--warn-bg:#fdf1d8}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);
font:15px/1.75 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",
"Source Han Sans SC",sans-serif}
main{max-width:1180px;margin:0 auto;padding:32px 24px 64px}
h1{font-size:26px;line-height:1.3;margin:0 0 4px}
h2{font-size:18px;margin:40px 0 12px;display:flex;align-items:baseline;gap:10px}
h2 small{font-size:13px;color:var(--soft);font-weight:400}
p{margin:0 0 8px}a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}
.soft{color:var(--soft)}.small{font-size:13px}
.card{background:var(--paper);border:1px solid var(--line);border-radius:10px}
.bar{display:flex;height:14px;border-radius:7px;overflow:hidden;
margin:18px 0 6px;background:#e8ecf0}
.bar a{display:block;min-width:2px;border-right:1px solid #fff}.bar a:last-child{border:0}
.k-same,.k-renumbered{background:#d5dbe2}.k-format_only{background:#b9c3ce}
.k-changed{background:#e0a02c}
.k-inserted{background:#3aa76d}.k-deleted{background:#d5564d}.k-moved{background:#8267cf}
.legend{display:flex;flex-wrap:wrap;gap:4px 16px;font-size:13px;color:var(--soft)}
.legend i{display:inline-block;width:10px;height:10px;border-radius:2px;margin-right:6px}
.proof{display:inline-block;margin:14px 0 0;padding:5px 14px;border-radius:999px;font-size:14px;
background:var(--ins-bg);color:var(--ins)}
.proof.bad,.notice{background:var(--warn-bg);color:var(--warn)}
.notice{padding:10px 16px;border-radius:8px;margin:14px 0 0}
.changes{list-style:none;margin:0;padding:0}
.changes>li{display:grid;grid-template-columns:170px 1fr;gap:4px 20px;padding:13px 18px;
border-top:1px solid var(--line)}
.changes>li:first-child{border-top:0}
.chip{display:inline-block;padding:0 9px;border-radius:5px;font-size:13px;line-height:22px;
background:#e6ecf5;color:#24416b;white-space:nowrap}
.chip.high{background:var(--del-bg);color:var(--del)}
.chip.note{background:var(--warn-bg);color:var(--warn)}
.chip.ok{background:var(--ins-bg);color:var(--ins)}
.where{display:block;font-size:13px;margin-top:2px;overflow-wrap:anywhere}
.version{display:grid;grid-template-columns:5.5em 1fr;gap:2px 8px;align-items:baseline}
.values{font-size:13px;color:var(--soft);margin-top:2px}
.words,.text{white-space:pre-wrap;overflow-wrap:anywhere}
.arrow{color:var(--soft);padding:0 8px}
ins{background:var(--ins-bg);color:var(--ins);text-decoration:underline;text-decoration-thickness:1px;
text-underline-offset:3px;border-radius:3px}
del{background:var(--del-bg);color:var(--del);text-decoration:line-through;border-radius:3px}
.moved{background:var(--move-bg);color:var(--move);border-radius:3px}
.pair{display:grid;grid-template-columns:1fr 1fr;border-top:1px solid var(--line);
scroll-margin-top:12px}
.pair:first-child{border-top:0}.pair:target{outline:2px solid var(--accent);border-radius:6px}
.pair header{grid-column:1/-1;padding:8px 18px 0;font-size:13px;color:var(--soft)}
.pair header b{color:var(--ink);margin-right:8px}
.side{padding:6px 18px 14px;min-width:0}.side+.side{border-left:1px solid var(--line)}
.side.none{color:#98a2ae;font-size:13px}
.heads{display:grid;grid-template-columns:1fr 1fr;padding:0;font-size:13px;color:var(--soft)}
.heads div{padding:9px 18px;overflow-wrap:anywhere}.heads div+div{border-left:1px solid var(--line)}
details>summary{cursor:pointer;padding:9px 18px;color:var(--soft);font-size:14px}
details.same{border-top:1px solid var(--line)}
details.same .text{color:var(--soft)}
table{width:100%;border-collapse:collapse}
th,td{text-align:left;vertical-align:top;padding:9px 18px;border-top:1px solid var(--line);
overflow-wrap:anywhere}
td:first-child,th:first-child{min-width:6em}
th{font-size:13px;color:var(--soft);font-weight:500;border-top:0}
ul.plain{margin:0;padding:12px 18px 12px 36px}
footer{margin-top:40px;font-size:12px;color:var(--soft);overflow-wrap:anywhere}
.end{padding:16px 18px;color:var(--soft)}
@media(max-width:720px){main{padding:20px 14px 48px}h1{font-size:22px}
.changes>li{grid-template-columns:1fr;padding:12px 14px}.pair,.heads{grid-template-columns:1fr}
.pair header{padding:8px 14px 0}.side{padding:4px 14px 10px}.heads div{padding:7px 14px}
.side+.side,.heads div+div{border-left:0;border-top:1px dashed var(--line)}
.side::before{content:attr(data-side);display:block;font-size:12px;color:var(--soft)}
th,td{padding:8px 10px}}
@media print{body{background:#fff;font-size:10.5pt}main{max-width:none;padding:0}
.card{border-radius:0}.changes>li,.pair{break-inside:avoid-page}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
"""
_TAGS: dict[PieceKind, tuple[str, str]] = {
    "kept": ("", ""),
    "deleted": ("<del>", "</del>"),
    "inserted": ("<ins>", "</ins>"),
    "moved_from": ('<span class="moved">', "</span>"),
    "moved_to": ('<span class="moved">', "</span>"),
}


def page(title: str, body: Iterable[str]) -> str:
    """The whole file; `title` is plain text, `body` is HTML."""
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy"'
        " content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escaped(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main>{''.join(body)}</main></body></html>\n"
    )


def escaped(text: str) -> str:
    """The text as HTML: no markup, no control character, nothing that reorders its neighbours."""
    return html.escape(BIDI_CONTROLS.sub(REPLACEMENT, showable(text)))


def marked(pieces: Iterable[Piece]) -> str:
    """Pieces as HTML, told apart by colour and by underline or strike."""
    parts = []
    for piece in pieces:
        before, after = _TAGS[piece.kind]
        parts.append(before + escaped(piece.text) + after)
    return "".join(parts)


def chip(words: str, sort: str = "") -> str:
    return f'<span class="chip {sort}">{escaped(words)}</span>'


def section(title: str, remark: str, inner: str) -> str:
    """A heading with a card below it."""
    small = f"<small>{escaped(remark)}</small>" if remark else ""
    return f'<h2>{escaped(title)}{small}</h2><div class="card">{inner}</div>'
