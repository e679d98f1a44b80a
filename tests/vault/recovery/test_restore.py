import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.vault.missing import OtherRecord
from guard.vault.outcome import KeyringDamaged, KeyringLocked, RecordMissing, VaultError
from guard.vault.recovery import apply, files
from guard.vault.recovery.apply import Restored, Step, Targets, apply_restore, book_here
from guard.vault.recovery.bundle import Contents
from guard.vault.recovery.errors import RestoreStopped
from guard.vault.recovery.restore import Comparison, Fate, Here, Plan, plan_restore
from tests.vault.recovery.support import JOURNAL, KEY, OTHER_KEY, FakeKeyPlace, FakeRecord, contents


def book(**profiles: str) -> bytes:
    return json.dumps(profiles).encode()


def split(data: bytes) -> Mapping[str, bytes]:
    return {key: value.encode() for key, value in json.loads(data).items()}


THEIRS = book(a="Wren", b="Lark", c="Finch")
FULL = contents(THEIRS, journal=JOURNAL)
NOTHING = Here(None, None, has_journal=False)


class Computer:
    """A computer to restore to; `opened` are the journals that were tried with their keys."""

    def __init__(self, folder: Path, here: Here = NOTHING) -> None:
        self.here = here
        self.record = FakeRecord(here.book)
        self.keys = FakeKeyPlace(here.journal_key)
        self.journal = folder / "state" / "journal.db"
        self.bad_journal = False

    def opens(self, file: Path, key: str) -> None:
        if self.bad_journal or file.read_bytes() != JOURNAL or key != KEY:
            raise GuardError("The journal does not open.")

    def restore(self, plan: Plan, merged: bytes | None) -> Restored:
        return apply_restore(plan, merged, Targets(self.record, self.keys, self.journal, self.opens))

    def lying_around(self) -> list[str]:
        return (
            sorted(one.name for one in self.journal.parent.iterdir()) if self.journal.parent.exists() else []
        )


def test_an_empty_computer_gets_everything_in_the_safe_order(tmp_path: Path) -> None:
    computer = Computer(tmp_path)
    plan = plan_restore(FULL, NOTHING, split)
    assert plan.profiles == Comparison(("a", "b", "c"), (), (), ())
    assert (plan.key, plan.journal, plan.is_empty) == (Fate.ADD, Fate.ADD, False)
    done = computer.restore(plan, THEIRS).done
    assert done == (Step.LOOK, Step.COPY_JOURNAL, Step.STORE_KEY, Step.PLACE_JOURNAL, Step.SAVE_BOOK)
    assert (computer.record.data, computer.keys.key) == (THEIRS, KEY)
    assert computer.journal.read_bytes() == JOURNAL
    assert computer.lying_around() == ["journal.db"]


def test_other_profiles_are_compared_and_only_the_owner_s_decision_is_saved(tmp_path: Path) -> None:
    ours = book(b="Lark", c="Jay", d="Swift")
    here = Here(ours, KEY, has_journal=True)
    plan = plan_restore(contents(THEIRS), here, split)
    assert plan.profiles == Comparison(("a",), ("b",), ("c",), ("d",))
    assert (plan.key, plan.journal) == (Fate.SAME, Fate.NOTHING)
    computer = Computer(tmp_path, here)
    assert computer.restore(plan, None).done == (Step.LOOK,)
    assert computer.record.data == ours
    merged = book(a="Wren", b="Lark", c="Jay", d="Swift")
    assert computer.restore(plan, merged).done == (Step.LOOK, Step.SAVE_BOOK)
    assert computer.record.data == merged


def test_restoring_what_is_here_already_has_nothing_to_do(tmp_path: Path) -> None:
    here = Here(THEIRS, KEY, has_journal=True)
    plan = plan_restore(contents(THEIRS), here, split)
    assert plan.is_empty
    assert Computer(tmp_path, here).restore(plan, THEIRS).done == (Step.LOOK,)


@pytest.mark.parametrize(
    ("what", "here", "key", "journal"),
    [
        (FULL, Here(None, OTHER_KEY, has_journal=True), Fate.KEPT, Fate.KEPT),
        (FULL, Here(None, KEY, has_journal=True), Fate.SAME, Fate.KEPT),
        (FULL, Here(None, None, has_journal=True), Fate.ADD, Fate.KEPT),
        (FULL, Here(None, OTHER_KEY, has_journal=False), Fate.ADD, Fate.ADD),
        (FULL, Here(None, KEY, has_journal=False), Fate.SAME, Fate.ADD),
        (contents(THEIRS), Here(None, None, has_journal=True), Fate.ADD, Fate.NOTHING),
        (contents(THEIRS, None), Here(None, OTHER_KEY, has_journal=True), Fate.NOTHING, Fate.NOTHING),
    ],
)
def test_a_journal_and_the_key_it_needs_are_never_replaced(
    tmp_path: Path, what: Contents, here: Here, key: Fate, journal: Fate
) -> None:
    plan = plan_restore(what, here, split)
    assert (plan.key, plan.journal) == (key, journal)
    computer = Computer(tmp_path, here)
    computer.restore(plan, THEIRS)
    assert computer.keys.key == (KEY if key in (Fate.ADD, Fate.SAME) else here.journal_key)
    assert computer.journal.exists() is (journal is Fate.ADD)


def test_a_journal_given_up_is_set_aside_with_the_files_that_belong_to_it(tmp_path: Path) -> None:
    computer = Computer(tmp_path)
    computer.journal.parent.mkdir()
    for ending in ("", "-wal", "-shm"):
        computer.journal.with_name(computer.journal.name + ending).write_bytes(b"old" + ending.encode())
    computer.restore(plan_restore(FULL, NOTHING, split), THEIRS)
    assert computer.journal.read_bytes() == JOURNAL
    assert computer.lying_around() == [
        "journal-earlier-1.db",
        "journal-earlier-1.db-shm",
        "journal-earlier-1.db-wal",
        "journal.db",
    ]


def fail(computer: Computer, at: Step, patch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    match at:
        case Step.LOOK:
            computer.record.data = b'{"z": "Rook"}'
        case Step.COPY_JOURNAL:
            computer.bad_journal = True
        case Step.STORE_KEY:
            computer.keys.locked = True
        case Step.PLACE_JOURNAL:
            patch.setattr(apply.files, "move_to_free", full)  # type: ignore[attr-defined] # the module's own files
        case Step.SAVE_BOOK:
            computer.record.error = KeyringLocked()


@pytest.mark.parametrize("at", list(Step))
def test_a_failed_step_loses_nothing_and_restoring_again_finishes(
    tmp_path: Path, at: Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = book(d="Swift")
    here = Here(ours, None, has_journal=False)
    computer = Computer(tmp_path, here)
    computer.journal.parent.mkdir()
    plan = plan_restore(FULL, here, split)
    merged = book(a="Wren", b="Lark", c="Finch", d="Swift")
    with monkeypatch.context() as patch:
        fail(computer, at, patch)
        held = computer.record.data
        with pytest.raises(RestoreStopped, match="nothing that was here was removed") as caught:
            computer.restore(plan, merged)
    assert (caught.value.at, caught.value.done) == (at, tuple(list(Step)[: list(Step).index(at)]))
    assert computer.record.data == held
    assert computer.keys.key in (None, KEY)
    assert not [name for name in computer.lying_around() if name.endswith(".new")]

    computer.record.data, computer.record.error = ours, None
    computer.keys.locked = computer.bad_journal = False
    has_journal = computer.journal.exists()
    again = plan_restore(FULL, Here(ours, computer.keys.key, has_journal=has_journal), split)
    computer.restore(again, merged)
    assert (computer.record.data, computer.keys.key) == (merged, KEY)
    assert computer.journal.read_bytes() == JOURNAL


def test_a_rival_or_a_keyring_that_forgets_is_told(tmp_path: Path) -> None:
    for step in ("rival", "forgetful book", "forgetful key"):
        computer = Computer(tmp_path / step)
        computer.record.rival = step == "rival"
        computer.record.forgetful = step == "forgetful book"
        computer.keys.forgetful = step == "forgetful key"
        with pytest.raises(RestoreStopped):
            computer.restore(plan_restore(FULL, NOTHING, split), THEIRS)
        assert computer.record.data is None


def test_a_key_that_changed_since_the_plan_stops_everything(tmp_path: Path) -> None:
    computer = Computer(tmp_path)
    plan = plan_restore(FULL, NOTHING, split)
    computer.keys.key = OTHER_KEY
    with pytest.raises(RestoreStopped, match="another Guard"):
        computer.restore(plan, THEIRS)
    assert (computer.keys.key, computer.record.data, computer.lying_around()) == (OTHER_KEY, None, [])


def test_a_book_that_is_none_stops_before_anything_is_touched() -> None:
    def refuse(_: bytes) -> Mapping[str, bytes]:
        raise GuardError("not a book")

    with pytest.raises(GuardError, match="not a book"):
        plan_restore(FULL, NOTHING, refuse)


def test_setting_aside_never_takes_a_name_in_use(tmp_path: Path) -> None:
    file = tmp_path / "journal.db"
    assert files.set_aside(file) is None
    for number in (1, 2, 3):
        file.write_text(str(number))
        assert files.set_aside(file) == tmp_path / f"journal-earlier-{number}.db"
    assert (tmp_path / "journal-earlier-1.db").read_text() == "1"


def test_nothing_secret_shows_in_plans() -> None:
    shown = repr(plan_restore(FULL, Here(THEIRS, KEY, has_journal=False), split))
    assert KEY not in shown
    assert "Wren" not in shown


@pytest.mark.parametrize("lost", [RecordMissing(), KeyringDamaged()])
def test_a_book_that_is_missing_or_damaged_here_is_put_back(tmp_path: Path, lost: VaultError) -> None:
    computer = Computer(tmp_path)
    computer.record.lost = lost
    here = Here(book_here(computer.record), None, has_journal=False)
    computer.restore(plan_restore(FULL, here, split), THEIRS)
    assert computer.record.load() == THEIRS


def test_other_profiles_under_the_same_name_are_put_back_only_by_who_has_seen_them(tmp_path: Path) -> None:
    computer = Computer(tmp_path)
    computer.record.lost = OtherRecord()
    with pytest.raises(OtherRecord):
        book_here(computer.record)
    with pytest.raises(RestoreStopped):
        computer.restore(plan_restore(FULL, NOTHING, split), THEIRS)
    assert computer.keys.key is None
    seen = Here(book(d="Swift"), None, has_journal=False)
    merged = book(a="Wren", b="Lark", c="Finch", d="Swift")
    computer.restore(plan_restore(FULL, seen, split), merged)
    assert computer.record.load() == merged


def test_a_locked_keyring_is_never_taken_for_an_empty_one(tmp_path: Path) -> None:
    computer = Computer(tmp_path)
    computer.record.lost = KeyringLocked()
    with pytest.raises(KeyringLocked):
        book_here(computer.record)
    with pytest.raises(RestoreStopped):
        computer.restore(plan_restore(FULL, NOTHING, split), THEIRS)
    assert (computer.keys.key, computer.lying_around()) == (None, [])
