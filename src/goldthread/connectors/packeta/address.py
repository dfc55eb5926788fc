"""Recipients as Packeta prints them."""

from typing import Final

from goldthread.domain.addressed import AddressedOrder
from goldthread.domain.fulfilment import ReadyOrder
from goldthread.domain.transliteration import Charset, TextProfile
from goldthread.flow.addressing import addressed
from goldthread.flow.node import mapper

PROFILE: Final = TextProfile(charset=Charset.UNICODE, name_length=64, street_length=64, city_length=64)
"""Packeta takes UTF-8; of a name 32 characters before the last space, and 32 after it."""


@mapper
def address_for_packeta(order: ReadyOrder) -> AddressedOrder:
    """Write the recipient in lines that Packeta prints, the phone in E.164; what was changed is kept.

    Raises:
        Rejected: a line is too long.

    """
    return addressed(order, (PROFILE,), "Packeta")
