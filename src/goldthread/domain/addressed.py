"""An order whose recipient is written as the carrier takes it."""

from dataclasses import dataclass

from goldthread.domain.fulfilment import ReadyOrder
from goldthread.domain.transliteration import Transliterated


@dataclass(frozen=True, kw_only=True, slots=True)
class AddressedOrder(ReadyOrder):
    """A packed order with the recipient in the carrier's letters and line lengths.

    `recipient` is what will stand on the label, so that a repair of it is what is sent; what was rewritten is in
    `changes`, before and after.
    """

    changes: tuple[Transliterated, ...] = ()
