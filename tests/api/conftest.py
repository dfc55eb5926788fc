"""A house with its HTTP door open."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from api_client import Api
from api_flow import FLOWS, SECRET

from goldthread.api.server import listening
from goldthread.bootstrap.house import House, open_house
from goldthread.bootstrap.settings import Settings
from goldthread.engine.installation import Installation


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Helios is installed, and the engine runs."""
    settings = Settings(ledger=tmp_path / "ledger.db", key_file=tmp_path / "keys", body_limit=4096)
    async with open_house(settings, topologies=FLOWS) as opened:
        helios = Installation(name="helios", application="helios", base_url="http://127.0.0.1:9")
        await opened.world.installations.put(helios, secrets={"webhook_secret": SECRET})
        await opened.engine.start()
        yield opened
        await opened.engine.stop(grace_s=1)


@pytest.fixture
async def api(house: House) -> AsyncIterator[Api]:
    """A caller who may do everything."""
    issued = await house.tokens.create("ada", ["admin"])
    async with listening(house, host="127.0.0.1", port=0) as url, aiohttp.ClientSession() as session:
        yield Api(house=house, url=url, session=session, token=issued.secret)
