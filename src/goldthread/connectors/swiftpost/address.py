"""Recipients as swiftpost prints them."""

from typing import Final

from goldthread.domain.addressed import AddressedOrder
from goldthread.domain.fulfilment import ReadyOrder
from goldthread.domain.transliteration import Charset, TextProfile
from goldthread.flow.addressing import addressed
from goldthread.flow.node import mapper

PROFILES: Final = (
    TextProfile(charset=Charset.LATIN1),
    TextProfile(charset=Charset.LATIN2),
)
"""swiftpost prints Latin-1 and Latin-2; an address is written in the one that changes it less."""


@mapper
def address_for_swiftpost(order: ReadyOrder) -> AddressedOrder:
    """Write the recipient in letters and lines that swiftpost prints; what was changed is kept, before and after."""
    return addressed(order, PROFILES, "swiftpost")
