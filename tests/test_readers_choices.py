"""Choices of reading: tracked changes, comments, encodings; files under wrong names; mail."""

from __future__ import annotations

import email.message
import io
import zipfile

import pytest

from seqgpt_core.documents import ReadOptions, read_bytes
from seqgpt_core.documents.read_options import Encoding
from seqgpt_core.errors import SeqGPTError

from .test_readers import (
    RELATIONS,
    W,
    docx,
    paragraph,
    pdf,
    refused,
    run,
    text_of,
    words,
    xlsx,
)

ORIGINAL = ReadOptions(docx_view="original")


def lines(data: bytes, options: ReadOptions | None = None, name: str = "a.docx") -> list[str]:
    (document,) = read_bytes(data, name, options)
    return document.text.split("\n")


def warnings(data: bytes, name: str, options: ReadOptions | None = None) -> str:
    return "".join(read_bytes(data, name, options)[0].warnings)


# --- Word -------------------------------------------------------------------------------------

DELETED = "<w:del><w:r><w:delText>50万</w:delText></w:r></w:del>"
TRACKED = (
    paragraph(run("总价为") + f"<w:ins>{run('58万')}</w:ins>{DELETED}" + run("元"))
    + paragraph(f"<w:moveFrom>{run('移走的话')}</w:moveFrom>")
    + paragraph(f"<w:moveTo>{run('移来的话')}</w:moveTo>")
    + paragraph(run("原是一段，"), "<w:rPr><w:ins/></w:rPr>")
    + paragraph(run("后分两段"))
)


def test_both_sides_of_tracked_changes() -> None:
    data = docx(TRACKED)
    assert lines(data) == ["总价为58万元", "移来的话", "原是一段，", "后分两段"]
    assert lines(data, ORIGINAL) == ["总价为50万元", "移走的话", "原是一段，后分两段"]
    assert "接受全部修订" in warnings(data, "a.docx")
    assert "修订之前" in warnings(data, "a.docx", ORIGINAL)
    assert warnings(docx(paragraph(run("甲方"))), "a.docx") == ""


def test_rows_and_cells_that_were_inserted_or_deleted() -> None:
    def row(text: str, properties: str = "", cell: str = "") -> str:
        one = f"<w:tc><w:tcPr>{cell}</w:tcPr>{paragraph(run(text))}</w:tc>"
        return f"<w:tr><w:trPr>{properties}</w:trPr>{one}<w:tc>{paragraph(run('尾'))}</w:tc></w:tr>"

    rows = (
        row("留") + row("增", "<w:ins/>") + row("删", "<w:del/>") + row("格", cell="<w:cellIns/>")
    )
    data = docx(f"<w:tbl>{rows}</w:tbl>")
    assert lines(data) == ["留\t尾", "增\t尾", "格\t尾"]
    assert lines(data, ORIGINAL) == ["留\t尾", "删\t尾", "尾"]


def test_comments_headers_and_text_boxes_on_request() -> None:
    box = f"<w:r><w:txbxContent>{paragraph(run('框内'))}</w:txbxContent></w:r>"
    section = f'<w:sectPr><w:headerReference xmlns:r="{RELATIONS}" r:id="rheader"/></w:sectPr>'
    data = docx(
        paragraph(run("正文") + box) + section,
        header=paragraph(run("页眉")),
        comments=f'<w:comment w:author="王 律师">{paragraph(run("金额待定"))}</w:comment>'
        f"<w:comment>{paragraph(run('同意'))}</w:comment>",
    )
    assert lines(data) == ["页眉", "正文", "框内"]
    assert "2 条批注" in warnings(data, "a.docx")
    assert lines(data, ReadOptions(headers=False, text_boxes=False)) == ["正文"]
    everything = ReadOptions(comments=True)
    assert lines(data, everything)[-2:] == ["批注（王 律师）：金额待定", "批注：同意"]
    assert warnings(data, "a.docx", everything) == ""


def test_xml_nested_beyond_reason_is_refused() -> None:
    deep = "<w:sdt>" * 5000 + paragraph(run("甲")) + "</w:sdt>" * 5000
    assert refused(docx(deep), "a.docx").code == "document_damaged"


# --- Encodings --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "codec"),
    [("big5", "cp950"), ("big5", "big5hkscs"), ("gb18030", "gbk"), ("utf-8", "utf-8-sig"),
     ("utf-16", "utf-16")],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.html"])
def test_named_encodings(encoding: Encoding, codec: str, name: str) -> None:
    text = "甲方\n本契約由雙方簽訂"
    read = text_of_choice(text.encode(codec), name, encoding)
    assert "本契約由雙方簽訂" in read
    assert not read.startswith("\ufeff")


def text_of_choice(data: bytes, name: str, encoding: Encoding) -> str:
    (document,) = read_bytes(data, name, ReadOptions(encoding=encoding))
    return document.text


def test_a_wrong_encoding_is_one_sentence() -> None:
    error = refused("简体：这个".encode("gbk"), "a.txt", ReadOptions(encoding="utf-8"))
    assert (error.code, "UTF-8" in error.message) == ("document_not_text", True)
    assert refused(b"\0\0\0", "a.txt", ReadOptions(encoding="utf-16")).code == "document_not_text"


# --- Wrong names ------------------------------------------------------------------------------


def test_files_under_wrong_names_are_read_by_content() -> None:
    word, table = docx(paragraph(run("甲方"))), xlsx([["姓名"], ["张伟"]])
    page = "<html><body><table><tr><td>甲方<td>某公司</table></body></html>".encode()
    sheet = "姓名,金额\n张伟,5\n".encode("gbk")
    for data, name, kind, text in [
        (word, "a.pdf", "Word 文档", "甲方"),
        (word, "a.doc", "Word 文档", "甲方"),
        (pdf(words("Party A")), "a.docx", "PDF", "Party A\nsecond line"),
        (table, "a.csv", "Excel 表格", "姓名：张伟"),
        (page, "a.doc", "网页", "甲方\t某公司"),
        (page, "a.xls", "网页", "甲方\t某公司"),
        (sheet, "a.xlsx", "CSV 表格", "姓名：张伟\n金额：5"),
        (sheet.replace(b",", b"\t"), "a.xls", "CSV 表格", "姓名：张伟\n金额：5"),
    ]:
        (document,) = read_bytes(data, name)
        assert document.text == text, name
        assert len(document.warnings) == 1, name
        assert kind in document.warnings[0] and name in document.warnings[0]
    for data, name in ((word, "a.docx"), (word, "-"), (table, "a.xlsm"), (pdf(words("x")), "a")):
        assert read_bytes(data, name)[0].warnings == (), name


def test_wrong_names_that_cannot_be_read_say_what_to_do() -> None:
    assert refused(b"plain words", "a.xlsx").code == "document_damaged"
    assert refused(b"plain words", "a.doc").code == "document_type_unsupported"
    assert refused(b"{\\rtf1 abc}", "a.doc").code == "document_type_unsupported"
    assert "eml" in refused(b"x", "a.msg").message
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
    assert refused(packed.getvalue(), "a.docx").code == "document_type_unsupported"


def test_pages_of_a_pdf_are_known() -> None:
    (document,) = read_bytes(pdf(words("one"), "", words("two")), "a.pdf")
    assert document.text == "one\nsecond line\ntwo\nsecond line"
    assert document.page_starts == (0, 16)


# --- Mail -------------------------------------------------------------------------------------


def mail(body: str, page: str = "", attachments: tuple[str, ...] = ()) -> bytes:
    message = email.message.EmailMessage()
    message["From"] = "张三 <zhang@example.com>"
    message["To"] = "李四 <li@example.com>"
    message["Date"] = "Tue, 05 Mar 2024 10:22:33 +0800"
    message["Subject"] = "关于采购合同的确认"
    message.set_content(body)
    if page:
        message.add_alternative(page, subtype="html")
    for name in attachments:
        message.add_attachment(b"%PDF-1.4", "application", "pdf", filename=name)
    return message.as_bytes()


def test_mail_headers_body_and_attachments() -> None:
    data = mail("甲方同意付款。\n", attachments=("合同.pdf", "../../etc/passwd"))
    (document,) = read_bytes(data, "a.eml")
    assert document.text.split("\n") == [
        "发件人：张三 <zhang@example.com>",
        "收件人：李四 <li@example.com>",
        "日期：2024-03-05 10:22:33+08:00",
        "主题：关于采购合同的确认",
        "",
        "甲方同意付款。",
    ]
    (warning,) = document.warnings
    assert "2 个附件" in warning and "合同.pdf" in warning
    assert "PDF-1.4" not in document.text


def test_the_page_of_a_mail_is_read_for_its_tables() -> None:
    page = "<p>见下表</p><script>x</script><table><tr><td>甲方<td>某公司</table>"
    assert text_of(mail("见下表 甲方 某公司", page), "a.eml").endswith("\n\n见下表\n甲方\t某公司")
    assert text_of(mail("只有文字", "<p></p>"), "a.eml").endswith("\n\n只有文字")


def test_mail_in_gbk_with_a_broken_declaration() -> None:
    head = b"From: a@b.c\r\nSubject: =?gb2312?B?ztLDxw==?=\r\nContent-Type: text/plain; charset="
    for charset in (b"gb2312", b"x-unknown", b"utf-8"):
        data = (
            head + charset + b"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + "朱镕基".encode("gbk")
        )
        assert text_of(data, "a.eml") == "发件人：a@b.c\n主题：我们\n\n朱镕基"


@pytest.mark.parametrize("seed", range(30))
def test_damaged_mails_are_read_or_refused(seed: int) -> None:
    import random

    chance = random.Random(seed)
    data = bytearray(mail("甲方", "<p>甲方</p>", ("a.pdf",)))
    for _ in range(6):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        (document,) = read_bytes(bytes(data), "a.eml")
    except SeqGPTError as error:
        assert error.message.endswith("。")
    else:
        assert document.text


def test_no_mail_and_nested_beyond_reason() -> None:
    assert refused("只是文字".encode(), "a.eml").code == "document_damaged"
    part = b"From: a\r\nContent-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n"
    nested = b"".join(part % (n, n) for n in range(3000))
    assert refused(nested, "a.eml").code in ("document_damaged", "document_empty")


def test_namespaces_of_word_parts_do_not_matter() -> None:
    strict = docx(paragraph(run("甲方")), comments=f"<x {W}/>")
    assert text_of(strict, "a.docx") == "甲方"
