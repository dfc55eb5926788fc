"""Credentials sealed with keys from a file or a setting."""

from __future__ import annotations

import os
import secrets as chance
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import orjson
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from goldthread.flow.errors import Unsettled

_TOO_OPEN: Final = 0o037
"""The group may read (orchestrators mount secrets so), nobody else may do anything."""


class FileKeyring:
    """Seals with the first of its keys, opens with any of them: Fernet (AES-128 in CBC mode, HMAC-SHA256).

    To change the key, put a new one first (`renew` does so in a file), seal everything again with `rotate`, take the
    former one out.
    """

    def __init__(self, keys: Sequence[str], *, source: str) -> None:
        """`source` says in errors where the keys are from. Raises `Unsettled` when one is no key."""
        self._source = source
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise Unsettled(
                f"{source} holds no usable key; expected are Fernet keys, each 44 characters of URL-safe base64."
            ) from None

    @classmethod
    def settled(cls, text: str, *, source: str) -> FileKeyring:
        """The keyring of a setting or environment variable: one key, or several between commas or spaces."""
        return cls(text.replace(",", " ").split(), source=source)

    @classmethod
    def at(cls, path: Path) -> FileKeyring:
        """The keyring of a file with one key in each line; made, with a new key, where there is none.

        Raises `Unsettled` when the file cannot be used, or others could read or change it.
        """
        try:
            if not path.exists():
                _create(path, _new_key())
            mode = path.stat().st_mode & 0o777
            text = path.read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError) as error:
            raise Unsettled(f"The key file {path} cannot be used: {error}") from error
        if mode & _TOO_OPEN:
            raise Unsettled(f"The key file {path} is open to others (mode {mode:o}); run: chmod 600 {path}")
        return cls(text.split(), source=f"The key file {path}")

    @classmethod
    def renew(cls, path: Path) -> FileKeyring:
        """Put a new key first in the file; the former ones still open what they sealed."""
        cls.at(path)
        _replace(path, f"{_new_key()}{path.read_text(encoding='ascii')}")
        return cls.at(path)

    def seal(self, secrets: Mapping[str, str]) -> str:
        """Text that tells nothing without the key."""
        return self._fernet.encrypt(orjson.dumps(dict(secrets))).decode()

    def open(self, sealed: str) -> Mapping[str, str]:
        """The secrets again. Raises `Unsettled` when no key fits."""
        try:
            opened: dict[str, str] = orjson.loads(self._fernet.decrypt(sealed))
        except InvalidToken:
            raise self._unfitting() from None
        return opened

    def rotate(self, sealed: str) -> str:
        """The same secrets, sealed with the first key. Raises `Unsettled` when no key fits."""
        try:
            return self._fernet.rotate(sealed).decode()
        except InvalidToken:
            raise self._unfitting() from None

    def _unfitting(self) -> Unsettled:
        return Unsettled(
            f"{self._source} doesn't fit: the credentials were sealed with another key. "
            "Give the former key after the present one, or enter the credentials again."
        )


def _new_key() -> str:
    return f"{Fernet.generate_key().decode()}\n"


def _create(path: Path, text: str) -> None:
    """Of several processes that start at once, one makes the file, and none sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = _draft(path, text)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass  # another process was first; its key is the one
    finally:
        draft.unlink()
    _make_durable(path.parent)


def _replace(path: Path, text: str) -> None:
    _draft(path, text).replace(path)
    _make_durable(path.parent)


def _draft(path: Path, text: str) -> Path:
    draft = path.with_name(f".{path.name}.{chance.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _make_durable(folder: Path) -> None:
    """A key that is lost with the power takes all credentials with it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
