"""The parts around a document's body that make it a .docx file: no macro, nothing external."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# The time of writing would make equal results unequal files.
_ZIP_TIME = (2000, 1, 1, 0, 0, 0)
# A4 with Word's usual margins for Chinese documents, in twentieths of a point.
_SECTION = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1440" w:right="1800" w:bottom="1440" w:left="1800"'
    ' w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
)
_STYLES = (
    "<w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"'
    ' w:cs="Times New Roman"/><w:sz w:val="21"/><w:szCs w:val="21"/>'
    '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
    '<w:spacing w:after="60" w:line="360" w:lineRule="auto"/>'
    "</w:pPr></w:pPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
)
# What is edited from now on is tracked as well.
_SETTINGS = "<w:trackRevisions/>"


def word_package(body: str, comments: Sequence[str] = ()) -> bytes:
    """The .docx file of these paragraphs (XML with the prefix `w`); equal input, equal bytes.

    Args:
        comments: `w:comment` elements, numbered from 0.
    """
    parts = {
        "styles": ("styles", _STYLES),
        "settings": ("settings", _SETTINGS),
        **({"comments": ("comments", "".join(comments))} if comments else {}),
    }
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_CONTENT}.{name}+xml"/>'
        for name in parts
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>'
        for number, name in enumerate(parts, 1)
    )
    files = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_CONTENT}.document.main+xml"/>'
            f"{types}</Types>"
        ),
        "_rels/.rels": _relationships(
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": _relationships(relations),
        "word/document.xml": _root("document", f"<w:body>{body}{_SECTION}</w:body>"),
        **{f"word/{name}.xml": _root(tag, inner) for name, (tag, inner) in parts.items()},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, _ZIP_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(member, (_XML + content).encode("utf-8"))
    return buffer.getvalue()


def _root(tag: str, inner: str) -> str:
    return f'<w:{tag} xmlns:w="{NAMESPACE}">{inner}</w:{tag}>'


def _relationships(inner: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'
