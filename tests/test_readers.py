"""File readers: what a user sees in each kind of file is its text; bad files get one sentence."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
import xlsxwriter

from seqgpt_core.documents import (
    MAX_CHARACTERS,
    Document,
    ReadOptions,
    document_from_text,
    read_bytes,
    read_file,
)
from seqgpt_core.documents.numerals import format_ordinal
from seqgpt_core.documents.ocr import is_ocr_installed
from seqgpt_core.documents.readers import MAX_FILE_BYTES
from seqgpt_core.errors import SeqGPTError

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
# A picture that cannot be read: without the extra nobody looks.
PICTURE_REFUSED = "document_damaged" if is_ocr_installed() else "extra_missing"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


NO_OCR = ReadOptions(ocr=False)


def refused(data: bytes, name: str, options: ReadOptions | None = None) -> SeqGPTError:
    """The error for a file, checked for being one sentence that names the file."""
    with pytest.raises(SeqGPTError) as caught:
        read_bytes(data, name, options)
    assert name in caught.value.message
    assert caught.value.message.endswith("。")
    assert "\n" not in caught.value.message
    return caught.value


def text_of(data: bytes, name: str) -> str:
    (document,) = read_bytes(data, name)
    assert document.source == name
    return document.text


# --- Document ---------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "  \n\t\u3000", "\u200b\u202e\ufeff\x00", "\ud800", "\u3164"])
def test_text_without_anything_visible_is_empty(text: str) -> None:
    with pytest.raises(SeqGPTError) as caught:
        document_from_text(text)
    assert caught.value.code == "document_empty"


def test_nothing_is_removed_from_the_text() -> None:
    text = "\ufeff甲\x00方\u202e：😀𠮷\ud800\r\n=1+1<b>\u200b "
    document = document_from_text(text, "a.txt")
    assert document == Document(text, "a.txt")
    assert len(document.sha256) == 64


def test_length_limit_names_both_numbers() -> None:
    assert document_from_text("甲" * MAX_CHARACTERS).text
    with pytest.raises(SeqGPTError, match=r"2,000,001.*2,000,000") as caught:
        document_from_text("甲" * (MAX_CHARACTERS + 1))
    assert caught.value.code == "document_too_long"


def test_importing_documents_loads_no_reader_library() -> None:
    script = (
        "import sys, seqgpt_core.documents\n"
        "heavy = {'lxml', 'pandas', 'pypdfium2', 'python_calamine', 'torch', 'streamlit'}\n"
        "print(*sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")


# --- Paths and types --------------------------------------------------------------------------


def test_missing_files_and_folders(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.txt", tmp_path, tmp_path / "a\0b", tmp_path / ("长" * 300)):
        with pytest.raises(SeqGPTError) as caught:
            read_file(path)
        assert caught.value.code == "file_missing"


def test_read_file_keeps_the_path_as_source(tmp_path: Path) -> None:
    path = tmp_path / "合同.txt"
    path.write_bytes("甲方：某公司\r\n".encode())
    assert read_file(path) == (Document("甲方：某公司\r\n", str(path)),)


def test_undecodable_file_names_are_shown_with_escapes(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path / "a") + b"\xff.doc"))
    path.write_bytes(b"x")
    with pytest.raises(SeqGPTError) as caught:
        read_file(path)
    assert caught.value.message.encode("utf-8")


@pytest.mark.parametrize(
    ("data", "name", "code", "advice"),
    [
        (b"", "a.txt", "document_empty", "0 字节"),
        (b" \n", "a.md", "document_empty", ""),
        (b"a" * (MAX_FILE_BYTES + 1), "a.txt", "document_too_large", "50 MB"),
        (b"anything", "a.doc", "document_type_unsupported", ".docx"),
        (b"anything", "a.WPS", "document_type_unsupported", ".docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.docx", "document_type_unsupported",
         ".docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "a.xlsx",
         "document_type_unsupported", ".xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx",
         "document_encrypted", "密码"),
        (b"{\\rtf1 abc}", "a.txt", "document_type_unsupported", ".docx"),
        (b"\x89PNG\r\n\x1a\n....", "a.txt", PICTURE_REFUSED, ""),
        (b"a text", "a.pdf", "document_damaged", ".pdf"),
        (b"a text", "a.docx", "document_damaged", ".docx"),
        (b"a text", "a.xlsx", "document_damaged", ".xlsx"),
        (b"PK\x03\x04 broken", "a.docx", "document_damaged", ""),
        (b"abc\0def", "a.txt", "document_not_text", "UTF-8"),
        (b"\x80\x81\xff", "a.txt", "document_not_text", ""),
        (b"ab\x01\x02\x03\x04\x05", "a.txt", "document_not_text", ""),
        (b"\xff\xfea", "a.txt", "document_not_text", ""),
    ],
)  # fmt: skip
def test_bad_files_get_one_sentence(data: bytes, name: str, code: str, advice: str) -> None:
    error = refused(data, name)
    assert error.code == code
    assert advice in error.message


@pytest.mark.parametrize("seed", range(20))
def test_random_bytes_named_txt_are_not_text(seed: int) -> None:
    assert refused(random.Random(seed).randbytes(400), "a.txt").code == "document_not_text"


# --- Plain text and HTML ----------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-32"])
@pytest.mark.parametrize("name", ["a.txt", "a.md", "-"])
def test_text_encodings(encoding: str, name: str) -> None:
    text = "甲方：北京某科技有限公司\r\n合同金额：￥1,000元"
    assert text_of(text.encode(encoding), name) == text


def test_html_named_txt_is_text() -> None:
    assert text_of(b"<p>a &amp; b</p>", "a.txt") == "<p>a &amp; b</p>"


def test_html_blocks_tables_lists_and_hidden_parts() -> None:
    page = """<!DOCTYPE html><html><head><title>t</title><style>p{}</style></head><body>
    <!-- note --><h1>采购
       合同</h1><script>alert(1)</script>
    <p>甲方：<b>某</b>公司&nbsp;&amp;&#x4e59;方<br>电话 <span>010</span></p>
    <p style="DISPLAY : none">看不见</p>尾<p hidden>也看不见</p>巴
    <table><tr><th>品名</th><th colspan=2>数量 单价</th><th>备注</th></tr>
    <tr><td><p>服务器</p><p>整机</p></td><td>2</td><td>3,000</td><td></td></tr><tr><td></td></tr></table>
    <table><tr><td><div>单元格一行</div><div>两行</div></td></tr></table>
    <ol type="a" start=2><li>质保<li>交付</ol>
    <ol style="list-style-type:cjk-ideographic"><li>付款</ol>
    <ul><li>附件</ul><pre>  原样
  保留</pre><img src="http://127.0.0.1:9/x.png" alt="x"><ruby>汉<rt>han</rt></ruby></body></html>"""
    assert text_of(page.encode(), "a.html").split("\n") == [
        "采购 合同",
        "甲方：某公司\xa0&乙方",
        "电话 010",
        "尾巴",
        "品名\t数量 单价\t\t备注",
        "服务器 整机\t2\t3,000",
        "单元格一行",
        "两行",
        "b. 质保",
        "c. 交付",
        "一、付款",
        "附件",
        "  原样",
        "  保留",
        "汉",
    ]


def test_html_layout_tables_keep_their_lines() -> None:
    page = (
        "<table><tr><td>导航</td><td><table><tr><td>甲</td><td>乙</td></tr></table>丙</td></table>"
    )
    assert text_of(page.encode(), "a.htm") == "导航\n甲\t乙\n丙"


def test_html_declared_and_wrong_encodings() -> None:
    page = '<meta charset="gb2312"><p>甲方：某公司，朱镕基</p>'
    for encoding in ("gb18030", "utf-8"):  # the second contradicts the declaration
        assert text_of(page.encode(encoding), "a.html") == "甲方：某公司，朱镕基"
    assert (
        text_of('<meta charset="big5"><p>甲方：臺灣</p>'.encode("big5"), "a.html") == "甲方：臺灣"
    )


def test_broken_and_deep_html_lose_nothing() -> None:
    assert text_of("<td>甲</td></p><tr>乙<td>丙".encode(), "a.html").split() == ["甲", "乙", "丙"]
    deep = "<div>{0}深处{1}<p>末尾"
    nested = deep.format("<div>" * 1500, "</div>" * 1500)
    assert text_of(nested.encode(), "a.html") == "深处\n末尾"
    nested = deep.format("<div>" * 5000, "</div>" * 5000)
    assert refused(nested.encode(), "a.html").code == "document_damaged"
    assert refused(b"<table><tr><td>" * 500 + b"x", "a.html").code == "document_damaged"
    assert refused(b"<p></p><script>x</script>", "a.html").code == "document_empty"


def test_html_entity_definitions_are_not_expanded() -> None:
    page = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>a &x; b</p>'
    assert "root:" not in text_of(page, "a.html")


# --- Word -------------------------------------------------------------------------------------


def docx(body: str, **parts: str) -> bytes:
    """A Word file of this body; `numbering`, `styles`, `header`, `footnotes` are further parts."""
    types = {**dict.fromkeys(parts), "header": "header", "footnotes": "footnotes"}
    relations = "".join(
        f'<Relationship Id="r{name}" Type="{RELATIONS}/{types[name] or name}" Target="{name}.xml"/>'
        for name in parts
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels",
            f'<Relationships><Relationship Id="r1" Type="{RELATIONS}/officeDocument" '
            'Target="/word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/_rels/document.xml.rels", f"<Relationships>{relations}</Relationships>"
        )
        archive.writestr(
            "word/document.xml", f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>"
        )
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {W}>{content}</w:{name}>")
    return packed.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def numbered(text: str, number: int, level: int = 0) -> str:
    return paragraph(
        run(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    )


def level(depth: int, number_format: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>'
        f'{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def test_docx_paragraphs_tracked_changes_and_special_characters() -> None:
    body = (
        paragraph(run("总价为") + f"<w:ins>{run('58万')}</w:ins>"
                  "<w:del><w:r><w:delText>50万</w:delText><w:tab/></w:r></w:del>" + run("元"))
        + paragraph(run("看得见") + run("隐藏", "<w:vanish/>") + run("明", '<w:vanish w:val="0"/>'))
        + paragraph(f"<w:moveFrom>{run('移走')}</w:moveFrom>")
        + paragraph(run("前半"), "<w:tabs><w:tab/></w:tabs><w:rPr><w:del/></w:rPr>")
        + paragraph(run("后半"))
        + paragraph("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t> 丙 </w:t></w:r>")
        + paragraph('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>' + run("是"))
        + paragraph("<w:fldSimple>" + run("3") + "</w:fldSimple><w:r><w:instrText>PAGE"
                    "</w:instrText></w:r>")
        + paragraph("")
        + f"<w:sdt><w:sdtContent>{paragraph(run('控件'))}</w:sdtContent></w:sdt>"
    )  # fmt: skip
    assert text_of(docx(body), "a.docx").split("\n") == [
        "总价为58万元", "看得见明", "前半后半", "甲\t乙", "丙", "☑是", "3", "控件",
    ]  # fmt: skip


def test_docx_tables_are_rows_with_tabs() -> None:
    def cell(content: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"

    def row(*cells: str, properties: str = "") -> str:
        return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"

    one, two = paragraph(run("一")), paragraph(run("二"))
    table = "<w:tbl>" + row(cell(one + two), cell(one, '<w:gridSpan w:val="2"/>'), cell(two))
    table += row(cell(one), cell(one), properties="<w:del/>")
    table += row(cell(paragraph("")), cell(two), cell(two, "<w:cellDel/>"), cell(one)) + "</w:tbl>"
    nested = f"<w:tbl>{row(cell(one), cell(table + paragraph('')))}</w:tbl>"
    assert text_of(docx(table), "a.docx") == "一 二\t一\t\t二\n\t二\t一"
    assert text_of(docx(nested), "a.docx") == "一\n一 二\t一\t\t二\n\t二\t一"


def test_docx_text_boxes_headers_and_notes() -> None:
    box = f"<w:txbxContent>{paragraph(run('框内'))}</w:txbxContent>"
    anchor = (
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    section = f'<w:sectPr><w:headerReference xmlns:r="{RELATIONS}" r:id="rheader"/></w:sectPr>'
    data = docx(
        paragraph(run("前") + f"<w:r>{anchor}</w:r>" + run("后")) + section,
        header=paragraph(run("合同编号：HT-01")),
        footnotes=f'<w:footnote w:type="separator">{paragraph(run("线"))}</w:footnote>'
        f"<w:footnote>{paragraph(run('注一'))}</w:footnote>",
    )
    assert text_of(data, "a.docx").split("\n") == ["合同编号：HT-01", "前后", "框内", "注一"]


def test_docx_automatic_numbers() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        + level(0, "chineseCountingThousand", "第%1条", '<w:suff w:val="space"/>')
        + level(1, "decimal", "%1.%2", "<w:isLgl/>")
        + level(2, "ideographEnclosedCircle", "%3", '<w:suff w:val="nothing"/>')
        + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
        + level(0, "chineseCounting", "%1、", '<w:pStyle w:val="Heading"/>')
        + level(1, "bullet", "\uf0b7")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="10"/></w:lvlOverride></w:num>'
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="Heading"><w:pPr><w:numPr><w:numId w:val="2"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Child">'
        '<w:basedOn w:val="Heading"/></w:style>'
    )
    body = (
        numbered("标的", 1) + numbered("范围", 1, 1) + numbered("期限", 1, 1) + numbered("细", 1, 2)
        + paragraph(run("总则"), '<w:pStyle w:val="Heading"/>')
        # A deleted clause is not counted.
        + paragraph("<w:del><w:r><w:delText>删</w:delText></w:r></w:del>", "<w:rPr><w:del/></w:rPr>"
                    '<w:numPr><w:numId w:val="1"/></w:numPr>')
        + numbered("付款", 1) + numbered("方式", 1, 1)
        + paragraph(run("附则"), '<w:pStyle w:val="Child"/>') + numbered("点", 2, 1)
        + numbered("续", 3) + numbered("续", 3)
        + paragraph(run("无号"), '<w:pStyle w:val="Heading"/><w:numPr><w:numId w:val="0"/>'
                    "</w:numPr>")
    )  # fmt: skip
    data = docx(body, numbering=numbering, styles=styles)
    assert text_of(data, "a.docx").split("\n") == [
        "第一条 标的", "1.1 范围", "1.2 期限", "㈠细", "一、 总则", "第二条 付款", "2.1 方式",
        "二、 附则", "点", "第十条 续", "第十一条 续", "无号",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number_format", "values"),
    [
        ("decimal", {0: "0", 12: "12"}),
        ("decimalZero", {3: "03", 12: "12"}),
        (
            "chineseCounting",
            {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 101: "一百零一"},
        ),
        (
            "chineseCountingThousand",
            {
                110: "一百一十",
                1000: "一千",
                1010: "一千零一十",
                2005: "二千零五",
                10010: "一万零一十",
            },
        ),
        ("chineseLegalSimplified", {11: "壹拾壹", 105: "壹佰零伍"}),
        ("ideographDigital", {10: "一〇"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 28: "BB", 10**8: "V" * 50}),
        ("lowerLetter", {3: "c"}),
        ("upperRoman", {4: "IV", 1994: "MCMXCIV", 5000: "5000"}),
        ("lowerRoman", {9: "ix"}),
        ("decimalEnclosedCircleChinese", {1: "①", 20: "⑳", 21: "21"}),
        ("ideographEnclosedCircle", {1: "㈠", 10: "㈩", 11: "11"}),
        ("ideographTraditional", {1: "甲", 11: "甲"}),
        ("none", {1: ""}),
        ("unknownFormat", {7: "7"}),
    ],
)
def test_ordinals(number_format: str, values: dict[int, str]) -> None:
    assert {value: format_ordinal(value, number_format) for value in values} == values


def test_docx_bombs_entities_and_missing_parts_are_refused() -> None:
    assert refused(docx(paragraph(run("甲" * 30_000_000))), "a.docx").code == "document_too_large"
    entities = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    for encoding in ("utf-8", "utf-16"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            declaration = f'<?xml version="1.0" encoding="{encoding}"?>'
            content = f"<w:document {W}><w:body>{paragraph(run('&b;'))}</w:body></w:document>"
            archive.writestr(
                "word/document.xml", (declaration + entities + content).encode(encoding)
            )
        assert refused(packed.getvalue(), "a.docx").code == "document_damaged"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/styles.xml", "<a/>")
    assert refused(packed.getvalue(), "a.docx").code == "document_damaged"


def test_zip_without_a_document_and_docx_under_other_names() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "x")
    assert refused(packed.getvalue(), "a.pdf").code == "document_type_unsupported"
    assert refused(b"PK\x05\x06" + b"\0" * 18, "a.zip").code == "document_type_unsupported"
    assert text_of(docx(paragraph(run("甲方"))), "a.txt") == "甲方"


def test_docx_of_pictures_only_is_a_scan() -> None:
    packed = io.BytesIO(docx(paragraph("")))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("word/media/image1.png", b"png")
    assert refused(packed.getvalue(), "a.docx").code == "document_is_scan"
    assert refused(docx(paragraph("")), "a.docx").code == "document_empty"


# --- PDF --------------------------------------------------------------------------------------


def pdf(*contents: str, encrypt: str = "") -> bytes:
    """A PDF with one page for each content stream; `/I Do` draws a picture."""
    pages = [5 + 2 * number for number in range(len(contents))]
    kids = " ".join(f"{page} 0 R" for page in pages)
    objects = {
        1: "<</Type/Catalog/Pages 2 0 R>>",
        2: f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        3: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        4: "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray"
        "/BitsPerComponent 8/Length 1>>stream\n0\nendstream",
    }
    for page, content in zip(pages, contents, strict=True):
        objects[page] = (
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Resources<</Font<</F 3 0 R>>"
            f"/XObject<</I 4 0 R>>>>/Contents {page + 1} 0 R>>"
        )
        objects[page + 1] = f"<</Length {len(content)}>>stream\n{content}\nendstream"
    body, offsets = "%PDF-1.4\n", []
    for number in sorted(objects):
        offsets.append(len(body))
        body += f"{number} 0 obj{objects[number]}endobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    body += (
        f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n{table}"
        f"trailer<</Size {len(offsets) + 1}/Root 1 0 R{encrypt}>>\nstartxref\n"
    )
    return (body + f"{body.index('xref')}\n%%EOF").encode("latin-1")


def words(text: str) -> str:
    return f"BT /F 12 Tf 20 200 Td ({text}) Tj 0 -20 Td (second line) Tj ET"


PICTURE = "q 100 0 0 100 0 0 cm /I Do Q"


def test_pdf_pages_are_joined_by_line_feeds() -> None:
    data = pdf(words("Party A: ACME"), words("page two"))
    expected = "Party A: ACME\nsecond line\npage two\nsecond line"
    assert text_of(data, "a.pdf") == expected
    assert text_of(data, "a.txt") == expected  # recognised by its first bytes
    assert text_of(b"\r\njunk" + data, "a.pdf") == expected


def test_pdf_picture_pages_are_named() -> None:
    (document,) = read_bytes(pdf(PICTURE, words("text"), "", PICTURE), "a.pdf", NO_OCR)
    assert document.text == "text\nsecond line"
    assert len(document.warnings) == 1
    assert "第 1、4 页" in document.warnings[0]


def test_pdf_scans_damage_and_passwords() -> None:
    scan = refused(pdf(PICTURE), "a.pdf", NO_OCR)
    assert scan.code == "document_is_scan"
    assert "OCR" in scan.message
    assert refused(pdf(""), "a.pdf").code == "document_is_scan"
    assert refused(b"%PDF-1.4\nnothing more", "a.pdf").code == "document_damaged"
    locked = "/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" + "12" * 32 + ">/U<" + "34" * 32
    data = pdf(words("secret"), encrypt=locked + ">>>/ID[<00><00>]")
    assert refused(data, "a.pdf").code == "document_encrypted"


def test_pdf_written_by_pdfium() -> None:
    made = pypdfium2.PdfDocument.new()
    made.new_page(200, 200)
    packed = io.BytesIO()
    made.save(packed)
    assert refused(packed.getvalue(), "空白.pdf").code == "document_is_scan"


# --- Tables -----------------------------------------------------------------------------------


def xlsx(*sheets: list[list[object]]) -> bytes:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"strings_to_formulas": False}) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for cells in sheets:
            sheet = workbook.add_worksheet()
            for number, row in enumerate(cells):
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(number, column, value, day)
                    elif value is not None:
                        sheet.write(number, column, value)
    return packed.getvalue()


def test_xlsx_rows_are_documents() -> None:
    data = xlsx(
        [
            [],
            ["姓名", "金额", None, "日期", "说明"],
            ["张伟", 0.1 + 0.2, "无列名", date(2024, 3, 5), "=1+1"],
            [],
            ["李娜", 1e15, None, None, True],
        ]
    )
    assert read_bytes(data, "a.xlsx") == (
        Document("姓名：张伟\n金额：0.3\n第3列：无列名\n日期：2024-03-05\n说明：=1+1", "a.xlsx#3"),
        Document("姓名：李娜\n金额：1000000000000000\n说明：TRUE", "a.xlsx#5"),
    )


def test_xlsx_sheets_are_named_when_there_are_several() -> None:
    data = xlsx([["甲"], ["1"]], [], [["乙"], [2.5]])
    sources = [(document.source, document.text) for document in read_bytes(data, "a.xlsx")]
    assert sources == [("a.xlsx#Sheet1!2", "甲：1"), ("a.xlsx#Sheet3!2", "乙：2.5")]


def test_tables_without_rows_and_far_apart_cells_are_refused() -> None:
    assert refused(xlsx([["姓名", "金额"]]), "a.xlsx").code == "document_empty"
    assert refused("姓名,金额\n\n".encode(), "a.csv").code == "document_empty"
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_000_000, 16_000, "b")
    assert refused(packed.getvalue(), "a.xlsx").code == "document_too_large"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_rows_are_documents(encoding: str, delimiter: str) -> None:
    lines = [
        ["编号", "正文", "金额"],
        ["1", '"甲方\n乙方, ""丙"""', ""],
        ["2", "丁", "5", "多"],
        [],
    ]
    data = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
    assert read_bytes(data, "a.csv") == (
        Document('编号：1\n正文：甲方\n乙方, "丙"', "a.csv#2"),
        Document("编号：2\n正文：丁\n金额：5\n第4列：多", "a.csv#3"),
    )


def test_csv_limits_and_damage() -> None:
    assert len(text_of_row("正文\n" + "字" * 500_000)) == 500_003
    assert refused('a,b\n1,"没有收尾\n2,3'.encode(), "a.csv").code == "document_damaged"
    assert refused(b"a\n" + b"1\n" * 100_001, "a.csv").code == "document_too_large"
    assert refused(b"a\n\0", "a.csv").code == "document_not_text"


def text_of_row(table: str) -> str:
    (document,) = read_bytes(table.encode(), "a.csv")
    return document.text


# --- Damage anywhere --------------------------------------------------------------------------

MAKERS: dict[str, Callable[[], bytes]] = {
    "a.docx": lambda: docx(paragraph(run("甲方：某公司" * 50)), styles="", numbering=""),
    "a.xlsx": lambda: xlsx([["姓名", "金额"], ["张伟", 5], ["李娜", 6]]),
    "a.pdf": lambda: pdf(words("Party A"), PICTURE, words("Party B")),
    "a.html": lambda: "<table><tr><td>甲<td>乙</table><ol><li>丙</ol>".encode(),
    "a.csv": lambda: '编号,正文\n1,"甲"\n'.encode(),
}


@pytest.mark.parametrize("name", MAKERS)
def test_damaged_files_are_read_or_refused(name: str) -> None:
    whole = MAKERS[name]()
    chance = random.Random(name)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        try:
            documents = read_bytes(bytes(data), name, NO_OCR)
        except SeqGPTError as error:
            assert error.message.endswith("。")
        else:
            assert all(document.text for document in documents)
