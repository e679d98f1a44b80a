"""The Help page: what happened, the guides, and leaving."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from guard.errors import DataFileError
from guard.knowledge import guides
from guard.knowledge.services import Services
from guard.session import aftercare
from guard.session.model import EndReason
from guard.ui.pages.help.book import HelpBook, read_book
from guard.ui.pages.help.guide_view import GuideView
from guard.ui.pages.help.page import HelpPage
from guard.ui.pages.help.place_picker import PlacePicker
from guard.ui.pages.help.view import View
from guard.ui.pages.session.aftercare import AftercareStep
from tests.ui.pages.conftest import Dress
from tests.ui.pages.help_stand_ins import BOOK, PLACES, World
from tests.ui.pages.looking import button, buttons, nameless, texts, too_wide

Open = Callable[..., HelpPage]


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def opened(qtbot: QtBot, world: World) -> Open:
    def show(book: HelpBook = BOOK, territory: str = "", size: tuple[int, int] = (900, 700)) -> HelpPage:
        page = HelpPage(world.desk(book, territory))
        qtbot.addWidget(page)
        page.resize(*size)
        page.show()
        qtbot.waitExposed(page)
        page.activateWindow()
        return page

    return show


def spoken(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text() if isinstance(widget, QPushButton) else "")


def view(page: HelpPage) -> View:
    assert page.view is not None
    return page.view


def picker(page: HelpPage) -> PlacePicker:
    QApplication.processEvents()
    return next(each for each in page.findChildren(PlacePicker) if each.isVisibleTo(page))


def test_it_begins_with_what_happened_and_asks_for_nothing(opened: Open) -> None:
    page = opened()
    seen = texts(page)
    assert seen.index("What happened?") < seen.index("Which place is it about?")
    assert "Someone threatens to share images of me" in seen
    assert "emergency number" in seen
    assert "Information, not advice." in seen
    assert picker(page).combo.currentText() == ""


def test_a_guide_begins_with_right_now_and_is_numbered_through(opened: Open) -> None:
    page = opened()
    button(page, "Someone threatens to share images of me").click()
    seen = texts(page)
    places = [
        seen.index(words)
        for words in ("You did nothing wrong.", "Right now", "1.", "2.", "Then", "3.", "Later", "4.")
    ]
    assert places == sorted(places)
    assert seen.index("4.") < seen.index("What tends to make it worse") < seen.index("Paying.")
    assert "Last checked on" in seen
    assert "Information, not advice." in seen


def test_a_guide_offers_what_fits_the_chosen_place_first(opened: Open) -> None:
    page = opened()
    page.open_guide("threat")
    assert "World Desk" in texts(page)
    assert "Harbour Line" not in texts(page)
    picker(page).combo.setEditText("canada")
    seen = texts(page)
    assert seen.index("Harbour Line") < seen.index("World Desk")
    picker(page).combo.setEditText("Ireland")
    assert "Harbour Line" not in texts(page)
    assert "Old Line" not in texts(page)


def test_a_guide_nobody_serves_says_so(opened: Open) -> None:
    page = opened()
    page.open_guide("recorded")
    assert "Guard knows no service for this." in texts(page)


def test_back_returns_to_the_choice_one_came_from(opened: Open, qtbot: QtBot) -> None:
    page = opened()
    page.open_guide("recorded")
    qtbot.waitUntil(view(page).back.hasFocus)
    QTest.keyClick(view(page).back, Qt.Key.Key_Space)
    assert page.view is None
    qtbot.waitUntil(page.home.choices["recorded"].hasFocus)


def test_escape_leaves_from_anywhere_and_closes_what_was_read(opened: Open, qtbot: QtBot) -> None:
    page = opened()
    left: list[bool] = []
    page.left.connect(lambda: left.append(True))
    for find in (lambda: view(page).back, lambda: picker(page).combo, lambda: page.go):
        page.open_guide("threat")
        stop: QWidget = find()
        stop.setFocus()
        qtbot.waitUntil(stop.hasFocus)
        QTest.keyClick(stop, Qt.Key.Key_Escape)
        assert page.view is None
    page.go.click()
    assert len(left) == 4
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not page.findChildren(GuideView))


def test_from_a_guide_to_all_services_and_back_leaves_one_view(opened: Open, qtbot: QtBot) -> None:
    page = opened()
    page.open_guide("threat")
    button(page, "All services for this place").click()
    assert "Who can help" in texts(page)
    qtbot.waitUntil(lambda: not page.findChildren(GuideView))
    button(page, "Back to Help").click()
    assert page.view is None


def test_a_guide_that_is_not_there_opens_nothing(opened: Open) -> None:
    page = opened()
    page.open_guide("no-such-guide")
    assert page.view is None


def test_the_language_settings_only_suggest(opened: Open) -> None:
    page = opened(territory="CA")
    assert page._desk.whereabouts.place == ""
    button(page, "Use Canada").click()
    assert page._desk.whereabouts.place == "CA"
    assert picker(page).combo.currentText() == "Canada"
    assert "Use Canada" not in buttons(page)


@pytest.mark.parametrize("territory", ["", "ZZ", "001"])
def test_without_a_known_territory_nothing_is_suggested(opened: Open, territory: str) -> None:
    page = opened(territory=territory)
    assert not [words for words in buttons(page) if words.startswith("Use ")]


def test_the_place_is_shared_by_every_part_and_can_be_taken_back(opened: Open) -> None:
    page = opened()
    picker(page).combo.setEditText("  CANADA ")
    page.open_law()
    assert picker(page).combo.currentText() == "Canada"
    button(page, "Use Quebec").click()
    assert page._desk.whereabouts.place == "CA-QC"
    button(page, "Back to Help").click()
    assert picker(page).combo.currentText() == "Quebec"
    picker(page).combo.clearEditText()
    assert page._desk.whereabouts.place == ""


def test_half_a_name_is_no_place_and_stays_as_typed(opened: Open) -> None:
    page = opened()
    picker(page).combo.setEditText("Canada")
    picker(page).combo.setEditText("Cana")
    assert page._desk.whereabouts.place == ""
    assert picker(page).combo.currentText() == "Cana"
    assert "not in the list" in texts(page)


def test_a_list_of_places_goes_away_with_the_page(opened: Open, qtbot: QtBot) -> None:
    page = opened()
    combo = picker(page).combo
    field, finder = combo.lineEdit(), combo.completer()
    assert field is not None
    assert finder is not None
    found = finder.popup()
    assert found is not None
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "ire")
    qtbot.waitUntil(found.isVisible)
    page.hide()
    assert not found.isVisible()
    assert combo.currentText() == ""


def test_what_could_not_be_read_is_said_and_the_rest_is_there(
    opened: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken() -> tuple[guides.Guide, ...]:
        raise DataFileError(tmp_path / "guides.toml", "it cannot be opened")

    monkeypatch.setattr(guides, "load", broken)
    book = read_book()
    assert book.guides == ()
    assert book.services.known
    page = opened(book)
    assert "it cannot be opened" in texts(page)
    assert "What happened?" not in texts(page)
    assert "Who can help" in texts(page)


def test_all_that_guard_ships_can_be_read_and_every_guide_opens(opened: Open) -> None:
    book = read_book()
    assert book.troubles == ()
    page = opened(book)
    for guide in book.guides:
        page.home.choices[guide.id].click()
        assert guide.step[0].text in texts(page)
        assert nameless(page) == []


def test_the_monitoring_guide_begins_with_another_device() -> None:
    guide = next(each for each in read_book().guides if "monitoring" in each.id)
    assert "another device" in f"{guide.opening} {guide.step[0].text}".casefold() or (
        "other device" in f"{guide.opening} {guide.step[0].text}".casefold()
    )


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("dark", [False, True])
def test_every_part_fits_a_small_window_and_is_named(
    opened: Open, dress: Dress, scale: float, *, dark: bool
) -> None:
    dress(dark=dark, scale=scale)
    book = read_book()
    page = opened(book, "US", (532, 400))
    page._desk.whereabouts.choose("US")
    parts: list[Callable[[], object]] = [
        page.leave,
        lambda: page.open_guide(book.guides[0].id),
        page.open_services,
        page.open_law,
    ]
    for part in parts:
        part()
        assert too_wide(page) == []
        assert nameless(page) == []


def test_the_keyboard_goes_through_a_guide_in_reading_order(opened: Open, qtbot: QtBot) -> None:
    page = opened(replace(BOOK, services=Services((), PLACES)), "IE")
    page.open_guide("threat")
    qtbot.waitUntil(view(page).back.hasFocus)
    order = []
    for _ in range(7):
        focus = QApplication.focusWidget()
        assert focus is not None
        order.append(spoken(focus))
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert order == [
        "Back to Help",
        "Place",
        "Use Ireland",
        "All services for this place",
        "Copy the address of A page about it",
        "Open the page of A page about it in the browser",
        "Leave (Esc)",
    ]


@pytest.mark.parametrize(("reason", "offered"), [(EndReason.STOPPED, True), (EndReason.FINISHED, False)])
def test_after_a_hard_end_help_is_one_quiet_link_away(
    qtbot: QtBot, reason: EndReason, *, offered: bool
) -> None:
    step = AftercareStep(aftercare.load())
    qtbot.addWidget(step)
    wanted: list[bool] = []
    step.help_wanted.connect(lambda: wanted.append(True))
    step.show_ending(reason)
    step.show()
    assert ("Help and people to talk to" in buttons(step)) is offered
    if offered:
        button(step, "Help and people to talk to").click()
        assert wanted == [True]
