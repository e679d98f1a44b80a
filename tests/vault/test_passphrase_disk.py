"""The place of the passphrase file: full, read-only, odd, shared, interrupted at any step."""

import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from guard.vault.outcome import PassphraseFileDamaged
from guard.vault.passphrase.errors import (
    PassphraseDiskFull,
    PassphraseFileClosed,
    PassphraseFileCut,
    PassphraseFileExists,
    PassphraseFileLink,
    PassphraseFileNoFile,
    PassphraseFolderReadOnly,
)
from guard.vault.passphrase.files import NOT_MINE, SHARED
from guard.vault.passphrase.store import PassphraseStore
from tests.support.ordinary_user import NOBODY
from tests.support.passphrases import PASSPHRASE, store_at, unlocked_at

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it is about Unix rights and links")
as_root = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root can mount a small disk or give files away"
)


Call = Callable[[], object]


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


@contextmanager
def as_ordinary_user() -> Iterator[None]:
    """Give up root's rights over files for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "guard-test", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("this root may not mount")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(filler: Path) -> None:
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 4096):
            pass


@as_root
def test_a_full_disk_loses_nothing_and_is_told(path: Path) -> None:
    with small_disk(path.parent, "256k"):
        store = store_at(path)
        store.create(PASSPHRASE)
        store.write("book", "kept")
        filler = path.with_name("filler")
        fill(filler)
        calls: list[Call] = [
            lambda: store.write("book", "new"),
            lambda: store.remove("book"),
            lambda: store.change(PASSPHRASE, "x y"),
        ]
        for call in calls:
            with pytest.raises(PassphraseDiskFull):
                call()
        with pytest.raises(PassphraseDiskFull):
            store_at(path.with_name("second")).create(PASSPHRASE)
        assert not store_at(path.with_name("second")).exists()
        assert store.read("book") == unlocked_at(path).read("book") == "kept"
        assert {one.name for one in path.parent.iterdir()} <= {"vault", "vault.lock", "filler", "second.lock"}
        filler.unlink()
        store.write("book", "new")
        assert unlocked_at(path).read("book") == "new"


def test_a_read_only_folder_can_be_read_from(path: Path, store: PassphraseStore) -> None:
    if os.geteuid() == 0:
        for one in (path, path.with_name("vault.lock")):
            os.chown(one, NOBODY, NOBODY)
    path.parent.chmod(0o555)
    try:
        with as_ordinary_user():
            mine = unlocked_at(path)
            assert mine.read("book") == "kept"
            calls: list[Call] = [lambda: mine.write("book", "new"), lambda: mine.remove("book")]
            for call in calls:
                with pytest.raises(PassphraseFolderReadOnly):
                    call()
            with pytest.raises(PassphraseFolderReadOnly):
                store_at(path.with_name("second")).create(PASSPHRASE)
            assert mine.read("book") == "kept"
    finally:
        path.parent.chmod(0o755)


def test_a_file_that_may_not_be_read_is_closed_and_never_missing(path: Path, store: PassphraseStore) -> None:
    path.chmod(0)
    with as_ordinary_user():
        closed = store_at(path)
        assert closed.exists()
        calls: list[Call] = [lambda: closed.unlock(PASSPHRASE), closed.describe]
        for call in calls:
            with pytest.raises(PassphraseFileClosed):
                call()
        with pytest.raises(PassphraseFileExists):
            closed.create(PASSPHRASE)
        path_of_folder = path.parent
    path_of_folder.chmod(0)
    with as_ordinary_user(), pytest.raises(PassphraseFileClosed):
        store_at(path).exists()
    path_of_folder.chmod(0o755)


def test_a_link_is_not_followed(path: Path, store: PassphraseStore) -> None:
    real = path.rename(path.with_name("elsewhere"))
    path.symlink_to(real)
    before = real.read_bytes()
    calls: list[Call] = [
        lambda: store.read("book"),
        lambda: store.write("x", "y"),
        lambda: store_at(path).unlock(PASSPHRASE),
    ]
    for call in calls:
        with pytest.raises(PassphraseFileLink):
            call()
    assert path.is_symlink()
    assert real.read_bytes() == before
    real.unlink()
    with pytest.raises(PassphraseFileExists):
        store_at(path).create(PASSPHRASE)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_file_is_told_and_holds_nobody_up(path: Path, make: Callable[[Path], None]) -> None:
    make(path)
    with pytest.raises(PassphraseFileNoFile):
        store_at(path).unlock(PASSPHRASE)
    with pytest.raises(PassphraseFileExists):
        store_at(path).create(PASSPHRASE)


@pytest.mark.parametrize("raw", [b"", b"\x93GUARD\r\n"])
def test_an_empty_file_is_cut_and_never_an_empty_vault(path: Path, raw: bytes) -> None:
    path.write_bytes(raw)
    store = store_at(path)
    with pytest.raises(PassphraseFileCut):
        store.unlock(PASSPHRASE)
    with pytest.raises(PassphraseFileExists):
        store.create(PASSPHRASE)
    assert path.read_bytes() == raw


def test_an_endless_file_is_not_read_to_its_end(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**36)
    with pytest.raises(PassphraseFileDamaged):
        store_at(path).unlock(PASSPHRASE)


def test_rights_that_are_too_wide_are_told_and_mended_by_the_next_change(
    path: Path, store: PassphraseStore
) -> None:
    path.chmod(0o644)
    assert store.read("book") == "kept"
    assert store.notice == SHARED
    store.write("book", "new")
    assert store.notice == ""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@as_root
def test_a_file_of_another_user_is_told(path: Path, store: PassphraseStore) -> None:
    os.chown(path, NOBODY, NOBODY)
    assert store.read("book") == "kept"
    assert store.notice == NOT_MINE
