"""A backup is written and brought back; nothing is replaced unasked."""

from datetime import date
from pathlib import Path

import pytest

from guard.ui.secrets import KitState, Lock
from tests.ui.pages.looking import texts
from tests.ui.pages.secret_stand_ins import GOOD, LINE
from tests.ui.pages.settings.conftest import Place
from tests.ui.pages.settings.tasks import backup_task, choose, restore_task


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
