import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard import durable
from guard.errors import BadInputError, DataFileError
from guard.vault import synced
from guard.vault.recovery import agefile, backup, bundle, files
from guard.vault.recovery.agefile import Passphrase
from guard.vault.recovery.backup import lock_of, make_backup, open_backup, open_bytes
from guard.vault.recovery.errors import (
    BackupDamaged,
    BackupExists,
    BackupNotMade,
    BackupUnreadable,
    NotABackup,
    RecoveryError,
    TooCostly,
    WrongKit,
    WrongPassphrase,
)
from guard.vault.recovery.kit import new_kit
from tests.vault.recovery.support import BOOK, JOURNAL, KEY, PATIENT, contents, names

KIT = new_kit()
WHOLE = agefile.lock(bundle.pack(contents(journal=JOURNAL)), [KIT.recipient])


@pytest.mark.parametrize("journal", [None, b"", JOURNAL])
def test_a_backup_opens_with_its_kit_and_says_what_it_is(tmp_path: Path, journal: bytes | None) -> None:
    made = make_backup(tmp_path / "b.age", contents(journal=journal), [KIT.recipient])
    data = made.path.read_bytes()
    assert (made.size, made.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert made.notices == ()
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert names(tmp_path) == ["b.age"]
    assert open_backup(made.path, KIT) == contents(journal=journal)


def test_a_backup_for_two_kits_opens_with_each_and_no_other(tmp_path: Path) -> None:
    other = new_kit()
    made = make_backup(tmp_path / "b.age", contents(), [KIT.recipient, other.recipient])
    assert open_backup(made.path, KIT) == open_backup(made.path, other) == contents()
    with pytest.raises(WrongKit):
        open_backup(made.path, new_kit())


def test_what_is_there_is_never_written_over_unless_told(tmp_path: Path) -> None:
    target = tmp_path / "b.age"
    target.write_bytes(b"precious")
    with pytest.raises(BackupExists):
        make_backup(target, contents(), [KIT.recipient])
    assert target.read_bytes() == b"precious"
    make_backup(target, contents(), [KIT.recipient], overwrite=True)
    assert open_backup(target, KIT) == contents()
    dangling = tmp_path / "link.age"
    dangling.symlink_to(tmp_path / "nowhere")
    for taken in (dangling, tmp_path):
        with pytest.raises(BackupExists):
            make_backup(taken, contents(), [KIT.recipient])
    with pytest.raises(BackupExists):
        make_backup(tmp_path, contents(), [KIT.recipient], overwrite=True)
    assert names(tmp_path) == ["b.age", "link.age"]


def test_a_file_that_appears_meanwhile_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "b.age"
    write = durable.write_beside

    def rival(path: Path, data: bytes) -> Path:
        target.write_bytes(b"theirs")
        return write(path, data)

    monkeypatch.setattr(durable, "write_beside", rival)
    with pytest.raises(BackupExists):
        make_backup(target, contents(), [KIT.recipient])
    assert (target.read_bytes(), names(tmp_path)) == (b"theirs", ["b.age"])


def test_a_stick_without_hard_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(files.os, "link", unknown)  # type: ignore[attr-defined] # the module's own os
    made = make_backup(tmp_path / "b.age", contents(), [KIT.recipient])
    assert open_backup(made.path, KIT) == contents()
    with pytest.raises(BackupExists):
        make_backup(made.path, contents(), [KIT.recipient])
    assert names(tmp_path) == ["b.age"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 64 KB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "guard-test", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("mounting needs more rights than this test run has")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_leaves_nothing_and_what_was_there(small_disk: Path) -> None:
    old = make_backup(small_disk / "old.age", contents(), [KIT.recipient])
    big = contents(journal=os.urandom(80_000))
    for target in (small_disk / "new.age", old.path):
        with pytest.raises(BackupNotMade):
            make_backup(target, big, [KIT.recipient], overwrite=True)
    assert names(small_disk) == ["old.age"]
    assert open_backup(old.path, KIT) == contents()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for target in (
        tmp_path / "file" / "b.age",
        tmp_path / "absent" / "b.age",
        tmp_path / ("x" * 300),
        tmp_path / "\0",
    ):
        with pytest.raises(BackupNotMade):
            make_backup(target, contents(), [KIT.recipient])
    assert names(tmp_path) == ["file"]


def test_a_disk_that_gives_back_something_else_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "read_bytes", lambda _: b"something else")
    with pytest.raises(BackupNotMade):
        make_backup(tmp_path / "b.age", contents(), [KIT.recipient])
    assert names(tmp_path) == []


@pytest.mark.parametrize("recipients", [[], ["age1nobody"], [KIT.recipient, KIT.code], [""]])
def test_without_a_valid_recipient_nothing_is_written(tmp_path: Path, recipients: list[str]) -> None:
    with pytest.raises(BadInputError) as caught:
        make_backup(tmp_path / "b.age", contents(), recipients)
    assert KIT.code not in str(caught.value)
    with pytest.raises(BadInputError):
        make_backup(tmp_path / "b.age", contents(), KIT.recipient)
    assert names(tmp_path) == []


@pytest.mark.parametrize("text", ["", " ", "\t\n"])
def test_an_empty_passphrase_is_refused(text: str) -> None:
    with pytest.raises(BadInputError):
        Passphrase(text)


def test_a_passphrase_shows_nowhere_and_is_the_same_from_every_keyboard() -> None:
    assert "river" not in repr(Passphrase("quiet river"))
    assert Passphrase("u\u0308ber") == Passphrase("\u00fcber")


def test_a_passphrase_backup_that_would_not_open_is_never_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agefile, "unlock_with", lambda *_: b"something else")
    monkeypatch.setattr(agefile, "lock_with", lambda *_: b"locked")
    with pytest.raises(BackupNotMade):
        make_backup(tmp_path / "b.age", contents(), Passphrase("quiet river"))

    def refuses(*_: object) -> bytes:
        raise WrongPassphrase

    monkeypatch.setattr(agefile, "unlock_with", refuses)
    with pytest.raises(BackupNotMade):
        make_backup(tmp_path / "b.age", contents(), Passphrase("quiet river"))
    assert names(tmp_path) == []


HEADER = b"age-encryption.org/v1\n-> %s\n" + b"A" * 43 + b"\n--- " + b"A" * 43 + b"\n" + b"x" * 64
SALT = b"A" * 22


@pytest.mark.parametrize(
    ("stanza", "error"),
    [
        (b"scrypt " + SALT + b" 23", TooCostly),
        (b"scrypt " + SALT + b" 63", TooCostly),
        (b"scrypt " + SALT + b" " + b"9" * 5000, TooCostly),
        (b"scrypt " + SALT + b" -1", BackupDamaged),
        (b"scrypt " + SALT + b" one", BackupDamaged),
        (b"scrypt", BackupDamaged),
    ],
)
def test_a_hostile_passphrase_lock_costs_nothing(stanza: bytes, error: type[RecoveryError]) -> None:
    with pytest.raises(error):
        open_bytes(HEADER % stanza, Passphrase("quiet river"))


def test_a_file_for_another_kind_of_key_is_no_kit_s() -> None:
    with pytest.raises(WrongKit):
        open_bytes(HEADER % b"ssh-ed25519 abcd", KIT)
    with pytest.raises(BackupDamaged):
        open_bytes(WHOLE.replace(b"/v1\n", b"/v2\n", 1), KIT)


@pytest.mark.parametrize("data", [b"", b"\0" * 5000, b"PK\3\4zip", b"-----BEGIN PGP MESSAGE-----\n", b"age"])
def test_what_is_no_age_file_is_no_backup(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "b.age"
    file.write_bytes(data)
    for look in (lambda: open_backup(file, KIT), lambda: lock_of(file)):
        with pytest.raises(NotABackup):
            look()


def test_an_age_file_with_something_else_inside_is_no_backup(tmp_path: Path) -> None:
    file = tmp_path / "b.age"
    file.write_bytes(agefile.lock(b"a letter", [KIT.recipient]))
    with pytest.raises(NotABackup):
        open_backup(file, KIT)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")  # opening it would wait for ever
    for source in (
        tmp_path,
        tmp_path / "absent",
        tmp_path / "pipe",
        tmp_path / "nul\0",
        tmp_path / ("x" * 300),
    ):
        for look in (lambda at=source: open_backup(at, KIT), lambda at=source: lock_of(at)):
            with pytest.raises(BackupUnreadable):
                look()


def test_a_file_too_large_for_any_backup_is_not_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "b.age"
    file.write_bytes(WHOLE)
    monkeypatch.setattr(backup.bundle, "MAX_BUNDLE", len(WHOLE) // 2)  # type: ignore[attr-defined] # the module's own bundle
    with pytest.raises(NotABackup):
        open_backup(file, KIT)


@PATIENT
@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_changed_byte_is_always_told(where: int, by: int) -> None:
    changed = bytearray(WHOLE)
    changed[where] ^= by
    with pytest.raises(RecoveryError):
        open_bytes(bytes(changed), KIT)


@PATIENT
@given(st.integers(0, len(WHOLE) - 1), st.binary(max_size=50))
def test_a_cut_or_lengthened_backup_is_always_told(end: int, more: bytes) -> None:
    with pytest.raises(RecoveryError):
        open_bytes(WHOLE[:end], KIT)
    if more:
        with pytest.raises(RecoveryError):
            open_bytes(WHOLE + more, KIT)


@pytest.mark.parametrize(
    "name", ["Dropbox", "OneDrive - Work", "Nextcloud", "com~apple~CloudDocs", "Google Drive"]
)
def test_a_synced_folder_earns_a_notice_and_no_refusal(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name / "deep" / "down"
    folder.mkdir(parents=True)
    made = make_backup(folder / "b.age", contents(), [KIT.recipient])
    assert any("online service" in notice for notice in made.notices)


@pytest.mark.parametrize("name", ["Documents", "dropboxes", "my onedrive notes", "stick"])
def test_an_ordinary_folder_earns_none(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    assert make_backup(folder / "a.age", contents(), [KIT.recipient]).notices == ()
    (folder / ".stfolder").mkdir()
    assert make_backup(folder / "b.age", contents(), [KIT.recipient]).notices


def test_a_list_of_services_that_cannot_be_read_spoils_no_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> tuple[synced.Service, ...]:
        raise DataFileError(Path("cloud_folders.toml"), "it is not UTF-8 text")

    monkeypatch.setattr(synced, "load", broken)
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    assert make_backup(folder / "a.age", contents(), [KIT.recipient]).notices == ()


def test_nothing_of_what_is_inside_can_be_read_in_the_file() -> None:
    assert not any(inside in WHOLE for inside in (BOOK[:20], KEY.encode(), b"ustar", b"manifest"))
