import json
import logging
import os
from datetime import date
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.vault.recovery.backup import make_backup
from guard.vault.recovery.drill import DrillPassed, drill
from guard.vault.recovery.errors import RecoveryError, RecoveryNoteDamaged, RecoveryNoteNotKept, WrongKit
from guard.vault.recovery.kit import Kit, new_kit
from guard.vault.recovery.mirror import Mirror
from guard.vault.recovery.note import Drilled, RecoveryFile, RecoveryNote
from tests.vault.recovery.support import AT, BOOK, JOURNAL, KEY, LATER, contents

KIT = new_kit()
DAY = date(2026, 11, 22)


def count(book: bytes) -> int:
    return len(json.loads(book)["profiles"])


def run(source: Path, kit: Kit, note: RecoveryFile) -> DrillPassed:
    return drill(source, kit, count=count, note=note, now=lambda: LATER)


@pytest.fixture
def note(tmp_path: Path) -> RecoveryFile:
    made = RecoveryFile(tmp_path / "state" / "recovery.json")
    assert made.load() is None
    made.use(KIT.recipient, DAY)
    return made


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    made = Mirror(tmp_path / "state" / "recovery.age", KIT.recipient, now=lambda: AT)
    made.refresh(BOOK, KEY)
    return made.path


def test_a_drill_with_the_mirror_tells_what_it_opened_and_notes_the_date(
    note: RecoveryFile, mirror: Path
) -> None:
    passed = run(mirror, KIT, note)
    assert passed == DrillPassed(LATER, AT, 1, 1, mirror.stat().st_size, True, False, True)  # noqa: FBT003 - the fields in order
    assert note.load() == RecoveryNote(KIT.recipient, DAY, Drilled(LATER, 1, AT))


def test_a_drill_with_a_backup_tells_its_journal(note: RecoveryFile, tmp_path: Path) -> None:
    made = make_backup(tmp_path / "b.age", contents(journal=JOURNAL), [KIT.recipient])
    passed = run(made.path, KIT, note)
    assert (passed.has_journal, passed.generation, passed.noted) == (True, 7, True)


def test_a_drill_that_fails_notes_nothing(note: RecoveryFile, mirror: Path) -> None:
    def unreadable(_: bytes) -> int:
        raise GuardError("not a book")

    with pytest.raises(WrongKit):
        run(mirror, new_kit(), note)
    with pytest.raises(GuardError, match="not a book"):
        drill(mirror, KIT, count=unreadable, note=note, now=lambda: LATER)
    mirror.write_bytes(mirror.read_bytes()[:-1])
    with pytest.raises(RecoveryError):
        run(mirror, KIT, note)
    assert note.load() == RecoveryNote(KIT.recipient, DAY)


def test_a_drill_with_another_kit_than_the_one_in_use_is_not_its_drill(
    note: RecoveryFile, tmp_path: Path
) -> None:
    other = new_kit()
    made = make_backup(tmp_path / "b.age", contents(), [other.recipient])
    assert not run(made.path, other, note).noted
    assert note.load() == RecoveryNote(KIT.recipient, DAY)


def test_a_drill_passes_without_a_note_and_tells_a_damaged_one(mirror: Path, tmp_path: Path) -> None:
    assert not run(mirror, KIT, RecoveryFile(tmp_path / "absent.json")).noted
    broken = tmp_path / "broken.json"
    broken.write_bytes(b"{")
    passed = run(mirror, KIT, RecoveryFile(broken))
    assert (passed.profiles, passed.noted, passed.notice) == (1, False, RecoveryNoteDamaged().sentence)


def test_the_same_kit_keeps_its_drill_and_a_new_one_begins_without(note: RecoveryFile, mirror: Path) -> None:
    run(mirror, KIT, note)
    assert note.use(KIT.recipient, date(2027, 1, 1)).drill is not None
    fresh = note.use(new_kit().recipient, date(2027, 1, 1))
    assert note.load() == fresh
    assert fresh.drill is None


GOOD = b'{"version":1,"kit":{"recipient":"%s","made":"2026-11-22","drill":null}}'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"[" * 90_000,
        GOOD % b"age1short",
        GOOD % KIT.code.encode(),
        (GOOD % KIT.recipient.encode()).replace(b":1,", b":2,"),
        (GOOD % KIT.recipient.encode()).replace(b"-22", b"-32"),
        GOOD % KIT.recipient.encode() + b"x",
    ],
)
def test_a_damaged_note_is_told_and_giving_the_kit_mends_it(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "recovery.json"
    file.write_bytes(data)
    note = RecoveryFile(file)
    with pytest.raises(RecoveryNoteDamaged):
        note.load()
    note.use(KIT.recipient, DAY)
    assert note.load() == RecoveryNote(KIT.recipient, DAY)


def test_a_note_that_cannot_be_read_or_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RecoveryNoteDamaged):
        RecoveryFile(tmp_path).load()
    with pytest.raises(RecoveryNoteNotKept):
        RecoveryFile(tmp_path / "file" / "recovery.json").use(KIT.recipient, DAY)


def test_the_kit_s_code_is_never_on_disk_nor_in_what_is_logged(
    home: Path, note: RecoveryFile, mirror: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    run(mirror, KIT, note)
    with pytest.raises(WrongKit) as caught:
        run(make_backup(tmp_path / "b.age", contents(), [new_kit().recipient]).path, KIT, note)
    secret = KIT.code[16:]
    chain = repr(caught.value) + repr(caught.value.__cause__) + caught.value.cause
    assert secret not in chain + caplog.text
    files = [one for top in (home, tmp_path) for one in top.rglob("*") if one.is_file()]
    assert len(files) >= 4
    assert not any(secret.encode() in one.read_bytes() for one in files)
    assert secret not in "".join(os.environ.values())
