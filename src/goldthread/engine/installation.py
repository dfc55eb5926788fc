"""One application set up for one account, and where all of them are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import structlog

from goldthread.engine.catalog import Catalog
from goldthread.engine.codec import Codec
from goldthread.flow.errors import Miswired, NotFound, Unfit, Unsettled
from goldthread.flow.limit import Limit
from goldthread.ports.ledger import Ledger
from goldthread.ports.receipt import Beaten
from goldthread.ports.vault import Vault
from goldthread.ports.write import Put

logger = structlog.get_logger(__name__)

TABLE = "installation"


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredLimit:
    """A limit as it is kept."""

    count: int
    per_s: int
    burst: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Installation:
    """One application set up for one account; credentials are sealed."""

    name: str
    application: str
    base_url: str
    settings: Mapping[str, str] = field(default_factory=dict)
    sealed: str = ""
    limits: tuple[StoredLimit, ...] | None = None
    """Own windows in place of the application's; None keeps those."""
    concurrency: int | None = None
    is_default: bool = False
    is_on: bool = True

    def own_limits(self) -> tuple[Limit, ...] | None:
        """Its own windows, if it has any."""
        if self.limits is None:
            return None
        return tuple(Limit(one.count, per=timedelta(seconds=one.per_s), burst=one.burst) for one in self.limits)


class Installations:
    """What is connected: kept in the ledger, read again when somebody changed it."""

    def __init__(self, catalog: Catalog, ledger: Ledger, vault: Vault, codec: Codec) -> None:
        self._catalog = catalog
        self._ledger = ledger
        self._vault = vault
        self._codec = codec
        self._by_name: dict[str, Installation] = {}
        self._versions: dict[str, int] = {}
        self._secrets: dict[str, Mapping[str, str]] = {}
        self._defaults: dict[str, Installation] = {}
        self._changed: set[str] = set()

    def take_changed(self) -> set[str]:
        """The names of what is new, changed or gone since this was asked last, in whatever process that was done."""
        changed, self._changed = self._changed, set()
        return changed

    async def load(self) -> None:
        """Read what is kept. What cannot be read is left as it was known."""
        rows = {row.key: row for row in await self._ledger.rows(TABLE)}
        changed = [name for name, row in rows.items() if self._versions.get(name) != row.version]
        for name in changed:
            row = rows[name]
            self._versions[name] = row.version
            try:
                self._by_name[name] = self._codec.decode(Installation, row.value)
            except Unfit as error:
                logger.warning("an installation cannot be read", name=name, error=str(error))
            self._secrets.pop(name, None)
        for name in self._versions.keys() - rows.keys():
            self._by_name.pop(name, None)
            self._secrets.pop(name, None)
            del self._versions[name]
            changed.append(name)
        if changed:
            self._defaults.clear()
            self._changed.update(changed)

    async def put(self, installation: Installation, *, secrets: Mapping[str, str] | None = None) -> Installation:
        """Keep an installation, sealing new secrets; without them the former ones stay.

        Raises `NotFound` (unknown application) or `Unsettled` (a field is missing, a limit is none).
        """
        try:
            installation.own_limits()
        except ValueError as error:
            raise Unsettled(f"The installation {installation.name} cannot have these limits: {error}") from error
        application = self._catalog.application(installation.application)
        former = self._by_name.get(installation.name)
        sealed = self._vault.seal(secrets) if secrets is not None else (former.sealed if former else "")
        kept = replace(installation, sealed=sealed)
        known = self._vault.open(sealed) if sealed else {}
        for needed in application.fields:
            if needed.is_required and not (known if needed.is_secret else kept.settings).get(needed.name):
                where = "credential" if needed.is_secret else "setting"
                raise Unsettled(f"The installation {kept.name} needs the {where} {needed.name!r}: {needed.help}.")
        version = self._versions.get(kept.name, 0) if former else 0
        receipt = await self._ledger.write(
            Put(table=TABLE, key=kept.name, value=self._codec.encode(kept), version=version or None)
        )
        if isinstance(receipt, Beaten):
            raise Unsettled(f"The installation {kept.name} was changed by somebody else meanwhile; look again.")
        await self.load()
        return kept

    async def remove(self, name: str) -> None:
        """Forget an installation and its credentials; its history stays. Raises `NotFound`."""
        self.get(name)
        await self._ledger.write(Put(table=TABLE, key=name, value=None))
        await self.load()

    def get(self, name: str) -> Installation:
        """Raises `NotFound`, naming what exists."""
        found = self._by_name.get(name)
        if found is None:
            names = ", ".join(sorted(self._by_name)) or "none"
            raise NotFound(f"There is no installation {name!r}; there are: {names}.")
        return found

    def __iter__(self) -> Iterator[Installation]:
        return iter(sorted(self._by_name.values(), key=lambda one: one.name))

    def secrets(self, name: str) -> Mapping[str, str]:
        """The opened credentials."""
        if name not in self._secrets:
            sealed = self.get(name).sealed
            self._secrets[name] = self._vault.open(sealed) if sealed else {}
        return self._secrets[name]

    def limits(self, name: str) -> tuple[Limit, ...]:
        """The windows that hold: its own, else its application's."""
        installation = self.get(name)
        own = installation.own_limits()
        return self._catalog.application(installation.application).limits if own is None else own

    def concurrency(self, name: str) -> int:
        """How many calls may be under way at once."""
        installation = self.get(name)
        return installation.concurrency or self._catalog.application(installation.application).concurrency

    def of(self, application: str) -> list[Installation]:
        """All installations of an application."""
        return [one for one in self if one.application == application]

    def default(self, application: str) -> Installation:
        """The application's only installation, or the one marked as default. Raises `Miswired`."""
        known = self._defaults.get(application)
        if known is not None:
            return known
        mine = self.of(application)
        if len(mine) > 1:
            mine = [one for one in mine if one.is_default]
        if len(mine) != 1:
            raise Miswired(
                f"Which installation of {application} is meant? Install exactly one, mark one as default, "
                f"or name the field that says it: @{application}.connector(at=…)."
            )
        self._defaults[application] = mine[0]
        return mine[0]
