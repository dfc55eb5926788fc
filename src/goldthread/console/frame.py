"""The frame around every page, and the decorator that makes a function one."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TypeVar, get_type_hints

import structlog
from markupsafe import Markup
from nicegui import ui
from starlette.responses import RedirectResponse, Response

from goldthread.access.scope import Scope
from goldthread.console.address import PREFIX, href
from goldthread.console.frame_parts import header, sidebar
from goldthread.console.parts.markup import html
from goldthread.console.parts.notice import notice
from goldthread.console.registry import Page, pages, register
from goldthread.console.visit import Visit, current_visit
from goldthread.domain.problem import InvalidValueError
from goldthread.flow.errors import Forbidden, GoldthreadError, NotFound

logger = structlog.get_logger(__name__)

Builder = TypeVar("Builder", bound=Callable[..., Awaitable[Response | None]])

RESPONSE_S = 20.0
"""For how long a page may be built before its reader is told so."""
_HEAD = Markup(
    '<script src="{prefix}/look/theme.js"></script><link rel="stylesheet" href="{prefix}/look/console.css">'
    '<script src="{prefix}/look/console.js"></script>'
)


def page(
    path: str,
    *,
    title: str,
    icon: str,
    scope: tuple[Scope, ...],
    answers: str,
    section: str = "Work",
    order: int = 50,
    is_listed: bool = True,
    belongs_to: str = "",
) -> Callable[[Builder], Builder]:
    """Make an async function a page: `async def orders(visit: Visit, q: str = "") -> None`.

    Its first parameter is the visit; the others are read from the path and from what stands behind the question mark.
    It may give a redirect instead of drawing.
    It is called within the frame when the person holds any of `scope`; an error it raises becomes a sentence.
    """
    made = Page(
        path=path,
        title=title,
        icon=icon,
        scope=scope,
        answers=answers,
        section=section,
        order=order,
        is_listed=is_listed,
        belongs_to=belongs_to or path,
    )

    def registered(build: Builder) -> Builder:
        @wraps(build)
        async def built(**given: object) -> Response | None:
            return await _built(made, build, given)

        hints = get_type_hints(build, include_extras=True)
        parameters = list(inspect.signature(build).parameters.values())[1:]
        read = [one.replace(annotation=hints[one.name], kind=inspect.Parameter.KEYWORD_ONLY) for one in parameters]
        built.__signature__ = inspect.Signature(read)  # type: ignore[attr-defined] # inspect's own way to say it
        built.__annotations__ = {one.name: one.annotation for one in read}
        ui.page(path, title=f"{title} · Goldthread", response_timeout=RESPONSE_S)(built)
        register(made)
        return build

    return registered


async def _built(
    made: Page, build: Callable[..., Awaitable[Response | None]], given: dict[str, object]
) -> Response | None:
    visit = current_visit()
    with framed(visit, made) as content:
        try:
            if not visit.may(*made.scope):
                if made.path == "/" and (first := _first_page(visit)):
                    return RedirectResponse(href(first.path), status_code=303)
                wanted = " or ".join(made.scope)
                raise Forbidden(f"As {visit.role} you may not see {made.title}; it needs {wanted}.")  # noqa: TRY301
            return await build(visit, **given)
        except (GoldthreadError, InvalidValueError) as error:
            content.clear()
            _say(error)
        except Exception:
            logger.exception("a page broke", page=made.path)
            content.clear()
            ui.context.client.status_code = 500
            notice("Something broke on our side; the log says what. Reload the page, or go on elsewhere.", tone="bad")
    return None


def _first_page(visit: Visit) -> Page | None:
    """Where somebody begins who may not see the overview: a packer at the labels."""
    return next((one for one in pages() if one.is_listed and visit.may(*one.scope)), None)


@contextmanager
def framed(visit: Visit, made: Page) -> Iterator[ui.element]:
    """The sidebar and the header around what is drawn within."""
    ui.add_head_html(str(_HEAD.format(prefix=PREFIX)))
    html(sidebar(visit, made))
    html(header(visit))
    with ui.element("div").classes("frame-main"), ui.element("div").classes("stack") as content:
        yield content


def _say(error: Exception) -> None:
    """An error as one sentence and a way on."""
    client = ui.context.client
    client.status_code = 403 if isinstance(error, Forbidden) else 404 if isinstance(error, NotFound) else 400
    notice(str(error), tone="bad", way_on=f"{PREFIX}/", way="To the overview")


def heading(title: str, question: str = "") -> ui.element:
    """The page's heading; what is drawn into the element given stands on its right side.

    `with heading("Orders", "What happened to this order?"): button(…)`
    """
    with ui.element("div").classes("frame-head"):
        words = Markup('<div><h1>{}</h1><p class="question">{}</p></div>').format(title, question)
        html(words)
        return ui.element("div").classes("acts")
