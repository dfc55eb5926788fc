"""ipp: printers that speak the Internet Printing Protocol, and CUPS before any other printer."""

from goldthread.connectors.ipp.application import ipp
from goldthread.connectors.ipp.job import print_label
from goldthread.connectors.ipp.role import PRINTER

__all__ = ["PRINTER", "ipp", "print_label"]
