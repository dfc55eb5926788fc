"""karrio, the carrier service: installed from PyPI, on PostgreSQL, with the worker that sends its webhooks."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from real.karrio_desk import CARRIER_ID, SHIPPER, KarrioDesk
from real.postgres import Postgres
from real.process import HOST, ROOT, NotReadyError, Program, free_port, run

HOME: Final = ROOT / "karrio"
MODULES: Final = ("", "-manager", "-events", "-proxy", "-orders", "-graph", "-data", "-pricing")
PACKAGES: Final = (
    *(f"karrio-server{module}>=2026.1.30,<2026.2" for module in MODULES),
    "karrio-generic>=2026.1.30,<2026.2",
    "jinja2>=3.1,<4",
)
"""Without karrio-server-documents, which fetches fonts from the internet when it is imported."""
CARRIER: Final = Path(__file__).with_name("karrio_carrier.py.txt")
TOKEN: Final = "key_goldthread_real"  # noqa: S105  # of play data on loopback
USER: Final = "goldthread@example.test"
SEED: Final = f"""
from karrio.server.user.models import Token, User
user = User.objects.create_superuser({USER!r}, "goldthread")
Token.objects.create(user=user, label="goldthread", test_mode=False, key={TOKEN!r})
"""
STARTED: Final = "Huey consumer started"


@dataclass(kw_only=True)
class RealKarrio(KarrioDesk):
    """A karrio with one carrier, whose data begin anew with each `start`; `restart` keeps them.

    What it has is asked with the same token, so that its own limits are set higher than they are delivered.
    """

    postgres: Postgres
    home: Path = HOME
    port: int = field(default_factory=free_port)
    token: str = TOKEN
    url: str = ""
    _web: Program | None = None
    _worker: Program | None = None

    def __post_init__(self) -> None:
        self.url = f"http://{HOST}:{self.port}"

    @property
    def credentials(self) -> Mapping[str, str]:
        """What an installation of it has; the webhook's secret once somebody subscribed."""
        return {"api_key": TOKEN, "webhook_secret": self.secret}

    @property
    def settings(self) -> Mapping[str, str]:
        """The installation's settings."""
        return {"carrier_id": CARRIER_ID, "service": "standard_service", **SHIPPER}

    async def install(self) -> None:
        """Install packages and make the database that others are copied from, unless both are there. Two minutes."""
        stamp, wanted = self.home / "installed", self._digest()
        if not stamp.exists() or stamp.read_text() != wanted:
            shutil.rmtree(self.home / "venv", ignore_errors=True)
            await run(sys.executable, "-m", "venv", self.home / "venv", log=self.home / "install.log")
            pip = self.home / "venv" / "bin" / "pip"
            await run(pip, "install", "--quiet", *PACKAGES, log=self.home / "install.log", timeout_s=1800)
            stamp.write_text(wanted)
        self._place_carrier()
        if not await self.postgres.has(self._template):
            draft = f"{self._template}_draft"
            await self.postgres.database(draft)
            await self._manage("migrate", "--noinput", database=draft)
            await self._manage("shell", "-c", SEED, database=draft)
            await self.postgres.rename(draft, self._template)

    async def start(self) -> None:
        """Start with fresh data: one user, one connection to the carrier. Takes about 5 s."""
        await self.postgres.database("karrio", self._template)
        shutil.rmtree(self._work, ignore_errors=True)
        await self.restart()
        await self.connect()

    async def restart(self) -> None:
        """Start again with what was known, after a stop or a kill."""
        self._work.mkdir(parents=True, exist_ok=True)
        binary, env = self._binary, self._env("karrio")
        serve = (binary, "runserver", f"{HOST}:{self.port}", "--noreload")
        self._web = Program(name="karrio", command=serve, log=self.home / "web.log", cwd=self._work, env=env)
        work = (binary, "run_huey", "-w", "2")
        self._worker = Program(
            name="karrio's worker", command=work, log=self.home / "worker.log", cwd=self._work, env=env
        )
        log, known = self._worker.log, _size(self._worker.log)
        await asyncio.gather(
            self._web.start(self.is_up, within_s=180),
            self._worker.start(lambda: asyncio.to_thread(_says, log, STARTED, known), within_s=180),
        )

    async def stop(self) -> None:
        """Stop server and worker."""
        for program in (self._web, self._worker):
            if program is not None:
                await program.stop()

    async def kill(self) -> None:
        """Kill server and worker with -9."""
        for program in (self._web, self._worker):
            if program is not None:
                await program.kill()

    async def kill_before_the_next_answer(self, within_s: float = 60) -> None:
        """Wait for a label to be sold, and kill karrio when it is committed and before anybody is told."""
        flag, held = self._work / "hold.flag", self._work / "hold.held"
        flag.touch()
        try:
            for _ in range(int(within_s / 0.02)):
                if held.exists():
                    await self.kill()
                    return
                await asyncio.sleep(0.02)
            raise NotReadyError(f"karrio sold no label within {within_s:.0f} s.")
        finally:
            flag.unlink()
            held.unlink(missing_ok=True)

    async def versions(self) -> dict[str, str]:
        """What runs: `{"karrio": "2026.1.32", "Django": "5.2.19"}`."""
        code = "import importlib.metadata as m; print(m.version('karrio-server'), m.version('django'))"
        process = await asyncio.create_subprocess_exec(
            self.home / "venv" / "bin" / "python", "-c", code, stdout=asyncio.subprocess.PIPE
        )
        out, _ = await process.communicate()
        karrio, django = out.decode().split()
        return {"karrio": karrio, "Django": django}

    async def _manage(self, *command: str, database: str) -> None:
        self._work.mkdir(parents=True, exist_ok=True)
        await run(self._binary, *command, cwd=self._work, env=self._env(database), log=self.home / "manage.log")

    def _place_carrier(self) -> None:
        """Put our carrier where karrio looks for plugins."""
        shutil.rmtree(self._plugins, ignore_errors=True)
        package = self._plugins / "goldpost" / "karrio" / "mappers" / "goldpost"
        package.mkdir(parents=True)
        shutil.copy(CARRIER, package / "__init__.py")

    def _env(self, database: str) -> dict[str, str]:
        return {
            "SECRET_KEY": hashlib.sha256(b"goldthread").hexdigest(),
            "DEBUG_MODE": "False",
            "WORK_DIR": str(self._work),
            "LOG_DIR": str(self._work),
            "KARRIO_PLUGINS": str(self._plugins),
            "GOLDPOST_HOLD": str(self._work / "hold.flag"),
            "DATABASE_NAME": database,
            "DATABASE_HOST": self.postgres.host,
            "DATABASE_PORT": str(self.postgres.port),
            "DATABASE_USERNAME": self.postgres.user,
            "DATABASE_PASSWORD": "any",
            "USER_RATE_LIMIT": "60000/minute",
            "CARRIER_REQUEST_RATE_LIMIT": "60000/minute",
            "TRACKING_PULSE": "86400",
        }

    @property
    def _binary(self) -> Path:
        return self.home / "venv" / "bin" / "karrio"

    @property
    def _work(self) -> Path:
        return self.home / "work"

    @property
    def _plugins(self) -> Path:
        return self.home / "plugins"

    @property
    def _template(self) -> str:
        return f"karrio_{self._digest()[:10]}"

    def _digest(self) -> str:
        return hashlib.sha256("\n".join((*PACKAGES, SEED)).encode()).hexdigest()


def _size(log: Path) -> int:
    return log.stat().st_size if log.exists() else 0


def _says(log: Path, words: str, after: int) -> bool:
    return words in log.read_text(errors="replace")[after:]
