"""What takes a few steps: each can be left without a trace, and none loses what was typed to a failure."""

import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from guard.errors import GuardError
from guard.ui.pages.settings.backup_task import BackupTask
from guard.ui.pages.settings.drill_task import DrillTask
from guard.ui.pages.settings.erase_task import EraseTask
from guard.ui.pages.settings.file_tasks import ChangeTask, NewFileTask
from guard.ui.pages.settings.kit_task import KitTask
from guard.ui.pages.settings.passphrase import NewPassphrase
from guard.ui.pages.settings.restore_task import RestoreTask
from guard.ui.secrets import KitState, Lock
from guard.vault.outcome import WrongPassphrase
from guard.vault.recovery.errors import WrongKit
from tests.ui.pages.conftest import Dress
from tests.ui.pages.looking import nameless, texts, too_wide
from tests.ui.pages.secret_stand_ins import GOOD, LINE, SHEET
from tests.ui.pages.settings.conftest import Place

OLD = "the old one"


def choose(new: NewPassphrase, words: str, again: str | None = None) -> None:
    new.first.field.setText(words)
    new._pause.timeout.emit()
    new.again.field.setText(words if again is None else again)


def file_task(place: Place) -> NewFileTask:
    place.page.begin_file()
    assert isinstance(place.page.task, NewFileTask)
    return place.page.task


@pytest.mark.parametrize(
    ("words", "again", "ready"),
    [
        (GOOD, GOOD, True),
        (GOOD, GOOD[:-1], False),
        (GOOD, "another", False),
        ("weak", "weak", False),
        ("", "", False),
    ],
)
def test_a_passphrase_has_to_be_strong_and_typed_twice(
    place: Place, words: str, again: str, *, ready: bool
) -> None:
    task = file_task(place)
    choose(task.new, words, again)
    assert task.go.isEnabled() is ready


def test_what_is_typed_stays_hidden_until_it_is_shown(place: Place) -> None:
    task = file_task(place)
    field = task.new.first.field
    assert field.echoMode() is field.EchoMode.Password
    task.new.first.eye.click()
    assert field.echoMode() is field.EchoMode.Normal
    assert task.new.first.eye.accessibleName() == "Hide what is typed"


def test_a_suggestion_is_shown_and_has_to_be_typed_once(place: Place) -> None:
    task = file_task(place)
    task.new.offer.click()
    task.new._pause.timeout.emit()
    assert task.new.value == GOOD
    assert not task.go.isEnabled()
    task.new.again.field.setText(GOOD)
    assert task.go.isEnabled()


def test_a_rating_that_comes_late_never_counts_for_other_words(place: Place) -> None:
    task = file_task(place)
    choose(task.new, GOOD)
    task.new.first.field.setText("weak")
    assert not task.new.ready


def test_a_file_is_begun_and_the_pseudonyms_are_asked_for(place: Place) -> None:
    task = file_task(place)
    choose(task.new, GOOD)
    task.go.click()
    assert task.busy
    place.worker.finish()
    assert place.secrets.passphrase == GOOD
    assert place.asked == ["reload"]
    assert place.page.task is None
    assert place.told == ["The passphrase file is ready."]


def test_a_failure_is_said_and_what_was_typed_stays(place: Place) -> None:
    task = file_task(place)
    choose(task.new, GOOD)
    place.secrets.fail = GuardError("There is no space left.")
    task.go.click()
    place.worker.finish()
    assert task.says.text() == "There is no space left."
    assert task.new.value == GOOD
    assert task.go.isEnabled()


def test_leaving_forgets_what_was_typed_and_hears_no_late_answer(place: Place) -> None:
    task = file_task(place)
    choose(task.new, GOOD)
    task.go.click()
    QTest.keyClick(task.new.first.field, Qt.Key.Key_Escape)
    assert place.page.task is None
    assert task.new.value == ""
    place.worker.finish()
    assert place.told == []


def test_changing_the_passphrase(place: Place) -> None:
    place.secrets.passphrase = OLD
    place.look()
    place.page.home.change.click()
    task = place.page.task
    assert isinstance(task, ChangeTask)
    choose(task.new, GOOD)
    assert not task.go.isEnabled()
    task.old.field.setText("wrong")
    task.go.click()
    place.worker.finish()
    assert task.says.text() == WrongPassphrase.SAYS
    task.old.field.setText(OLD)
    task.go.click()
    place.worker.finish()
    assert place.secrets.passphrase == GOOD


def kit_task(place: Place) -> KitTask:
    place.look()
    place.page.kit.make.click()
    task = place.page.task
    assert isinstance(task, KitTask)
    place.worker.finish()
    return task


def test_a_kit_counts_only_after_its_owner_has_put_it_away(place: Place) -> None:
    task = kit_task(place)
    assert not task.go.isEnabled()
    task.ending.setText("wrong")
    assert not task.go.isEnabled()
    task.ending.setText(f" {SHEET.groups[-2].lower()}  {SHEET.groups[-1].lower()}")
    assert task.go.isEnabled()
    task.ending.clear()
    task.put_away.click()
    task.go.click()
    place.worker.finish()
    assert "use kit" in place.secrets.calls
    assert place.page.task is None


def test_leaving_a_kit_leaves_the_one_before_in_use_and_nothing_on_screen(place: Place) -> None:
    task = kit_task(place)
    task.leave()
    assert "use kit" not in place.secrets.calls
    assert task.view.code.text() == ""


@pytest.mark.parametrize("made", [None, date(2026, 11, 1)])
def test_a_kit_that_takes_the_place_of_another_says_so(place: Place, made: date | None) -> None:
    place.secrets.kit_state = KitState(made)
    task = kit_task(place)
    assert ("takes the place" in texts(task)) is (made is not None)


@pytest.mark.parametrize(("name", "begins"), [("kit.txt", b"# Recovery kit"), ("kit.pdf", b"%PDF-")])
def test_a_kit_is_saved_for_its_owner_alone(place: Place, tmp_path: Path, name: str, begins: bytes) -> None:
    task = kit_task(place)
    target = tmp_path / name
    task.target.field.setText(str(target))
    task.save.click()
    place.worker.finish()
    assert target.read_bytes().startswith(begins)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_file_that_is_there_is_replaced_only_when_that_was_wanted(place: Place, tmp_path: Path) -> None:
    task = kit_task(place)
    target = tmp_path / "kit.txt"
    target.write_text("mine")
    task.target.field.setText(str(target))
    task.save.click()
    place.worker.finish()
    assert target.read_text() == "mine"
    assert task.save.text() == "Replace it"
    task.target.field.setText(str(tmp_path / "kit2.txt"))
    assert task.save.text() == "Save"
    task.target.field.setText(str(target))
    task.save.click()
    place.worker.finish()
    task.save.click()
    place.worker.finish()
    assert LINE in target.read_text()


def test_a_kit_that_cannot_be_written_is_told(place: Place, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    task = kit_task(place)
    task.target.field.setText(str(tmp_path / "file" / "kit.txt"))
    task.save.click()
    place.worker.finish()
    assert "could not be written" in task.says.text()


def test_a_kit_is_copied_through_the_clipboards_care(place: Place) -> None:
    kit_task(place).copy.click()
    assert place.copied == [LINE]


def drill_task(place: Place) -> DrillTask:
    place.secrets.kit_state = KitState(date(2026, 11, 1))
    place.look()
    place.page.kit.drill.click()
    assert isinstance(place.page.task, DrillTask)
    return place.page.task


def test_a_drill_with_the_kit_tells_what_was_opened_and_forgets_the_code(place: Place) -> None:
    task = drill_task(place)
    task.code.setPlainText(LINE)
    task.go.click()
    place.worker.finish()
    assert "2 profiles and the journal's key" in texts(task)
    assert task.code.toPlainText() == ""


def test_a_drill_with_a_file(place: Place, tmp_path: Path) -> None:
    task = drill_task(place)
    (tmp_path / "kit.txt").write_text(LINE)
    task.file.field.setText(str(tmp_path / "kit.txt"))
    task.go.click()
    place.worker.finish()
    assert task.result.isVisibleTo(task)


def test_another_kit_is_told(place: Place) -> None:
    task = drill_task(place)
    task.code.setPlainText("AGE-SECRET-KEY-1ANOTHER")
    task.go.click()
    place.worker.finish()
    assert task.says.text() == WrongKit.SAYS
    assert not task.result.isVisibleTo(task)


def backup_task(place: Place, state: KitState) -> BackupTask:
    place.secrets.kit_state = state
    place.look()
    place.page.kit.backup.click()
    assert isinstance(place.page.task, BackupTask)
    return place.page.task


def test_a_backup_for_the_kit(place: Place, tmp_path: Path) -> None:
    task = backup_task(place, KitState(date(2026, 11, 1)))
    assert not task.go.isEnabled()
    task.target.field.setText(str(tmp_path / "a.age"))
    task.go.click()
    place.worker.finish()
    assert "back up with kit" in place.secrets.calls
    assert any("a.age" in line for line in place.told)


def test_without_a_kit_a_backup_needs_a_passphrase(place: Place, tmp_path: Path) -> None:
    task = backup_task(place, KitState())
    task.target.field.setText(str(tmp_path / "a.age"))
    assert not task.go.isEnabled()
    choose(task.new, GOOD)
    task.go.click()
    place.worker.finish()
    assert f"back up with {GOOD}" in place.secrets.calls


def test_a_backup_replaces_a_file_only_when_that_was_wanted(place: Place, tmp_path: Path) -> None:
    target = tmp_path / "a.age"
    target.write_text("mine")
    task = backup_task(place, KitState(date(2026, 11, 1)))
    task.target.field.setText(str(target))
    task.go.click()
    place.worker.finish()
    assert target.read_text() == "mine"
    task.go.click()
    place.worker.finish()
    assert "back up with kit over" in place.secrets.calls


def restore_task(place: Place) -> RestoreTask:
    place.page.kit.restore.click()
    assert isinstance(place.page.task, RestoreTask)
    return place.page.task


@pytest.mark.parametrize("lock", [Lock.KIT, Lock.PASSPHRASE])
def test_a_restore_shows_its_plan_first(place: Place, lock: Lock) -> None:
    place.secrets.lock_kind = lock
    task = restore_task(place)
    task.file.field.setText("/media/stick/mine.age")
    task.go.click()
    place.worker.finish()
    if lock is Lock.KIT:
        task.code.setPlainText(LINE)
    else:
        task.secret.field.setText(GOOD)
    task.go.click()
    place.worker.finish()
    assert "Adds Juniper, Wren." in texts(task)
    assert "Stays as it is: Amber." in texts(task)
    assert "restore" not in place.secrets.calls
    task.go.click()
    place.worker.finish()
    assert "restore" in place.secrets.calls
    assert place.asked == ["reload"]
    assert any("Juniper, Wren" in line for line in place.told)


def test_another_file_begins_the_restore_afresh(place: Place) -> None:
    task = restore_task(place)
    task.file.field.setText("/a.age")
    task.go.click()
    place.worker.finish()
    task.code.setPlainText(LINE)
    task.go.click()
    place.worker.finish()
    task.file.field.setText("/b.age")
    assert task.go.text() == "Go on"
    assert task.code.toPlainText() == ""


def test_the_encrypted_copy_here_can_be_chosen(place: Place) -> None:
    task = restore_task(place)
    task.mirror.click()
    place.worker.finish()
    assert "no encrypted copy" in task.says.text()
    place.secrets.kit_state = KitState(date(2026, 11, 1))
    task.mirror.click()
    place.worker.finish()
    assert task.file.field.text() == "/data/mirror.age"


def erase_task(place: Place) -> EraseTask:
    place.page.erase.click()
    assert isinstance(place.page.task, EraseTask)
    return place.page.task


@pytest.mark.parametrize(
    ("typed", "enough"), [("", False), ("ERAS", False), ("erase", True), (" ERASE ", True)]
)
def test_erasing_needs_the_word(place: Place, typed: str, *, enough: bool) -> None:
    task = erase_task(place)
    assert "Accounts elsewhere." in texts(task)
    task.typed.setText(typed)
    assert task.go.isEnabled() is enough
    QTest.keyClick(task.typed, Qt.Key.Key_Return)
    place.worker.finish()
    assert ("erase" in place.secrets.calls) is enough


def test_erasing_lists_what_is_gone_and_left_and_then_closes(place: Place) -> None:
    place.secrets.left = ("The journal's key: The keyring is locked.",)
    task = erase_task(place)
    task.typed.setText("erase")
    task.go.click()
    place.worker.finish()
    assert "The profiles" in texts(task)
    assert "The keyring is locked." in texts(task)
    kept = place.settings.kept
    place.page._desk.preferences.change(lock_after=60)
    assert place.settings.kept == kept  # nothing is written any more
    task.leave()
    assert place.page.task is task  # there is no way back
    task.close_guard.click()
    assert place.asked == ["cover", "leave"]


def test_erasing_that_is_left_erases_nothing(place: Place) -> None:
    task = erase_task(place)
    task.typed.setText("erase")
    QTest.keyClick(task.typed, Qt.Key.Key_Escape)
    place.worker.finish()
    assert "erase" not in place.secrets.calls


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize(
    "open_task",
    [
        file_task,
        kit_task,
        drill_task,
        restore_task,
        erase_task,
        lambda place: backup_task(place, KitState()),
    ],
)
def test_everything_is_named_and_fits(
    place: Place, dress: Dress, open_task: Callable[[Place], object], scale: float
) -> None:
    dress(scale=scale)
    place.page.resize(480, 400)
    open_task(place)
    assert nameless(place.page) == []
    assert too_wide(place.page) == []
