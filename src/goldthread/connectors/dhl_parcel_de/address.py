"""Recipients as DHL prints them."""

from typing import Final

from goldthread.domain.addressed import AddressedOrder
from goldthread.domain.fulfilment import ReadyOrder
from goldthread.domain.transliteration import Charset, TextProfile
from goldthread.flow.addressing import addressed
from goldthread.flow.node import mapper

PROFILES: Final = tuple(
    TextProfile(charset=charset, name_length=50, street_length=50, street_lines=3, city_length=40)
    for charset in (Charset.LATIN1, Charset.LATIN2)
)
"""Lengths are DHL's; which letters its labels print is not documented."""


@mapper
def address_for_dhl_parcel_de(order: ReadyOrder) -> AddressedOrder:
    """Write the recipient in Latin letters and lines of DHL's lengths; what was changed is kept, before and after.

    Raises:
        Rejected: a line is too long, or in letters that nobody can rewrite without knowing how it's read.

    """
    return addressed(order, PROFILES, "DHL")
