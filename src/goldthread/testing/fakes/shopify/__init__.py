"""A stand-in of a Shopify shop: `async with ShopifyFake(now).running() as fake`.

It parses the documents that it is sent and answers what they select, counts points as Shopify does (a bucket of 2,000
with 100 a second back, what wasn't needed is given back, HTTP 200 with THROTTLED), splits fulfilment orders on partial
fulfilments, lets tokens end after a day, signs webhooks with the client secret, and deletes a subscription after eight
failed deliveries.
"""

from goldthread.testing.fakes.shopify.books import FulfilmentOrder, Line, OpenLine, ShopOrder
from goldthread.testing.fakes.shopify.fake import EVENT_STATUSES, ShopifyFake

__all__ = ["EVENT_STATUSES", "FulfilmentOrder", "Line", "OpenLine", "ShopOrder", "ShopifyFake"]
