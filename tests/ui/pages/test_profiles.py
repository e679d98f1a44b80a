"""The list of pseudonyms: as the keyring answers, in order, and by keyboard."""

import hashlib
import statistics
import time
from datetime import date

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from guard.profiles.parts import Handle
from guard.profiles.profile import Profile
from guard.ui.pages.profile_card import ProfileCard
from guard.ui.pages.profile_editor import ProfileEditor
from guard.ui.pages.profiles import ProfilesPage
from guard.ui.pages.pseudonyms import Pseudonyms
from tests.ui.pages.looking import button, buttons, complete, nameless, texts
from tests.ui.pages.stand_ins import AMBER, JUNIPER, MemoryKeeper, Patient

LOCKED = "Your keyring is locked. Nothing is lost; open it and try again."
PLATFORMS = {"signal": "Signal", "discord": "Discord"}


@pytest.fixture
def page(qtbot: QtBot, desk: Pseudonyms) -> ProfilesPage:
    shown = ProfilesPage(desk, PLATFORMS)
    qtbot.addWidget(shown)
    shown.resize(800, 700)
    shown.show()
    qtbot.waitExposed(shown)
    shown.activateWindow()
    return shown


def card(page: ProfilesPage, name: str) -> ProfileCard:
    complete(page)
    return next(each for each in page.list.cards() if each.accessibleName() == name)


def names(page: ProfilesPage) -> list[str]:
    complete(page)
    return [each.accessibleName() for each in page.list.cards() if not each.isHidden()]


def editor(page: ProfilesPage) -> ProfileEditor:
    assert page.editor is not None
    return page.editor


def test_asks_the_keyring_when_first_seen_and_says_so(page: ProfilesPage, worker: Patient) -> None:
    assert "Asking your keyring…" in texts(page)
    worker.finish()
    assert "Asking" not in texts(page)
    assert "Juniper" in texts(page)
    assert "they/them" in texts(page)
    assert nameless(page) == []


def test_a_passphrase_file_is_not_called_a_keyring(page: ProfilesPage, desk: Pseudonyms) -> None:
    desk._keeper.by_file = True  # type: ignore[attr-defined] # as the program's own keeper says it
    desk._patience.timeout.emit()
    assert "Reading your passphrase file…" in texts(page)
    assert "keyring" not in texts(page)
    assert "behind this one" not in texts(page)
    assert "kept in your passphrase file" in texts(page)


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
    assert editor(page).fields.name.hasFocus()
    assert nameless(page) == []


def test_cards_are_in_the_order_of_names_and_retired_ones_behind(
    page: ProfilesPage, worker: Patient, keyring: MemoryKeeper
) -> None:
    keyring.kept.append(
        msgspec.structs.replace(AMBER, id="p3", name="Aspen", retired=date(2026, 11, 8), about="")
    )
    worker.finish()
    assert names(page) == ["Amber", "Juniper", "Aspen"]
    assert "no longer offered for sessions" in texts(page)


def test_without_retired_ones_there_is_no_group_for_them(page: ProfilesPage, worker: Patient) -> None:
    worker.finish()
    assert "Retired" not in texts(page)


def test_a_link_between_two_is_told_in_plain_words_on_both(
    page: ProfilesPage, worker: Patient, keyring: MemoryKeeper
) -> None:
    handle = (Handle(platform="signal", handle="mossowl"),)
    keyring.kept[:] = [msgspec.structs.replace(each, handles=handle) for each in (JUNIPER, AMBER)]
    worker.finish()
    says = "Could be linked with {name}: the same handle"
    assert says.format(name="Amber") in card(page, "Juniper").accessibleDescription()
    assert says.format(name="Juniper") in card(page, "Amber").accessibleDescription()


def test_unlinked_ones_are_not_said_to_be(page: ProfilesPage, worker: Patient) -> None:
    worker.finish()
    assert "linked" not in texts(page)


def test_arrow_keys_go_from_card_to_card_and_tab_goes_past_them(page: ProfilesPage, worker: Patient) -> None:
    worker.finish()
    first, second = card(page, "Amber"), card(page, "Juniper")
    button(page, "New pseudonym").setFocus()
    QTest.keyClick(button(page, "New pseudonym"), Qt.Key.Key_Tab)
    assert first.hasFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Down)
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Tab)
    assert second.copy.hasFocus()
    QTest.keyClick(second.copy, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Return)
    assert editor(page).fields.name.text() == "Juniper"


def test_name_and_handles_can_be_copied_from_a_card(
    page: ProfilesPage, worker: Patient, keyring: MemoryKeeper, qtbot: QtBot
) -> None:
    handles = (
        Handle(platform="signal", handle="juniper.41"),
        Handle(platform="My forum", email="j@example.org"),
    )
    keyring.kept[0] = msgspec.structs.replace(JUNIPER, handles=handles)
    worker.finish()
    shown = card(page, "Juniper")
    assert shown.copies() == [
        ("Name: Juniper", "Juniper"),
        ("Signal: juniper.41", "juniper.41"),
        ("My forum: j@example.org", "j@example.org"),
    ]
    shown.copy.click()
    menu = shown.findChildren(QMenu)[0]
    with qtbot.waitSignal(page.copy_wanted) as wanted:
        menu.actions()[1].trigger()
    menu.close()
    assert wanted.args == ["juniper.41", keyring.kept[0]]


def test_many_can_be_searched_and_few_need_no_search(
    page: ProfilesPage, worker: Patient, desk: Pseudonyms, keyring: MemoryKeeper
) -> None:
    worker.finish()
    assert page.list.search.isHidden()
    keyring.kept += [msgspec.structs.replace(AMBER, id=f"q{n}", name=f"Fern {n}") for n in range(9)]
    desk.load()
    worker.finish()
    page.list.search.setText("fern 3")
    assert names(page) == ["Fern 3"]
    page.list.search.setText("nothing like it")
    assert names(page) == []
    assert "Nobody here has these letters" in texts(page)
    page.list.search.setText("")
    assert len(names(page)) == 11


def test_two_hundred_come_little_by_little(
    qtbot: QtBot,
    page: ProfilesPage,
    worker: Patient,
    keyring: MemoryKeeper,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turns: list[float] = []
    go_on = page.list._go_on

    def timed() -> None:
        began = time.thread_time()
        go_on()
        turns.append(time.thread_time() - began)

    page.list._more.timeout.disconnect()
    page.list._more.timeout.connect(timed)
    keyring.kept[:] = [
        Profile(
            id=f"q{number}",
            name=hashlib.sha256(str(number).encode()).hexdigest()[:12],
            colour="teal",
            created=date(2026, 11, 1),
        )
        for number in range(200)
    ]
    worker.finish()
    assert len(page.list.cards()) < 200
    assert len(names(page)) == 200
    assert statistics.median(turns) < 0.05  # seconds of processor time


def test_a_change_keeps_the_cards_that_it_is_not_about(
    page: ProfilesPage, worker: Patient, desk: Pseudonyms, keyring: MemoryKeeper
) -> None:
    worker.finish()
    before = card(page, "Amber")
    keyring.kept[0] = msgspec.structs.replace(JUNIPER, name="Aaron")
    desk.load()
    worker.finish()
    assert names(page) == ["Aaron", "Amber"]
    assert card(page, "Amber") is before


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


def test_the_keyboard_comes_back_from_the_editor_to_the_card(page: ProfilesPage, worker: Patient) -> None:
    worker.finish()
    card(page, "Juniper").click()
    button(page, "All profiles").click()
    assert card(page, "Juniper").hasFocus()
    assert "New pseudonym" in buttons(page)
