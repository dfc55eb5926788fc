"""What the shipped connectors were proven to do, and against what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, Final

from goldthread.cli.reference.markdown import code, table
from goldthread.testing.contract import CarrierContract, Contract, ErpContract, PrinterContract, ShopContract
from goldthread.testing.contract.certificate import cases

CONTRACTS: Final[tuple[type[Contract], ...]] = (ShopContract, ErpContract, CarrierContract, PrinterContract)
ABOUT: Final = """\
Every connector that ships keeps the contract of its role, and so can [one of your own](../howto/add-a-carrier.md). Each
case plays a whole engine against the system that the connector was certified against, over HTTP or a bare port."""


def certificate_of(package: str) -> Iterator[str]:
    """The sentence of a package that is certified."""
    file = files(f"goldthread.connectors.{package}") / "certified.json"
    if not file.is_file():
        return
    facts: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    known = len(cases(next(one for one in CONTRACTS if one.role == facts["role"])))
    lacks: dict[str, str] = facts["lacks"]
    share = f"{known - len(lacks)} of {known} cases" if lacks else f"{known} cases"
    said = f"**Certified** as {_a(facts['role'])} against {facts['against']}: {share}."
    yield f"{said} A lost answer to {code(facts['main'])}: {facts['settles'].rstrip('.')}."
    if lacks:
        yield table(("a case that there isn't", "since"), lacks.items())


def contracts() -> Iterator[str]:
    """What is proven of each role."""
    yield f"## What is proven\n\n{ABOUT}"
    for contract in CONTRACTS:
        yield f"### The contract of {_a(contract.role)}"
        yield table(("claim", "which is"), cases(contract))


def _a(role: str) -> str:
    return f"an {role.upper()}" if role == "erp" else f"a {role}"
