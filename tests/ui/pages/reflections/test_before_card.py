"""The mood before a session: only if somebody likes, and afresh each time."""

from pytestqt.qtbot import QtBot

from guard.session.model import Phase, Session
from guard.ui.pages.reflections.before_card import BeforeCard
from guard.ui.remembering import Remembering
from guard.wellbeing.entries import Mood, When
from tests.ui.pages.reflections.notes_desk import Bench


def made(table: Bench, qtbot: QtBot) -> tuple[BeforeCard, Remembering]:
    remembering = Remembering(table.desk, may_ask=lambda: True)
    card = BeforeCard(table.desk, remembering)
    qtbot.addWidget(card)
    table.held.append(card)
    card.show()
    return card, remembering


def test_nothing_is_noted_before_both_choices_are_made(table: Bench, qtbot: QtBot) -> None:
    card, remembering = made(table, qtbot)
    card.open.click()
    assert card.picker is not None
    card.picker.pleasant.pills()[3].click()
    assert not card.picker.chosen
    card.picker.energy.pills()[1].click()
    assert remembering.before == Mood(when=When.BEFORE, energy=-1, pleasantness=1)
    assert card.picker.word is not None
    card.picker.word.pills()[0].click()
    assert remembering.before.word


def test_another_session_begins_with_nothing_chosen(table: Bench, qtbot: QtBot) -> None:
    card, remembering = made(table, qtbot)
    card.open.click()
    assert card.picker is not None
    card.picker.pleasant.pills()[3].click()
    card.picker.energy.pills()[1].click()
    remembering.follow(Session(Phase.CANCELLED))
    card.hide()
    card.show()
    assert card.open.isVisible()
    assert not card.picker.chosen


def test_it_is_not_offered_when_moods_are_not_noted(table: Bench, qtbot: QtBot) -> None:
    card, _ = made(table, qtbot)
    table.desk.preferences.change(keep_moods=False)
    assert not card.isVisible()
