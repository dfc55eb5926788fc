"""What was packed, laid onto the lines of the shop's order."""

from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.domain.fulfilment import PackedLine
from goldthread.domain.problem import invalid


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenLine:
    """A line of the shop's order, as far as it wasn't sent yet."""

    id: str
    """The shop's id of the line."""
    sku: str
    quantity: int
    """Pieces that are still open."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Portion:
    """Pieces of one line of the shop's order that are sent now."""

    line: str
    """The shop's id of the line."""
    quantity: int


def laid(packed: Sequence[PackedLine], lines: Sequence[OpenLine]) -> tuple[Portion, ...]:
    """What was packed, laid onto the shop's lines as far as they are open, the first line of an article first.

    Raises:
        InvalidValueError: more was packed than is open; the field is `/fulfilment/lines/…`.

    """
    left = {line.id: line.quantity for line in lines}
    portions: list[Portion] = []
    for place, article in enumerate(packed):
        wanted = article.quantity
        for line in lines:
            quantity = min(wanted, left[line.id]) if line.sku == article.sku else 0
            if quantity > 0:
                left[line.id] -= quantity
                wanted -= quantity
                portions.append(Portion(line=line.id, quantity=quantity))
        if wanted:
            message = f"{wanted} of {article.sku!r} were packed that the shop's order doesn't have open."
            raise invalid(f"/fulfilment/lines/{place}", "packing.open", message, before=article.quantity)
    return tuple(portions)
