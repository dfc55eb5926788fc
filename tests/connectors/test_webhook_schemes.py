"""Whose webhooks are believed: each application's signature, made the way its documentation says."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from goldthread.connectors.bazaar import bazaar
from goldthread.connectors.stockhouse import stockhouse
from goldthread.connectors.swiftpost import swiftpost
from goldthread.flow.application import Application
from goldthread.flow.errors import Forbidden

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECRET = "whsec"
BODY = '{"event":"é"}'.encode()


def digest(signed: bytes) -> bytes:
    return hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()


def headers_of(application: Application, at: datetime) -> dict[str, str]:
    stamp = str(int(at.timestamp()))
    match application.name:
        case "bazaar":
            return {"x-bazaar-signature": base64.b64encode(digest(BODY)).decode(), "x-bazaar-timestamp": stamp}
        case "stockhouse":
            return {"x-stockhouse-signature": f"t={stamp},v1={digest(stamp.encode() + b'.' + BODY).hex()}"}
        case _:
            return {"x-swift-signature": digest(stamp.encode() + BODY).hex(), "x-swift-timestamp": stamp}


def verify(application: Application, headers: dict[str, str], body: bytes = BODY) -> None:
    assert application.webhooks is not None
    assert application.webhooks.signature is not None
    application.webhooks.signature.verify(secret=SECRET, headers=headers, body=body, now=NOW)


@pytest.mark.parametrize("application", [bazaar, stockhouse, swiftpost], ids=lambda one: one.name)
def test_a_right_signature_is_believed(application: Application) -> None:
    """What the vendor signs as it documents passes."""
    verify(application, headers_of(application, NOW))


@pytest.mark.parametrize("application", [bazaar, stockhouse, swiftpost], ids=lambda one: one.name)
def test_a_changed_body_is_refused(application: Application) -> None:
    """The signature of one body doesn't fit another."""
    with pytest.raises(Forbidden, match="doesn't fit"):
        verify(application, headers_of(application, NOW), BODY + b" ")


@pytest.mark.parametrize("application", [bazaar, stockhouse, swiftpost], ids=lambda one: one.name)
def test_a_missing_signature_is_refused(application: Application) -> None:
    """Nobody is believed without a signature."""
    with pytest.raises(Forbidden, match="missing"):
        verify(application, {})


@pytest.mark.parametrize("application", [stockhouse, swiftpost], ids=lambda one: one.name)
def test_a_stale_signature_is_refused(application: Application) -> None:
    """A rightly signed webhook of long ago isn't taken again."""
    with pytest.raises(Forbidden, match="stale"):
        verify(application, headers_of(application, NOW - timedelta(minutes=15)))
