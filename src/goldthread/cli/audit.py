"""`goldthread audit`: evidence that nothing was changed afterwards, and its export."""

from __future__ import annotations
