"""The webhook of Sendcloud's integration, kept up: somebody may switch it off in the panel."""

from typing import Final
from urllib.parse import urlsplit

from goldthread.connectors.sendcloud.application import API, sendcloud
from goldthread.connectors.sendcloud.rows import SendcloudIntegration, SendcloudIntegrations
from goldthread.flow.client import Client
from goldthread.flow.doubt import Repeatable
from goldthread.flow.errors import Rejected
from goldthread.flow.hooks import HookCheck, HookRepair, HookReport, HookState, WantedHook
from goldthread.flow.reply import Reply

TRACKING: Final = "tracking"
"""What the webhook is called here; it tells whatever happens to parcels, and more."""


@sendcloud.connector(at="installation", name="ensure_hooks_sendcloud")
async def ensure_hooks(check: HookCheck, api: Client) -> HookReport:
    """See to it that the integration tells what is listened to. It has one address: another's is left alone.

    Safe to repeat.
    """
    states: list[HookState] = []
    async with api.exclusive("sendcloud_hooks", check.installation):
        integration = await _integration(api)
        for wanted in check.wanted:
            if wanted.event == TRACKING:
                states += await _ensured(wanted, integration, api)
            else:
                api.note(f"Sendcloud tells nothing that would be {wanted.event!r} here.", event=wanted.event)
    return HookReport(installation=check.installation, hooks=tuple(states))


async def _ensured(wanted: WantedHook, integration: SendcloudIntegration, api: Client) -> list[HookState]:
    url = integration.webhook_url or ""
    if url == wanted.address:
        repair = HookRepair.KEPT if integration.webhook_active else HookRepair.ENABLED
    elif not url or not integration.webhook_active:
        repair = HookRepair.CREATED
    elif _is_ours(url, wanted.address):
        repair = HookRepair.MOVED
    else:
        api.note(
            f"Integration {integration.id} tells {url}, which isn't ours; it stays so.", integration=integration.id
        )
        return []
    if repair is not HookRepair.KEPT:
        asked = {"webhook_active": True, "webhook_url": wanted.address}
        await _patch(integration.id, asked, api)
    return [HookState(event=wanted.event, address=wanted.address, repair=repair, theirs=str(integration.id))]


async def _patch(integration: int, asked: dict[str, object], api: Client) -> Reply:
    return await api.request("PATCH", f"{API}/integrations/{integration}", json=asked, doubt=Repeatable())


async def _integration(api: Client) -> SendcloudIntegration:
    found = (await api.get(f"{API}/integrations", into=SendcloudIntegrations)).data
    named = api.setting("integration")
    fitting = [one for one in found if (str(one.id) == named if named else one.type == "api")]
    if len(fitting) != 1:
        which = f"{len(fitting)} integrations" + (f" with the id {named}" if named else " of the type 'api'")
        raise Rejected(f"{api.installation} has {which}; say in the setting 'integration' whose keys these are.")
    return fitting[0]


def _is_ours(url: str, wanted: str) -> bool:
    """Whether an address is one of ours at another host: `/hooks/INSTALLATION/EVENT`."""
    return urlsplit(url).path.split("/")[-3:] == urlsplit(wanted).path.split("/")[-3:]
