"""What the demonstration is measured by, and the equalities that must hold."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """The figures at one moment. What is said of the other systems comes from their own books, not from ours."""

    orders: int
    """Orders that the shop has."""
    delivered: int
    """Orders that the shop shows as delivered."""
    in_trash: int
    """Orders that aren't delivered and have a message that needs a person."""
    repaired: int
    """Messages that a person corrected."""
    parcels: int
    """Parcels that our ledger holds a label for, voided ones apart."""
    labels_billed: int
    """Parcels that the carrier bills, voided ones apart."""
    labels_cached: int
    """Labels whose bytes we still have."""
    reprints: int
    carrier_calls_for_reprints: int
    """Requests that the carrier received while labels were reprinted and nothing else moved."""
    erp_customers: int
    distinct_emails: int
    """Of the shop's customers, whatever the case they write it in."""
    erp_orders: int
    webhooks_lost: int
    """Never sent, or given up by their sender."""
    found_by_watch: int
    """Scans, orders and shipments that watch and sweeps heard of first, because no webhook had told."""
    forged_webhooks_refused: int
    steps: int
    seconds: float
    steps_per_second: float
    lost: int
    """Orders of the shop without a story, runs that stand nowhere, labels that no printer printed."""
    duplicates: int
    """Things that a system has twice, by its own books."""
    check: str
    """`ok`, or the first finding of `goldthread check`."""

    def broken(self) -> list[str]:
        """The equalities that don't hold, in words."""
        rules = (
            ("delivered + in_trash == orders", self.delivered + self.in_trash == self.orders),
            ("labels_billed == parcels", self.labels_billed == self.parcels),
            ("erp_customers == distinct_emails", self.erp_customers == self.distinct_emails),
            ("erp_orders == orders", self.erp_orders == self.orders),
            ("carrier_calls_for_reprints == 0", self.carrier_calls_for_reprints == 0),
            ("lost == 0", self.lost == 0),
            ("duplicates == 0", self.duplicates == 0),
            ('check == "ok"', self.check == "ok"),
        )
        return [rule for rule, holds in rules if not holds]

    def as_dict(self) -> dict[str, object]:
        """By name, in order."""
        return {field.name: getattr(self, field.name) for field in fields(self)}
