"""Sweeps: what is found although nobody told of it, while pages shift."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from goldthread.testing.contract.claim import expect
from goldthread.testing.contract.fake import Fake
from goldthread.testing.contract.line import cut, page
from goldthread.testing.contract.scene import Scene

SWEEP = "sweep"


class Stirred(Fake, Protocol):
    """A fake that has pages which may shift."""

    def waiting(self) -> Sequence[str]: ...
    def stir(self) -> None: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Sweep:
    """What is known of a connector's sweep."""

    form: str
    """Its request, with `*` for anything."""
    key: Callable[[Any], str]
    """By what the fake knows a thing that was found."""


async def expect_all_found(scene: Scene[Any], sweep: Sweep, wanted: Sequence[str]) -> None:
    """Two sweeps, in the first of which pages shift, find all that is wanted and still waits."""
    fake: Stirred = scene.fake
    scene.line.before(sweep.form, lambda: None)
    scene.line.before(sweep.form, fake.stir)
    await scene.tick(SWEEP)
    asked = scene.line.count(sweep.form)
    expect(asked > 1, f"{len(wanted)} things should take more than one page, {sweep.form} was asked {asked} times.")
    await scene.tick(SWEEP)
    _expect_found(scene, sweep, set(wanted) & set(fake.waiting()))


async def expect_found_after_garbage(scene: Scene[Any], sweep: Sweep, wanted: Sequence[str]) -> None:
    """A sweep whose page cannot be read asks again, and finds all that is wanted."""
    scene.line.befall(sweep.form, page)
    scene.line.befall(sweep.form, cut)
    await scene.tick(SWEEP)
    _expect_found(scene, sweep, set(wanted))


def _expect_found(scene: Scene[Any], sweep: Sweep, wanted: set[str]) -> None:
    found = {sweep.key(one) for one in scene.came[SWEEP]}
    missing = sorted(wanted - found)
    expect(not missing, f"{len(missing)} of {len(wanted)} were never found, among them {', '.join(missing[:3])}.")
