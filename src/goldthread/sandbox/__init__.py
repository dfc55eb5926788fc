"""A shop, an ERP with a warehouse, a carrier and printers on loopback, with faults on demand.

Foreign systems, for trying things and for tests: none of them imports anything of Goldthread outside this
package. Their APIs are described in `docs/reference/sandbox.md`.
"""

from goldthread.sandbox.assembly import NAMES
from goldthread.sandbox.budget import Budget
from goldthread.sandbox.credentials import Credentials
from goldthread.sandbox.faults import PRESETS
from goldthread.sandbox.process import serve
from goldthread.sandbox.rules import Kind, Rule
from goldthread.sandbox.sandbox import Sandbox

__all__ = ["NAMES", "PRESETS", "Budget", "Credentials", "Kind", "Rule", "Sandbox", "serve"]
