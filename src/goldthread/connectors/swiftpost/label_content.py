"""The bytes of a label, and whether they are what they claim to be."""

import base64
import binascii

from goldthread.connectors.swiftpost.rows import SwiftLabel


def label_bytes(label: SwiftLabel) -> bytes:
    """The label as it was drawn; empty when there is none, or it isn't base64."""
    try:
        return base64.b64decode(label.data or "", validate=True)
    except binascii.Error:
        return b""


def is_printable(label: SwiftLabel) -> bool:
    """Whether a printer would take it; a page of a proxy in place of a PDF must not reach one."""
    return label.format.fits(label_bytes(label))
