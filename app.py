"""The SeqGPT extraction workbench: `streamlit run app.py`.

The server imports this file once and every session runs it: the one loads the model before the
first page is asked for, the other shows the pages.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.concurrency import run_in_threadpool
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.starlette import App

from seqgpt_core.ui.frame import app_around, page_header
from seqgpt_core.ui.model import load_with_example
from seqgpt_core.ui.slider_route import slider_route
from seqgpt_core.ui.texts import ASSETS, t

# The server waits so long for its model; a large one goes on loading beside the page.
MOST_SECONDS = 8


@asynccontextmanager
async def _loading(_: App) -> AsyncIterator[None]:
    # The page shows when it can be used: while pages are drawn, loading takes twice as long.
    await run_in_threadpool(load_with_example().join, MOST_SECONDS)
    yield


def _show() -> None:
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


if get_script_run_ctx(suppress_warning=True) is None:
    app = App(Path(__file__), lifespan=_loading, routes=[slider_route()])
else:
    _show()
