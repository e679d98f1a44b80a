import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from guard.errors import GuardError
from guard.vault.outcome import KeyringLocked, RecordMissing
from guard.vault.pin import Pin, PinnedRecord
from guard.vault.recovery.backup import open_backup
from guard.vault.recovery.errors import MirrorNotRenewed
from guard.vault.recovery.kit import new_kit
from guard.vault.recovery.mirror import Mirror
from guard.vault.recovery.mirrored import MirroredRecord
from guard.vault.recovery.note import RecoveryFile
from guard.vault.recovery.record import Record
from guard.vault.slots import SlottedRecord
from tests.vault.fakes import MemoryStore
from tests.vault.recovery.support import BOOK, KEY, OTHER_KEY, FakeRecord

KIT = new_kit()


class Desk:
    """A mirrored record whose parts a test can break."""

    def __init__(self, folder: Path, record: Record) -> None:
        self.mirror = Mirror(folder / "recovery.age", KIT.recipient)
        self.has_kit = True
        self.key: str | None = KEY
        self.key_error: GuardError | None = None
        self.asked = 0
        self.record = MirroredRecord(record, lambda: self.mirror if self.has_kit else None, self._key)

    def _key(self) -> str | None:
        self.asked += 1
        if self.key_error:
            raise self.key_error
        return self.key

    def books(self) -> list[bytes]:
        return [open_backup(one, KIT).book for one in self.mirror.copies()]


def test_every_save_reaches_the_mirror(tmp_path: Path) -> None:
    desk = Desk(tmp_path, SlottedRecord(MemoryStore(), "book"))
    assert desk.record.load() is None
    assert desk.books() == []
    for book in (BOOK, b"second"):
        assert desk.record.save(book)
        assert desk.books() == [book]
    assert desk.record.notice == ""


def test_a_save_that_lost_or_failed_leaves_the_mirror_alone(tmp_path: Path) -> None:
    inner = FakeRecord(BOOK)
    desk = Desk(tmp_path, inner)
    desk.record.load()
    inner.rival = True
    assert not desk.record.save(b"mine")
    inner.error = KeyringLocked()
    with pytest.raises(KeyringLocked):
        desk.record.save(b"mine")
    assert desk.books() == [BOOK]


def test_a_mirror_that_fails_is_a_notice_and_is_made_up_for_at_the_next_start(tmp_path: Path) -> None:
    inner = FakeRecord(BOOK)
    desk = Desk(tmp_path, inner)
    desk.record.load()
    desk.key_error = KeyringLocked()
    inner.notice = "The record's own."
    assert desk.record.save(b"second")
    assert desk.record.notice == f"The record's own. {MirrorNotRenewed().sentence}"
    assert desk.books() == [BOOK]
    inner.notice = ""
    again = Desk(tmp_path, inner)
    assert again.record.load() == b"second"
    assert (again.record.notice, again.books()) == ("", [b"second"])


def test_a_folder_that_cannot_be_written_never_fails_the_save(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    desk = Desk(tmp_path / "file" / "folder", FakeRecord())
    assert desk.record.load() is None
    assert desk.record.save(BOOK)
    assert desk.record.notice == MirrorNotRenewed().sentence
    assert desk.record.load() == BOOK


def test_a_load_of_what_is_mirrored_writes_nothing_and_asks_for_the_key_once(tmp_path: Path) -> None:
    Desk(tmp_path, FakeRecord(BOOK)).record.load()
    desk = Desk(tmp_path, FakeRecord(BOOK))
    before = desk.mirror.path.read_bytes()
    for _ in range(3):
        desk.record.load()
    assert desk.mirror.path.read_bytes() == before
    assert desk.asked == 1


def test_without_a_kit_there_is_no_mirror_and_no_notice_until_there_is_one(tmp_path: Path) -> None:
    desk = Desk(tmp_path, FakeRecord(BOOK))
    desk.has_kit = False
    assert desk.record.load() == BOOK
    assert desk.record.save(b"second")
    assert (desk.record.notice, desk.books(), desk.asked) == ("", [], 0)
    desk.has_kit = True
    desk.record.renew(b"second")
    assert desk.books() == [b"second"]


def test_a_damaged_note_about_the_kit_is_told_in_its_own_words(tmp_path: Path) -> None:
    file = tmp_path / "recovery.json"
    file.write_bytes(b"{")
    note = RecoveryFile(file)

    def mirror() -> Mirror | None:
        said = note.load()
        return Mirror(tmp_path / "recovery.age", said.recipient) if said else None

    record = MirroredRecord(FakeRecord(BOOK), mirror, lambda: KEY)
    assert record.load() == BOOK
    assert "note about your recovery kit" in record.notice
    note.use(KIT.recipient, date(2026, 11, 22))
    record.renew(BOOK)
    assert record.notice == ""


def test_starting_anew_sets_the_old_mirror_aside_even_if_the_save_then_fails(tmp_path: Path) -> None:
    Desk(tmp_path, FakeRecord(BOOK)).record.load()
    inner = FakeRecord()
    desk = Desk(tmp_path, inner)
    desk.key = OTHER_KEY
    assert desk.record.load() is None
    assert desk.books() == [BOOK]
    inner.error = KeyringLocked()
    with pytest.raises(KeyringLocked):
        desk.record.save(b"new")
    assert desk.books() == [BOOK]
    inner.error = None
    assert desk.record.save(b"new")
    assert desk.record.save(b"newer")
    assert desk.books() == [b"newer", BOOK]


def test_a_record_that_is_missing_leaves_the_mirror_alone(tmp_path: Path) -> None:
    file = tmp_path / "pin.json"
    store = MemoryStore()
    first = Desk(tmp_path, PinnedRecord(SlottedRecord(store, "book"), Pin(file), store))
    assert first.record.load() is None
    assert first.record.save(BOOK)
    empty = MemoryStore()
    desk = Desk(tmp_path, PinnedRecord(SlottedRecord(empty, "book"), Pin(file), empty))
    with pytest.raises(RecordMissing):
        desk.record.load()
    assert desk.books() == [BOOK]


def test_putting_back_an_older_book_sets_the_newer_mirror_aside(tmp_path: Path) -> None:
    inner = FakeRecord(b"newer")
    desk = Desk(tmp_path, inner)
    desk.record.load()
    desk.record.put_back(BOOK)
    assert (inner.data, desk.books(), desk.record.notice) == (BOOK, [BOOK, b"newer"], "")
    inner.error = KeyringLocked()
    with pytest.raises(KeyringLocked):
        desk.record.put_back(b"newest")
    assert desk.books() == [BOOK, b"newer"]


class AnyOrder(RuleBasedStateMachine):
    """Saves, failures, restarts and losses in any order: the newest book that was mirrored can always be opened."""

    def __init__(self) -> None:
        super().__init__()
        self.holder = tempfile.TemporaryDirectory()
        self.inner = FakeRecord()
        self.count = 0
        self.desk = Desk(Path(self.holder.name), self.inner)
        self.desk.record.load()

    def teardown(self) -> None:
        self.holder.cleanup()

    @rule()
    def save(self) -> None:
        self.count += 1
        assert self.desk.record.save(b"book %d" % self.count)

    @rule()
    def lock_keyring(self) -> None:
        self.desk.key_error = KeyringLocked()

    @rule()
    def restart(self) -> None:
        self.desk = Desk(Path(self.holder.name), self.inner)
        self.desk.record.load()

    @rule()
    def lose_everything_and_start_anew(self) -> None:
        self.inner.data = None
        self.restart()

    @rule()
    def lose_the_note(self) -> None:
        (Path(self.holder.name) / "recovery.note.json").unlink(missing_ok=True)

    @invariant()
    def the_last_book_is_mirrored_or_told_and_no_beginning_is_lost(self) -> None:
        books = self.desk.books()
        if self.inner.data is not None and not self.desk.record.notice:
            assert books[0] == self.inner.data
        assert books or self.inner.data is None or self.desk.record.notice


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
