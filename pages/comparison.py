"""The comparison page: two versions of a contract, or three, clause by clause."""

from seqgpt_core.ui import compare_downloads, compare_fields, compare_panel, three_way_panel
from seqgpt_core.ui.frame import within_app

within_app()

state = compare_panel.comparison_state()

compare_panel.show_versions(state)
comparison = compare_panel.compared(state)
if comparison is not None:
    compare_panel.show_summary(state, comparison)
    compare_panel.show_changes(state, comparison)
    compare_downloads.show_downloads(state, comparison)
    three_way_panel.show_three_way(state)
    compare_panel.show_findings(comparison)
    compare_fields.show_fields(state)
compare_panel.remember_boxes(state)
