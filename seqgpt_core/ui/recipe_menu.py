"""The recipe menu: ready-made recipes, files, and a recipe as one line or as an address."""

from __future__ import annotations

import logging
from functools import cache
from urllib.parse import quote, urlsplit, urlunsplit

import streamlit as st

from ..errors import SeqGPTError
from ..fields import Recipe, load_recipe
from ..fields.recipe_line import recipe_to_line
from .downloads import show_download
from .plain import plain
from .session import redraw_if_changed, show_value, workbench
from .state import WorkbenchState
from .texts import ASSETS, t

RECIPE_KEY, LIBRARY_KEY, LINE_KEY = "recipe_file", "recipe_library", "recipe_line"
ADDRESS_NAME = "recipe"
"""The part of the page's address that holds a recipe: `?recipe=seqgpt1:…`."""

MAX_ADDRESS_CHARACTERS = 8_000
"""Longer addresses are cut by browsers, proxies and chats; the line itself still works."""

_ADDRESS_READ_KEY = "recipe_address_read"
_log = logging.getLogger(__name__)


@cache
def library() -> dict[str, Recipe]:
    """The ready-made recipes by file name; one that cannot be read is left out and logged."""
    recipes: dict[str, Recipe] = {}
    for path in sorted((ASSETS / "recipes").glob("*.toml")):
        try:
            recipes[path.stem] = load_recipe(path)
        except SeqGPTError as error:
            _log.warning("a recipe of the library was left out: %s", error.message)
    return recipes


def open_recipe_of_address(state: WorkbenchState) -> None:
    """Once a session: take the recipe that the page was opened with."""
    if _ADDRESS_READ_KEY in st.session_state:
        return
    st.session_state[_ADDRESS_READ_KEY] = True
    line = st.query_params.get(ADDRESS_NAME)
    if line:
        state.open_recipe_line(line)


@st.fragment
def show_recipe_menu(state: WorkbenchState) -> None:
    """The menu, and what went wrong with the recipe opened last.

    A fragment that is drawn anew when the menu opens: a slider that moved changes what it shares.
    """
    redraw_if_changed(state)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.popover(t("recipe.title"), key="recipe_menu", on_change="rerun"):
            _show_library()
            _show_file(state)
            _show_sharing(state)
        recipe = state.contents.recipe
        if recipe is not None:
            st.caption(t("recipe.current", name=plain(recipe.name)), width="content")
    if "recipe" in state.errors:
        st.error(plain(state.errors["recipe"]))


def address_of(line: str, page: str) -> str:
    """The address that opens a recipe's line on this page; empty if it would be too long."""
    parts = urlsplit(page)
    query = f"{ADDRESS_NAME}={quote(line, safe=':')}"
    address = urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
    return address if len(address) <= MAX_ADDRESS_CHARACTERS else ""


def _show_library() -> None:
    st.caption(t("recipe.help"))
    recipes = library()
    if recipes:
        show_value(LIBRARY_KEY, None)
        st.selectbox(
            t("recipe.library"),
            list(recipes),
            format_func=lambda name: recipes[name].name,
            placeholder=t("recipe.library_choose"),
            key=LIBRARY_KEY,
            on_change=_library_chosen,
        )


def _show_file(state: WorkbenchState) -> None:
    st.file_uploader(t("recipe.upload"), type=["toml"], key=RECIPE_KEY, on_change=_uploaded)
    show_download(
        t("recipe.download"),
        lambda: state.recipe_text(t("recipe.default_name")).encode("utf-8"),
        "recipe.toml",
        "recipe_download",
        disabled=not state.contents.rows,
    )


def _show_sharing(state: WorkbenchState) -> None:
    st.markdown(f"**{t('recipe.share')}**")
    if state.contents.rows:
        try:
            line = recipe_to_line(state.as_recipe(t("recipe.default_name")))
        except SeqGPTError as error:
            st.warning(plain(error.message))
        else:
            st.caption(t("recipe.share_line"))
            st.code(line, language=None, wrap_lines=False)
            address = address_of(line, st.context.url or "")
            if address:
                st.caption(t("recipe.share_address"))
                st.code(address, language=None, wrap_lines=False)
    show_value(LINE_KEY, "")
    st.text_input(t("recipe.open_line"), key=LINE_KEY, on_change=_line_given)


def _library_chosen() -> None:
    name = st.session_state[LIBRARY_KEY]
    if name is not None:
        workbench().open_recipe(library()[name])


def _uploaded() -> None:
    uploaded = st.session_state[RECIPE_KEY]
    if uploaded is not None:
        workbench().load_recipe(uploaded.getvalue(), uploaded.name)


def _line_given() -> None:
    line = st.session_state[LINE_KEY] or ""
    if line.strip():
        workbench().open_recipe_line(line)
