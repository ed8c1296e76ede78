"""The table widget. The only module that knows which one it is.

Cells are flat texts and numbers: a list or a mapping in a cell stops the widget. What a cell of
several values holds travels beside it as JSON text, in a column that is not shown.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ..results.confidence import LEVELS

if TYPE_CHECKING:
    import pandas as pd

ROW_ID = "id"
"""The column that tells rows apart; every frame has it."""

_HEADER, _LINE, _PADDING, _LEAST, _MOST = 44, 22, 20, 216, 520
_UNITS_PER_LINE = 22

_FONT = (
    "'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', 'Helvetica Neue',"
    " sans-serif"
)
_CSS: dict[str, dict[str, str]] = {
    ".ag-root-wrapper, .ag-cell, .ag-header-cell, .ag-tooltip, .ag-popup": {"font-family": _FONT},
    ".seqgpt-sure": {"background-color": "#e2f5ea"},
    ".seqgpt-likely": {"background-color": "#fdf3d3"},
    ".seqgpt-unsure": {"background-color": "#fbe2da"},
    ".seqgpt-failed": {"background-color": "#fbe2da"},
    ".seqgpt-human": {"background-color": "#e3ebfd"},
    ".ag-cell": {"font-size": "14px", "line-height": "22px", "padding-block": "6px"},
    ".ag-header-cell": {"font-size": "14px"},
    ".ag-cell-focus": {"outline": "2px solid #1d4ed8", "outline-offset": "-2px"},
    ".seqgpt-value": {
        "cursor": "pointer", "white-space": "normal", "overflow-wrap": "anywhere",
        "padding": "1px 0",
    },
    ".seqgpt-value:hover .seqgpt-text": {
        "text-decoration": "underline", "text-underline-offset": "3px",
    },
    ".seqgpt-value + .seqgpt-value": {"border-top": "1px solid #00000018"},
    ".seqgpt-score": {
        "color": "#4a5365", "font-size": "12px", "margin-left": "6px",
        "font-variant-numeric": "tabular-nums", "white-space": "nowrap",
    },
    ".seqgpt-tag": {
        "border": "1px solid currentColor", "border-radius": "4px", "font-size": "11px",
        "line-height": "16px", "padding": "0 4px", "margin-left": "6px", "white-space": "nowrap",
        "display": "inline-block",
    },
    ".seqgpt-tag-failed": {"color": "#a8281a"},
    ".seqgpt-tag-human": {"color": "#1d4ed8"},
    ".seqgpt-ask": {
        "color": "#4a5365", "cursor": "pointer", "text-decoration": "underline dotted",
        "text-underline-offset": "3px",
    },
    ".ag-tooltip": {
        "white-space": "pre-line", "max-width": "420px", "line-height": "20px",
        "overflow-wrap": "anywhere",
    },
}  # fmt: skip

# One line for each value: its text, its score, and in words what a colour alone would say.
# `textContent` alone: a text of the document is never markup.
_VALUE_CELL = """
class ValueCell {
  init(params) {
    const add = (parent, name, text) => {
      const made = document.createElement('span');
      made.className = name;
      made.textContent = text;
      parent.appendChild(made);
      return made;
    };
    this.root = document.createElement('div');
    const items = JSON.parse(params.data[params.items] || '[]');
    for (const item of items) {
      const line = document.createElement('div');
      line.className = 'seqgpt-value';
      line.dataset.start = item.a;
      line.dataset.end = item.b;
      add(line, 'seqgpt-text', item.t);
      if (item.s) add(line, 'seqgpt-score', item.s);
      for (const tag of item.x) add(line, 'seqgpt-tag seqgpt-tag-' + tag.k, tag.t);
      this.root.appendChild(line);
    }
    if (!items.length && params.ask) add(this.root, 'seqgpt-ask', params.ask);
  }
  getGui() { return this.root; }
  refresh() { return false; }
}
"""

# Tells the page where the value stands; the editor scrolls there. No server is asked. A click
# waits for a second one, which edits the cell: the page must not scroll away under it.
_FOCUS = """
function focus(event) {
  if (event.type === 'cellKeyDown' && event.event.key !== ' ') return;
  const params = event.colDef.cellRendererParams || {};
  const hit = event.type === 'cellClicked' && event.event.target.closest
    ? event.event.target.closest('[data-start]') : null;
  const first = JSON.parse(event.data[params.items] || '[]')[0];
  let place = null;
  if (hit) place = [Number(hit.dataset.start), Number(hit.dataset.end)];
  else if (first) place = [first.a, first.b];
  else if (!params.items && Number.isFinite(event.data.start))
    place = [event.data.start, event.data.end];
  if (!place || !(place[0] >= 0)) return;
  clearTimeout(window.seqgptFocus);
  window.seqgptFocus = setTimeout(() => window.parent.dispatchEvent(
    new window.parent.CustomEvent('seqgpt:focus',
      { detail: { start: place[0], end: place[1] } })), event.type === 'cellClicked' ? 260 : 0);
}
"""

# Space on an empty cell, or a click, asks why it is empty; everything else stays here.
_RETURNS = """
function returns({ streamlitRerunEventTriggerName, eventData }) {
  if (streamlitRerunEventTriggerName === 'cellValueChanged') return true;
  const params = eventData.colDef.cellRendererParams || {};
  if (!params.ask || eventData.data[params.items] !== '[]') return false;
  return streamlitRerunEventTriggerName === 'cellClicked' || eventData.event.key === ' ';
}
"""

_RETURNED = """
function returned({ streamlitRerunEventTriggerName, eventData }) {
  const edited = streamlitRerunEventTriggerName === 'cellValueChanged';
  return { kind: edited ? 'edit' : 'ask', row: String(eventData.data.id),
    column: eventData.colDef.field,
    text: edited && eventData.newValue != null ? String(eventData.newValue) : '',
    time: Date.now() };
}
"""

# A cell of several values needs a box of several lines.
_EDITOR = """
function editor(params) {
  const several = String(params.data[params.colDef.field] || '').includes('\\n');
  return several
    ? { component: 'agLargeTextCellEditor', popup: true,
        params: { rows: 4, cols: 36, maxLength: 1000000 } }
    : { component: 'agTextCellEditor', params: { maxLength: 1000000 } };
}
"""

# By what the values mean: numbers as numbers, dates by time, all else as it is written.
_COMPARE = """
function compare(a, b, nodeA, nodeB) {
  const x = nodeA.data['ORDER'], y = nodeB.data['ORDER'];
  if (x !== '' && y !== '' && Number.isFinite(Number(x)) && Number.isFinite(Number(y)))
    return Number(x) - Number(y);
  return String(x).localeCompare(String(y), 'zh');
}
"""


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column: its name in the frame and its title.

    Attributes:
        width: pixels; the least width of a column that grows.
        grows: whether the column takes a share of the room that is left.
        tip: the column of the frame that holds the hover text, or empty for none.
        level: the column that holds one of `LEVELS` for the cell's colour, or empty.
        items: the column that holds the cell's values as JSON (`items_json`), or empty.
        ask: for `items`, the words of an empty cell that can be asked about, or empty.
        order: the column by which this one is sorted, or empty for its own texts.
        editable: whether the text can be changed in place.
        decimals: for numbers, how many are shown.
        pinned: whether the column stays while the others scroll.
    """

    name: str
    title: str
    width: int = 160
    grows: bool = False
    tip: str = ""
    level: str = ""
    items: str = ""
    ask: str = ""
    order: str = ""
    editable: bool = False
    decimals: int | None = None
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class GridEvent:
    """What a person did in the table.

    Attributes:
        kind: `edit` (the cell now says `text`) or `ask` (why is the cell empty).
        row, column: the row's id and the column's name.
    """

    kind: Literal["edit", "ask"]
    row: str
    column: str
    text: str = ""


def items_json(items: Sequence[tuple[str, str, int, int, Sequence[tuple[str, str]]]]) -> str:
    """The values of a cell: (text, score, start, end, tags), a tag being (kind, word)."""
    return json.dumps(
        [
            {"t": text, "s": score, "a": start, "b": end, "x": [{"k": k, "t": w} for k, w in tags]}
            for text, score, start, end, tags in items
        ],
        ensure_ascii=False,
    )


def show_grid(
    frame: pd.DataFrame,
    columns: Sequence[GridColumn],
    words: Mapping[str, str],
    key: str,
    on_event: Callable[[GridEvent], None] | None = None,
) -> None:
    """Show the rows of `frame`; sorting and filtering happen in the browser.

    A click on a value, or the space bar, sends `seqgpt:focus` with its place to the page: from
    the column's `items`, or else from the row's `start` and `end`.

    Args:
        frame: flat texts and numbers, with a column `id` of distinct values.
        words: the widget's own texts by its name for them.
        on_event: called before the page is drawn anew, once for each event.
    """
    from st_aggrid import AgGrid, JsCode

    def receive(response: Any) -> None:
        event = read_event(response.raw_data)
        if event is not None and on_event is not None:
            on_event(event)

    AgGrid(
        # A copy: the widget writes a column into the frame that it is given.
        frame.copy(),
        gridOptions=grid_options(columns, words),
        height=grid_height(frame, columns),
        allow_unsafe_jscode=True,
        enable_enterprise_modules=False,
        custom_css=_CSS,
        update_on=["cellValueChanged", "cellClicked", "cellKeyDown"],
        should_grid_return=JsCode(_RETURNS),
        data_return_mode="CUSTOM",
        custom_jscode_for_grid_return=JsCode(_RETURNED),
        server_sync_strategy="server_wins",
        theme="streamlit",
        callback=receive,
        key=key,
    )


def read_event(raw: object) -> GridEvent | None:
    """The event that came from the browser; None for anything that is none."""
    if not isinstance(raw, Mapping) or raw.get("kind") not in ("edit", "ask"):
        return None
    row, column, text = (raw.get(name) for name in ("row", "column", "text"))
    if not (isinstance(row, str) and isinstance(column, str) and isinstance(text, str)):
        return None
    return GridEvent(raw["kind"], row, column, text)


def grid_options(columns: Sequence[GridColumn], words: Mapping[str, str]) -> dict[str, Any]:
    """The widget's options; community features only."""
    from st_aggrid import JsCode

    focus = JsCode(_FOCUS)
    return {
        "columnDefs": [_column_definition(column) for column in columns],
        "defaultColDef": {
            "sortable": True,
            "filter": True,
            "resizable": True,
            "wrapText": True,
            "autoHeight": True,
            "wrapHeaderText": True,
            "autoHeaderHeight": True,
        },
        "getRowId": JsCode("function(params) { return String(params.data.id); }"),
        "onCellClicked": focus,
        "onCellKeyDown": focus,
        "onCellEditingStarted": JsCode("function() { clearTimeout(window.seqgptFocus); }"),
        # The widget draws a cell anew only if its text changed, not for what stands beside it.
        "onRowDataUpdated": JsCode("function(e) { e.api.refreshCells({ force: true }); }"),
        "tooltipShowDelay": 200,
        "stopEditingWhenCellsLoseFocus": True,
        "suppressFieldDotNotation": True,
        "localeText": dict(words),
    }


def grid_height(frame: pd.DataFrame, columns: Sequence[GridColumn]) -> int:
    """Pixels that the rows need, within bounds; the widget cannot find its own height."""
    shown = [column.name for column in columns if column.name in frame.columns]
    total = _HEADER + _PADDING
    for row in frame[shown].itertuples(index=False):
        total += _PADDING + _LINE * max((_lines(cell) for cell in row), default=1)
        if total >= _MOST:
            return _MOST
    return max(_LEAST, total)


def _lines(cell: object) -> int:
    if not isinstance(cell, str):
        return 1
    return sum(1 + _units(line) // _UNITS_PER_LINE for line in cell.split("\n"))


def _units(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line[:400])


def _column_definition(column: GridColumn) -> dict[str, Any]:
    from st_aggrid import JsCode

    definition: dict[str, Any] = {"field": column.name, "headerName": _inert(column.title)}
    if column.grows:
        definition |= {"flex": 1, "minWidth": column.width}
    else:
        definition["width"] = column.width
    if column.tip:
        definition["tooltipField"] = column.tip
    if column.level:
        definition["cellClassRules"] = {
            f"seqgpt-{level}": f"data['{column.level}'] === '{level}'" for level in LEVELS
        }
    if column.items:
        definition["cellRenderer"] = JsCode(_VALUE_CELL)
        definition["cellRendererParams"] = {"items": column.items, "ask": _inert(column.ask)}
    if column.order:
        definition["comparator"] = JsCode(_COMPARE.replace("ORDER", column.order))
    if column.editable:
        definition |= {"editable": True, "cellEditorSelector": JsCode(_EDITOR)}
    if column.decimals is not None:
        definition["valueFormatter"] = f"value == null ? '' : value.toFixed({column.decimals})"
        definition["filter"] = "agNumberColumnFilter"
    if column.pinned:
        definition["pinned"] = "left"
    return definition


def _inert(text: str) -> str:
    # The widget runs what stands between two such marks anywhere in its options.
    return text.replace("::JSCODE::", "JSCODE")
