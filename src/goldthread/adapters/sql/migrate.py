"""Brings a ledger's tables to the shape this program knows."""

from __future__ import annotations

import sqlite3
from typing import Final

from sqlalchemy import Connection

from goldthread.flow.errors import Unsettled

VERSION: Final = "0001"
"""The newest shape; a migration of this name exists."""


def version_of(connection: sqlite3.Connection) -> str | None:
    """The version of the tables; None while there are none."""
    known = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'").fetchone()
    if known is None:
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def refuse_newer(version: str | None, place: str) -> None:
    """Raises `Unsettled` when the ledger was written by a newer program."""
    if version is not None and version > VERSION:
        raise Unsettled(
            f"The ledger {place} has version {version}, but this program knows versions up to {VERSION}. "
            "Upgrade Goldthread, or point it at another ledger."
        )


def migrate(connection: Connection) -> None:
    """Apply what is missing, within the transaction that the connection is in."""
    from alembic import command  # noqa: PLC0415 - ten megabytes that a ledger of today doesn't need
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "goldthread.adapters.sql:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, VERSION)
