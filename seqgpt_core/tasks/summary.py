"""A structured summary: values and quoted sentences put into a Markdown template.

    # 工单摘要
    - 来电人：{{来电人}}
    - {{核心诉求|原句}}

`{{名称}}` stands for a field's values, a record's rows or a label's answer, by its name or its
definition; `|原句` quotes the sentence around each value, `|规范` writes its normalised form.
On a list line that holds nothing else, every value gets a line of its own. What was not found is
said. Everything from the document is escaped: it stays text. The template may come from
a stranger's recipe: its links, pictures and HTML are taken apart as well, so that showing
a summary asks no other machine for anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import SeqGPTError
from ..fields import FieldSpec, parse_definitions
from ..results.markdown import escape_cell
from ..results.sentences import sentence_around
from ..results.types import Extraction, FieldResult, RecordResult, Value
from .key_sentences import has_cues, key_sentences

MAX_TEMPLATE_CHARACTERS = 20_000
NOT_FOUND = "*未找到*"

_PLACE = re.compile(r"\{\{[ \t]*([^{}\n]{1,200}?)[ \t]*(?:\|[ \t]*(原句|规范)[ \t]*)?\}\}")
_LIST_LINE = re.compile(r"([ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+(?:\*\*[^*\n]{1,60}\*\*[：:][ \t]*)?)$")
_BLOCK_START = re.compile(r"^(\d{1,9})([.)])|^([-+])")
_BY_CUES = "（按线索词选出）"
_MOST_VALUES = 50
_MOST_ROWS = 200
# A reference definition, an inline link or picture, HTML, a bare address.
_ACTIVE = re.compile(
    r"!\[|\]\(|\]\[|\]:|<|(?:https?|ftp|file|data|javascript):|www\.", re.IGNORECASE
)


def summary_markdown(extraction: Extraction, template: str = "") -> str:
    """The summary of an extraction; nothing in it but the template's words and the text's.

    Args:
        template: Markdown with `{{…}}` places; empty for one line a field.

    Raises:
        SeqGPTError: `template_too_long`.
    """
    if len(template) > MAX_TEMPLATE_CHARACTERS:
        raise SeqGPTError(
            "template_too_long",
            f"摘要模板有 {len(template):,} 个字符，"
            f"超过上限 {MAX_TEMPLATE_CHARACTERS:,} 个，请缩短。",
        )
    if not template.strip():
        template = default_template(extraction)
    writer = _Writer(extraction)
    lines = [line for raw in template.splitlines() for line in writer.lines(raw)]
    return "\n".join(lines).strip("\n") + "\n"


def default_template(extraction: Extraction) -> str:
    """One line a field, label and record; whole-sentence fields are quoted."""
    lines = ["# 摘要", ""]
    for result in extraction.fields:
        if _can_stand(result.definition):
            style = "|原句" if has_cues(result.name) and not _options(result.definition) else ""
            lines.append(f"- **{escape_cell(result.name)}**：{{{{{result.definition}{style}}}}}")
    for label in extraction.labels:
        if _can_stand(label.label):
            lines.append(f"- **{escape_cell(label.label)}**：{{{{{label.label}}}}}")
    for record in extraction.records:
        name = _spec(record.definition)
        title = name.name if name is not None else "、".join(record.columns)
        lines += ["", f"## {escape_cell(title)}", "", f"{{{{{_RECORD}{record.definition}}}}}"]
    return "\n".join(lines) + "\n"


_RECORD = "记录："


@dataclass(frozen=True)
class _Writer:
    extraction: Extraction

    def lines(self, raw: str) -> list[str]:
        """The template's line with its places filled: one line, or one for each value."""
        places = list(_PLACE.finditer(raw))
        record = re.fullmatch(rf"[ \t]*\{{\{{(?:{_RECORD})?(.+)\}}\}}[ \t]*", raw)
        if record is not None and (found := self._record(record[1].strip())) is not None:
            return _table(found)
        if not places:
            return [_inert(raw)]
        if len(places) == 1 and not raw[places[0].end() :].strip():
            head = raw[: places[0].start()]
            texts = self._texts(places[0][1], places[0][2])
            if _LIST_LINE.fullmatch(head) and "**" not in head:
                return [_inert(head) + text for text in texts]
        line, at = "", 0
        for place in places:
            line += _inert(raw[at : place.start()])
            line += "；".join(self._texts(place[1], place[2]))
            at = place.end()
        return [line + _inert(raw[at:])]

    def _texts(self, name: str, style: str | None) -> list[str]:
        """What stands at a place: at least one text, all escaped."""
        for result in self.extraction.fields:
            if name in (result.name, result.definition):
                texts = [self._shown(result, value, style) for value in result.values]
                if texts or _options(result.definition):
                    return list(dict.fromkeys(texts))[:_MOST_VALUES] or [NOT_FOUND]
                return self._by_cues(result.name)
        for label in self.extraction.labels:
            if name == label.label:
                quote = f"（{_quoted(label.evidence.text)}）" if label.evidence else ""
                return [("是" if label.value else "否") + quote]
        if (record := self._record(name)) is not None:
            return [f"{len(record.rows)} 行"]
        if has_cues(name):
            return self._by_cues(name)
        return [f"*没有「{escape_cell(name)}」这个字段*"]

    def _shown(self, result: FieldResult, value: Value, style: str | None) -> str:
        if style == "原句":
            return _quoted(sentence_around(self.extraction.text, value.start, value.end))
        if style == "规范" or (_options(result.definition) and value.normalized is not None):
            return _text(value.normalized or value.text)
        if value.parts:
            given = [
                f"{_text(n)}：{_text(p.text)}" for n, p in value.parts.items() if p is not None
            ]
            return "，".join(given) or _text(value.text)
        return _text(value.text)

    def _by_cues(self, name: str) -> list[str]:
        text = self.extraction.text
        found = [
            _quoted(sentence_around(text, start, end)) + _BY_CUES
            for start, end in key_sentences(text, name)
        ]
        return list(dict.fromkeys(found)) or [NOT_FOUND]

    def _record(self, name: str) -> RecordResult | None:
        for record in self.extraction.records:
            spec = _spec(record.definition)
            if name == record.definition or (spec is not None and name == spec.name):
                return record
        return None


def _table(record: RecordResult) -> list[str]:
    """The rows of a record as a Markdown table."""
    if not record.rows:
        return [NOT_FOUND]
    lines = [[escape_cell(column) for column in record.columns], ["---"] * len(record.columns)]
    for row in record.rows[:_MOST_ROWS]:
        cells = (row.get(column) for column in record.columns)
        lines.append([escape_cell(cell.text) if cell is not None else "—" for cell in cells])
    table = [f"| {' | '.join(line)} |" for line in lines]
    left = len(record.rows) - _MOST_ROWS
    return ["", *table, *([f"\n*另有 {left} 行*"] if left > 0 else []), ""]


def _text(text: str) -> str:
    """Words of the document for any place of a line: one line, no markup, no block begun."""
    plain = escape_cell(text)
    return _BLOCK_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", plain)


def _quoted(text: str) -> str:
    return f"“{_text(text)}”"


def _inert(words: str) -> str:
    """Words of the template, in which emphasis, lists and headings work and nothing active does."""
    return _ACTIVE.sub(_apart, words)


def _apart(match: re.Match[str]) -> str:
    found = match[0]
    if found == "<":
        return "&lt;"
    if found[0] in "!]":
        return "".join(f"\\{c}" if c in "![]" else c for c in found)
    return f"{found[:-1]}\\{found[-1]}"


def _can_stand(name: str) -> bool:
    return not re.search(r"[{}\n]", name) and len(name) <= 200


def _spec(definition: str) -> FieldSpec | None:
    specs: Sequence[FieldSpec] = parse_definitions([definition]).specs
    return specs[0] if specs else None


def _options(definition: str) -> tuple[str, ...]:
    spec = _spec(definition)
    return spec.options if spec is not None else ()
