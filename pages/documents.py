"""Many documents at once: which field was found in which of them."""

from seqgpt_core.ui import batch_panel
from seqgpt_core.ui.frame import within_app
from seqgpt_core.ui.session import workbench

within_app()

batch_panel.show_batch(batch_panel.batch_state(), workbench())
