"""Artifacts are kept as they are, once, for as long as was asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from ledger_making import NOW, SqlitePlace

from goldthread.adapters.memory.artifacts import MemoryArtifacts
from goldthread.adapters.sql.artifacts import SqlArtifacts
from goldthread.domain.artifact import Artifact
from goldthread.ports.artifacts import Artifacts

LABEL = b"^XA^FO20,20^FD\x00\xff^XZ"
DIGEST = sha256(LABEL).hexdigest()
DAY = timedelta(days=1)


@pytest.fixture(params=["memory", "sqlite"])
async def artifacts(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Artifacts]:
    """An empty store."""
    place = SqlitePlace(file=tmp_path / "ledger.db")
    yield MemoryArtifacts() if request.param == "memory" else SqlArtifacts(await place.open())
    await place.close()


async def test_bytes_come_back_as_they_were(artifacts: Artifacts) -> None:
    """Under their digest."""
    assert await artifacts.keep(LABEL, "application/zpl") == Artifact(
        digest=DIGEST, media_type="application/zpl", size=len(LABEL)
    )
    assert await artifacts.read(DIGEST) == LABEL


async def test_the_same_bytes_are_kept_once(artifacts: Artifacts) -> None:
    """And stay what they were called first."""
    first = await artifacts.keep(LABEL, "application/zpl")
    assert await artifacts.keep(LABEL, "text/plain") == first


async def test_erased_bytes_are_gone(artifacts: Artifacts) -> None:
    """The answer tells whether there were any."""
    await artifacts.keep(LABEL, "application/zpl")
    assert [await artifacts.erase(DIGEST), await artifacts.erase(DIGEST)] == [True, False]
    assert await artifacts.read(DIGEST) is None


@pytest.mark.parametrize(
    ("first", "second", "is_over"),
    [
        (NOW, None, False),
        (None, NOW, False),
        (NOW, NOW + DAY, False),
        (NOW + DAY, NOW, False),
        (NOW, NOW, True),
    ],
)
async def test_keeping_again_only_lengthens_the_lifetime(
    artifacts: Artifacts, first: datetime | None, second: datetime | None, is_over: bool
) -> None:
    """For ever is the longest."""
    for expires_at in (first, second):
        await artifacts.keep(LABEL, "application/zpl", expires_at=expires_at)
    assert await artifacts.expired(NOW) == [DIGEST] * is_over


async def test_the_expired_are_listed_oldest_first(artifacts: Artifacts) -> None:
    """So many at a time."""
    kept = [await artifacts.keep(bytes([n]), "a/b", expires_at=NOW - n * DAY) for n in range(4)]
    assert await artifacts.expired(NOW, limit=3) == [one.digest for one in reversed(kept[1:])]


async def test_what_is_only_referred_to_ends_with_whoever_keeps_it(artifacts: Artifacts) -> None:
    """Before or after: a recorded request that carried a label doesn't outlive the label."""
    await artifacts.refer(LABEL, "application/pdf")
    assert await artifacts.expired(NOW + 10_000 * DAY) == []
    await artifacts.keep(LABEL, "application/pdf", expires_at=NOW)
    await artifacts.refer(LABEL, "application/pdf")
    assert await artifacts.expired(NOW) == [DIGEST]


async def test_what_is_kept_for_good_stays_though_somebody_refers_to_it(artifacts: Artifacts) -> None:
    """And what was referred to first may be kept for good."""
    await artifacts.refer(LABEL, "application/pdf")
    await artifacts.keep(LABEL, "application/pdf")
    await artifacts.keep(LABEL, "application/pdf", expires_at=NOW)
    assert await artifacts.expired(NOW + 10_000 * DAY) == []
    assert await artifacts.read(DIGEST) == LABEL
