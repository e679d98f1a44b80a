"""Everything is erased only on purpose, and what is left is told."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.pages.looking import texts
from tests.ui.pages.settings.conftest import Place
from tests.ui.pages.settings.tasks import erase_task


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
