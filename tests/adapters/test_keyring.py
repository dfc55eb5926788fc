"""Credentials sealed with keys from a file or a setting."""

from __future__ import annotations

from pathlib import Path

import pytest

from goldthread.adapters.keyring import FileKeyring
from goldthread.flow.errors import Unsettled
from goldthread.ports.vault import Vault

SECRETS = {"user": "jana", "password": "Žluťoučký kůň"}


def test_sealed_credentials_tell_nothing_and_open_again(tmp_path: Path) -> None:
    """What is sealed today opens after a restart; the same secrets never look the same."""
    vault: Vault = FileKeyring.at(tmp_path / "keys" / "keyring")
    sealed = vault.seal(SECRETS)
    assert "jana" not in sealed
    assert vault.seal(SECRETS) != sealed
    assert FileKeyring.at(tmp_path / "keys" / "keyring").open(sealed) == SECRETS


def test_the_key_file_is_the_owners_alone(tmp_path: Path) -> None:
    """It is made with mode 0600, and nothing else is left in the folder."""
    path = tmp_path / "keyring"
    FileKeyring.at(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o644, 0o660, 0o604])
def test_a_key_file_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    """The sentence says what to run; a group that may read is fine."""
    path = tmp_path / "keyring"
    FileKeyring.at(path)
    path.chmod(mode)
    with pytest.raises(Unsettled, match=f"mode {mode:o}.*chmod 600 {path}"):
        FileKeyring.at(path)
    path.chmod(0o640)
    assert FileKeyring.at(path).seal(SECRETS)


def test_another_process_that_was_first_made_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two that start at once, the later one takes the key that is there."""
    path = tmp_path / "keyring"
    first = FileKeyring.at(path)
    seen = iter([False])
    monkeypatch.setattr(Path, "exists", lambda _: next(seen, True))
    assert FileKeyring.at(path).open(first.seal(SECRETS)) == SECRETS
    assert list(tmp_path.iterdir()) == [path]


def test_a_wrong_key_is_told_in_a_sentence(tmp_path: Path) -> None:
    """The sentence names the file and the ways out."""
    sealed = FileKeyring.at(tmp_path / "one").seal(SECRETS)
    other = FileKeyring.at(tmp_path / "two")
    for attempt in (other.open, other.rotate):
        with pytest.raises(Unsettled, match=r"The key file .*two doesn't fit: .*another key"):
            attempt(sealed)


def test_a_key_is_changed_without_losing_credentials(tmp_path: Path) -> None:
    """A new key comes first; what the former one sealed opens, and is sealed anew by rotating."""
    path = tmp_path / "keyring"
    former = FileKeyring.at(path)
    sealed = former.seal(SECRETS)
    renewed = FileKeyring.renew(path)
    assert renewed.open(sealed) == SECRETS
    rotated = renewed.rotate(sealed)
    path.write_text(path.read_text().splitlines()[0])
    assert FileKeyring.at(path).open(rotated) == SECRETS
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Unsettled):
        former.open(rotated)


def test_keys_may_come_from_a_setting(tmp_path: Path) -> None:
    """Several stand between commas; the first one seals."""
    FileKeyring.at(tmp_path / "one")
    FileKeyring.at(tmp_path / "two")
    one, two = (tmp_path / "one").read_text(), (tmp_path / "two").read_text()
    settled = FileKeyring.settled(f"{one.strip()}, {two.strip()}", source="GOLDTHREAD_KEY")
    assert settled.open(FileKeyring.at(tmp_path / "two").seal(SECRETS)) == SECRETS
    assert FileKeyring.at(tmp_path / "one").open(settled.seal(SECRETS)) == SECRETS


@pytest.mark.parametrize("text", ["", " , ", "short", "ž" * 44])
def test_what_is_no_key_is_refused(text: str) -> None:
    """The sentence names where it is from and what is expected, not the value."""
    with pytest.raises(Unsettled, match="GOLDTHREAD_KEY holds no usable key; expected are Fernet keys") as caught:
        FileKeyring.settled(text, source="GOLDTHREAD_KEY")
    assert "short" not in str(caught.value)


def test_a_key_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """A folder in its place, or bytes that are no text."""
    with pytest.raises(Unsettled, match="cannot be used"):
        FileKeyring.at(tmp_path)
    path = tmp_path / "keyring"
    path.write_bytes(b"\xff\xfe")
    path.chmod(0o600)
    with pytest.raises(Unsettled, match="cannot be used"):
        FileKeyring.at(path)
