"""The console within the API's application."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from nicegui import app as pages_app
from nicegui import ui
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

import goldthread.console.pages as page_package
from goldthread.api.door import Door
from goldthread.bootstrap.house import House
from goldthread.console.address import PREFIX, href
from goldthread.console.gate import Gate
from goldthread.console.look.colours import QUASAR
from goldthread.console.way_in import plain_page, way_in


def add_console(app: FastAPI, house: House) -> None:
    """Serve the console under `/console`; `/` leads there. One process serves one at a time."""
    inner, door = _pages(), Door.of(house)
    app.mount(PREFIX, GZipMiddleware(Gate(inner, way_in(door), door), minimum_size=1024))
    app.add_route("/", _to_console)
    lifespan = app.router.lifespan_context

    @asynccontextmanager
    async def with_pages(outer: FastAPI) -> AsyncIterator[None]:
        async with lifespan(outer), inner.router.lifespan_context(inner):
            yield

    app.router.lifespan_context = with_pages


@cache
def _pages() -> FastAPI:
    """NiceGUI's application with all our pages; it exists once in a process."""
    for found in pkgutil.iter_modules(page_package.__path__):
        importlib.import_module(f"{page_package.__name__}.{found.name}")
    inner = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    ui.run_with(
        inner,
        mount_path="/",
        title="Goldthread",
        favicon="🧵",
        dark=False,
        language="en-US",
        tailwind=False,
        binding_refresh_interval=None,
        reconnect_timeout=20,
        gzip_middleware_factory=None,
        show_welcome_message=False,
    )
    pages_app.colors(**QUASAR)
    pages_app.add_exception_handler(404, _nothing_here)
    pages_app.add_exception_handler(RequestValidationError, _cannot_read)
    return inner


async def _to_console(_: Request) -> Response:
    return RedirectResponse(href("/"), status_code=307)


async def _nothing_here(request: Request, _: Exception) -> Response:
    words = f"There is no page {request.url.path.removeprefix(PREFIX)!r} in the console."
    return plain_page("Nothing is here", words, way_on=href("/"), way="To the overview", status=404)


async def _cannot_read(request: Request, error: Exception) -> Response:
    del request
    first = error.errors()[0] if isinstance(error, RequestValidationError) and error.errors() else {}
    place = ".".join(str(step) for step in first.get("loc", ())[1:])
    words = f"The address says {place} = {first.get('input')!r}, which cannot be read: {first.get('msg', '')}."
    return plain_page("This address cannot be read", words, way_on=href("/"), way="To the overview", status=422)
