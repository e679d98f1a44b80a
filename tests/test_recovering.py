"""The worst day, played through: everything kept comes back on another computer, and nothing here is lost."""

import dataclasses
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from guard import places, recovering
from guard.errors import BadInputError, GuardError
from guard.keeping import Keeping
from guard.vault.journal.entry import Entry
from guard.vault.recovery.agefile import Passphrase
from guard.vault.recovery.kit import Kit

TODAY = date(2026, 11, 22)
PASSPHRASE = "velvet harbour quiet lantern 71"  # noqa: S105 - a made-up one
NOTE = Entry(
    id="n1", day=TODAY, at=datetime(2026, 11, 22, 20, tzinfo=UTC), kind="mood", session="", body=b'{"v":1}'
)


def computer(folder: Path) -> Keeping:
    """Return what a computer without a keyring keeps, open and empty."""
    where = dataclasses.replace(
        places.usual(), state=folder / "state", config=folder / "config", data=folder / "data"
    )
    keeping = Keeping(where, passphrase_file=True)
    assert keeping.file is not None
    keeping.file.create(PASSPHRASE)
    return keeping


def with_kit(keeping: Keeping) -> Kit:
    kit = recovering.make_kit()
    recovering.use_kit(keeping, kit, TODAY)
    return kit


@pytest.fixture
def old(tmp_path: Path) -> Keeping:
    keeping = computer(tmp_path / "old")
    keeping.keeper.add("Juniper", pronouns="they")
    return keeping


def test_kit_and_mirror_bring_every_profile_to_a_new_computer(old: Keeping, tmp_path: Path) -> None:
    kit = with_kit(old)
    old.keeper.add("Wren")
    new = computer(tmp_path / "new")
    outcome = recovering.bring_back(new, recovering.plan(new, old.where.mirror, kit))
    assert outcome.added == ("Juniper", "Wren")
    assert [profile.name for profile in new.keeper.load()] == ["Juniper", "Wren"]


def test_a_backup_brings_the_journal_too(old: Keeping, tmp_path: Path) -> None:
    kit = with_kit(old)
    old.journal().add(NOTE)
    made = recovering.back_up(old, tmp_path / "backup.age")
    new = computer(tmp_path / "new")
    outcome = recovering.bring_back(new, recovering.plan(new, made.path, kit))
    assert outcome.journal
    assert new.journal().get("n1") == NOTE
    assert new.journal().notice == ""
    assert not [path for path in new.where.data.iterdir() if ".guard-" in path.name or path.suffix == ".tmp"]


def test_what_is_here_stays(old: Keeping, tmp_path: Path) -> None:
    kit = with_kit(old)
    new = computer(tmp_path / "new")
    new.keeper.add("juniper")
    new.journal().add(NOTE)
    recovering.back_up(old, tmp_path / "backup.age")
    outcome = recovering.bring_back(new, recovering.plan(new, tmp_path / "backup.age", kit))
    assert (outcome.added, outcome.left_out, outcome.journal) == ((), ("Juniper",), False)
    assert [profile.name for profile in new.keeper.load()] == ["juniper"]
    assert new.journal().get("n1") == NOTE


def test_restoring_twice_changes_nothing_more(old: Keeping, tmp_path: Path) -> None:
    kit = with_kit(old)
    new = computer(tmp_path / "new")
    recovering.bring_back(new, recovering.plan(new, old.where.mirror, kit))
    again = recovering.plan(new, old.where.mirror, kit)
    assert again.is_empty
    assert recovering.bring_back(new, again).added == ()


def test_the_ordinary_age_tool_opens_a_backup(old: Keeping, tmp_path: Path) -> None:
    kit = with_kit(old)
    recovering.back_up(old, tmp_path / "backup.age")
    (tmp_path / "kit.txt").write_text(kit.code)
    opened = subprocess.run(
        ["age", "-d", "-i", tmp_path / "kit.txt", tmp_path / "backup.age"], capture_output=True, check=True
    ).stdout
    assert b"Juniper" in opened


def test_a_backup_for_a_passphrase_needs_no_kit(old: Keeping, tmp_path: Path) -> None:
    recovering.back_up(old, tmp_path / "backup.age", PASSPHRASE)
    new = computer(tmp_path / "new")
    wanted = recovering.plan(new, tmp_path / "backup.age", Passphrase(PASSPHRASE))
    assert recovering.bring_back(new, wanted).added == ("Juniper",)
    with pytest.raises(GuardError):
        recovering.plan(new, tmp_path / "backup.age", Passphrase("something else entirely 12"))


def test_without_a_kit_a_backup_says_what_is_missing(old: Keeping, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="no recovery kit yet"):
        recovering.back_up(old, tmp_path / "backup.age")
    assert not (tmp_path / "backup.age").exists()


def test_a_drill_opens_the_mirror_and_notes_the_day(old: Keeping) -> None:
    kit = with_kit(old)
    passed = recovering.hold_drill(old, kit)
    assert (passed.profiles, passed.noted) == (1, True)
    note = old.recovery.load()
    assert note is not None
    assert note.drill is not None
    with pytest.raises(GuardError):
        recovering.hold_drill(old, recovering.make_kit())


def test_a_lost_journal_is_not_taken_for_a_new_one(old: Keeping) -> None:
    old.journal().add(NOTE)
    old.lock_journal()
    old.where.journal.unlink()
    with pytest.raises(GuardError, match="journal"):
        old.journal()
