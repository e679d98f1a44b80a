"""The ordinary `age` tool opens what Guard writes, and Guard opens what it writes."""

import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from guard.vault.recovery import agefile, bundle
from guard.vault.recovery.agefile import Lock, Passphrase
from guard.vault.recovery.backup import lock_of, make_backup, open_backup
from guard.vault.recovery.errors import NeedsKit, NeedsPassphrase, WrongKit, WrongPassphrase
from guard.vault.recovery.kit import new_kit
from guard.vault.recovery.mirror import Mirror
from guard.vault.recovery.sheet import kit_text
from tests.vault.recovery.support import AT, BOOK, JOURNAL, KEY, contents

KIT = new_kit()
WORDS = "quiet river über stone"
SECONDS = 60


def age(*words: str | Path, data: bytes = b"") -> bytes:
    return subprocess.run(
        ["age", *map(str, words)], input=data, capture_output=True, check=True, timeout=SECONDS
    ).stdout


def age_at_a_terminal(typed: Sequence[str], *words: str | Path) -> None:
    command = " ".join(["age", *(f"'{word}'" for word in words)])
    subprocess.run(
        ["script", "-qec", command, "/dev/null"],
        input="".join(f"{line}\n" for line in typed).encode(),
        stdout=subprocess.DEVNULL,
        check=True,
        timeout=SECONDS,
    )


def members(tar: bytes) -> list[str]:
    listed = subprocess.run(["tar", "t"], input=tar, capture_output=True, check=True).stdout
    return listed.decode().split()


def test_age_opens_a_backup_with_the_kit_s_own_text_file(tmp_path: Path) -> None:
    kit_file = tmp_path / "kit.txt"
    kit_file.write_text(kit_text(KIT, date(2026, 11, 22)), encoding="utf-8")
    made = make_backup(tmp_path / "b.age", contents(journal=JOURNAL), [KIT.recipient])
    tar = age("-d", "-i", kit_file, made.path)
    assert members(tar) == ["README.txt", "manifest.json", "book.json", "journal-key.txt", "journal.db"]
    book = subprocess.run(["tar", "xO", "book.json"], input=tar, capture_output=True, check=True).stdout
    assert book == BOOK


def test_age_opens_the_mirror(tmp_path: Path) -> None:
    kit_file = tmp_path / "kit.txt"
    kit_file.write_text(KIT.code)
    mirror = Mirror(tmp_path / "recovery.age", KIT.recipient, now=lambda: AT)
    mirror.refresh(BOOK, KEY)
    assert "book.json" in members(age("-d", "-i", kit_file, mirror.path))


@pytest.mark.parametrize("armor", [(), ("-a",)])
def test_what_age_locks_for_the_kit_opens(tmp_path: Path, armor: tuple[str, ...]) -> None:
    file = tmp_path / "theirs"
    other = new_kit().recipient
    locked = age(*armor, "-r", other, "-r", KIT.recipient, data=bundle.pack(contents(journal=JOURNAL)))
    file.write_bytes(locked)
    assert lock_of(file) is Lock.KIT
    assert open_backup(file, KIT) == contents(journal=JOURNAL)
    with pytest.raises(WrongKit):
        open_backup(file, new_kit())


def test_an_armored_file_survives_mail(tmp_path: Path) -> None:
    file = tmp_path / "mailed.txt"
    locked = age("-a", "-r", KIT.recipient, data=bundle.pack(contents()))
    file.write_bytes(b"\r\n \r\n" + locked.replace(b"\n", b"\r\n") + b"\r\n\r\n")
    assert open_backup(file, KIT) == contents()


def test_what_age_locks_with_a_passphrase_opens(tmp_path: Path) -> None:
    plain, locked = tmp_path / "plain.tar", tmp_path / "theirs.age"
    plain.write_bytes(bundle.pack(contents()))
    age_at_a_terminal([WORDS, WORDS], "-p", "-o", locked, plain)
    assert lock_of(locked) is Lock.PASSPHRASE
    assert open_backup(locked, Passphrase(WORDS)) == contents()
    with pytest.raises(WrongPassphrase) as caught:
        open_backup(locked, Passphrase(WORDS + " "))
    assert type(caught.value) is WrongPassphrase


def test_age_opens_a_passphrase_backup_and_a_kit_is_told_that_it_needs_one(tmp_path: Path) -> None:
    made = make_backup(tmp_path / "b.age", contents(), Passphrase(WORDS))
    out = tmp_path / "out.tar"
    age_at_a_terminal([WORDS], "-d", "-o", out, made.path)
    assert bundle.unpack(out.read_bytes()) == contents()
    with pytest.raises(NeedsPassphrase):
        open_backup(made.path, KIT)


def test_a_passphrase_is_told_that_a_file_needs_the_kit() -> None:
    with pytest.raises(NeedsKit):
        agefile.unlock_with(agefile.lock(b"x", [KIT.recipient]), Passphrase(WORDS))
