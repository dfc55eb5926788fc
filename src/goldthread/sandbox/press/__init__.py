"""Printers: two that speak HTTP, one that takes bytes on a port."""

from goldthread.sandbox.press.http import Press
from goldthread.sandbox.press.raw import RawPress

__all__ = ["Press", "RawPress"]
