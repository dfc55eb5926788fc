"""The customer as the ERP keeps them."""

from dataclasses import dataclass

from goldthread.domain.ids import CustomerId


@dataclass(frozen=True, kw_only=True, slots=True)
class Customer:
    """One customer of the ERP, found by e-mail or made."""

    id: CustomerId
    email: str
    """As the customer wrote it; `email_key` tells whether two are the same."""
    name: str = ""
