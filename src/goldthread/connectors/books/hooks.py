"""The watchdog over subscriptions: which are looked at, and what became of them."""

from goldthread.connectors.books.application import books
from goldthread.flow.client import Client
from goldthread.flow.hooks import HookCheck, HookRecord, HookRepair, HookReport
from goldthread.flow.outcome import Emit
from goldthread.flow.start import Tick


@books.connector
async def list_hooks(tick: Tick, api: Client) -> Emit[HookCheck]:
    """Emit each installation with the events that should be told to us; none while nobody said where we are reached."""
    del tick
    return Emit(api.hook_checks())


@books.connector
async def record_hooks(report: HookReport, api: Client) -> HookReport:
    """Keep how an installation's subscriptions stand, and say what had to be repaired."""
    known = await api.recall("hooks", report.installation, into=HookRecord)
    repaired = tuple(hook for hook in report.hooks if hook.repair is not HookRepair.KEPT)
    is_first = known is None
    api.remember(
        "hooks",
        report.installation,
        HookRecord(
            installation=report.installation,
            checked_at=api.now(),
            hooks=report.hooks,
            repairs=(known.repairs if known else 0) + (0 if is_first else len(repaired)),
            repaired_at=api.now() if repaired and not is_first else (known.repaired_at if known else None),
        ),
    )
    for hook in repaired:
        api.note(
            f"The subscription of {report.installation} to {hook.event} was {hook.repair}: {hook.theirs}.",
            subscription=hook.event,
            repair=hook.repair.value,
        )
    return report
