"""Calls the systems of the sandbox as a client would, and listens for their webhooks."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import ClientSession, web

from goldthread.sandbox import Budget, Rule, Sandbox
from goldthread.sandbox.exchange import Json

PLENTY = Budget(requests=100_000)
PDF = b"%PDF-1.4 a label"


class Hand:
    """The hand of a clock, turned by the test."""

    def __init__(self) -> None:
        self.at = 1_800_000_000.0

    def __call__(self) -> float:
        return self.at


@dataclass(frozen=True, kw_only=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content(self) -> Json:
        content: Json = json.loads(self.body)
        return content


class Caller:
    """A client that is logged in everywhere."""

    def __init__(self, sandbox: Sandbox, http: ClientSession) -> None:
        self._sandbox = sandbox
        self._http = http
        self._erp: dict[str, str] = {}
        self._carrier: dict[str, str] = {}

    async def send(
        self,
        url: str,
        method: str = "GET",
        *,
        content: object = None,
        data: bytes | Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        async with self._http.request(method, url, json=content, data=data, headers=headers) as response:
            return Reply(status=response.status, headers=response.headers.copy(), body=await response.read())

    async def shop(self, path: str, method: str = "GET", content: object = None, key: str | None = None) -> Reply:
        headers = {"X-Api-Key": key or self._sandbox.credentials.bazaar.api_key}
        return await self.send(self._sandbox.bazaar.url + path, method, content=content, headers=headers)

    async def erp(self, path: str, method: str = "GET", content: object = None) -> Reply:
        if not self._erp:
            await self.log_in_erp()
        return await self.send(self._sandbox.stockhouse.url + path, method, content=content, headers=self._erp)

    async def log_in_erp(self) -> None:
        login = self._sandbox.credentials.stockhouse
        said = {"user": login.user, "password": login.password}
        reply = await self.send(f"{self._sandbox.stockhouse.url}/session", "POST", content=said)
        self._erp = {"X-Session": reply.content["data"]["token"]}

    async def carrier(self, path: str, method: str = "GET", content: object = None) -> Reply:
        if not self._carrier:
            await self.log_in_carrier()
        return await self.send(self._sandbox.swiftpost.url + path, method, content=content, headers=self._carrier)

    async def log_in_carrier(self) -> None:
        login = self._sandbox.credentials.swiftpost
        form = {
            "grant_type": "client_credentials",
            "client_id": login.client_id,
            "client_secret": login.client_secret,
        }
        reply = await self.send(f"{self._sandbox.swiftpost.url}/oauth/token", "POST", data=form)
        self._carrier = {"Authorization": f"Bearer {reply.content['access_token']}"}

    async def press(self, path: str, method: str = "GET", document: bytes | None = None, name: str = "label") -> Reply:
        headers = {"Job-Name": name, "Content-Type": "application/pdf"}
        return await self.send(self._sandbox.press_1.url + path, method, data=document, headers=headers)

    async def control(self, path: str, method: str = "POST", content: object = None) -> Reply:
        return await self.send(f"{self._sandbox.hub_url}/__control{path}", method, content=content)

    async def sell(self, number: int = 1) -> list[str]:
        """Orders in the ERP, ready to be packed; gives their numbers."""
        return [await self._sell(place) for place in range(1, number + 1)]

    async def _sell(self, place: int) -> str:
        who = {"email": f"jana{place}@example.com", "full_name": "Jana Nováková"}
        customer = (await self.erp("/customers", "POST", who)).content["data"]["customer_id"]
        path = f"/customers/{customer}/delivery_addresses"
        address = (await self.erp(path, "POST", an_erp_address())).content["data"]["address_id"]
        order = an_erp_order(customer, address, reference=f"B-{place}")
        number: str = (await self.erp("/orders", "POST", order)).content["data"]["order_no"]
        return number


@dataclass(kw_only=True)
class Heard:
    """A webhook that came."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def content(self) -> Json:
        content: Json = json.loads(self.body)
        return content


@dataclass(kw_only=True)
class Ear:
    """A receiver of webhooks."""

    heard: list[Heard] = field(default_factory=list)
    answer: Callable[[Heard], int] = lambda _: 200
    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def hear(self, request: web.Request) -> web.Response:
        heard = Heard(path=request.path, headers=request.headers.copy(), body=await request.read())
        self.heard.append(heard)
        self.came.set()
        return web.Response(status=self.answer(heard))


@asynccontextmanager
async def visiting(
    *,
    seed: int = 1,
    faults: str | Mapping[str, tuple[Rule, ...]] = "none",
    budgets: Mapping[str, Budget] | None = None,
    hooks: Mapping[str, str] | None = None,
    clock: Callable[[], float] = time.time,
) -> AsyncIterator[tuple[Sandbox, Caller]]:
    """A running sandbox, with limits that nobody reaches unless they are given, and a client in it."""
    wide = {"bazaar": PLENTY, "stockhouse": PLENTY, "swiftpost": PLENTY, **(budgets or {})}
    async with (
        Sandbox.start(seed=seed, faults=faults, budgets=wide, hooks=hooks, clock=clock) as sandbox,
        ClientSession() as http,
    ):
        yield sandbox, Caller(sandbox, http)


async def until(claim: Callable[[], bool]) -> None:
    """Wait until something holds, five seconds at most."""
    for _ in range(500):
        if claim():
            return
        await asyncio.sleep(0.01)
    raise TimeoutError


@asynccontextmanager
async def listening(sandbox: Sandbox) -> AsyncIterator[Ear]:
    """A receiver that all systems post to."""
    ear = Ear()
    app = web.Application()
    app.router.add_post("/hooks/{installation}/{event}", ear.hear)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    await sandbox.point_webhooks(f"http://127.0.0.1:{runner.addresses[0][1]}")
    try:
        yield ear
    finally:
        await sandbox.settle()
        await runner.cleanup()


def an_erp_address(**changes: object) -> Json:
    address = {
        "recipient": "Jana Nováková",
        "street": "Vinohradská 1511/230",
        "town": "Praha 10",
        "zip_code": "100 00",
        "country_code": "CZ",
        "phone": "+420601123456",
    }
    return address | changes


def an_erp_order(customer: str, address: str, *, reference: str = "B-1", sku: str = "MOKA-3") -> Json:
    return {
        "customer_id": customer,
        "delivery_address_id": address,
        "client_reference": reference,
        "currency": "EUR",
        "items": [{"sku": sku, "quantity": 2, "unit_price_cents": 1990}],
        "shipping_cents": 490,
    }


def a_receiver(**changes: object) -> Json:
    receiver = {
        "name": "Jana Nováková",
        "street": "Vinohradská 1511/230",
        "zip": "100 00",
        "city": "Praha 10",
        "country": "CZ",
        "phone": "+420601123456",
    }
    return receiver | changes


def a_parcel(**changes: object) -> Json:
    return {"weight_kg": "1.187", "length_cm": "31.0", "width_cm": "22.0", "height_cm": "14.0"} | changes


def a_shipment(*, count: int = 1, **changes: object) -> Json:
    shipment: Json = {"reference": "S-1", "receiver": a_receiver(), "parcels": [a_parcel()] * count}
    return shipment | changes
