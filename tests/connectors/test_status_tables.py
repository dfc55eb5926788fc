"""Every code of a carrier has a meaning, and every meaning a word in shop and ERP."""

import pytest

from goldthread.connectors.bazaar.statuses import SHOP_STATUS, shop_status
from goldthread.connectors.stockhouse.statuses import ERP_STATUS, erp_status
from goldthread.connectors.swiftpost.statuses import CODES, meaning
from goldthread.domain.status import Status, Unknown

DOCUMENTED = "PRE PUP HUB DEP IMP CUS CLR DLY OFD NAH ADR SHP COL DLV RFS RTS RTD DMG"
SHOP_WORDS = (
    "placed accepted shipped inTransit outForDelivery readyForPickup attention delivered returning returned cancelled"
)
ERP_WORDS = (
    "confirmed packed shipped in_transit out_for_delivery ready_for_pickup problem "
    "delivered returning returned cancelled"
)


def test_every_documented_code_has_a_meaning() -> None:
    """The table lists what the carrier documents, no more and no less."""
    assert set(CODES) == set(DOCUMENTED.split())


def test_no_code_means_nothing() -> None:
    """A documented code never says that the status is unknown."""
    assert Status.UNKNOWN not in {status for status, _ in CODES.values()}


def test_an_undocumented_code_stays_itself() -> None:
    """What no table lists is shown as it came."""
    assert meaning("ZZZ") == (Unknown(raw="ZZZ"), None)


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_a_word_that_the_shop_knows(status: Status) -> None:
    """No status is without a word, and no word is invented."""
    assert SHOP_STATUS[status] in SHOP_WORDS.split()


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_a_word_that_the_erp_knows(status: Status) -> None:
    """No status is without a word, and no word is invented."""
    assert ERP_STATUS[status] in ERP_WORDS.split()


def test_of_an_unlisted_code_no_more_is_claimed_than_that_it_was_shipped() -> None:
    """An unknown status is never told as progress."""
    assert shop_status(Unknown(raw="ZZZ")) == erp_status(Unknown(raw="ZZZ")) == "shipped"
