"""The SeqGPT extraction workbench: `streamlit run app.py`."""

import streamlit as st

from seqgpt_core.ui.frame import page_header
from seqgpt_core.ui.texts import ASSETS, t

st.set_page_config(
    page_title="SeqGPT", page_icon=str(ASSETS / "styles" / "icon.png"), layout="wide"
)

# An address like a file in pages/ would show that file alone when it is opened first.
page = st.navigation(
    [
        st.Page("pages/workbench.py", title=t("page.workbench"), default=True),
        st.Page("pages/model.py", title=t("page.model"), url_path="model-card"),
    ],
    position="top",
)
page_header(page.title)
page.run()
