"""Whether an installation's other side answers."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import cast

from goldthread.api.door import Door
from goldthread.api.models_admin import ConnectionTest
from goldthread.engine.installation import Installation
from goldthread.flow.errors import Transient, Unauthorised
from goldthread.flow.limit import Priority
from goldthread.flow.reply import Accepted, Json, Reply
from goldthread.ports.wire import AnswerLost, NotSent, Request

PATIENCE = timedelta(seconds=5)


async def test_connection(door: Door, installation: Installation) -> ConnectionTest:
    """Ask once at the installation's address, with its credentials, within its limit.

    Raises `Held` when the limit is used up. What the other side answers at its root says little, but that it answers,
    and whether it takes our login.
    """
    world = door.house.world
    application = world.catalog.application(installation.application)
    began = world.clock.monotonic()
    method = "QUERY" if installation.base_url.startswith("tcp:") else "GET"
    try:
        secrets = world.installations.secrets(installation.name)
        headers = await world.authoriser.headers(application, installation.base_url, installation.name, secrets)
        async with world.limiter.slot(installation.name, Priority.PERSON, patience=PATIENCE):
            reply = await world.wire.send(
                Request(method=method, url=installation.base_url, headers=headers, timeout=PATIENCE)
            )
    except (NotSent, AnswerLost, Transient) as error:
        return _failed(str(error), "", world.clock.monotonic() - began)
    except Unauthorised as error:
        return _failed(str(error), "denied", world.clock.monotonic() - began)
    verdict = application.statuses.judge(reply, _decoded(reply))
    return ConnectionTest(
        is_reachable=True,
        status=reply.status,
        verdict=type(verdict).__name__.lower(),
        words="" if isinstance(verdict, Accepted) else verdict.message,
        took_ms=round((world.clock.monotonic() - began) * 1000),
    )


def _failed(words: str, verdict: str, seconds: float) -> ConnectionTest:
    return ConnectionTest(
        is_reachable=bool(verdict), status=None, verdict=verdict, words=words, took_ms=round(seconds * 1000)
    )


def _decoded(reply: Reply) -> Json:
    try:
        return cast("Json", json.loads(reply.content))
    except ValueError:
        return None
