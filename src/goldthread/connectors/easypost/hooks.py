"""EasyPost's webhooks: kept, made again, switched on again, moved. It disables what fails for long."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from goldthread.connectors.easypost.application import WEBHOOK_SECRET, easypost
from goldthread.connectors.easypost.rows import EasyPostWebhook, EasyPostWebhooks
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup, Repeatable
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames, in_our_words
from goldthread.flow.hooks import HookCheck, HookRepair, HookReport, HookState, WantedHook

TRACKING: Final = "tracking"
"""The one event that we listen to; EasyPost tells every webhook everything."""
_PATH: Final = "/v2/webhooks"


@easypost.connector(at="installation", name="ensure_hooks_easypost")
async def ensure_hooks(check: HookCheck, api: Client) -> HookReport:
    """Have EasyPost tell us of parcels. Safe to repeat; what tells others stays untouched."""
    known = (await api.get(_PATH, into=EasyPostWebhooks)).webhooks
    with in_our_words("Could not have EasyPost tell us of parcels", FieldNames({"url": "/wanted"})):
        states = tuple([await _ensure(wanted, known, api) for wanted in check.wanted])
    return HookReport(installation=check.installation, hooks=states)


async def _ensure(wanted: WantedHook, known: Sequence[EasyPostWebhook], api: Client) -> HookState:
    if wanted.event != TRACKING:
        raise Rejected(f"EasyPost doesn't tell of {wanted.event!r}, only of {TRACKING!r}.", field="/wanted")
    there = next((one for one in known if one.url == wanted.address), None)
    if there is not None and there.disabled_at is None:
        return _state(wanted, HookRepair.KEPT, there)
    if there is not None:
        return _state(wanted, HookRepair.ENABLED, await _enable(there, api))
    created = _state(wanted, HookRepair.CREATED, await _create(wanted, api))
    for former in (one for one in known if _is_ours(one, wanted)):
        await api.delete(f"{_PATH}/{former.id}", into=object)
        created = HookState(event=wanted.event, address=wanted.address, repair=HookRepair.MOVED, theirs=created.theirs)
    return created


async def _create(wanted: WantedHook, api: Client) -> EasyPostWebhook:
    async def find() -> EasyPostWebhook | None:
        now = (await api.get(_PATH, into=EasyPostWebhooks)).webhooks
        return next((one for one in now if one.url == wanted.address), None)

    body = {"webhook": {"webhook_secret": WEBHOOK_SECRET, "url": wanted.address}}
    return await api.post(_PATH, json=body, into=EasyPostWebhook, doubt=Lookup(find=find))


async def _enable(there: EasyPostWebhook, api: Client) -> EasyPostWebhook:
    """An update switches a webhook on again; its secret is told again, since an update without one drops it."""
    body = {"webhook": {"webhook_secret": WEBHOOK_SECRET}}
    return await api.patch(f"{_PATH}/{there.id}", json=body, into=EasyPostWebhook, doubt=Repeatable())


def _is_ours(one: EasyPostWebhook, wanted: WantedHook) -> bool:
    """Whether it told another address of ours: our path at a host that we had before."""
    return urlsplit(one.url).path == urlsplit(wanted.address).path


def _state(wanted: WantedHook, repair: HookRepair, theirs: EasyPostWebhook) -> HookState:
    return HookState(event=wanted.event, address=wanted.address, repair=repair, theirs=theirs.id)
