"""What was proven of a connector, against what, and what it lacks."""

from __future__ import annotations

import inspect
from dataclasses import dataclass

from goldthread.testing.contract.claim import Settles
from goldthread.testing.contract.contract import Contract, lacking


@dataclass(frozen=True, kw_only=True, slots=True)
class Certificate:
    """The facts of a contract that is kept."""

    role: str
    against: str
    main: str
    """The write that its role turns on."""
    settles: str
    """How a lost answer to it is settled, in a word or, where it cannot be, in a sentence."""
    lacks: dict[str, str]
    """Cases that turn on what there isn't, each with the sentence of the connector's notes."""


def certificate(contract: type[Contract]) -> Certificate:
    """The facts of an adopted contract, as its kit says them."""
    kit, adopted = contract.kit, contract()
    settles = kit.settles.value if isinstance(kit.settles, Settles) else kit.settles.sentence
    missing = {name: lacking(adopted, getattr(contract, f"test_{_name(name)}")) for name, _ in cases(contract)}
    lacks = {name: lack.sentence for name, lack in missing.items() if lack}
    return Certificate(role=contract.role, against=kit.against, main=kit.main, settles=settles, lacks=lacks)


def cases(contract: type[Contract]) -> list[tuple[str, str]]:
    """Every case of a contract: its claim, and the claim as a sentence."""
    tests = inspect.getmembers(contract, lambda value: inspect.isfunction(value) and value.__name__.startswith("test_"))
    return [
        (name.removeprefix("test_").replace("_", " "), " ".join((one.__doc__ or "").split())) for name, one in tests
    ]


def _name(claim: str) -> str:
    return claim.replace(" ", "_")
