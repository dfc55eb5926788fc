"""The line between engine and fake, on which accidents happen to whole answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from goldthread.flow.reply import Reply
from goldthread.ports.wire import AnswerLost, Request, Wire

Accident: TypeAlias = Callable[[Reply], Reply]
"""What is left of an answer. Raises `AnswerLost` when nothing is."""

_ROOT: Final = re.compile(rb"\s*(?:<\?xml[^>]*\?>\s*)?<(\w+)[\s/>]")

PROXY_PAGE: Final = b"<!doctype html><html><title>Please wait</title><h1>One moment, please</h1></html>"


def lost(reply: Reply) -> Reply:
    """The other side did it, and the connection dropped before its answer came."""
    raise AnswerLost(f"the connection dropped before the answer {reply.status} came")


def page(reply: Reply) -> Reply:
    """A proxy wrote a page in place of the answer."""
    del reply
    return Reply(status=200, headers={"content-type": "text/html"}, content=PROXY_PAGE)


def cut(reply: Reply) -> Reply:
    """The second half of the answer is missing."""
    return Reply(status=reply.status, headers=reply.headers, content=reply.content[: len(reply.content) // 2])


def empty(reply: Reply) -> Reply:
    """The answer has no content."""
    return Reply(status=reply.status, headers=reply.headers)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """A request that was sent, and the status of its answer; 0 without one."""

    at: datetime
    what: str
    """Method and path: `POST /v1/shipments`; of GraphQL and XML with the operation: `POST /graphql#FulfilOrder`."""
    status: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Plan:
    """What is to happen, once, to a request of this form."""

    form: str
    before: Callable[[], None] | None = None
    instead: Reply | None = None
    after: Accident | None = None


class Line:
    """A `Wire` over another one: requests go through for real; what is planned happens once, in its order.

    A `form` is method and path with `*` for anything: `POST /orders/*/parcels`; a GraphQL request goes by its
    operation's name: `POST /graphql#FulfilOrder`, one in XML by its outermost element: `POST /rest#createPacket`,
    one of Odoo's JSON-RPC by model and method: `POST /jsonrpc#sale.order.create`, of Tryton's by its method:
    `POST /erp/rpc/#model.sale.sale.create`.
    """

    def __init__(self, wire: Wire, now: Callable[[], datetime]) -> None:
        self._wire = wire
        self._now = now
        self._plans: list[_Plan] = []
        self.sent: list[Sent] = []

    def befall(self, form: str, accident: Accident) -> None:
        """Let the next request of the form be done, and this happen to its answer."""
        self._plans.append(_Plan(form=form, after=accident))

    def before(self, form: str, action: Callable[[], None]) -> None:
        """Do this before the next request of the form is sent."""
        self._plans.append(_Plan(form=form, before=action))

    def instead(self, form: str, reply: Reply) -> None:
        """Answer the next request of the form with this, and don't send it at all."""
        self._plans.append(_Plan(form=form, instead=reply))

    def count(self, form: str) -> int:
        """How many requests of the form came this far."""
        return sum(fnmatchcase(one.what, form) for one in self.sent)

    async def send(self, request: Request) -> Reply:
        """The reply of the other side, as far as nothing happened to it."""
        what, at = f"{request.method} {urlsplit(request.url).path}{_operation(request)}".strip(), self._now()
        plan = self._planned(what)
        status = 0
        try:
            reply = await self._answered(request, plan)
            status = reply.status
            return plan.after(reply) if plan and plan.after else reply
        finally:
            self.sent.append(Sent(at=at, what=what, status=status))

    async def close(self) -> None:
        await self._wire.close()

    async def _answered(self, request: Request, plan: _Plan | None) -> Reply:
        if plan is not None and plan.before is not None:
            plan.before()
        if plan is not None and plan.instead is not None:
            return plan.instead
        return await self._wire.send(request)

    def _planned(self, what: str) -> _Plan | None:
        for plan in self._plans:
            if fnmatchcase(what, plan.form):
                self._plans.remove(plan)
                return plan
        return None


def _operation(request: Request) -> str:
    """`#FulfilOrder` of a GraphQL request, the outermost element of one in XML, `#0x0002` of IPP: all go to one."""
    if any(name.lower() == "content-type" and value == "application/ipp" for name, value in request.headers.items()):
        return f"#{int.from_bytes(request.content[2:4]):#06x}"
    if root := _ROOT.match(request.content):
        return f"#{root[1].decode()}"
    if b'"operationName"' not in request.content and b'"method"' not in request.content:
        return ""
    try:
        asked = json.loads(request.content)
    except ValueError:
        return ""
    match asked:
        case {"operationName": str(name)}:
            return f"#{name}"
        case {"params": {"method": "execute_kw", "args": [_, _, _, model, method, *_]}}:
            return f"#{model}.{method}"
        case {"method": str(name), "params": list()}:
            return f"#{name}"
        case _:
            return ""
