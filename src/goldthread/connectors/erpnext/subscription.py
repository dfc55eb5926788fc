"""Subscriptions at ERPNext: webhooks of its own, whose body is a template that we write."""

from typing import Final

from goldthread.connectors.erpnext.application import SECRET_PLACE, erpnext
from goldthread.connectors.erpnext.resource import create_document, find_documents, update_document
from goldthread.connectors.erpnext.rows import ErpnextWebhook
from goldthread.flow.client import Client
from goldthread.flow.doubt import Lookup, Repeatable
from goldthread.flow.hooks import HookCheck, HookRepair, HookReport, HookState, WantedHook

PACKED: Final = "shipment.packed"
_FIELDS: Final = ("name", "enabled", "request_url")
CONDITION: Final = "doc.docstatus == 0 and doc.shipment_parcel and doc.shipment_delivery_note and not doc.awb_number"
"""A draft with parcels is packed; our own tracking numbers begin nothing."""
TEMPLATE: Final = """\
{% set names = doc.shipment_delivery_note|map(attribute="delivery_note")|list %}
{% set codes = frappe.get_all("Delivery Note Item", filters={"parent": ["in", names]}, pluck="item_code") %}
{% set articles = frappe.get_all("Item", filters={"name": ["in", codes]},
   fields=["name", "customs_tariff_number", "country_of_origin"]) %}
{% set address = frappe.get_doc("Address", doc.delivery_address_name) %}
{% set lands = articles|map(attribute="country_of_origin")|list + [address.country] %}
{"shipment": {{ doc|json }}, "address": {{ address|json }},
 "notes": [{% for name in names %}{{ frappe.get_doc("Delivery Note", name)|json }}
   {{- "" if loop.last else "," }}{% endfor %}],
 "articles": {{ articles|json }},
 "countries": {{ frappe.get_all("Country", filters={"name": ["in", lands]}, fields=["name", "code"])|json }}}
"""
"""What ERPNext fills in and sends: all that the sweep would ask for."""


@erpnext.connector(at="installation")
async def ensure_hooks(check: HookCheck, api: Client) -> HookReport:
    """See to it that ERPNext tells what is listened to: make what is missing, point what is ours to the right address.

    What isn't ours is left alone, and so is what a person switched off: ERPNext itself switches nothing off, however
    often a delivery fails. Safe to repeat.
    """
    async with api.exclusive("erpnext_hooks", check.installation):
        known = await find_documents("Webhook", [["name", "like", "Goldthread %"]], _FIELDS, api, ErpnextWebhook)
        wanted = [one for one in check.wanted if one.event == PACKED]
        states = [await _ensured(one, known, api) for one in wanted]
    return HookReport(installation=check.installation, hooks=tuple(state for state in states if state))


async def _ensured(wanted: WantedHook, known: tuple[ErpnextWebhook, ...], api: Client) -> HookState | None:
    """The subscription's state; none where a person switched it off."""
    name = f"Goldthread {api.installation} {wanted.event}"
    found = next((one for one in known if one.name == name), None)
    if found is None:
        await _created(name, wanted, api)
        repair = HookRepair.CREATED
    elif not found.enabled:
        api.note(f"A person switched the webhook {name!r} off; it stays so.", webhook=name)
        return None
    elif found.request_url != wanted.address:
        moved: dict[str, object] = {
            "webhook_secret": SECRET_PLACE,
            "request_url": wanted.address,
            "webhook_json": TEMPLATE,
        }
        await update_document("Webhook", name, moved, api, into=ErpnextWebhook, doubt=Repeatable())
        repair = HookRepair.MOVED
    else:
        repair = HookRepair.KEPT
    return HookState(event=wanted.event, address=wanted.address, repair=repair, theirs=name)


async def _created(name: str, wanted: WantedHook, api: Client) -> ErpnextWebhook:
    async def look() -> ErpnextWebhook | None:
        rows = await find_documents("Webhook", [["name", "=", name]], _FIELDS, api, ErpnextWebhook)
        return rows[0] if rows else None

    values: dict[str, object] = {
        "webhook_secret": SECRET_PLACE,
        "enable_security": 1,
        "name": name,
        "webhook_doctype": "Shipment",
        "webhook_docevent": "on_update",
        "condition": CONDITION,
        "enabled": 1,
        "request_url": wanted.address,
        "request_method": "POST",
        "request_structure": "JSON",
        "webhook_json": TEMPLATE,
    }
    return await create_document("Webhook", values, api, into=ErpnextWebhook, doubt=Lookup(find=look))
