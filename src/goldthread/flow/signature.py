"""How an application signs its webhooks, as data."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from goldthread.flow.errors import Forbidden


@dataclass(frozen=True, kw_only=True, slots=True)
class HmacSignature:
    """HMAC-SHA256 of the raw body, with or without a timestamp in front.

    - plain: `header` holds the signature (`X-Shop-Hmac: base64`).
    - timestamp in its own header: `timestamp_header` is set; what is signed is `{timestamp}{separator}{body}`.
    - both in one header, Stripe's way: `t=…,v1=…`; `is_combined` is set.
    """

    header: str
    credential: str = "webhook_secret"
    encoding: Literal["hex", "base64"] = "hex"
    prefix: str = ""
    timestamp_header: str = ""
    is_combined: bool = False
    separator: str = "."
    """What stands between timestamp and body."""
    tolerance: timedelta = timedelta(minutes=5)

    def verify(self, *, secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        """Return when the signature is right; header names are in lower case. Raises `Forbidden` with the reason."""
        if not secret:
            raise Forbidden(f"The credential {self.credential!r}, which signatures are checked with, isn't set.")
        given = headers.get(self.header.lower(), "")
        if not given:
            raise Forbidden(f"The header {self.header} with the signature is missing.")
        stamp = headers.get(self.timestamp_header.lower(), "") if self.timestamp_header else ""
        if self.is_combined:
            parts = dict(part.split("=", 1) for part in given.split(",") if "=" in part)
            stamp, given = parts.get("t", ""), parts.get("v1", "")
        signed = body
        if self.timestamp_header or self.is_combined:
            self._check_age(stamp, now)
            signed = f"{stamp}{self.separator}".encode() + body
        digest = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
        expected = digest.hex() if self.encoding == "hex" else base64.b64encode(digest).decode()
        if not hmac.compare_digest((self.prefix + expected).encode(), given.encode()):
            raise Forbidden("The signature doesn't fit the body.")

    def _check_age(self, stamp: str, now: datetime) -> None:
        try:
            sent = datetime.fromtimestamp(int(stamp), UTC)
        except (ValueError, OverflowError, OSError):
            raise Forbidden(f"The timestamp {stamp!r} of the signature isn't a number of seconds.") from None
        if abs(now - sent) > self.tolerance:
            raise Forbidden(f"The signature is stale: it was made at {sent.isoformat()}.")


@dataclass(frozen=True, kw_only=True, slots=True)
class SharedSecret:
    """A secret that comes along as it is, in a header: proves who sent it, not what was sent."""

    header: str
    credential: str = "webhook_secret"
    prefix: str = ""

    def verify(self, *, secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        """Return when the secret is right; header names are in lower case. Raises `Forbidden` with the reason."""
        del body, now
        if not secret:
            raise Forbidden(f"The credential {self.credential!r}, which webhooks are known by, isn't set.")
        given = headers.get(self.header.lower(), "")
        if not given:
            raise Forbidden(f"The header {self.header} with the secret is missing.")
        if not hmac.compare_digest((self.prefix + secret).encode(), given.encode()):
            raise Forbidden(f"The secret in {self.header} isn't ours.")


@dataclass(frozen=True, kw_only=True, slots=True)
class WebhookScheme:
    """What an application's webhooks look like."""

    signature: HmacSignature | SharedSecret | None
    """None: unsigned; then only the secret part of the address protects it."""
    delivery_header: str = ""
    """The header with the id of the delivery; empty: the hash of the body stands for it."""
    ping: Callable[[Mapping[str, str], bytes], bool] | None = None
    """Recognises a vendor's test delivery by headers and body; it is answered, and starts nothing."""
