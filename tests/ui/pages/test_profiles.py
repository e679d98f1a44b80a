import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from guard.ui.pages.profiles import ProfileCard, ProfilesPage
from guard.ui.pages.pseudonyms import Pseudonyms
from tests.ui.pages.looking import button, buttons, nameless, texts
from tests.ui.pages.stand_ins import MemoryKeeper, Patient

LOCKED = "Your keyring is locked. Nothing is lost; open it and try again."


@pytest.fixture
def page(qtbot: QtBot, desk: Pseudonyms) -> ProfilesPage:
    shown = ProfilesPage(desk)
    qtbot.addWidget(shown)
    shown.resize(800, 700)
    shown.show()
    qtbot.waitExposed(shown)
    shown.activateWindow()
    return shown


def test_asks_the_keyring_when_first_seen_and_says_so(page: ProfilesPage, worker: Patient) -> None:
    assert "Asking your keyring…" in texts(page)
    worker.finish()
    assert "Asking" not in texts(page)
    assert "Juniper" in texts(page)
    assert "they/them" in texts(page)
    assert nameless(page) == []


def test_a_slow_keyring_gets_a_hint_and_a_quick_one_does_not(
    page: ProfilesPage, worker: Patient, desk: Pseudonyms
) -> None:
    assert "behind this one" not in texts(page)
    desk._patience.timeout.emit()
    assert "behind this one" in texts(page)
    worker.finish()
    assert "behind this one" not in texts(page)


def test_a_locked_keyring_can_be_asked_again(page: ProfilesPage, worker: Patient) -> None:
    worker.refuse(LOCKED)
    assert LOCKED in texts(page)
    button(page, "Try again").click()
    worker.finish()
    assert LOCKED not in texts(page)
    assert "Juniper" in texts(page)


def test_a_keyring_that_lost_the_book_offers_to_start_anew(
    page: ProfilesPage, worker: Patient, keyring: MemoryKeeper
) -> None:
    keyring.missing = True
    keyring.kept.clear()
    worker.finish()
    assert "Nobody here yet" not in texts(page)
    button(page, "Start anew here").click()
    worker.finish()
    assert "Nobody here yet" in texts(page)


def test_nobody_yet_says_what_will_be_here(
    page: ProfilesPage, worker: Patient, keyring: MemoryKeeper
) -> None:
    keyring.kept.clear()
    worker.finish()
    assert "Nobody here yet" in texts(page)
    button(page, "Make the first one").click()
    assert page.form.isVisibleTo(page)
    assert nameless(page) == []


def test_a_new_pseudonym_by_keyboard(
    qtbot: QtBot, page: ProfilesPage, worker: Patient, keyring: MemoryKeeper
) -> None:
    worker.finish()
    button(page, "New pseudonym").click()
    assert page.form.name.hasFocus()
    QTest.keyClicks(page.form.name, "Wren")
    QTest.keyClick(page.form.name, Qt.Key.Key_Return)
    assert page.form.name.text() == "Wren"
    worker.finish()
    assert [profile.name for profile in keyring.profiles][-1] == "Wren"
    assert not page.form.isVisibleTo(page)
    assert "Wren" in texts(page)


def test_a_name_is_suggested_only_when_asked_for(page: ProfilesPage, worker: Patient) -> None:
    worker.finish()
    button(page, "New pseudonym").click()
    assert page.form.name.text() == ""
    assert page.form.colour.place() is None
    page.form.suggest.click()
    assert page.form.name.text() == "Quiet Harbour"


def test_what_was_typed_outlives_a_failure(
    qtbot: QtBot, page: ProfilesPage, worker: Patient, keyring: MemoryKeeper
) -> None:
    worker.finish()
    button(page, "New pseudonym").click()
    QTest.keyClicks(page.form.name, "Wren")
    page.form.keep.click()
    worker.refuse(LOCKED)
    assert page.form.name.text() == "Wren"
    button(page, "Try again").click()
    worker.finish()
    assert "Wren" in [profile.name for profile in keyring.profiles]


def test_a_name_that_cannot_be_used_is_told_at_the_field(page: ProfilesPage, worker: Patient) -> None:
    worker.finish()
    button(page, "New pseudonym").click()
    page.form.name.setText("a\u202eb")
    page.form.keep.click()
    worker.finish()
    assert "invisible character" in texts(page.form)
    assert page.form.name.text() == "a\u202eb"
    assert "Try again" not in buttons(page)


def test_removing_asks_in_place_and_keep_is_the_default(
    qtbot: QtBot, page: ProfilesPage, worker: Patient, keyring: MemoryKeeper
) -> None:
    worker.finish()
    button(page, "Remove Juniper").click()
    assert "deleted from your keyring" in texts(page)
    assert button(page, "Keep Juniper").hasFocus()
    QTest.keyClick(button(page, "Keep Juniper"), Qt.Key.Key_Space)
    assert "deleted from your keyring" not in texts(page)
    assert len(keyring.kept) == 2


def test_removing_removes_only_that_one(page: ProfilesPage, worker: Patient, keyring: MemoryKeeper) -> None:
    worker.finish()
    button(page, "Remove Juniper").click()
    button(page, "Delete Juniper for good").click()
    assert len(keyring.kept) == 2
    worker.finish()
    assert [profile.name for profile in keyring.kept] == ["Amber"]
    assert "Juniper" not in texts(page)
    assert [card.accessibleName() for card in page.findChildren(ProfileCard)] == ["Amber"]


def test_nothing_more_is_asked_of_a_busy_keyring(page: ProfilesPage, worker: Patient) -> None:
    worker.finish()
    button(page, "Remove Juniper").click()
    button(page, "Delete Juniper for good").click()
    assert not button(page, "Delete Juniper for good").isEnabled()
    assert len(worker.jobs) == 1


def test_opening_the_page_asks_again_without_a_flicker(
    qtbot: QtBot, page: ProfilesPage, worker: Patient, desk: Pseudonyms, keyring: MemoryKeeper
) -> None:
    worker.finish()
    page.hide()
    page.show()
    assert worker.jobs == []  # it has only just been asked
    page.hide()
    desk._asked = -1000.0
    keyring.add("Wren")
    page.show()
    page.repaint()
    assert len(worker.jobs) == 1
    assert "Asking" not in texts(page)
    worker.finish()
    assert "Wren" in texts(page)


def test_a_keyring_in_trouble_is_not_asked_by_looking(
    page: ProfilesPage, worker: Patient, desk: Pseudonyms
) -> None:
    worker.refuse(LOCKED)
    page.hide()
    page.show()
    assert worker.jobs == []
    assert LOCKED in texts(page)


def test_the_keyboard_comes_back_from_the_form(page: ProfilesPage, worker: Patient) -> None:
    worker.finish()
    button(page, "New pseudonym").click()
    page.form.cancel.setFocus()
    page.form.cancel.click()
    assert button(page, "New pseudonym").hasFocus()
