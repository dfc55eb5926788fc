"""A filled console to look at: the sandbox, a dozen orders through it, a person of every role, and a browser."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from goldthread.access.person import Role
from goldthread.api.server import listening
from goldthread.demo.play import Play
from goldthread.demo.sandbox_page import add_console_with
from goldthread.demo.stage import Stage, staged

T = TypeVar("T")

PASSWORD = "correct horse battery"
ORDERS = 20
"""With this seed, the seventeenth has an address that the carrier refuses."""
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
MISSING = (
    "tests/browser did not run: there is no Chromium here. `make browser` installs it; CHROMIUM=/path/to/it names one."
)


def chromium() -> str:
    """Where the browser is; empty when there is none."""
    found = os.environ.get("CHROMIUM", "")
    return found or next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """The console of a house in which something has happened."""

    url: str
    stage: Stage
    loop: asyncio.AbstractEventLoop

    def do(self, coroutine: Coroutine[object, object, T]) -> T:
        """Do something in the house, in its own loop."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(60)


def name_of(role: Role) -> str:
    """Each role has a person of its name."""
    return f"{role.value.capitalize()} Ada"


@contextmanager
def filled_site(*, orders: int = ORDERS) -> Iterator[Site]:
    """Everything in a thread of its own, so that tests may wait for the browser."""
    ready: threading.Event = threading.Event()
    made: list[Site | BaseException] = []
    stop = asyncio.Event()
    thread = threading.Thread(target=_run, args=(orders, made, ready, stop), name="console", daemon=True)
    thread.start()
    ready.wait(120)
    site = made[0]
    if isinstance(site, BaseException):
        raise site
    try:
        yield site
    finally:
        site.loop.call_soon_threadsafe(stop.set)
        thread.join(30)


def _run(orders: int, made: list[Site | BaseException], ready: threading.Event, stop: asyncio.Event) -> None:
    try:
        asyncio.run(_serve(orders, made, ready, stop))
    except BaseException as error:  # noqa: BLE001 - whoever waits for the site raises it
        made.append(error)
    finally:
        ready.set()


async def _serve(orders: int, made: list[Site | BaseException], ready: threading.Event, stop: asyncio.Event) -> None:
    with tempfile.TemporaryDirectory(prefix="goldthread-browser-") as folder:
        async with (
            staged(Path(folder), seed=1, faults="default", port=0) as stage,
            listening(stage.house, host="127.0.0.1", port=0, add=add_console_with(stage.sandbox)) as url,
        ):
            for role in Role:
                await stage.house.entrance.people.add(name_of(role), role, password=PASSWORD, actor="tests")
            play = Play(
                stage=stage, orders=orders, faults="default", is_repairing=False, limit=timedelta(minutes=3), scan_s=0.1
            )
            await play.perform()
            made.append(Site(url=url, stage=stage, loop=asyncio.get_running_loop()))
            ready.set()
            await stop.wait()


@contextmanager
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield opened
        opened.close()


def sign_in(context: BrowserContext, site: Site, role: Role, *, path: str = "/console/") -> None:
    """Sign in by the form; the context holds the session from then on."""
    page = context.new_page()
    page.goto(f"{site.url}{path}")
    page.fill("[name=name]", name_of(role))
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_selector(".frame-main")
    page.close()
