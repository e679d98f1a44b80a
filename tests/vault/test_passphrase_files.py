"""One private file: what a disk says, and what it does not say."""

import errno
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.vault.passphrase.errors import (
    PassphraseFileNotKept,
    PassphraseFileTrouble,
    PassphraseFolderReadOnly,
)
from guard.vault.passphrase.files import SPARE_LEFT, PrivateFile
from guard.vault.passphrase.store import PassphraseStore
from tests.support.passphrases import PASSPHRASE, store_at, unlocked_at

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it is about Unix rights and links")


@pytest.fixture
def path() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="guard-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "vault"


@pytest.fixture
def store(path: Path) -> PassphraseStore:
    fresh = store_at(path)
    fresh.create(PASSPHRASE)
    fresh.write("book", "kept")
    return fresh


def test_a_disk_that_lies_is_found_out(
    path: Path, store: PassphraseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", lambda *_: None)
        with pytest.raises(PassphraseFileNotKept):
            store.write("book", "new")
    assert store.read("book") == "kept"
    assert path.read_bytes() == before


def test_a_disk_without_second_names_keeps_the_version_before_as_a_copy(
    path: Path, store: PassphraseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    store.write("book", "new")
    assert unlocked_at(path).read("book") == "new"
    assert not path.with_name("vault.old").exists()


def test_an_unknown_error_is_told_without_the_path(
    path: Path, store: PassphraseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(errno.EIO, "broken", str(path))

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(PassphraseFileTrouble) as caught:
        store.write("book", "new")
    assert caught.value.cause == "EIO"
    assert str(path) not in caught.value.sentence


class SharingError(OSError):
    """What Windows says while a virus scanner has the file open."""

    def __init__(self, winerror: int) -> None:
        super().__init__(errno.EACCES, "in use")
        self.winerror = winerror


@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_a_file_in_use_on_windows_is_waited_for(
    path: Path, monkeypatch: pytest.MonkeyPatch, winerror: int
) -> None:
    naps: list[float] = []
    file = PrivateFile(path, 100, sleep=naps.append)
    real, left = os.replace, [3]

    def busy(*args: Path) -> None:
        left[0] -= 1
        if left[0] >= 0:
            raise SharingError(winerror)
        real(*args)

    monkeypatch.setattr(os, "replace", busy)
    assert file.publish(b"one", None)
    assert len(naps) == 3
    left[0] = 10_000
    naps.clear()
    with pytest.raises(PassphraseFolderReadOnly):
        file.publish(b"two", b"one")
    assert 2 < sum(naps) < 3
    assert file.read() == b"one"


def test_rights_that_are_missing_are_not_waited_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    naps: list[float] = []

    def refused(*_: Path) -> None:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(PassphraseFolderReadOnly):
        PrivateFile(path, 100, sleep=naps.append).publish(b"one", None)
    assert naps == []


def test_something_else_in_its_place_by_now_is_not_overwritten(path: Path) -> None:
    file = PrivateFile(path, 100)
    assert file.publish(b"one", None)
    assert not file.publish(b"two", None)
    assert not file.publish(b"two", b"other")
    assert file.read() == b"one"
    assert not file.leftovers()


def test_a_version_before_that_stays_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = PrivateFile(path, 100)
    assert file.publish(b"one", None)
    real = os.unlink

    def sticky(name: Path) -> None:
        if str(name).endswith(".old") and Path(name).exists():
            raise OSError(errno.EBUSY, "busy")
        real(name)

    with monkeypatch.context() as patched:
        patched.setattr(os, "unlink", sticky)
        assert file.publish(b"two", b"one")
    assert file.notice == SPARE_LEFT
    assert file.publish(b"three", b"two")
    assert file.notice == ""
    assert not file.leftovers()
