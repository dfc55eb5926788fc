"""The rows of what is connected: state, calls, and how well each tells us."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from goldthread.api.dashboard import InstallationState
from goldthread.audit.calls import Called, CallFigures, by_installation, call_figures
from goldthread.audit.hooks import HookHealth
from goldthread.engine.installation import Installation


@dataclass(frozen=True, kw_only=True, slots=True)
class InstallationRow:
    """One line of the list."""

    name: str
    application: str
    title: str
    base_url: str
    state: str
    """`up`, `limited`, `paused` or `off`."""
    reason: str
    figures: CallFigures
    webhooks: int
    """How many events it should tell us."""
    missed: int
    """What was found within a day that it should have told."""
    is_default: bool


def installation_rows(
    installations: Iterable[Installation],
    *,
    titles: Mapping[str, str],
    states: Iterable[InstallationState],
    calls: Sequence[Called],
    health: Iterable[HookHealth],
) -> list[InstallationRow]:
    """All installations in the order they come."""
    by_state = {one.name: one for one in states}
    by_calls = by_installation(calls)
    by_health = {one.installation: one for one in health}
    rows = []
    for one in installations:
        state, told = by_state[one.name], by_health.get(one.name)
        rows.append(
            InstallationRow(
                name=one.name,
                application=one.application,
                title=titles.get(one.application, one.application),
                base_url=one.base_url,
                state=state.state,
                reason=state.reason,
                figures=call_figures(by_calls.get(one.name, ())),
                webhooks=len(told.subscriptions) if told else 0,
                missed=told.missed if told else 0,
                is_default=one.is_default,
            )
        )
    return rows


def chosen(rows: Iterable[InstallationRow], *, text: str, state: str, application: str) -> list[InstallationRow]:
    """Those that a filter leaves; the text is looked for in names and addresses."""
    sought = text.casefold()
    return [
        one
        for one in rows
        if (not state or one.state == state)
        and (not application or one.application == application)
        and any(sought in field.casefold() for field in (one.name, one.title, one.base_url))
    ]
