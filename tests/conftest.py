"""What all tests share."""

from __future__ import annotations

# pytest's plugin would import it in the middle of the first report, where CPython 3.11 may trip over the finalizers of
# whatever a test left behind ("AST constructor recursion depth mismatch").
import hypothesis  # noqa: F401
