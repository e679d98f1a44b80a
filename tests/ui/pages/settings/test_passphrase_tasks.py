"""A passphrase file is begun and changed: strong, typed twice, and nothing lost to a failure."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from guard.errors import GuardError
from guard.ui.pages.settings.file_tasks import ChangeTask
from guard.vault.outcome import WrongPassphrase
from tests.ui.pages.secret_stand_ins import GOOD
from tests.ui.pages.settings.conftest import Place
from tests.ui.pages.settings.tasks import choose, file_task

OLD = "the old one"


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
