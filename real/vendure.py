"""Vendure, a real shop: installed from npm, seeded once, with shoppers of its own and questions about its books."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from real.postgres import Postgres
from real.process import HOST, ROOT, NotReadyError, Program, free_port, run
from real.vendure_api import VendureApi
from real.vendure_wish import Wish

HERE: Final = Path(__file__).resolve().parent / "vendure"
PLUGIN: Final = HERE.parent.parent / "src/goldthread/connectors/vendure/order-events.js"
NODE: Final = 20
ADMIN: Final = "superadmin"
PASSWORD: Final = "goldthread-play"  # noqa: S105 - of a shop on loopback that holds play data
PERMISSIONS: Final = ("ReadOrder", "UpdateOrder")


@dataclass(frozen=True, kw_only=True)
class Placed:
    """An order that a shopper has placed."""

    id: str
    code: str
    """Its number."""
    state: str


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A fulfilment in the shop's books."""

    id: str
    state: str
    method: str
    tracking: tuple[str, ...]
    quantity: int


@dataclass(frozen=True, kw_only=True)
class Kept:
    """An order in the shop's books."""

    id: str
    code: str
    state: str
    email: str
    city: str
    erp_number: str | None
    notes: tuple[str, ...]
    sent: tuple[Sent, ...]


@dataclass(kw_only=True)
class RealVendure:
    """The shop. `install()` once, then `start()`; every start after `fresh()` begins with an empty order book."""

    postgres: Postgres
    home: Path = ROOT / "vendure"
    database: str = "vendure"
    hook_url: str = ""
    """Where placed orders are told; empty: nowhere. Takes effect with the next start."""
    hook_secret: str = "hush-vendure"  # noqa: S105 - signs between two programs on loopback
    port: int = field(default_factory=free_port)
    _program: Program | None = None
    _key: str = ""
    _variants: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where it listens: `http://127.0.0.1:40123`."""
        return f"http://{HOST}:{self.port}"

    @property
    def credentials(self) -> dict[str, str]:
        """What an installation of the connector is given."""
        return {"api_key": self._key, "webhook_secret": self.hook_secret}

    @property
    def settings(self) -> dict[str, str]:
        """The installation's settings: where this shop keeps what Vendure has no place for."""
        return {"order_fields": "erpNumber, pickupPoint", "variant_fields": "hsCode, origin, gtin, grams"}

    async def install(self) -> None:
        """Fetch the packages and seed a template database, each only when what it is made of has changed."""
        self.home.mkdir(parents=True, exist_ok=True)
        await self._fetch()
        if not await self.postgres.has(self._template):
            await self._seed()
        [[self._key]] = await self.postgres.rows(self._template, "SELECT key FROM goldthread_key")

    async def fresh(self) -> None:
        """Begin with an empty order book."""
        await self.postgres.database(self.database, self._template)

    async def start(self) -> None:
        """Serve. Takes three seconds."""
        self._program = self._server(self.database)
        await self._program.start(self._answers, within_s=90)

    async def stop(self) -> None:
        """Stop serving."""
        if self._program is not None:
            await self._program.stop()

    async def kill(self) -> None:
        """Kill it with -9."""
        if self._program is not None:
            await self._program.kill()

    async def restart(self) -> None:
        """Serve again, at the same address and with the same orders."""
        await self.stop()
        await self.start()

    async def versions(self) -> dict[str, str]:
        """What was installed."""
        manifest = self.home / "node_modules/@vendure/core/package.json"
        return {"Vendure": str(json.loads(manifest.read_text())["version"])}

    async def place(self, wish: Wish) -> Placed:
        """Let somebody order and pay, by the calls that a storefront makes."""
        async with VendureApi(f"{self.url}/shop-api") as api:
            for sku, quantity in wish.basket:
                await api.ask(ADD, variant=await self._variant(api, sku), quantity=quantity)
            who = {"emailAddress": wish.email, "firstName": wish.first, "lastName": wish.last}
            if wish.password:
                await api.ask(REGISTER, who={**who, "password": wish.password})
                await api.log_in(wish.email, wish.password)
            else:
                await api.ask(WHO, who=who)
            await api.ask(WHERE, where=wish.address)
            methods = (await api.ask(METHODS))["eligibleShippingMethods"]
            method = next(one["id"] for one in methods if one["code"] == wish.service)
            await api.ask(HOW, how=[method])
            await api.ask(PAY, payment={"method": wish.payment, "metadata": {}})
            order = (await api.ask(PAID, payment={"method": wish.payment, "metadata": {}}))["addPaymentToOrder"]
            return Placed(id=order["id"], code=order["code"], state=order["state"])

    async def correct(self, order_id: str, **fields: str) -> None:
        """A clerk corrects the shipping address: `correct("7", postalCode="110 00")`."""
        async with await self._clerk() as api:
            before = (await api.ask("query Q($id: ID!) { order(id: $id) { state } }", id=order_id))["order"]["state"]
            await api.ask(MOVE, id=order_id, state="Modifying")
            change = {"dryRun": False, "orderId": order_id, "updateShippingAddress": fields}
            await api.ask(MODIFY, change=change)
            await api.ask(MOVE, id=order_id, state=before)

    async def move(self, order_id: str, state: str) -> None:
        """A clerk moves the order: to *Modifying*, and back."""
        async with await self._clerk() as api:
            await api.ask(MOVE, id=order_id, state=state)

    async def stock(self, sku: str, quantity: int) -> None:
        """A clerk counts the stock."""
        async with await self._clerk() as api:
            rows = (await api.ask("{ productVariants { items { id sku } } }"))["productVariants"]["items"]
            variant = next(row["id"] for row in rows if row["sku"] == sku)
            await api.ask(STOCK, input=[{"id": variant, "stockOnHand": quantity}])

    async def orders(self) -> list[Kept]:
        """All placed orders, as the shop itself has them, the oldest first."""
        async with await self._clerk() as api:
            kept: list[Kept] = []
            while True:
                page = (await api.ask(BOOKS, skip=len(kept)))["orders"]
                kept += [_kept(row) for row in page["items"]]
                if len(kept) >= page["totalItems"] or not page["items"]:
                    return kept

    async def customers(self) -> list[str]:
        """The e-mails of all customers, as often as the shop has them."""
        async with await self._clerk() as api:
            rows = (await api.ask("{ customers(options: {take: 1000}) { items { emailAddress } } }"))["customers"]
            return sorted(row["emailAddress"] for row in rows["items"])

    async def _variant(self, api: VendureApi, sku: str) -> str:
        if not self._variants:
            products = (await api.ask("{ products { items { variants { id sku } } } }"))["products"]["items"]
            self._variants = {one["sku"]: one["id"] for row in products for one in row["variants"]}
        return self._variants[sku]

    async def _clerk(self) -> VendureApi:
        api = VendureApi(f"{self.url}/admin-api")
        await api.log_in(ADMIN, PASSWORD)
        return api

    async def _fetch(self) -> None:
        manifest, stamp = (HERE / "package.json").read_text(), self.home / "installed"
        if not stamp.exists() or stamp.read_text() != manifest:
            await self._have_node()
            (self.home / "package.json").write_text(manifest)
            command = ("npm", "install", "--no-package-lock", "--no-audit", "--no-fund")
            await run(*command, cwd=self.home, log=self.home / "install.log")
            stamp.write_text(manifest)
        for source in (HERE / "server.js", HERE / "products.csv", PLUGIN):
            shutil.copy(source, self.home / source.name)

    async def _have_node(self) -> None:
        """Have Node, from Debian where it is missing and we may. Raises `NotReadyError` when it is too old."""
        log = self.home / "node.log"
        if shutil.which("npm") is None and os.geteuid() == 0 and shutil.which("apt-get"):
            await run("apt-get", "update", "-qq", log=log)
            await run("apt-get", "install", "-y", "-qq", "nodejs", "npm", log=log)
        found = (await run("node", "--version", log=log)).splitlines()[-1] if shutil.which("npm") else "none"
        if not found.startswith("v") or int(found[1:].split(".")[0]) < NODE:
            raise NotReadyError(
                f"Vendure needs Node {NODE} or newer with npm, here is {found}. Install it and try again."
            )

    async def _seed(self) -> None:
        """Make schema, catalogue and key under another name, so that a template exists only when it is complete.

        The key is shown once, by the shop that makes it: it is kept beside what it opens.
        """
        draft = f"{self._template}_draft"
        await self.postgres.database(draft)
        await run("node", "server.js", "seed", cwd=self.home, env=self._env(draft), log=self._log, timeout_s=300)
        program = self._server(draft)
        await program.start(self._answers, within_s=90)
        try:
            key = await self._new_key()
        finally:
            await program.stop()
        await self.postgres.rows(draft, f"CREATE TABLE goldthread_key AS SELECT '{key}' AS key")
        await self.postgres.rename(draft, self._template)

    async def _new_key(self) -> str:
        """A key that may read and update orders, and nothing else."""
        async with await self._clerk() as api:
            role = {"code": "goldthread", "description": "Goldthread", "permissions": PERMISSIONS}
            made = (await api.ask(ROLE, role=role))["createRole"]
            named = [{"languageCode": "en", "name": "Goldthread"}]
            key = {"roleIds": [made["id"]], "translations": named}
            return str((await api.ask(KEY, key=key))["createApiKey"]["apiKey"])

    def _server(self, database: str) -> Program:
        command = ("node", "server.js")
        return Program(name="Vendure", command=command, log=self._log, cwd=self.home, env=self._env(database))

    def _env(self, database: str) -> dict[str, str]:
        return {
            "DATABASE_URL": self.postgres.dsn(database),
            "PORT": str(self.port),
            "ADMIN_PASSWORD": PASSWORD,
            "HOOK_URL": self.hook_url,
            "HOOK_SECRET": self.hook_secret,
            "VENDURE_DISABLE_TELEMETRY": "true",
        }

    async def _answers(self) -> bool:
        async with VendureApi(f"{self.url}/admin-api") as api:
            return bool(await api.ask("{ __typename }"))

    @property
    def _template(self) -> str:
        made_of = b"".join((HERE / name).read_bytes() for name in ("package.json", "server.js", "products.csv"))
        return f"vendure_seeded_{hashlib.sha256(made_of).hexdigest()[:12]}"

    @property
    def _log(self) -> Path:
        return self.home / "vendure.log"


def _kept(row: dict[str, Any]) -> Kept:
    notes = [entry["data"]["note"] for entry in row["history"]["items"]]
    return Kept(
        id=row["id"],
        code=row["code"],
        state=row["state"],
        email=row["customer"]["emailAddress"],
        city=row["shippingAddress"]["city"],
        erp_number=row["customFields"]["erpNumber"],
        notes=tuple(notes),
        sent=tuple(_sent(one) for one in row["fulfillments"]),
    )


def _sent(row: dict[str, Any]) -> Sent:
    return Sent(
        id=row["id"],
        state=row["state"],
        method=row["method"],
        tracking=tuple(row["trackingCode"].split(", ")),
        quantity=sum(line["quantity"] for line in row["lines"]),
    )


ROLE: Final = "mutation R($role: CreateRoleInput!) { createRole(input: $role) { id } }"
KEY: Final = "mutation K($key: CreateApiKeyInput!) { createApiKey(input: $key) { apiKey } }"
ADD: Final = """mutation A($variant: ID!, $quantity: Int!) {
  addItemToOrder(productVariantId: $variant, quantity: $quantity) { __typename ... on ErrorResult { message } }
}"""
WHO: Final = """mutation W($who: CreateCustomerInput!) {
  setCustomerForOrder(input: $who) { __typename ... on ErrorResult { message } }
}"""
REGISTER: Final = """mutation R($who: RegisterCustomerInput!) {
  registerCustomerAccount(input: $who) { __typename ... on ErrorResult { message } }
}"""
WHERE: Final = """mutation W($where: CreateAddressInput!) {
  setOrderShippingAddress(input: $where) { __typename ... on ErrorResult { message } }
}"""
METHODS: Final = "{ eligibleShippingMethods { id code } }"
HOW: Final = """mutation H($how: [ID!]!) {
  setOrderShippingMethod(shippingMethodId: $how) { __typename ... on ErrorResult { message } }
}"""
PAY: Final = """mutation P {
  transitionOrderToState(state: "ArrangingPayment") { __typename ... on ErrorResult { message } }
}"""
PAID: Final = """mutation P($payment: PaymentInput!) {
  addPaymentToOrder(input: $payment) { __typename ... on Order { id code state } ... on ErrorResult { message } }
}"""
MOVE: Final = """mutation M($id: ID!, $state: String!) {
  transitionOrderToState(id: $id, state: $state) {
    __typename ... on OrderStateTransitionError { message transitionError }
  }
}"""
STOCK: Final = "mutation S($input: [UpdateProductVariantInput!]!) { updateProductVariants(input: $input) { id } }"
MODIFY: Final = """mutation M($change: ModifyOrderInput!) {
  modifyOrder(input: $change) { __typename ... on ErrorResult { message } }
}"""
BOOKS: Final = """query B($skip: Int!) {
  orders(options: {filter: {active: {eq: false}}, sort: {id: ASC}, skip: $skip, take: 100}) {
    totalItems
    items {
      id code state customer { emailAddress } shippingAddress { city } customFields { erpNumber }
      history(options: {filter: {type: {eq: "ORDER_NOTE"}}}) { items { data } }
      fulfillments { id state method trackingCode lines { quantity } }
    }
  }
}"""
