"""Recipients as swiftpost prints them."""

from dataclasses import replace
from typing import Final

from goldthread.domain.address import Address
from goldthread.domain.addressed import AddressedOrder
from goldthread.domain.fulfilment import ReadyOrder
from goldthread.domain.place_rules import place_rules
from goldthread.domain.transliteration import Charset, FittedAddress, TextProfile
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import fault_of
from goldthread.flow.node import mapper

PROFILES: Final = (
    TextProfile(charset=Charset.LATIN1),
    TextProfile(charset=Charset.LATIN2),
)
"""swiftpost prints Latin-1 and Latin-2; an address is written in the one that changes it less."""


@mapper
def address_for_swiftpost(order: ReadyOrder) -> AddressedOrder:
    """Write the recipient in letters and lines that swiftpost prints; what was changed is kept, before and after.

    Postal codes and phones that no rule can read stay as they are: the carrier knows better, and says the field.

    Raises:
        Rejected: a line is too long, or in letters that nobody can rewrite without knowing how it's read.

    """
    fitted = min((_fitted(order.recipient, profile) for profile in PROFILES), key=_loss)
    if fitted.problems:
        problems = [problem.under("/recipient") for problem in fitted.problems]
        words = " ".join(problem.message for problem in problems)
        raise Rejected(
            f"swiftpost cannot print the recipient of order {order.order_number!r}. {words}",
            faults=tuple(fault_of(problem) for problem in problems),
        )
    return AddressedOrder(
        erp=order.erp,
        erp_order=order.erp_order,
        shop=order.shop,
        order_id=order.order_id,
        order_number=order.order_number,
        recipient=_dialled(fitted.address),
        email=order.email,
        fulfilment=order.fulfilment,
        cod=order.cod,
        changes=fitted.changes,
    )


def suggestion(address: Address, pointer: str) -> str | None:
    """A value for the field at the pointer that its country's rules derive from what is there."""
    problems = (problem.under("/recipient") for problem in place_rules().problems(address))
    return next((one.suggestion for one in problems if one.field == pointer and one.suggestion), None)


def _fitted(address: Address, profile: TextProfile) -> FittedAddress:
    return place_rules().fitted(address, profile)


def _loss(fitted: FittedAddress) -> tuple[int, int]:
    return len(fitted.problems), len(fitted.changes)


def _dialled(address: Address) -> Address:
    if address.phone is None:
        return address
    phone = place_rules().phone(address.phone, address.country_code)
    return replace(address, phone=phone) if isinstance(phone, str) else address
