"""What is typed into the form of an installation, and what becomes of it."""

from __future__ import annotations

import pytest

from goldthread.console.applications.limits import limited
from goldthread.console.applications.typed import Typed, missing, read_address, read_secrets, read_settings
from goldthread.engine.installation import Installation, StoredLimit
from goldthread.engine.window import read_windows, window_text
from goldthread.flow.application import Field
from goldthread.flow.errors import Misuse

FIELDS = (
    Field("api_key", "the key", is_secret=True),
    Field("webhook_secret", "signs webhooks", is_secret=True),
    Field("company", "who sells"),
    Field("sweep_days", "how far back", is_required=False),
)


def typed(**values: str) -> Typed:
    return Typed(name="shop", base_url="https://shop.example", values=values)


def test_an_empty_setting_goes_and_a_foreign_one_stays() -> None:
    """What the form doesn't ask for isn't lost by saving it."""
    former = {"sweep_days": "7", "kept_by_the_cli": "yes"}
    assert read_settings(FIELDS, typed(company=" Acme ", sweep_days=""), former) == {
        "company": "Acme",
        "kept_by_the_cli": "yes",
    }


def test_credentials_left_empty_stay_as_they_were() -> None:
    """One new credential doesn't take the others away; none typed leaves the sealed ones alone."""
    former = {"api_key": "old", "webhook_secret": "hush"}
    assert read_secrets(FIELDS, typed(api_key="new"), former) == {"api_key": "new", "webhook_secret": "hush"}
    assert read_secrets(FIELDS, typed(company="Acme"), former) is None


def test_settings_never_hold_a_credential() -> None:
    """A secret field stays out of what is shown."""
    assert read_settings(FIELDS, typed(api_key="psst", company="Acme"), {}) == {"company": "Acme"}


def test_what_is_missing_is_named() -> None:
    """Required fields without a value, unless the credential is set already."""
    assert missing(FIELDS, typed(), frozenset({"api_key"})) == ["webhook_secret", "company"]


@pytest.mark.parametrize(
    "text", ["", "shop.example", "ftp://shop.example", "http://", "http://[::1", "javascript:alert(1)"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    """With how one is written."""
    with pytest.raises(Misuse, match="is no address"):
        read_address(text)


def test_an_address_carries_no_login() -> None:
    """It is shown to everybody who reads."""
    with pytest.raises(Misuse, match="credentials have fields"):
        read_address("https://me:psst@shop.example")
    assert read_address(" tcp://10.0.0.9:9100 ") == "tcp://10.0.0.9:9100"


def test_limits_are_read_as_they_are_written() -> None:
    """Several with commas; units stay as people write them."""
    assert read_windows("10/s, 5000/day") == (StoredLimit(count=10, per_s=1), StoredLimit(count=5000, per_s=86400))
    assert [window_text(one.count, one.per_s) for one in read_windows("10/s 60/min 100/30s 2/2h")] == [
        "10/s",
        "60/min",
        "100/30s",
        "2/2h",
    ]


@pytest.mark.parametrize("text", ["10", "0/s", "10/fortnight", "10/0s", "-1/s"])
def test_limits_that_are_none_are_refused(text: str) -> None:
    """Naming how one is written."""
    with pytest.raises(Misuse, match="written as 10/s"):
        read_windows(text)


def test_empty_limits_are_those_of_the_application() -> None:
    """As is an empty count of calls at once; anything else is a sentence."""
    one = Installation(name="shop", application="helios", base_url="https://x.example", concurrency=4)
    changed = limited(one, "", "")
    assert (changed.limits, changed.concurrency) == (None, None)
    assert limited(one, "5/min", "2").concurrency == 2
    with pytest.raises(Misuse, match="whole number"):
        limited(one, "", "many")
