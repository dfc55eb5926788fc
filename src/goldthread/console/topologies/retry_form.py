"""The form of a node's retry rule."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup
from nicegui import ui

from goldthread.access.scope import Scope
from goldthread.console.parts.act import button, toast
from goldthread.console.parts.markup import html, tag
from goldthread.console.topologies.recent import retry_words
from goldthread.console.visit import Visit
from goldthread.engine.settings import NodeRetry, usual_retry
from goldthread.flow.errors import Misuse
from goldthread.flow.node import Spec

OPERATES: Final = (Scope.OPERATE,)
MOST_ATTEMPTS: Final = 1000


def retry_form(visit: Visit, topology: str, spec: Spec) -> None:
    """What holds now, and the fields to set another rule."""
    settings = visit.house.engine.settings
    own, usual = settings.own_retry(topology, spec.name), usual_retry(spec)
    holds = own or usual

    @ui.refreshable
    def told() -> None:
        mine = settings.own_retry(topology, spec.name)
        whose = "Set by an operator" if mine else "As its connector or application says"
        html(Markup("<p>{}: {}.</p>").format(whose, retry_words(mine or usual)))

    told()
    if not visit.may(*OPERATES):
        return
    with ui.element("div").classes("form-grid"):
        attempts = _number("Attempts in all", holds.attempts)
        first = _number("Longest first wait, seconds", holds.first.total_seconds())
        cap = _number("Longest wait at all, seconds", holds.cap.total_seconds())
        deadline = _number("Given up after, seconds", holds.deadline.total_seconds())

    async def keep() -> None:
        rule = rule_of(attempts.value, first.value, cap.value, deadline.value)
        await settings.set_retry(topology, spec.name, rule, actor=visit.name)
        toast(f"{spec.name} is tried again by this rule from now on.")
        told.refresh()

    async def forget() -> None:
        await settings.set_retry(topology, spec.name, None, actor=visit.name)
        for field, value in (
            (attempts, usual.attempts),
            (first, usual.first),
            (cap, usual.cap),
            (deadline, usual.deadline),
        ):
            field.value = value if isinstance(value, int) else value.total_seconds()
        toast(f"{spec.name} has its usual rule again.")
        told.refresh()

    with ui.element("div").classes("row-line"):
        button("Set the rule", keep, visit=visit, needs=OPERATES, look="primary")
        button("The usual rule again", forget, visit=visit, needs=OPERATES)
    html(
        tag(
            "p",
            "Each wait is drawn by chance between nothing and its longest, so that many don't come back at once.",
            cls="muted small",
        )
    )


def rule_of(attempts: float | None, first_s: float | None, cap_s: float | None, deadline_s: float | None) -> NodeRetry:
    """The rule of the fields. Raises `Misuse`, saying which one cannot be."""
    if attempts is None or not attempts.is_integer() or not 1 <= attempts <= MOST_ATTEMPTS:
        raise Misuse(f"Attempts are a whole number from 1 to {MOST_ATTEMPTS}.")
    waits = {"The longest first wait": first_s, "The longest wait": cap_s, "The time until it is given up": deadline_s}
    for name, seconds in waits.items():
        if seconds is None or seconds <= 0:
            raise Misuse(f"{name} is a number of seconds above 0.")
    return NodeRetry(attempts=int(attempts), first_s=first_s or 0, cap_s=cap_s or 0, deadline_s=deadline_s or 0)


def _number(label: str, value: float) -> ui.number:
    return ui.number(label, value=value, min=0).props("outlined dense stack-label").classes("form-field")
