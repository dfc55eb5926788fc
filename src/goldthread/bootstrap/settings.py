"""What one process is told at its start: a file, the environment, or nothing at all."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from goldthread.flow.errors import Unsettled

FILE = "goldthread.toml"


class Settings(BaseSettings):
    """Read from `goldthread.toml`, overridden by the environment (`GOLDTHREAD_PORT=8090`)."""

    model_config = SettingsConfigDict(env_prefix="GOLDTHREAD_", extra="forbid")

    ledger: Path = Field(Path("goldthread.db"), description="File of the ledger (SQLite).")
    key_file: Path = Field(
        Path("goldthread.key"), description="File with the keys that seal credentials; made if missing."
    )
    host: str = Field("127.0.0.1", description="Address that the API listens on.")
    port: int = Field(8080, ge=0, le=65535, description="Port that the API listens on; 0 takes a free one.")
    public_url: str = Field(
        "",
        description="How others reach the API: in signed links, and where vendors are asked to send webhooks. Empty: "
        "links say http://host:port, and no vendor is asked.",
    )
    console: bool = Field(default=True, description="Whether the console is served, under /console.")
    environment: str = Field("", max_length=40, description="What this place is called in the console, e.g. test.")
    width: int = Field(256, ge=1, le=10000, description="How many messages are worked on at once.")
    queue: int = Field(
        2000, ge=1, le=100_000, description="How many messages wait in memory; the others in the ledger."
    )
    body_limit: int = Field(1024 * 1024, ge=1024, description="The largest webhook or request body, in bytes.")
    grace_s: float = Field(10, ge=0, description="How long a stop waits for nodes under way, in seconds.")
    topologies: list[str] = Field(
        default_factory=lambda: ["goldthread.topologies:SHIPPED"],
        description="Where topologies are found: module:name of a Topology or a tuple of them.",
    )
    log_level: str = Field("info", pattern="^(debug|info|warning|error)$", description="debug, info, warning or error.")


def load(path: Path | None = None) -> Settings:
    """The settings of a file (`goldthread.toml` here when None and it exists) and the environment.

    Raises `Unsettled`, naming file, key and what is expected.
    """
    chosen = path or Path(FILE)
    given: dict[str, Any] = {}
    if path is not None or chosen.exists():
        try:
            given = tomllib.loads(chosen.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise Unsettled(f"The settings file {chosen} doesn't exist.") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise Unsettled(f"The settings file {chosen} cannot be read: {error}") from None
    try:
        return _from(given)
    except ValidationError as error:
        raise Unsettled(_sentence(error, chosen)) from None


def _from(given: dict[str, Any]) -> Settings:
    """File values, but for those that the environment sets."""
    import os  # noqa: PLC0415 - the one place that looks at the environment by itself

    kept = {key: value for key, value in given.items() if f"GOLDTHREAD_{key.upper()}" not in os.environ}
    return Settings(**kept)


def _sentence(error: ValidationError, path: Path) -> str:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        known = ", ".join(Settings.model_fields)
        return f"{path}: there is no setting {key!r}. Settings are: {known}."
    wanted = Settings.model_fields[key].description if key in Settings.model_fields else ""
    return f"{path} (or GOLDTHREAD_{key.upper()}): {key} = {first['input']!r} cannot be used: {first['msg']}. {wanted}"
