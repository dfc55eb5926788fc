"""What Tryton has no field for, carried in the first lines of a sale's comment, where clerks read and correct it.

```
Service: dhl-express
Pickup point: 12345
Cash on delivery: 1499.00 CZK
Note:
Please ring twice.
```

Reading ends at the first line that is none of these, so that nothing which a shopper writes is taken for one.
"""

from dataclasses import dataclass
from typing import Final

from goldthread.domain.money import Money
from goldthread.domain.order import Order
from goldthread.domain.problem import InvalidValueError
from goldthread.flow.errors import Rejected

_SERVICE: Final = "Service: "
_POINT: Final = "Pickup point: "
_COD: Final = "Cash on delivery: "
_NOTE: Final = "Note:"


@dataclass(frozen=True, kw_only=True, slots=True)
class Carriage:
    """How an order is to be sent."""

    service: str = ""
    pickup_point: str = ""
    cod: Money | None = None


def comment_of(order: Order) -> str | None:
    """The comment of an order's sale; none where there is nothing to say."""
    named = ((_SERVICE, order.service), (_POINT, order.pickup_point), (_COD, order.cod.text if order.cod else ""))
    lines = [label + " ".join(value.split()) for label, value in named if value.strip()]
    if order.note.strip():
        lines += [_NOTE, order.note.strip()]
    return "\n".join(lines) or None


def carriage_of(comment: str) -> Carriage:
    """What the first lines of a comment say. Raises `Rejected` at `comment` for an amount that isn't one."""
    found: dict[str, str] = {}
    for line in comment.splitlines():
        label = next((one for one in (_SERVICE, _POINT, _COD) if line.startswith(one.rstrip())), None)
        if label is None or label in found:
            break
        found[label] = line[len(label.rstrip()) :].strip()
    cod = found.get(_COD, "")
    return Carriage(
        service=found.get(_SERVICE, ""), pickup_point=found.get(_POINT, ""), cod=_money(cod) if cod else None
    )


def _money(text: str) -> Money:
    try:
        return Money.parse(text)
    except InvalidValueError as error:
        message = f"The sale's comment says {_COD}{text}; write an amount and a currency, as 1499.00 CZK."
        raise Rejected(message, field="comment", code="comment.cod") from error
