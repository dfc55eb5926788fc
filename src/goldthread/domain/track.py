"""A carrier's event on its way to shop and ERP: heard, its shipment located, its effect known."""

from dataclasses import dataclass

from goldthread.domain.entity import Entity
from goldthread.domain.shipment import Shipment
from goldthread.domain.tracking import Tracking, TrackingEvent, TrackingState


@dataclass(frozen=True, kw_only=True, slots=True)
class LocatedEvent:
    """An event with the shipment that it is about."""

    event: TrackingEvent
    shipment: Shipment

    def entities(self) -> tuple[Entity, ...]:
        return self.shipment.entities()

    def folded(self, tracking: Tracking) -> "StatusChange":
        """The next stage: what the event does to all that was heard of the parcel until now."""
        return StatusChange(
            event=self.event,
            shipment=self.shipment,
            before=tracking.state,
            tracking=tracking.heard(self.event),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class StatusChange:
    """What an event made of a parcel's status; often nothing, since carriers repeat themselves."""

    event: TrackingEvent
    shipment: Shipment
    before: TrackingState
    tracking: Tracking
    """With the event in it."""

    def entities(self) -> tuple[Entity, ...]:
        return self.shipment.entities()

    @property
    def shop(self) -> str:
        """The name of the shop's installation."""
        return self.shipment.shop

    @property
    def erp(self) -> str:
        """The name of the ERP's installation."""
        return self.shipment.erp

    @property
    def after(self) -> TrackingState:
        return self.tracking.state

    @property
    def is_change(self) -> bool:
        """Whether shop and ERP have something to be told: another status, or another reason for it."""
        return (self.before.status, self.before.reason) != (self.after.status, self.after.reason)
