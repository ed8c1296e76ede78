"""The model page: which model answers, what it was measured at, how often it was asked."""

from seqgpt_core.ui import model_panel

model_panel.show_model()
