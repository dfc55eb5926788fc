"""One topology for the same event of several applications.

A topology has one start. Where one application tells of an event, its webhook is that start. Where several do, each has
a door of its own, a webhook that hands over, and the topology is started by them.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from goldthread.flow.node import hand_over, mapper, whichever
from goldthread.flow.start import Handover, Webhook
from goldthread.flow.topology import Topology

T = TypeVar("T")


def one_start(
    starts: Sequence[Webhook[T] | Handover[T]], carries: type[T], once: Callable[[T], str]
) -> Webhook[T] | Handover[T]:
    """The only start, or one by handover that tells events apart as `once` does."""
    if len(starts) == 1:
        return starts[0]
    rereads = [start.reread for start in starts if start.reread is not None]
    return Handover(carries, once=once, reread=whichever(*rereads) if rereads else None)


def doors(
    name: str, starts: Sequence[Webhook[T] | Handover[T]], target: str, carries: type[T], *, title: str
) -> Iterator[Topology[Any]]:
    """A door for each application that tells of an event, where there are several."""
    if len(starts) == 1:
        return
    for start in starts:
        if isinstance(start, Webhook):
            arrive = mapper(_as_it_came(carries))
            owner = start.application.name
            yield Topology(f"{name}.{owner}", title=title, start=start, path=arrive >> hand_over(target, carries))


def _as_it_came(carries: type[T]) -> Callable[[T], T]:
    def arrive(body: T) -> T:
        return body

    arrive.__annotations__.update({"body": carries, "return": carries})
    return arrive
