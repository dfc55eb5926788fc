"""A stand-in of a Vendure shop: `async with VendureFake(now).running() as fake: await fake.place()`.

It answers what is asked for and nothing more, as GraphQL does, with the words, codes and states that a real Vendure
3.7.3 was seen to give: errors come with status 200, requests of one instant don't see each other's fulfilments, a note
is added as often as it is asked for, lists are sorted in the schema's order of fields, and an order follows its
fulfilments only where its payment is settled.
"""

from goldthread.testing.fakes.vendure.books import Books
from goldthread.testing.fakes.vendure.fake import VendureFake

__all__ = ["Books", "VendureFake"]
