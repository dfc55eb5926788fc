"""`goldthread token`: who may call the API."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from rich.text import Text

from goldthread.access.scope import Scope
from goldthread.access.stored import Token
from goldthread.cli.command import AsJson, command, given, group
from goldthread.cli.door import opened
from goldthread.cli.screen import ago, mark, show, table

app = group("token", "Tokens that open the API.")

SCOPES = ", ".join(Scope)


@command(app, "create")
async def create(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Who will use it.")],
    scopes: Annotated[list[str] | None, typer.Option("--scope", help=f"May be repeated: {SCOPES}.")] = None,
    days: Annotated[int | None, typer.Option(min=1, help="How long it lives; for ever if not given.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Make a token; its secret is shown once."""
    lifetime = timedelta(days=days) if days else None
    async with opened(context) as house:
        issued = await house.tokens.create(name, scopes or [Scope.READ], actor=given(context).actor, lifetime=lifetime)
    lines = (Text(issued.secret, style="bold"), Text("Keep it now: it is shown once, and stored nowhere.", style="dim"))
    show({**_said(issued.token), "secret": issued.secret}, lines, as_json=as_json)


@command(app, "list")
async def list_tokens(context: typer.Context, *, as_json: AsJson = False) -> None:
    """All tokens, without their secrets."""
    async with opened(context) as house:
        tokens = await house.tokens.list()
    now = datetime.now(UTC)
    drawn = table(
        "token",
        "id",
        "",
        "scopes",
        "last used",
        rows=[
            (
                one.name,
                one.id,
                mark(one.is_living(now), "living", "ended"),
                ", ".join(sorted(one.scopes)),
                ago(one.last_used_at),
            )
            for one in tokens
        ],
        empty="There are no tokens. Make one: goldthread token create NAME --scope read",
    )
    show([_said(one) for one in tokens], drawn, as_json=as_json)


@command(app, "revoke")
async def revoke(
    context: typer.Context, token: Annotated[str, typer.Argument(help="Its id or name.")], *, as_json: AsJson = False
) -> None:
    """End a token for good."""
    async with opened(context) as house:
        ended = await house.tokens.revoke(token, actor=given(context).actor)
    show(_said(ended), f"{ended.name} is revoked; running processes follow within seconds.", as_json=as_json)


def _said(token: Token) -> dict[str, object]:
    return {
        "id": token.id,
        "name": token.name,
        "scopes": sorted(token.scopes),
        "is_living": token.is_living(datetime.now(UTC)),
        "created_at": token.created_at,
        "created_by": token.created_by,
        "expires_at": token.expires_at,
        "revoked_at": token.revoked_at,
        "last_used_at": token.last_used_at,
    }
