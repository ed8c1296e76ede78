"""Office Open XML packages (.docx, .xlsx): a zip of XML parts, opened with suspicion.

Size is checked from the zip directory before anything is unpacked; Python's `zipfile` never
unpacks more than the directory says, so the limits hold for lying archives too. XML parts are
parsed without entities, external files or network; a DOCTYPE, which no office program writes,
is refused.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from ..errors import SeqGPTError
from .document import printable

MAX_PACKAGE_BYTES = 400_000_000
"""Most bytes of all unpacked parts together."""
MAX_PART_BYTES = 80_000_000
"""Most bytes of one unpacked XML part."""
MAX_RATIO = 250
"""Most unpacked bytes per packed byte of a part above a megabyte (office files: below 100)."""
_MAX_PARTS = 20_000

Element = Any
"""An lxml element; lxml ships no types."""


def local_name(element: Element) -> str:
    """The tag without its namespace (transitional and strict files differ only there)."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element | None, name: str) -> str | None:
    """The attribute of this local name, in whatever namespace."""
    if element is not None:
        for key, value in element.attrib.items():
            if key.rpartition("}")[2] == name:
                return str(value)
    return None


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along a path of local names, or None."""
    for name in path:
        if element is None:
            return None
        element = next((node for node in element if local_name(node) == name), None)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The direct children of this local name."""
    if element is not None:
        yield from (node for node in element if local_name(node) == name)


class Package:
    """An opened office file.

    Raises:
        SeqGPTError: `document_damaged` (not a readable zip), `document_encrypted`,
            `document_too_large` (unpacked size or ratio beyond the limits).
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise self.damaged() from error
        parts = self._zip.infolist()
        if any(part.flag_bits & 0x1 for part in parts):
            raise SeqGPTError(
                "document_encrypted",
                f"文件“{printable(name)}”设有密码，请去掉密码后另存一份再打开。",
            )
        bomb = any(
            part.file_size > 1_000_000 and part.file_size > MAX_RATIO * max(part.compress_size, 1)
            for part in parts
        )
        total = sum(part.file_size for part in parts)
        if bomb or total > MAX_PACKAGE_BYTES or len(parts) > _MAX_PARTS:
            raise self.too_large()
        self.part_names = frozenset(part.filename for part in parts)

    def damaged(self) -> SeqGPTError:
        """The error for a package that cannot be read."""
        return SeqGPTError(
            "document_damaged",
            f"文件“{printable(self.name)}”已损坏，无法读取，请用办公软件打开并重新保存后再试。",
        )

    def too_large(self) -> SeqGPTError:
        """The error for a package that unpacks to too much."""
        return SeqGPTError(
            "document_too_large",
            f"文件“{printable(self.name)}”解压后的内容过大，请拆成几个文件后再试。",
        )

    def read(self, part: str) -> bytes:
        """The unpacked bytes of a part.

        Raises:
            SeqGPTError: `document_damaged`, `document_too_large`.
        """
        try:
            if self._zip.getinfo(part).file_size > MAX_PART_BYTES:
                raise self.too_large()
            return self._zip.read(part)
        except (
            zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, ValueError,
            NotImplementedError, RuntimeError,
        ) as error:  # fmt: skip
            raise self.damaged() from error

    def xml(self, part: str) -> Element:
        """The root element of an XML part.

        Raises:
            SeqGPTError: as `read`; `document_damaged` for bad XML or a DOCTYPE.
        """
        from lxml import etree

        data = self.read(part)
        # NUL bytes out, so that a UTF-16 part cannot hide its DOCTYPE.
        if b"<!DOCTYPE" in data.replace(b"\0", b""):
            raise self.damaged()
        parser = etree.XMLParser(
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.LxmlError, ValueError) as error:
            raise self.damaged() from error
        if root is None or root.getroottree().docinfo.doctype:
            raise self.damaged()
        return root

    def relations(self, part: str) -> list[tuple[str, str, str]]:
        """(id, type's last word, target part) of a part's internal relations; "" = package."""
        folder, file = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        if rels not in self.part_names:
            return []
        found = []
        for relation in self.xml(rels):
            target = attribute(relation, "Target")
            if target is None or attribute(relation, "TargetMode") == "External":
                continue
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = (attribute(relation, "Type") or "").rpartition("/")[2]
            if path in self.part_names:
                found.append((attribute(relation, "Id") or "", kind, path))
        return found
