"""The SeqGPT extraction workbench: `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

from seqgpt_core.ui.frame import app_around, page_header
from seqgpt_core.ui.texts import ASSETS, t

st.set_page_config(
    page_title="SeqGPT", page_icon=str(ASSETS / "styles" / "icon.png"), layout="wide"
)

pages = Path(__file__).parent / "pages"
# Every address is the name of its file: see `within_app`.
page = st.navigation(
    [
        st.Page(pages / "workbench.py", title=t("page.workbench"), default=True),
        st.Page(pages / "documents.py", title=t("page.batch")),
        st.Page(pages / "comparison.py", title=t("page.compare")),
        st.Page(pages / "model.py", title=t("page.model")),
    ],
    position="top",
)
page_header(page.title)
with app_around():
    page.run()
