"""Which nodes ask, without cost, whether a message would be taken where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from goldthread.flow.node import Chain, Connector, Mapper, Path, Spec

Fits: TypeAlias = Callable[[object, object], bool]


def dry_runs(pairs: Sequence[tuple[object, object]], fits: Fits) -> dict[str, tuple[Spec, ...]]:
    """By node of each first path: what is left of the second path for a message that stands before that node.

    The way goes on at the node itself where both paths share it, else at the last one that takes such a body.
    """
    found: dict[str, tuple[Spec, ...]] = {}
    for real, dry in pairs:
        asking = tuple(_leaves(dry))
        for node in _leaves(real):
            rest = _rest(node, asking, fits)
            if rest:
                found[node.name] = rest
    return found


def _rest(node: Spec, asking: tuple[Spec, ...], fits: Fits) -> tuple[Spec, ...]:
    for place, one in enumerate(asking):
        if one.name == node.name:
            return asking[place:]
    places = [place for place, one in enumerate(asking) if fits(node.takes, one.takes)]
    return asking[places[-1] :] if places else ()


def _leaves(path: object) -> Iterator[Spec]:
    """The nodes of a straight path, in order."""
    match path:
        case Connector() | Mapper():
            yield path.spec
        case Chain():
            yield from _leaves(path.first)
            yield from _leaves(path.second)
        case Path() | _:
            return
