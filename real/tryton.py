"""Tryton, the ERP with its warehouse: installed, started with fresh data, and asked back."""

from __future__ import annotations

import asyncio
import hashlib
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import aiohttp

from real import tryton_seed
from real.postgres import Postgres
from real.process import HOST, ROOT, Program, free_port, run
from real.tryton_rpc import TrytonRpc
from real.tryton_seed import BOX, PASSWORD, USER, seed

MODULES: Final = (
    *("party", "product", "product_measurements", "sale", "stock", "carrier", "company", "stock_package"),
    *("stock_package_shipping", "stock_shipment_measurements", "sale_shipment_cost"),
)
PACKAGES: Final = (
    "trytond>=8.2,<8.3",
    *(f"trytond-{name.replace('_', '-')}>=8.2,<8.3" for name in MODULES),
    "phonenumbers>=8.13,<10",
    "psycopg[binary]>=3.2,<4",
    "psycopg-pool>=3.2,<4",
)
DATABASE: Final = "erp"
ADMIN: Final = "admin"


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptSale:
    """One sale as Tryton has it."""

    number: str
    reference: str
    party: int
    state: str
    total: Decimal
    shipment_state: str


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptShipment:
    """One shipment as Tryton has it."""

    id: int
    number: str
    reference: str
    """Of the sale, which is ours."""
    state: str
    shipping_reference: str
    packages: Mapping[int, str]
    """Each package's tracking number; empty where it has none."""


@dataclass(kw_only=True)
class RealTryton:
    """Tryton over a PostgreSQL that runs. `await tryton.install()`, then `await tryton.start()`."""

    postgres: Postgres
    home: Path = ROOT / "tryton"
    port: int = field(default_factory=free_port)
    _program: Program | None = None
    _is_fresh: bool = False
    _session: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The address of the installation, which ends in the database."""
        return f"http://{HOST}:{self.port}/{DATABASE}"

    @property
    def credentials(self) -> Mapping[str, str]:
        """Of our own user, who may do no more than the connector needs."""
        return {"user": USER, "password": PASSWORD}

    @property
    def settings(self) -> Mapping[str, str]:
        """Of the installation."""
        return {"company": "1", "carrier": "1"}

    async def install(self) -> None:
        """Install the packages, and make the database that every run begins with; nothing where that was done."""
        stamp, wanted = self.home / "installed", "\n".join(PACKAGES)
        if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
            log = self.home / "install.log"
            self.home.mkdir(parents=True, exist_ok=True)
            await run(sys.executable, "-m", "venv", "--clear", self._venv, log=log)
            await run(self._venv / "bin" / "pip", "install", "--quiet", *PACKAGES, log=log)
            stamp.write_text(wanted, encoding="utf-8")
        if not await self.postgres.has(self._template):
            await self._make_template()

    async def start(self) -> None:
        """Start it; the first time with fresh data."""
        if not self._is_fresh:
            await self.postgres.database(DATABASE, self._template)
            self._is_fresh = True
        await self._serve(DATABASE)

    async def stop(self) -> None:
        """Stop it; its data stays."""
        if self._program is not None:
            await self._program.stop()

    async def kill(self) -> None:
        """Kill it with -9."""
        if self._program is not None:
            await self._program.kill()

    async def restart(self) -> None:
        """Start it again with what it had."""
        await self.stop()
        await self.start()

    async def versions(self) -> dict[str, str]:
        """What is installed: `{"trytond": "8.2.1", …}`."""
        found = sorted(self._venv.glob("lib/*/site-packages/trytond*.dist-info"))
        return {
            name.replace("_", "-"): version
            for one in found
            for name, version in [one.name.removesuffix(".dist-info").split("-", 1)]
        }

    async def parties(self) -> list[tuple[str, str]]:
        """Name and e-mail of every party that has an e-mail."""
        rows = await self._rows("party.contact_mechanism", [["type", "=", "email"]], "value", "party.name")
        return [(row["party."]["name"], row["value"]) for row in rows]

    async def sales(self) -> list[KeptSale]:
        """All sales, the oldest first."""
        fields = ("number", "reference", "party", "state", "total_amount", "shipment_state")
        return [
            KeptSale(
                number=row["number"] or "",
                reference=row["reference"] or "",
                party=row["party"],
                state=row["state"],
                total=Decimal(row["total_amount"]["decimal"]),
                shipment_state=row["shipment_state"],
            )
            for row in await self._rows("sale.sale", [], *fields)
        ]

    async def shipments(self) -> list[KeptShipment]:
        """All shipments, the oldest first."""
        fields = ("number", "state", "shipping_reference", "packages.shipping_reference")
        origin = "outgoing_moves.origin.sale.reference"
        return [_shipment(row) for row in await self._rows("stock.shipment.out", [], *fields, origin)]

    async def pack(self, *references: str, parcels: int = 1) -> list[int]:
        """The warehouse packs what waits (of these references, or all): so many boxes each, as far as lines go."""
        async with self._rpc() as rpc:
            waiting = [["state", "in", ["draft", "waiting", "assigned"]]]
            found = [_shipment(row) for row in await rpc.rows("stock.shipment.out", [*waiting], *_NAMED)]
            ids = [one.id for one in found if not references or one.reference in references]
            if ids:
                await _pack(rpc, ids, parcels)
        return ids

    async def correct_address(self, reference: str, **fields: str) -> None:
        """A clerk corrects the delivery address of a sale: `correct_address(reference, postal_code="110 00")`."""
        async with self._rpc() as rpc:
            [sale] = await rpc.rows("sale.sale", [["reference", "=", reference]], "shipment_address")
            await rpc.call("party.address.write", [sale["shipment_address"]], fields)

    async def _rows(self, model: str, domain: Sequence[object], *fields: str) -> list[dict[str, Any]]:
        async with self._rpc() as rpc:
            return await rpc.rows(model, list(domain), *fields)

    def _rpc(self) -> TrytonRpc:
        return TrytonRpc(url=self.url, user=ADMIN, password=PASSWORD, company=1, headers=self._session)

    async def _make_template(self) -> None:
        """Make it under another name first, so that one which was half made is made again. Takes two minutes."""
        draft, log = f"{self._template}_draft", self.home / "database.log"
        await self.postgres.database(draft)
        secret = self.home / "admin-password"
        secret.write_text(PASSWORD, encoding="utf-8")
        admin = (self._venv / "bin" / "trytond-admin", "-c", self._config(), "-d", draft)
        env = {"TRYTONPASSFILE": str(secret)}
        await run(*admin, "--all", "--email", "admin@example.test", env=env, log=log)
        await run(*admin, "-u", *MODULES, "--activate-dependencies", env=env, log=log)
        await self._serve(draft)
        try:
            url = f"http://{HOST}:{self.port}/{draft}"
            async with TrytonRpc(url=url, user=ADMIN, password=PASSWORD) as rpc:
                await seed(rpc)
        finally:
            await self.stop()
        await self.postgres.rename(draft, self._template)

    async def _serve(self, database: str) -> None:
        self._program = Program(
            name="Tryton",
            command=(self._venv / "bin" / "trytond", "-c", self._config(), "-d", database),
            log=self.home / "trytond.log",
            cwd=self.home,
        )
        await self._program.start(lambda: self._answers(database), within_s=90)

    async def _answers(self, database: str) -> bool:
        rpc = TrytonRpc(url=f"http://{HOST}:{self.port}/{database}", user=ADMIN, password=PASSWORD)
        with suppress(aiohttp.ClientError, asyncio.TimeoutError):
            async with rpc:
                return True
        return False

    def _config(self) -> Path:
        uri = self.postgres.dsn("").rstrip("/") + "/"
        path = self.home / f"trytond-{self.port}.conf"
        path.write_text(
            f"[database]\nuri = {uri}\n[web]\nlisten = {HOST}:{self.port}\n[session]\nauthentications = password\n",
            encoding="utf-8",
        )
        return path

    @property
    def _venv(self) -> Path:
        return self.home / "venv"

    @property
    def _template(self) -> str:
        """Named after all that it is made of."""
        made_of = "\n".join((*PACKAGES, Path(tryton_seed.__file__).read_text(encoding="utf-8")))
        return f"tryton_{hashlib.sha256(made_of.encode()).hexdigest()[:12]}"


_NAMED: Final = ("number", "state", "shipping_reference", "outgoing_moves.origin.sale.reference")


def _shipment(row: Mapping[str, Any]) -> KeptShipment:
    origins = [move["origin."] for move in row["outgoing_moves."] if move["origin."]]
    return KeptShipment(
        id=row["id"],
        number=row["number"] or "",
        reference=next((one["sale."]["reference"] or "" for one in origins), ""),
        state=row["state"],
        shipping_reference=row["shipping_reference"] or "",
        packages={one["id"]: one["shipping_reference"] or "" for one in row.get("packages.", ())},
    )


async def _pack(rpc: TrytonRpc, shipments: list[int], parcels: int) -> None:
    """All at once, as a clerk does who marks them in a list."""
    for button in ("wait", "assign_force", "pick"):
        await rpc.call(f"stock.shipment.out.{button}", shipments)
    [box] = await rpc.rows("stock.package.type", [], "length_uom", "packaging_weight", "packaging_weight_uom")
    sides = {**BOX, **dict.fromkeys((f"{side}_uom" for side in BOX), box["length_uom"])}
    empty = {"type": box["id"], **sides, **{name: box[name] for name in ("packaging_weight", "packaging_weight_uom")}}
    packages = []
    for row in await rpc.rows("stock.shipment.out", [["id", "in", shipments]], "outgoing_moves"):
        moves = row["outgoing_moves"]
        count = max(1, min(parcels, len(moves)))
        filled = [[["add", moves[place::count]]] for place in range(count)]
        packages += [{**empty, "shipment": f"stock.shipment.out,{row['id']}", "moves": one} for one in filled]
    await rpc.call("stock.package.create", packages)
    await rpc.call("stock.shipment.out.pack", shipments)
