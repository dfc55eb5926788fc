"""A stand-in of Sendcloud: API v3 with its references that are taken once, its limits, its webhooks."""

from goldthread.testing.fakes.sendcloud.service import SendcloudFake

__all__ = ["SendcloudFake"]
