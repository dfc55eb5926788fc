"""Recipients as a carrier prints them: its letters, its line lengths, what its country's rules suggest."""

from collections.abc import Sequence
from dataclasses import replace

from goldthread.domain.address import Address
from goldthread.domain.addressed import AddressedOrder
from goldthread.domain.fulfilment import ReadyOrder
from goldthread.domain.place_rules import place_rules
from goldthread.domain.transliteration import FittedAddress, TextProfile
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import fault_of


def addressed(order: ReadyOrder, profiles: Sequence[TextProfile], carrier: str) -> AddressedOrder:
    """The order with its recipient written as the carrier prints it; what was changed is kept, before and after.

    Of several profiles (character sets, lengths) the one that changes least is taken. Postal codes and phones that no
    rule can read stay as they are: the carrier knows better, and says the field.

    Raises:
        Rejected: a line is too long, or in letters that nobody can rewrite without knowing how it's read.

    """
    fitted = min((place_rules().fitted(order.recipient, profile) for profile in profiles), key=_loss)
    if fitted.problems:
        problems = [problem.under("/recipient") for problem in fitted.problems]
        words = " ".join(problem.message for problem in problems)
        raise Rejected(
            f"{carrier} cannot print the recipient of order {order.order_number!r}. {words}",
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
        service=order.service,
        pickup_point=order.pickup_point,
        changes=fitted.changes,
    )


def suggestion(address: Address, pointer: str) -> str | None:
    """A value for the field of the recipient at the pointer that its country's rules derive from what is there."""
    problems = (problem.under("/recipient") for problem in place_rules().problems(address))
    return next((one.suggestion for one in problems if one.field == pointer and one.suggestion), None)


def _loss(fitted: FittedAddress) -> tuple[int, int]:
    return len(fitted.problems), len(fitted.changes)


def _dialled(address: Address) -> Address:
    if address.phone is None:
        return address
    phone = place_rules().phone(address.phone, address.country_code)
    return replace(address, phone=phone) if isinstance(phone, str) else address
