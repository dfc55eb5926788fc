"""Whatever is sent, every system answers in its own shape."""

from random import Random

from callers import Caller, a_parcel, a_receiver, a_shipment, visiting

from goldthread.sandbox import Sandbox
from goldthread.sandbox.exchange import Json

SCRAPS: tuple[object, ...] = (
    None,
    1,
    -1,
    1.5,
    "x",
    "",
    [],
    [1],
    {},
    {"a": 1},
    [[]],
    [{}],
    True,
    "1" * 50,
    [{"sku": []}],
)
FIELDS = [
    "text",
    "status",
    "externalReference",
    "lines",
    "parcels",
    "count",
    "orders",
    "email",
    "full_name",
    "sku",
    "name",
    "gtin",
    "hs_code",
    "origin",
    "unit_weight_g",
    "recipient",
    "street",
    "town",
    "zip_code",
    "country_code",
    "customer_id",
    "delivery_address_id",
    "client_reference",
    "currency",
    "items",
    "reference",
    "receiver",
    "customs",
    "service",
    "label_format",
    "steps",
    "tracking_number",
    "weights",
    "seconds",
    "mode",
]
QUERIES = [
    "page",
    "size",
    "limit",
    "cursor",
    "updatedAfter",
    "numbers",
    "reference",
    "format",
    "email",
    "state",
    "untracked",
    "name",
    "dry_run",
]
LEFT_OUT = ("/down", "/up", "/pace", "/limit", "/webhooks", "/faults", "/reset", "/session", "/oauth/token")


async def stocked(sandbox: Sandbox, call: Caller) -> dict[str, str]:
    """Something of everything, and how paths name it."""
    await sandbox.place_orders(1)
    (order,) = await call.sell(1)
    (shipment,) = await sandbox.pack()
    booked = (await call.carrier("/v1/shipments", "POST", a_shipment())).content["shipment_number"]
    customer = (await call.erp("/customers")).content["data"][0]["customer_id"]
    return {
        "id": next(iter(sandbox.shop.orders.by_id)),
        "customer_id": customer,
        "order_no": order,
        "sku": "MOKA-3",
        "shipment_id": shipment,
        "shipment_number": booked,
        "job": "1",
    }


def garbage(dice: Random) -> object:
    """A body that is partly right."""
    if dice.random() < 0.1:
        return dice.choice(SCRAPS)
    body: Json = {name: dice.choice(SCRAPS) if dice.random() < 0.4 else "v" for name in FIELDS}
    if dice.random() < 0.7:
        receiver = a_receiver()
        receiver[dice.choice((*receiver, "state"))] = dice.choice(SCRAPS)
        body |= {"receiver": receiver, "reference": "R-1", "service": "standard", "label_format": "PDF"}
    if dice.random() < 0.7:
        body["parcels"] = [a_parcel() | {dice.choice(("weight_kg", "parcel_no")): dice.choice(SCRAPS)}]
    return body


async def test_no_garbage_breaks_a_system() -> None:
    dice = Random(1)  # noqa: S311 - garbage, no secret
    async with visiting() as (sandbox, call):
        keys = await stocked(sandbox, call)
        logins = {"bazaar": call.shop, "stockhouse": call.erp, "swiftpost": call.carrier}
        systems = (sandbox.bazaar, sandbox.stockhouse, sandbox.swiftpost, sandbox.press_1)
        for system in systems:
            for door in (*system.vendor.doors(), *system.panel.values()):
                if door.path.endswith(LEFT_OUT):
                    continue
                for _ in range(12):
                    query = "&".join(
                        f"{name}={dice.choice(('', 'x', '-1', '9' * 20))}" for name in dice.sample(QUERIES, 3)
                    )
                    path = f"{door.path.format(**keys)}?{query}"
                    body = None if door.method in {"GET", "DELETE"} else garbage(dice)
                    send = logins.get(system.name)
                    reply = (
                        await send(path, door.method, body)
                        if send
                        else await call.send(system.url + path, door.method, content=body)
                    )
                    assert reply.status < 500, (system.name, door.method, path, body)
