"""`goldthread person`: who may sign in to the console."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from goldthread.access.person import Person, Role, role_of
from goldthread.bootstrap.house import House
from goldthread.cli.command import AsJson, command, given, group
from goldthread.cli.door import opened
from goldthread.cli.screen import show, table

app = group("person", "People who may sign in to the console.")

ROLES = ", ".join(Role)
Name = Annotated[str, typer.Argument(help="The person's name, as entries will say it.")]


@command(app, "add")
async def add(
    context: typer.Context,
    name: Name,
    role: Annotated[str, typer.Option("--role", help=f"One of: {ROLES}.")] = Role.VIEWER.value,
    *,
    password: Annotated[
        bool, typer.Option("--password", help="Ask for a password; otherwise a one-time link is the way in.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Let somebody in, with a role; prints a one-time link unless a password is given."""
    chosen = role_of(role)
    secret = str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)) if password else ""
    actor = given(context).actor
    async with opened(context) as house:
        person = await house.entrance.people.add(name, chosen, password=secret, actor=actor)
        link = "" if secret else entry_link(house, await house.entrance.invitations.make(person.name, actor=actor))
    said = {**_said(person), **({"link": link} if link else {})}
    show(said, (Text(f"{person.name} is {person.role} now."), *_link_lines(link)), as_json=as_json)


@command(app, "list")
async def list_people(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Everybody, with roles and living sessions."""
    async with opened(context) as house:
        people = await house.entrance.people.list()
        sessions = await house.entrance.sessions.list()
    living = {one.name: sum(each.person == one.name for each in sessions) for one in people}
    drawn = table(
        "person",
        "role",
        "signs in by",
        "sessions",
        rows=[(one.name, one.role, "password" if one.has_password else "link", living[one.name]) for one in people],
        empty="There is nobody. Make somebody: goldthread person add NAME --role admin",
    )
    show([{**_said(one), "sessions": living[one.name]} for one in people], drawn, as_json=as_json)


@command(app, "link")
async def link(context: typer.Context, name: Name, *, as_json: AsJson = False) -> None:
    """Make a link that signs the person in once, within 15 minutes."""
    async with opened(context) as house:
        made = entry_link(house, await house.entrance.invitations.make(name, actor=given(context).actor))
    show({"person": name, "link": made}, _link_lines(made), as_json=as_json)


@command(app, "role")
async def set_role(
    context: typer.Context,
    name: Name,
    role: Annotated[str, typer.Argument(help=f"One of: {ROLES}.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Give a person another role, from the next request on."""
    async with opened(context) as house:
        person = await house.entrance.people.set_role(name, role_of(role), actor=given(context).actor)
    show(_said(person), f"{person.name} is {person.role} now.", as_json=as_json)


@command(app, "remove")
async def remove(context: typer.Context, name: Name, *, as_json: AsJson = False) -> None:
    """End a person's access and sessions; what the person did stays told."""
    actor = given(context).actor
    async with opened(context) as house:
        person = await house.entrance.people.remove(name, actor=actor)
        ended = await house.entrance.sessions.end_all(name, actor=actor)
    said = f"{person.name} is gone; {ended} sessions were ended, running processes follow within seconds."
    show({**_said(person), "sessions_ended": ended}, said, as_json=as_json)


def entry_link(house: House, code: str, url: str = "") -> str:
    """The address that a one-time code opens; `url` is where the console listens, where that is known."""
    settings = house.settings
    base = settings.public_url.rstrip("/") or url or f"http://{settings.host}:{settings.port}"
    return f"{base}/console/enter/{code}"


def _link_lines(link: str) -> tuple[Text, ...]:
    if not link:
        return ()
    return (Text(link, style="bold"), Text("It signs in once, within 15 minutes, while goldthread runs.", style="dim"))


def _said(person: Person) -> dict[str, object]:
    return {
        "name": person.name,
        "role": person.role.value,
        "has_password": person.has_password,
        "created_at": person.created_at,
        "created_by": person.created_by,
    }
