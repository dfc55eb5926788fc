"""An ERPNext on loopback, with people who make delivery notes and shipments.

`async with ErpnextFake(clock.now).running() as fake` listens at `fake.url` for `fake.secrets["api_key"]` and
`fake.secrets["api_secret"]`. It answers with Frappe's own error bodies (417 with JSON in JSON in JSON), gives twenty
rows where no limit is named, refuses a document that was modified meanwhile and changes after submission, makes
*Jana - 1* of a second Jana, takes a purchase order of one customer once, and signs webhooks as it sends them.
"""

from goldthread.testing.fakes.erpnext.server import ErpnextFake

__all__ = ["ErpnextFake"]
