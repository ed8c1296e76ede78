"""The table widget. The only module that knows which one it is.

Cells are flat texts and numbers: a list or a mapping in a cell stops the widget.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_ROW, _HEADER, _LEAST, _MOST = 36, 42, 150, 460

# Colour by confidence; the number itself stands in the cell.
_LEVELS = {
    "seqgpt-sure": "data.score >= 0.8",
    "seqgpt-likely": "data.score >= 0.5 && data.score < 0.8",
    "seqgpt-unsure": "data.score < 0.5",
}
_CSS: dict[str, dict[str, str]] = {
    ".seqgpt-sure": {"background-color": "#d3f2df"},
    ".seqgpt-likely": {"background-color": "#fdf0c4"},
    ".seqgpt-unsure": {"background-color": "#fbdcd3"},
    ".ag-cell": {"font-size": "14px"},
}


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column: its name in the frame and its title.

    Attributes:
        width: pixels.
        tip: the column of the frame that holds the hover text, or empty for none.
        level: whether the cell's colour shows the row's `score`.
        decimals: for numbers, how many are shown.
    """

    name: str
    title: str
    width: int = 160
    tip: str = ""
    level: bool = False
    decimals: int | None = None


def show_grid(
    frame: pd.DataFrame, columns: Sequence[GridColumn], words: Mapping[str, str], key: str
) -> None:
    """Show the rows of `frame`; sorting and filtering happen in the browser.

    Args:
        frame: flat; has a number column `score` if any column shows a level.
        words: the widget's own texts by its name for them.
    """
    from st_aggrid import AgGrid

    options: dict[str, Any] = {
        "columnDefs": [_column_definition(column) for column in columns],
        "defaultColDef": {"sortable": True, "filter": True, "resizable": True},
        "tooltipShowDelay": 200,
        "rowHeight": _ROW,
        "headerHeight": _HEADER,
        "enableCellTextSelection": True,
        "localeText": dict(words),
    }
    AgGrid(
        # A copy: the widget writes a column into the frame that it is given.
        frame.copy(),
        gridOptions=options,
        height=min(max(_HEADER + _ROW * len(frame) + 20, _LEAST), _MOST),
        allow_unsafe_jscode=False,
        enable_enterprise_modules=False,
        custom_css=_CSS,
        update_on=[],
        server_sync_strategy="server_wins",
        theme="streamlit",
        key=key,
    )


def _column_definition(column: GridColumn) -> dict[str, Any]:
    definition: dict[str, Any] = {
        "field": column.name,
        "headerName": column.title,
        "width": column.width,
    }
    if column.tip:
        definition["tooltipField"] = column.tip
    if column.level:
        definition["cellClassRules"] = _LEVELS
    if column.decimals is not None:
        definition["valueFormatter"] = f"value == null ? '' : value.toFixed({column.decimals})"
        definition["filter"] = "agNumberColumnFilter"
    return definition
