"""An Odoo on loopback, in both protocols, with a warehouse that packs.

`async with OdooFake(clock.now).running() as fake` listens at `fake.url` for the key `fake.secrets["api_key"]`; an older
one is `OdooFake(clock.now, version=16)`, which speaks JSON-RPC alone. It answers with Odoo's own error bodies, undoes
what it refuses, joins tracking numbers by commas, buys a label itself where a delivery method is `rate_and_ship`, asks
about backorders unless told not to, and takes no key that is older than 90 days.
"""

from goldthread.testing.fakes.odoo.server import OdooFake

__all__ = ["OdooFake"]
