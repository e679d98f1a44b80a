"""A recovery kit is made and tried; leaving either leaves no trace."""

import stat
from datetime import date
from pathlib import Path

import pytest

from guard.ui.secrets import KitState
from guard.vault.recovery.errors import WrongKit
from tests.ui.pages.looking import texts
from tests.ui.pages.secret_stand_ins import LINE, SHEET
from tests.ui.pages.settings.conftest import Place
from tests.ui.pages.settings.tasks import (
    drill_task,
    kit_task,
)


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
