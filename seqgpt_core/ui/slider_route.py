"""The request by which a slider is answered beside Streamlit's own connection.

`POST /seqgpt/thresholds` with `{"session": token, "actions": [report, …]}` gives what
`slider_desk.decided` tells, or a status that makes the page go the ordinary way instead: 404 where
the session is unknown to this process, 400 for anything malformed, 413 and 415 for what no page of
this app sends. Without the session's token, which its own page alone has, nothing happens; as the
body is JSON, no other site's page can send it.
"""

from __future__ import annotations

import json

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .slider_desk import desk_of

MAX_BYTES = 100_000


def slider_path() -> str:
    """The request's path, below the path that the server is told to serve."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"/{base}/seqgpt/thresholds" if base else "/seqgpt/thresholds"


def slider_route() -> Route:
    """The route, for the server's application."""
    return Route(slider_path(), _answer, methods=["POST"])


async def _answer(request: Request) -> Response:
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return Response(status_code=415)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_BYTES:
            return Response(status_code=413)
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return Response(status_code=400)
    if not isinstance(sent, dict):
        return Response(status_code=400)
    desk = desk_of(sent.get("session"))
    if desk is None:
        return Response(status_code=404)
    try:
        return JSONResponse(await run_in_threadpool(desk.answer, sent.get("actions")))
    except ValueError:
        return Response(status_code=400)
