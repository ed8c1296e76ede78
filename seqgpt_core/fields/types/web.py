"""Mail addresses (RFC 5321) and web addresses (RFC 3986)."""

from __future__ import annotations

import re

from ...results.types import Check
from .readings import Context, Reading
from .written_numbers import half_width

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+*-])[A-Za-z0-9*](?:[A-Za-z0-9._%+*-]{0,63}) ?@ ?"
    rf"(?:{_LABEL}\.){{1,6}}[A-Za-z]{{2,18}}(?![A-Za-z0-9-])"
)
_TOP_LEVELS = (
    "com cn net org edu gov mil io ai cc co top vip xyz info biz me tv app dev tech shop site "
    "online store club link pub ltd group hk tw mo uk us de jp kr fr eu asia wang ren example test"
).replace(" ", "|")
_TAIL = r"(?:[:][0-9]{1,5})?(?:[/?#][A-Za-z0-9._~:/?#@!$&'()*+,;=%\-]{0,2000})?"
_URL = re.compile(
    r"(?<![A-Za-z0-9@._-])(?:"
    rf"(?:https?|ftp)://(?:[A-Za-z0-9_-]{{1,63}}\.){{0,8}}[A-Za-z0-9-]{{1,63}}{_TAIL}"
    rf"|(?![0-9.]+[A-Za-z])(?:{_LABEL}\.){{1,6}}(?:{_TOP_LEVELS})(?![A-Za-z0-9@-]|\.[A-Za-z0-9]){_TAIL}"
    r")",
    re.IGNORECASE,
)
_PARTS = re.compile(r"(?:([A-Za-z]+)://)?([^/?#:]*)(?::([0-9]+))?(.*)", re.DOTALL)
_DEFAULT_PORTS = {"http": "80", "https": "443", "ftp": "21"}


class EmailType:
    """Mail addresses; the domain is normalised to lower case, the mailbox is left as written."""

    name = "email"

    def find(self, text: str) -> list[tuple[int, int]]:
        return [match.span() for match in _EMAIL.finditer(half_width(text))]

    def read(self, raw: str, context: Context) -> Reading:
        folded = half_width(raw)
        places = self.find(folded)
        if not places:
            if "@" not in folded:
                return Reading(problem="没有 @，不是邮箱")
            return Reading(problem="邮箱格式不完整")
        if len(places) > 1:
            remark = Check("several", "not_applicable", f"含 {len(places)} 个邮箱，请分开填写")
            return Reading(checks=(remark,))
        box, domain = folded[slice(*places[0])].replace(" ", "").rsplit("@", 1)
        if "*" in box:
            return Reading(checks=(Check("masked", "not_applicable", "邮箱有遮挡，无法还原"),))
        if ".." in box or box.endswith("."):
            return Reading(problem="@ 前的点号位置不对")
        return Reading(f"{box}@{domain.lower()}")


class UrlType:
    """Web addresses; scheme and host are normalised to lower case, a default port is dropped."""

    name = "url"

    def find(self, text: str) -> list[tuple[int, int]]:
        folded = half_width(text)
        spans = []
        for match in _URL.finditer(folded):
            end = match.start() + len(_without_punctuation(text[match.start() : match.end()]))
            spans.append((match.start(), end))
        return spans

    def read(self, raw: str, context: Context) -> Reading:
        places = self.find(raw)
        if not places:
            return Reading(problem="没有网址")
        if len(places) > 1:
            remark = Check("several", "not_applicable", f"含 {len(places)} 个网址，请分开填写")
            return Reading(checks=(remark,))
        parts = _PARTS.match(half_width(raw[slice(*places[0])]))
        if parts is None:
            return Reading(problem="没有网址")
        scheme, host, port, rest = parts.groups()
        scheme = (scheme or "").lower()
        address = f"{scheme}://{host.lower()}" if scheme else host.lower()
        if port and port != _DEFAULT_PORTS.get(scheme or "http"):
            address += f":{port}"
        return Reading(address + rest)


def _without_punctuation(address: str) -> str:
    """Cut where the sentence goes on: at full-width punctuation, and at marks that end it."""
    full_width = re.search(r"[，；！？（）。]", address)
    if full_width is not None:
        address = address[: full_width.start()]
    while address and (
        address[-1] in ".,;:!?'*"
        or (address[-1] == ")" and address.count("(") < address.count(")"))
    ):
        address = address[:-1]
    return address
