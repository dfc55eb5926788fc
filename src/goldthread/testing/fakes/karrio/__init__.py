"""A stand-in of karrio's server 2026.1: `async with KarrioFake(now).running() as fake`.

It answers in the words that a real server answered in (`make real` runs one): validation as sentences that begin with
their path, a carrier's messages, 300 calls a minute, filters that are wider than they look, trackers whose events come
in one piece, subscriptions that are switched off after six failures.
"""

from goldthread.testing.fakes.karrio.server import KarrioFake

__all__ = ["KarrioFake"]
