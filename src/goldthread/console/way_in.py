"""Before anybody is signed in: plain pages without a script of the framework, and the files that all pages share."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from goldthread.access.entrance import TooOften
from goldthread.api.door import Door
from goldthread.console.address import PREFIX, href
from goldthread.console.gate import COOKIE
from goldthread.console.look.icons import icon
from goldthread.flow.errors import Forbidden

LOOK: Final = Path(__file__).parent / "look"
_TYPES: Final = {".css": "text/css", ".js": "text/javascript"}
FILES: Final = {one.name: _TYPES[one.suffix] for one in LOOK.iterdir() if one.suffix in _TYPES}
_PAGE: Final = Markup(
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} · Goldthread</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<link rel="icon" href="data:,"><script src="{prefix}/look/theme.js"></script>'
    '<link rel="stylesheet" href="{prefix}/look/console.css"></head><body class="gate">'
    '<main class="gate-card"><div class="frame-brand">{mark}<span>Goldthread</span></div>{content}</main></body></html>'
)
_FORM: Final = Markup(
    "<div><h1>Sign in</h1></div>{notice}"
    '<form method="post" action="{action}"><input type="hidden" name="next" value="{next}">'
    '<label>Name<input class="field" name="name" value="{name}" autocomplete="username" required autofocus></label>'
    '<label>Password<input class="field" name="password" type="password" autocomplete="current-password" required>'
    '</label><button class="button primary" type="submit">Sign in</button></form>'
    '<p class="small muted">No password yet? An administrator makes you a one-time link: '
    "<code>goldthread person link NAME</code></p>"
)
_LINK: Final = Markup(
    '<div><h1>Sign in as {name}</h1><p class="muted">Your role is {role}. This link works once.</p></div>'
    '<form method="post"><button class="button primary" type="submit" autofocus>Sign in</button></form>'
)
_NOTICE: Final = Markup('<div class="notice bad" role="alert">{}</div>')


def way_in(door: Door) -> Starlette:
    """The pages and files that need no session."""
    entry = WayIn(door)
    return Starlette(
        routes=[
            Route("/sign-in", entry.show_form),
            Route("/sign-in", entry.take_password, methods=["POST"]),
            Route("/enter/{code}", entry.show_link),
            Route("/enter/{code}", entry.take_link, methods=["POST"]),
            Route("/sign-out", entry.leave, methods=["POST"]),
            Route("/look/{file}", look_file),
        ]
    )


class WayIn:
    """Signs people in and out."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._entrance = door.house.entrance

    async def show_form(self, request: Request) -> Response:
        return _form(request.query_params.get("next", ""))

    async def take_password(self, request: Request) -> Response:
        form = await request.form()
        name, password, onward = (str(form.get(key, "")) for key in ("name", "password", "next"))
        try:
            secret = await self._entrance.by_password(name, password, address=_address(request), agent=_agent(request))
        except TooOften as error:
            return _form(onward, name=name, words=str(error), status=429)
        except Forbidden as error:
            return _form(onward, name=name, words=str(error), status=403)
        return self._welcome(request, secret, onward)

    async def show_link(self, request: Request) -> Response:
        """Looking uses nothing up: mail programs look at links by themselves."""
        try:
            person = await self._entrance.invitations.look(request.path_params["code"])
        except Forbidden as error:
            return plain_page("This link doesn't open", str(error), way_on=href("/sign-in"), way="Sign in", status=403)
        return _page("Sign in", _LINK.format(name=person.name, role=person.role.value))

    async def take_link(self, request: Request) -> Response:
        code = request.path_params["code"]
        try:
            secret = await self._entrance.by_link(code, address=_address(request), agent=_agent(request))
        except Forbidden as error:
            status = 429 if isinstance(error, TooOften) else 403
            return plain_page(
                "This link doesn't open", str(error), way_on=href("/sign-in"), way="Sign in", status=status
            )
        return self._welcome(request, secret, "")

    async def leave(self, request: Request) -> Response:
        sessions = self._entrance.sessions
        signed_in = await sessions.check(request.cookies.get(COOKIE, ""))
        if signed_in is not None:
            await sessions.end(signed_in.session.id, actor=signed_in.person.name)
        response = RedirectResponse(href("/sign-in"), status_code=303)
        response.delete_cookie(COOKIE, path=PREFIX)
        return response

    def _welcome(self, request: Request, secret: str, onward: str) -> Response:
        is_ours = onward.startswith("/") and not onward.startswith(("//", "/\\"))
        response = RedirectResponse(PREFIX + (onward if is_ours else "/"), status_code=303)
        is_secure = request.url.scheme == "https" or self._door.house.settings.public_url.startswith("https:")
        response.set_cookie(COOKIE, secret, path=PREFIX, httponly=True, samesite="strict", secure=is_secure)
        return response


def plain_page(title: str, words: str, *, way_on: str, way: str, status: int = 200) -> Response:
    """One sentence and a way on."""
    content = Markup('<div><h1>{}</h1><p class="muted">{}</p></div><a class="button" href="{}">{}</a>')
    return _page(title, content.format(title, words, way_on, way), status=status)


async def look_file(request: Request) -> Response:
    """One of the few files of the look."""
    name = request.path_params["file"]
    if name not in FILES:
        return plain_page("Nothing is here", "There is no such file.", way_on=href("/"), way="Go on", status=404)
    return FileResponse(LOOK / name, media_type=FILES[name], headers={"Cache-Control": "no-cache"})


def _form(onward: str, *, name: str = "", words: str = "", status: int = 200) -> Response:
    notice = _NOTICE.format(words) if words else ""
    content = _FORM.format(notice=notice, action=href("/sign-in"), next=onward, name=name)
    return _page("Sign in", content, status=status)


def _page(title: str, content: Markup, *, status: int = 200) -> Response:
    page = _PAGE.format(title=title, prefix=PREFIX, mark=icon("thread"), content=content)
    return HTMLResponse(str(page), status_code=status)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _agent(request: Request) -> str:
    return request.headers.get("user-agent", "")
