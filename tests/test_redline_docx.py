"""Tracked changes: accept all gives B, reject all gives A; notes; the package; LibreOffice."""

from __future__ import annotations

import datetime
import io
import random
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from seqgpt_core import read_bytes
from seqgpt_core.clauses.comparison import compare_texts
from seqgpt_core.clauses.redline import IN_NEW, IN_OLD, redline
from seqgpt_core.clauses.redline_docx import to_docx
from seqgpt_core.clauses.review import Verdict, listed_changes
from seqgpt_core.clauses.word_text import word_text

from . import clause_contracts as contracts
from .clause_texts import LEASE, SERVICE
from .random_versions import random_pair

DATE = datetime.datetime(2026, 3, 5, 8, 30, tzinfo=datetime.UTC)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return {name: package.read(name) for name in package.namelist()}


def resolved(document: bytes, accept: bool) -> str:
    """What Word leaves of the text when all changes are accepted, or rejected."""
    gone = {W + "del", W + "moveFrom"} if accept else {W + "ins", W + "moveTo"}
    root = etree.fromstring(parts(document)["word/document.xml"])
    lines = [""]
    paragraphs = list(root.iter(W + "p"))
    for paragraph in paragraphs:
        for node in paragraph.iter(W + "t", W + "delText", W + "tab"):
            if not any(above.tag in gone for above in node.iterancestors()):
                lines[-1] += "\t" if node.tag == W + "tab" else node.text
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        if mark is None or not any(child.tag in gone for child in mark):
            lines.append("")
    return "\n".join(lines[:-1])


def check(a: str, b: str) -> bytes:
    document = to_docx(compare_texts(a, b), date=DATE)
    assert resolved(document, accept=True) == word_text(b)
    assert resolved(document, accept=False) == word_text(a)
    return document


@pytest.mark.parametrize("seed", range(300))
def test_accepting_gives_b_and_rejecting_gives_a(seed: int) -> None:
    check(*random_pair(seed))


HOSTILE = st.text(
    st.sampled_from(
        "第一二三条1.2 、\n\n\t\r\f\v\x00\x1b\x85\u2028\ud800\uffff😀<>&\"']]>甲乙方元。，"
    ),
    max_size=80,
)


@settings(max_examples=60, deadline=None)
@given(HOSTILE, HOSTILE)
def test_any_two_texts_make_a_document(a: str, b: str) -> None:
    check(a, b)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_word_text_is_what_xml_can_hold(text: str) -> None:
    shown = word_text(text)
    assert word_text(shown) == shown
    root = etree.fromstring(f"<a>{shown.replace('&', '').replace('<', '')}</a>".encode())
    assert (root.text or "") == shown.replace("&", "").replace("<", "")


@pytest.mark.parametrize("seed", range(100))
def test_the_pieces_are_both_texts(seed: int) -> None:
    a, b = random_pair(seed)
    comparison = compare_texts(a, b)
    pieces = redline(comparison)
    for texts, side in ((a, IN_OLD), (b, IN_NEW)):
        assert "".join(p.text for p in pieces if p.kind in side) == texts
    for piece in pieces:
        text = a if piece.kind in ("deleted", "moved_from") else b
        assert text[piece.start : piece.start + len(piece.text)] == piece.text


def test_a_moved_clause_is_a_move_and_its_new_words_are_an_insertion() -> None:
    clauses = [f"第{n}条 {t}\n{''.join(s)}\n" for n, (t, s) in enumerate(contracts.POOL[:8], 1)]
    moved = clauses[1].replace("抗菌", "").replace("预付款", "定金")
    a = "".join(clauses)
    b = "".join([clauses[0], *clauses[2:6], clauses[1], *clauses[6:]])
    xml = parts(check(a, b))["word/document.xml"].decode()
    assert "<w:moveFrom " in xml and "<w:moveTo " in xml
    assert "<w:ins " not in xml and "<w:del " not in xml
    names = re.findall(r'w:(moveFrom|moveTo)RangeStart [^>]*w:name="(\w+)"', xml)
    assert {side for side, _ in names} == {"moveFrom", "moveTo"}
    assert len({name for _, name in names}) == 1
    assert moved  # the pool still holds what the next case changes
    changed = b.replace(clauses[1], clauses[1].replace("1,368,000.00", "1,468,000.00"))
    xml = parts(check(a, changed))["word/document.xml"].decode()
    assert "1,468,000.00" in "".join(re.findall(r"<w:ins .*?</w:ins>", xml))
    assert "1,368,000.00" in "".join(re.findall(r"<w:del .*?</w:del>", xml))


def test_every_change_has_its_own_number_author_and_date() -> None:
    b = SERVICE.replace("860,000", "900,000").replace("20日内", "30日内") + "附则\n"
    document = to_docx(compare_texts(SERVICE, b), author='法务 "A" <b> & Co\n\x00', date=DATE)
    root = etree.fromstring(parts(document)["word/document.xml"])
    changes = [n for n in root.iter() if n.tag in (W + "ins", W + "del")]
    assert changes
    assert len({n.get(W + "id") for n in changes}) == len(changes)
    assert {n.get(W + "author") for n in changes} == {'法务 "A" <b> & Co \ufffd'}
    assert {n.get(W + "date") for n in changes} == {"2026-03-05T08:30:00Z"}


def test_equal_arguments_give_equal_bytes() -> None:
    b = SERVICE.replace("860,000", "900,000")
    one, other = (to_docx(compare_texts(SERVICE, b), date=DATE) for _ in range(2))
    assert one == other


def test_verdicts_and_notes_are_comments_at_their_change() -> None:
    b = SERVICE.replace("860,000.00元（大写：捌拾陆万元整）", "900,000.00元（大写：玖拾万元整）")
    b = b.replace("20日内组织验收", "30日内组织验收")
    comparison = compare_texts(SERVICE, b)
    listed = listed_changes(comparison)
    amount, term = (
        next(i for i in listed if i.change and i.change.kind == k) for k in ("amount", "term")
    )
    review = {amount.id: Verdict("reject", "价格<不>变\n按原价"), term.id: Verdict("accept")}
    document = to_docx(comparison, review, date=DATE)
    assert resolved(document, accept=True) == b and resolved(document, accept=False) == SERVICE
    comments = etree.fromstring(parts(document)["word/comments.xml"])
    said = {
        n.get(W + "id"): "\n".join("".join(p.itertext()) for p in n.iter(W + "p")) for n in comments
    }
    assert sorted(said.values()) == ["拒绝：价格<不>变\n按原价", "接受"]
    xml = parts(document)["word/document.xml"].decode()
    for number, words in said.items():
        start = f'<w:commentRangeStart w:id="{number}"/>'
        end = f'<w:commentRangeEnd w:id="{number}"/>'
        inside = xml[xml.index(start) : xml.index(end)]
        assert ("900,000.00" if words.startswith("拒绝") else "30日") in inside
    without = to_docx(comparison, date=DATE)
    assert "word/comments.xml" not in parts(without)


def test_every_part_is_declared_and_every_relation_leads_to_a_part() -> None:
    listed = compare_texts(LEASE, LEASE.replace("五年", "三年"))
    review = {item.id: Verdict("discuss") for item in listed_changes(listed)}
    files = parts(to_docx(listed, review, date=DATE))
    types = etree.fromstring(files["[Content_Types].xml"])
    declared = {n.get("PartName", "").lstrip("/") for n in types} - {""}
    assert declared == {n for n in files if n.startswith("word/") and not n.endswith(".rels")}
    for name, folder in (("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")):
        for relation in etree.fromstring(files[name]):
            assert folder + relation.get("Target") in files
    assert all(etree.fromstring(content) is not None for content in files.values())


def test_the_own_reader_sees_the_new_version() -> None:
    b = LEASE.replace("28,600", "30,000").replace("五年", "三年")
    document = to_docx(compare_texts(LEASE, b), date=DATE)
    assert read_bytes(document, "redline.docx")[0].text.split() == b.split()


def test_a_very_long_clause_is_written() -> None:
    long = "".join(
        f"第{n}批货物的单价为{n * 7}元，由乙方在{n % 28 + 1}日内交付；" for n in range(7_000)
    )
    assert len(long) > 150_000
    document = check(f"第一条 交付\n{long}\n", f"第一条 交付\n{long.replace('700元', '710元')}\n")
    assert b"<w:del " in parts(document)["word/document.xml"]


MACRO = """\
import sys, uno, time
from com.sun.star.beans import PropertyValue
def value(name, content):
    item = PropertyValue(); item.Name, item.Value = name, content
    return item
context = uno.getComponentContext()
resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
for _ in range(240):
    try:
        remote = resolver.resolve("uno:pipe,name=" + sys.argv[1] + ";urp;StarOffice.ComponentContext")
        break
    except Exception:
        time.sleep(0.25)
desktop = remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
dispatcher = remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", remote)
for path in sys.argv[2:]:
    for command in ("AcceptAllTrackedChanges", "RejectAllTrackedChanges"):
        document = desktop.loadComponentFromURL("file://" + path, "_blank", 0, (value("Hidden", True),))
        dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:" + command, "", 0, ())
        text = "\\n".join(p.getString() for p in document.Text)
        with open(path + "." + command[:6], "w", encoding="utf-8", newline="") as out:
            out.write(text)
        document.close(True)
desktop.terminate()
"""


def office_python() -> str | None:
    """A Python that can talk to LibreOffice: its own, or the system's with python3-uno."""
    if shutil.which("soffice"):
        for python in ("/usr/lib/libreoffice/program/python", "/usr/bin/python3"):
            if (
                Path(python).exists()
                and not subprocess.run([python, "-c", "import uno"], capture_output=True).returncode
            ):
                return python
    return None


@pytest.mark.skipif(office_python() is None, reason="needs LibreOffice Writer and python3-uno")
def test_libreoffice_accepts_to_b_and_rejects_to_a(tmp_path: Path) -> None:
    rng = random.Random(7)
    pairs = [random_pair(seed) for seed in rng.sample(range(10_000), 12)]
    clauses = [f"第{n}条 {t}\n{''.join(s)}\n" for n, (t, s) in enumerate(contracts.POOL[:6], 1)]
    pairs.append(("".join(clauses), "".join([clauses[0], *clauses[2:5], clauses[1], clauses[5]])))
    pairs.append((contracts.ARTICLES, contracts.ARTICLES.replace("312,000.00", "322,000.00")))
    paths = []
    for number, (a, b) in enumerate(pairs):
        # Without comments: Debian's LibreOffice without screens fails on any comment in a window.
        paths.append(tmp_path / f"{number}.docx")
        paths[-1].write_bytes(to_docx(compare_texts(a, b), date=DATE))
    script = tmp_path / "macro.py"
    script.write_text(MACRO, encoding="utf-8")
    pipe = f"redline{tmp_path.stat().st_ino}"
    office = subprocess.Popen(
        ["soffice", "--headless", "--norestore", "--invisible", f"--accept=pipe,name={pipe};urp;",
         f"-env:UserInstallation=file://{tmp_path}/profile"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        done = subprocess.run(
            [str(office_python()), str(script), pipe, *map(str, paths)],
            capture_output=True, text=True, timeout=150, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        office.wait(30)
    finally:
        office.kill()
    for path, (a, b) in zip(paths, pairs, strict=True):
        for wanted, name in ((b, "Accept"), (a, "Reject")):
            found = path.with_name(f"{path.name}.{name}").read_text(encoding="utf-8")
            assert found == word_text(wanted), (path.name, name)
