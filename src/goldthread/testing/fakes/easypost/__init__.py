"""A stand-in of EasyPost: `async with EasyPostFake(now).running() as fake`.

It prices drafts with two carriers, sells each draft once (a second purchase is refused with SHIPMENT.POSTAGE.EXISTS),
gives labels inline where that was asked for, finds shipments by id and by reference, refunds what wasn't scanned, lets
carriers use a tracking number again, allows five lists a second, and signs webhooks with the webhook's secret.
"""

from goldthread.testing.fakes.easypost.fake import EasyPostFake

__all__ = ["EasyPostFake"]
