"""The model page: which model answers, what it was measured at, how often it was asked."""

from seqgpt_core.ui import model_panel
from seqgpt_core.ui.frame import within_app

within_app()

model_panel.show_model()
