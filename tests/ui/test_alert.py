"""The alert: what it says, when it goes, and that it never takes the focus."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from guard.capture.finding import Confidence, Evidence, Finding, Kind, Level, Strength
from guard.ui.alert import model
from guard.ui.alert.alert import AlertPresenter
from guard.ui.alert.card import AlertCard
from guard.ui.alert.row import AlertRow
from tests.ui.conftest import LEFT, RIGHT, Puppet, remove_monitor, set_monitor


def finding(name: str = "OBS Studio", **changes: Any) -> Finding:
    facts: dict[str, Any] = {
        "id": "f1",
        "kind": Kind.SCREEN,
        "strength": Strength.CAPTURING,
        "name": name,
        "tool": None,
        "pid": 4711,
        "exe": None,
        "since": 1000.0,
        "evidence": (Evidence("x11", "It reads frames of the whole screen."),),
    }
    return Finding(**{**facts, **changes})


def alarm(name: str = "OBS Studio", **changes: Any) -> model.AlertText:
    return model.build([(finding(name, **changes), Level.ALARM)])[0]


def notice(name: str = "AnyDesk", **changes: Any) -> model.AlertText:
    return model.build([(finding(name, strength=Strength.RUNNING, **changes), Level.NOTICE)])[0]


@pytest.fixture
def presenter(dressed: object, qtbot: QtBot) -> Iterator[AlertPresenter]:
    shown = AlertPresenter()
    yield shown
    shown.dismiss()


def card(presenter: AlertPresenter) -> AlertCard:
    (only,) = presenter.cards
    assert isinstance(only, AlertCard)
    return only


def rows(presenter: AlertPresenter) -> list[AlertRow]:
    return [row for row in card(presenter).findChildren(AlertRow) if not row.isHidden()]


def press(presenter: AlertPresenter, words: str) -> None:
    names = {button.text(): button for button in card(presenter).findChildren(QPushButton)}
    QTest.mouseClick(names[words], Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("strength", [Strength.RUNNING, Strength.ABLE, Strength.CAPTURING])
def test_every_kind_has_words_that_name_the_program_once(kind: Kind, strength: Strength) -> None:
    text = model.build([(finding(kind=kind, strength=strength), Level.ALARM)])[0]
    assert text.headline.count("OBS Studio") == 1
    assert text.what
    assert "changed nothing" in text.safe
    assert text.evidence == ("It reads frames of the whole screen.",)


def test_quiet_findings_are_left_out_and_alarms_come_first() -> None:
    found = [
        (finding(id="quiet"), Level.QUIET),
        (finding(id="notice", since=1.0), Level.NOTICE),
        (finding(id="young", since=9.0), Level.ALARM),
        (finding(id="old", since=2.0), Level.ALARM),
    ]
    assert [text.id for text in model.build(found)] == ["young", "old", "notice"]


def test_pictures_are_counted() -> None:
    assert alarm(one_shot=True).headline == "A picture of the screen was taken: OBS Studio"
    assert alarm(one_shot=True, count=3).headline == "3 pictures of the screen were taken: OBS Studio"


def test_braces_in_a_name_are_only_a_name() -> None:
    assert "{evil} {0}" in alarm("{evil} {0}").headline


def test_doubt_is_said() -> None:
    assert any("not sure" in line for line in alarm(confidence=Confidence.LOW).evidence)
    assert not any("not sure" in line for line in alarm().evidence)


def test_an_alarm_that_is_over_stays_until_it_is_closed(presenter: AlertPresenter, qtbot: QtBot) -> None:
    presenter.present([alarm()])
    assert rows(presenter)[0].headline.text() == "Something can see this screen: OBS Studio"
    presenter.present([])
    (row,) = rows(presenter)
    assert row.headline.text() == "OBS Studio has stopped"
    assert re.fullmatch(r"From \S+.* to \S+.*\.", row.since.text())
    assert row._mine.isHidden()
    assert card(presenter).property("tone") == "calm"
    presenter._forget_over.timeout.emit()
    assert rows(presenter) == [row]
    row._seen.click()
    qtbot.waitUntil(lambda: not presenter.cards)


def test_a_notice_that_is_over_goes_by_itself(presenter: AlertPresenter) -> None:
    presenter.present([notice()])
    presenter.present([])
    assert rows(presenter)[0].headline.text() == "AnyDesk has stopped"
    presenter._forget_over.timeout.emit()
    assert presenter.cards == []


def test_a_program_that_comes_and_goes_is_one_line(presenter: AlertPresenter) -> None:
    for number in range(3):
        presenter.present([alarm(id=f"f{number}")])
        presenter.present([])
    (row,) = rows(presenter)
    assert row.since.text().startswith("3 times, last from ")


def test_what_is_over_is_no_alarm(presenter: AlertPresenter) -> None:
    presenter.present([alarm(), notice(id="f2")])
    presenter.present([notice(id="f2")])
    assert [text.level for text in presenter.showing] == [Level.NOTICE, Level.QUIET]
    assert not card(presenter)._cross.isHidden()


def test_a_long_name_is_short_in_the_headline_and_whole_below() -> None:
    name = "A recorder whose name goes on and on and on until nobody reads it any more"
    text = alarm(name)
    assert "…" in text.headline
    assert name in text.evidence[0]


def test_many_are_a_few_rows_until_somebody_asks(presenter: AlertPresenter) -> None:
    presenter.present([alarm(id=f"f{number}") for number in range(9)])
    assert len(rows(presenter)) <= 2
    high = card(presenter).height()
    assert high <= card(presenter).screen().availableGeometry().height() * 0.3
    card(presenter)._more.click()
    assert len(rows(presenter)) == 9
    assert card(presenter).height() > high


def test_evidence_is_written_as_sentences() -> None:
    said = alarm(evidence=(Evidence("process-events", "its command line has “-f x11grab”"),)).evidence
    assert said == ("Its command line has “-f x11grab”.",)


def test_the_four_answers(presenter: AlertPresenter, qtbot: QtBot) -> None:
    presenter.set_session_live(True)
    presenter.present([alarm()])
    with qtbot.waitSignal(presenter.end_session):
        press(presenter, "End the session")
    with qtbot.waitSignal(presenter.cover_screen):
        press(presenter, "Cover the screen")
    with qtbot.waitSignal(presenter.explain) as explained:
        press(presenter, "What is this?")
    assert explained.args == ["f1"]
    assert rows(presenter)[0].unfolded
    assert "It reads frames" in rows(presenter)[0].details.text()
    with qtbot.waitSignal(presenter.mine) as mine:
        press(presenter, "This is mine")
    assert mine.args == ["f1"]
    assert presenter.cards == []


def test_what_is_mine_stays_away_and_never_says_it_stopped(presenter: AlertPresenter, qtbot: QtBot) -> None:
    presenter.present([alarm(), alarm(id="f2")])
    with qtbot.waitSignal(presenter.mine):
        rows(presenter)[0]._mine.click()
    presenter.present([alarm()])
    assert presenter.showing == ()


def test_an_answered_notice_that_becomes_an_alarm_comes_back(presenter: AlertPresenter, qtbot: QtBot) -> None:
    presenter.present([notice()])
    card(presenter)._cross.click()
    qtbot.waitUntil(lambda: not presenter.cards)
    presenter.present([notice()])
    assert not presenter.showing
    presenter.present([alarm("AnyDesk")])
    assert presenter.showing[0].level == Level.ALARM


def test_a_dismissed_alarm_is_shown_again_in_the_next_session(presenter: AlertPresenter) -> None:
    presenter.present([alarm()])
    presenter.dismiss()
    assert presenter.cards == []
    presenter.present([alarm()])
    assert [text.id for text in presenter.showing] == ["f1"]


def test_an_alarm_cannot_be_closed_without_an_answer_but_a_notice_can(presenter: AlertPresenter) -> None:
    presenter.present([notice()])
    assert not card(presenter)._cross.isHidden()
    assert card(presenter).property("tone") == "notice"
    presenter.present([alarm()])
    assert card(presenter)._cross.isHidden()
    assert card(presenter).property("tone") == "alarm"


def test_the_end_is_offered_only_in_a_session(presenter: AlertPresenter) -> None:
    presenter.present([alarm()])
    assert card(presenter)._end.isHidden()
    presenter.set_session_live(True)
    assert not card(presenter)._end.isHidden()


def test_a_screen_reader_gets_names(presenter: AlertPresenter) -> None:
    presenter.present([alarm()])
    assert card(presenter).accessibleName() == "Something can see this screen: OBS Studio"
    assert rows(presenter)[0]._mine.accessibleName() == "This is mine"
    assert "OBS Studio" in rows(presenter)[0]._mine.accessibleDescription()


def test_a_card_covers_a_quarter_of_the_screen_at_most(presenter: AlertPresenter, qtbot: QtBot) -> None:
    lines = tuple(Evidence("x11", f"Reason {number} that is a whole sentence long.") for number in range(40))
    presenter.present([alarm(id=f"f{number}", evidence=lines) for number in range(12)])
    for row in rows(presenter):
        row._why.click()
    size, room = card(presenter).size(), card(presenter).screen().availableGeometry()
    assert size.width() * size.height() <= room.width() * room.height() / 4


WORDS = """
from tests.ui.test_alert import alarm, notice
from guard.ui.alert.alert import AlertPresenter
from guard.ui.screens import usable
alerts = AlertPresenter()
def places(): return sorted([list(card.frameGeometry().getRect()) for card in alerts.cards])
def row(): return alerts.cards[0]._rows['f1']
def question(): return list(row()._why.mapToGlobal(row()._why.rect().center()).toTuple())
def others(): return [w for w in app.topLevelWidgets() if w.objectName() == 'alert' and w.isVisible()]
"""
TYPING = """
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
chat = QLineEdit()
chat.setWindowTitle('chat')
chat.{how}()
chat.activateWindow()
"""


@pytest.mark.real
@pytest.mark.parametrize("how", ["show", "showFullScreen"])
def test_the_card_stands_on_every_screen_and_leaves_the_focus_alone(
    puppet: Callable[[str], Puppet], two_screens: str, how: str
) -> None:
    chat, guard = puppet(two_screens), puppet(two_screens)
    chat(TYPING.format(how=how))
    chat.until("chat.isActiveWindow()")
    focused = chat.ask_x("xdotool", "getwindowfocus")
    guard(WORDS)
    guard("alerts.present([alarm()])")
    assert guard.until("len(places()) == 2 and all(card.windowHandle().isExposed() for card in alerts.cards)")
    for (left, _top, width, height), screen in zip(guard("places()"), (LEFT, RIGHT), strict=True):
        assert screen[0] <= left
        assert left + width <= screen[0] + screen[2]
        assert width * height <= screen[2] * screen[3] / 4
    assert chat.ask_x("xdotool", "getwindowfocus") == focused
    chat.ask_x("xdotool", "type", "still here")
    chat.until("chat.text() == 'still here'")
    x, y = guard("question()")
    guard.ask_x("xdotool", "mousemove", str(x), str(y), "click", "1")
    guard.until("row().unfolded")
    assert chat.ask_x("xdotool", "getwindowfocus") == focused
    guard("alerts.present([notice()])")
    assert guard.until("len(places()) == 1")


@pytest.mark.real
def test_cards_follow_screens_that_come_and_go(puppet: Callable[[str], Puppet], two_screens: str) -> None:
    guard = puppet(two_screens)
    guard(WORDS)
    guard("alerts.present([alarm()])")
    guard.until("len(places()) == 2")
    remove_monitor(two_screens, "right")
    try:
        guard.until("len(places()) == 1 and len(others()) == 1")
    finally:
        set_monitor(two_screens, "right", RIGHT, output="none")
    guard.until("len(places()) == 2 and len(others()) == 2")
