"""What is asked of a person, and of the story, around an act."""

from __future__ import annotations

from typing import Final

from nicegui import ui

from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.trash.banner import push
from goldthread.console.visit import Visit
from goldthread.flow.entry import Kind

ACTS: Final = (Kind.REPAIRED, Kind.RESUMED, Kind.DISCARDED, Kind.RESOLVED)


async def last_act(visit: Visit, run: str, message: str) -> str:
    """Who did what to the message last, as a sentence."""
    for sealed in await visit.house.world.ledger.entries(kinds=ACTS, run=run, limit=20):
        entry = sealed.entry
        if entry.message == message:
            return f"{entry.actor or 'Somebody'} {entry.kind.value} it at {entry.at:%H:%M:%S} UTC."
    return "Somebody was at it meanwhile."


async def reason_asked(title: str, words: str, yes: str) -> str | None:
    """A reason that must be given; None when the person thought better of it."""
    dialog = ui.dialog()

    async def no() -> None:
        dialog.submit(None)

    with dialog, ui.element("div").classes("dialog"):
        html(joined([tag("h2", title), tag("p", words, cls="muted")]))
        why = ui.input("Why (stays in the story)").props("outlined dense autofocus")
        missing = ui.element("div").props('role="alert"')
        with ui.element("div").classes("acts"):
            push("Cancel", no)

            async def said() -> None:
                text = str(why.value or "").strip()
                if text:
                    dialog.submit(text)
                    return
                missing.clear()
                with missing:
                    html(tag("p", "Say why; it stays in the story.", cls="json-error"))

            push(yes, said, look="danger")
    answer = await dialog
    dialog.delete()
    return str(answer) if answer else None
