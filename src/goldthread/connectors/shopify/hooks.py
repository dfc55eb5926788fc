"""Subscriptions to Shopify's webhooks: kept, made again, moved. Shopify drops one after eight failures in a row."""
# ruff: noqa: N815 - the vendor's own field names

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from goldthread.connectors.shopify.application import shopify
from goldthread.connectors.shopify.documents import MOVE, SUBSCRIBE, SUBSCRIPTIONS
from goldthread.connectors.shopify.graphql import Answer, ask, change
from goldthread.connectors.shopify.rows import ShopifyPage
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup, Repeatable
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames, in_our_words
from goldthread.flow.hooks import HookCheck, HookRepair, HookReport, HookState, WantedHook
from goldthread.flow.reply import Json

TOPICS: Final = {"order.placed": "ORDERS_CREATE", "order.paid": "ORDERS_PAID"}
"""Our events, and what Shopify calls them."""
_FIELDS: Final = FieldNames({"webhookSubscription": "/wanted", "topic": "/wanted"})


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifySubscription:
    """What is told where."""

    id: str
    topic: str
    uri: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifySubscriptions:
    """One page of the app's own subscriptions; those of other apps are never told."""

    nodes: tuple[ShopifySubscription, ...]
    pageInfo: ShopifyPage


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifySubscriptionsFound:
    """The answer to asking for them."""

    webhookSubscriptions: ShopifySubscriptions


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifySubscribed:
    """The subscription that was made or moved."""

    webhookSubscription: ShopifySubscription


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifySubscriptionMade:
    """The answer to making one."""

    webhookSubscriptionCreate: ShopifySubscribed


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopifySubscriptionMoved:
    """The answer to moving one."""

    webhookSubscriptionUpdate: ShopifySubscribed


@shopify.connector(at="installation")
async def ensure_hooks(check: HookCheck, api: Client) -> HookReport:
    """Have Shopify tell us all that is wanted. Safe to repeat; what tells others stays untouched."""
    known = await _list(api)
    with in_our_words("Could not have Shopify tell us all that is wanted", _FIELDS):
        states = tuple([await _ensure(wanted, known, api) for wanted in check.wanted])
    return HookReport(installation=check.installation, hooks=states)


async def _list(api: Client) -> list[ShopifySubscription]:
    found: list[ShopifySubscription] = []
    after: str | None = None
    while True:
        page = (await ask(SUBSCRIPTIONS, {"after": after}, api, Answer[ShopifySubscriptionsFound])).webhookSubscriptions
        found += page.nodes
        after = page.pageInfo.endCursor
        if not page.pageInfo.hasNextPage:
            return found


async def _ensure(wanted: WantedHook, known: Sequence[ShopifySubscription], api: Client) -> HookState:
    topic = TOPICS.get(wanted.event)
    if topic is None:
        raise Rejected(f"Shopify doesn't tell of {wanted.event!r}, only of {', '.join(TOPICS)}.", field="/wanted")
    same = [one for one in known if one.topic == topic]
    there = next((one for one in same if one.uri == wanted.address), None)
    if there is not None:
        return _state(wanted, HookRepair.KEPT, there)
    elsewhere = next((one for one in same if _is_ours(one, wanted)), None)
    if elsewhere is not None:
        variables: dict[str, Json] = {"id": elsewhere.id, "webhookSubscription": {"uri": wanted.address}}
        moved = await change(MOVE, variables, api, Answer[ShopifySubscriptionMoved], Repeatable())
        return _state(wanted, HookRepair.MOVED, moved.webhookSubscriptionUpdate.webhookSubscription)
    return _state(wanted, HookRepair.CREATED, await _create(wanted, topic, api))


async def _create(wanted: WantedHook, topic: str, api: Client) -> ShopifySubscription:
    async def find() -> Answer[ShopifySubscriptionMade] | None:
        there = next((one for one in await _list(api) if (one.topic, one.uri) == (topic, wanted.address)), None)
        if there is None:
            return None
        return Answer(
            data=ShopifySubscriptionMade(webhookSubscriptionCreate=ShopifySubscribed(webhookSubscription=there))
        )

    variables: dict[str, Json] = {"topic": topic, "webhookSubscription": {"uri": wanted.address, "format": "JSON"}}
    made = await change(SUBSCRIBE, variables, api, Answer[ShopifySubscriptionMade], Lookup(find=find))
    return made.webhookSubscriptionCreate.webhookSubscription


def _is_ours(one: ShopifySubscription, wanted: WantedHook) -> bool:
    """Whether it told another address of ours: our path at a host that we had before."""
    return urlsplit(one.uri).path == urlsplit(wanted.address).path


def _state(wanted: WantedHook, repair: HookRepair, theirs: ShopifySubscription) -> HookState:
    return HookState(event=wanted.event, address=wanted.address, repair=repair, theirs=theirs.id)
