"""One's own people: kept encrypted, shown in a list, copied on request, and offered after a session."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from guard.ui.pages.help.page import HelpPage
from guard.ui.pages.support.people import People
from guard.ui.pages.support.view import PeopleView
from guard.wellbeing.entries import Person
from tests.ui.pages.conftest import Dress
from tests.ui.pages.evening_desk import SUNDAY, Evening
from tests.ui.pages.help_stand_ins import World
from tests.ui.pages.looking import button, buttons, nameless, texts, too_wide
from tests.ui.pages.stand_ins import Patient

Open = Callable[[], PeopleView]
WREN = Person(name="Wren", reach="ring twice", when="Any evening")


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[Evening]:
    made = Evening(tmp_path)
    yield made
    made.notes.close()


@pytest.fixture
def opened(qtbot: QtBot, evening: Evening) -> Iterator[Open]:
    views = []

    def show() -> PeopleView:
        view = PeopleView(People(evening.desk), evening.copied.append)
        views.append(view)
        qtbot.addWidget(view)
        view.resize(900, 700)
        view.show()
        qtbot.waitExposed(view)
        view.activateWindow()
        return view

    yield show
    views.clear()


def write(view: PeopleView, name: str, reach: str = "", when: str = "") -> None:
    form = view.form
    form.name.setText(name)
    form.reach.setText(reach)
    form.when.setText(when)
    form.save.click()


def test_an_empty_page_says_what_it_is_for_and_makes_no_journal(opened: Open, evening: Evening) -> None:
    view = opened()
    assert "Nobody is here yet" in texts(view)
    assert buttons(view) == ["Back to Help", "Add somebody"]
    assert not evening.notes.has_notebook()
    assert nameless(view) == []


def test_somebody_is_added_changed_and_removed(opened: Open, evening: Evening, qtbot: QtBot) -> None:
    view = opened()
    button(view, "Add somebody").click()
    qtbot.waitUntil(view.form.name.hasFocus)
    assert not view.form.save.isEnabled()
    write(view, "  Wren ", "ring   twice", "Any evening")
    assert view.form.isHidden()
    assert evening.desk.notebook().find(Person).notes[0].body == WREN
    assert "The one Guard reminds you of after a session." in texts(view)
    button(view, "Edit Wren").click()
    assert view.form.reach.text() == "ring twice"
    view.form.when.setText("Sundays")
    QTest.keyClick(view.form.when, Qt.Key.Key_Return)
    assert "Sundays" in texts(view)
    assert "Any evening" not in texts(view)
    button(view, "Remove Wren").click()
    assert "Wren" in texts(view), "the first press only asks"
    button(view, "Remove Wren for good").click()
    assert "Nobody is here yet" in texts(view)
    assert evening.desk.notebook().find(Person).notes == ()


def test_cancelling_keeps_nothing_and_forgets_what_was_typed(opened: Open, evening: Evening) -> None:
    view = opened()
    button(view, "Add somebody").click()
    view.form.name.setText("Somebody")
    view.form.cancel.click()
    assert "Nobody is here yet" in texts(view)
    button(view, "Add somebody").click()
    assert view.form.name.text() == ""
    assert not evening.notes.has_notebook()


def test_nothing_of_them_is_on_the_disk_in_clear(opened: Open, evening: Evening) -> None:
    view = opened()
    button(view, "Add somebody").click()
    write(view, "Wrenelda", "0170 555 0199")
    evening.notes.close()
    raw = evening.bytes_on_disk()
    assert b"Wrenelda" not in raw
    assert b"555 0199" not in raw


def test_how_to_reach_them_is_copied_by_the_one_who_takes_care_of_it(opened: Open, evening: Evening) -> None:
    for person in (WREN, Person(name="Nobody's number")):
        evening.desk.notebook().keep(person, SUNDAY.date())
    view = opened()
    button(view, "Copy how to reach Wren").click()
    assert evening.copied == ["ring twice"]
    assert buttons(view).count("Copy") == 1


def test_a_journal_that_cannot_be_read_is_said_and_asked_again(opened: Open, evening: Evening) -> None:
    evening.desk.notebook().keep(WREN, SUNDAY.date())
    evening.broken = "Your keyring is locked. What is in it is safe; unlock it and try again."
    view = opened()
    assert evening.broken in texts(view)
    assert "Nobody is here yet" not in texts(view), "nobody can tell"
    evening.broken = ""
    button(view, "Try again").click()
    assert "Wren" in texts(view)


def test_what_could_not_be_kept_stays_in_the_form(opened: Open, evening: Evening) -> None:
    view = opened()
    button(view, "Add somebody").click()
    evening.broken = "The journal cannot be written. What was kept before is still there."
    write(view, "Wren")
    assert evening.broken in texts(view)
    assert view.form.name.text() == "Wren"
    evening.broken = ""
    view.form.save.click()
    assert view.form.isHidden()
    assert "Wren" in texts(view)


def test_a_locked_window_forgets_them_and_drops_late_answers(evening: Evening) -> None:
    evening.desk.notebook().keep(WREN, SUNDAY.date())
    patient = Patient()
    people = People(replace(evening.desk, worker=patient))
    people.load()
    people.forget()
    patient.finish()
    firsts = [people.first]
    people.load()
    patient.finish()
    firsts.append(people.first)
    people.forget()
    firsts.append(people.first)
    assert firsts == [None, WREN, None]


def test_help_leads_to_them_and_back(qtbot: QtBot, evening: Evening) -> None:
    desk = replace(World().desk(), people=People(evening.desk))
    page = HelpPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.home.people.click()
    assert "Nobody is here yet" in texts(page)
    button(page, "Back to Help").click()
    assert page.view is None


def test_help_without_a_journal_does_not_mention_them(qtbot: QtBot) -> None:
    page = HelpPage(World().desk())
    qtbot.addWidget(page)
    page.show()
    page.open_people()
    assert page.view is None
    assert "Your people" not in texts(page)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_it_fits_a_small_window_and_everything_is_named(
    opened: Open, evening: Evening, dress: Dress, scale: float
) -> None:
    dress(dark=True, scale=scale)
    evening.desk.notebook().keep(WREN, SUNDAY.date())
    view = opened()
    view.resize(540, 430)
    for _ in range(2):
        assert too_wide(view) == []
        assert nameless(view) == []
        view.add.click()


def test_the_keyboard_goes_through_the_list_in_reading_order(
    opened: Open, evening: Evening, qtbot: QtBot
) -> None:
    evening.desk.notebook().keep(WREN, SUNDAY.date())
    page = HelpPage(replace(World().desk(), people=People(evening.desk)))
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    page.open_people()
    assert page.view is not None
    qtbot.waitUntil(page.view.back.hasFocus)
    order = []
    for _ in range(6):
        focus = page.window().focusWidget()
        assert isinstance(focus, QWidget)
        order.append(focus.accessibleName() or focus.property("text"))
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert order == [
        "Back to Help", "Copy how to reach Wren", "Edit Wren", "Remove Wren", "Add somebody", "Leave (Esc)",
    ]  # fmt: skip
