"""Which wire a request takes."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from goldthread.adapters.wire import SchemeWire
from goldthread.flow.reply import Reply
from goldthread.ports.wire import NotSent, Request


@dataclass
class NotedWire:
    urls: list[str] = field(default_factory=list)
    closings: int = 0

    async def send(self, request: Request) -> Reply:
        self.urls.append(request.url)
        return Reply(status=200)

    async def close(self) -> None:
        self.closings += 1


async def test_the_scheme_chooses_the_wire() -> None:
    """HTTP goes one way, printers the other, and every wire is closed once."""
    web, raw = NotedWire(), NotedWire()
    wire = SchemeWire(http=web, raw=raw)
    for url in ("http://a/", "HTTPS://b/", "tcp://c:9100"):
        await wire.send(Request(method="GET", url=url))
    await wire.close()
    assert (web.urls, raw.urls) == (["http://a/", "HTTPS://b/"], ["tcp://c:9100"])
    assert (web.closings, raw.closings) == (1, 1)


@pytest.mark.parametrize("url", ["ftp://a/?key=hidden", "hidden", ""])
async def test_another_scheme_is_not_sent(url: str) -> None:
    """The reason names what works, and doesn't repeat the address."""
    wire = SchemeWire(http=NotedWire(), raw=NotedWire())
    with pytest.raises(NotSent, match="http://, https://, tcp://") as caught:
        await wire.send(Request(method="GET", url=url))
    assert "hidden" not in str(caught.value)
