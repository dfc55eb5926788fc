"""One packed box."""

from dataclasses import dataclass

from goldthread.domain.dimensions import Dimensions
from goldthread.domain.ids import ParcelId
from goldthread.domain.problem import invalid
from goldthread.domain.weight import Weight


@dataclass(frozen=True, kw_only=True, slots=True)
class Parcel:
    """A parcel as the packing station weighed and measured it."""

    id: ParcelId
    weight: Weight
    """With its packaging, exact: carriers bill and refuse by it."""
    dimensions: Dimensions

    def __post_init__(self) -> None:
        if self.weight.grams == 0:
            message = f"Parcel {self.id!r} weighs 0 g; weigh it at the packing station."
            raise invalid("/weight", "parcel.weight", message, before=0)
