"""Subscriptions at WooCommerce, kept up: it disables those whose deliveries failed."""

from typing import Final

from goldthread.connectors.woocommerce.application import HOOKS, WEBHOOK_SECRET, woocommerce
from goldthread.connectors.woocommerce.rows import WooWebhook
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup
from goldthread.flow.hooks import HookCheck, HookRepair, HookReport, HookState, WantedHook

TOPICS: Final = {"order.placed": ("order.created", "order.updated")}
"""An order may be made ready to send at once, or become so later."""
PAGE: Final = 100


@woocommerce.connector(at="installation")
async def ensure_hooks(check: HookCheck, api: Client) -> HookReport:
    """See to it that the shop tells what is listened to: make what is missing, enable what it disabled.

    What isn't ours is left alone, and so is what a person paused. Safe to repeat.
    """
    states: list[HookState] = []
    async with api.exclusive("woocommerce_hooks", check.installation):
        known = await _all(api)
        for wanted in check.wanted:
            if wanted.event not in TOPICS:
                api.note(f"WooCommerce tells nothing that would be {wanted.event!r} here.", event=wanted.event)
            for topic in TOPICS.get(wanted.event, ()):
                states += await _ensured(wanted, topic, known, api)
    return HookReport(installation=check.installation, hooks=tuple(states))


async def _ensured(wanted: WantedHook, topic: str, known: tuple[WooWebhook, ...], api: Client) -> list[HookState]:
    """The subscription's state; none where a person paused it."""
    name = f"Goldthread {api.installation}: {topic}"
    same = [one for one in known if one.topic == topic and one.delivery_url == wanted.address]
    found = next((one for one in same if one.status == "active"), None) or next(iter(same), None)
    moved = None if found else next((one for one in known if one.name == name), None)
    if moved:
        found, repair = await _changed(moved, wanted, api), HookRepair.MOVED
    elif found is None:
        found, repair = await _created(wanted, topic, name, api), HookRepair.CREATED
    elif found.status == "disabled":
        found, repair = await _changed(found, wanted, api), HookRepair.ENABLED
    elif found.status == "paused":
        api.note(f"A person paused webhook {found.id} ({topic}); it stays so.", webhook=found.id)
        return []
    else:
        repair = HookRepair.KEPT
    return [HookState(event=wanted.event, address=wanted.address, repair=repair, theirs=str(found.id))]


async def _created(wanted: WantedHook, topic: str, name: str, api: Client) -> WooWebhook:
    async def find() -> WooWebhook | None:
        return next((one for one in await _all(api) if one.name == name), None)

    asked = {
        "name": name,
        "topic": topic,
        "delivery_url": wanted.address,
        "secret": WEBHOOK_SECRET,
        "status": "active",
    }
    return await api.post(HOOKS, json=asked, into=WooWebhook, doubt=Lookup(find=find))


async def _changed(hook: WooWebhook, wanted: WantedHook, api: Client) -> WooWebhook:
    asked = {"delivery_url": wanted.address, "secret": WEBHOOK_SECRET, "status": "active"}
    return await api.put(f"{HOOKS}/{hook.id}", json=asked, into=WooWebhook)


async def _all(api: Client) -> tuple[WooWebhook, ...]:
    found: tuple[WooWebhook, ...] = ()
    page = 1
    while True:
        rows = await api.get(HOOKS, params={"per_page": PAGE, "page": page}, into=tuple[WooWebhook, ...])
        found += rows
        if len(rows) < PAGE:
            return found
        page += 1
