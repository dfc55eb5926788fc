"""How a person or a later start finds a trace."""

from dataclasses import dataclass
from typing import Protocol

from goldthread.domain.identity import email_key
from goldthread.domain.problem import invalid


@dataclass(frozen=True, kw_only=True, slots=True)
class Entity:
    """One business thing by its kind and its key; `order:bazaar/1001` in text."""

    kind: str
    """The noun: `order`, `customer`, `shipment`, `tracking`; without a colon."""
    key: str
    """Unique within the kind. An id local to an installation stands behind its name: `bazaar/1001`."""

    def __post_init__(self) -> None:
        if not self.kind or ":" in self.kind:
            raise invalid("/kind", "entity.kind", f"An entity's kind is a word without a colon, not {self.kind!r}.")
        if not self.key:
            raise invalid("/key", "entity.key", f"The {self.kind} has no key; give its id.")

    @property
    def text(self) -> str:
        """The form for people and addresses: `order:bazaar/1001`."""
        return f"{self.kind}:{self.key}"

    @classmethod
    def local(cls, kind: str, installation: str, id_: str) -> "Entity":
        """A thing that one installation has given an id."""
        return cls(kind=kind, key=f"{installation}/{id_}")

    @classmethod
    def customer(cls, email: str) -> "Entity":
        """A customer, whom all systems know by e-mail."""
        return cls(kind="customer", key=email_key(email))

    @classmethod
    def parse(cls, text: str) -> "Entity":
        """The entity of its text form; a customer's e-mail is normalised on the way.

        Raises:
            InvalidValueError: the text isn't `kind:key`; the message shows the form.

        """
        kind, colon, key = text.strip().partition(":")
        if not (kind and colon and key):
            raise invalid(
                "",
                "entity.form",
                f"An entity is written kind:key, as order:bazaar/1001; {text!r} is not.",
                before=text,
            )
        return cls.customer(key) if kind == "customer" else cls(kind=kind, key=key)


class Traced(Protocol):
    """A body that knows which trace it belongs to."""

    def entities(self) -> tuple[Entity, ...]:
        """The entity that names the trace comes first; the others are more ways to find it."""
        ...
