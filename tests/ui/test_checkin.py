"""A check-in outside the window: a small card in a corner, the tray's menu, a silent message."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from guard.session.keeper import SessionKeeper
from guard.session.model import (
    Asking,
    Begin,
    EndReason,
    GateChanged,
    GetReady,
    Phase,
    Plan,
    PlanChosen,
    Tick,
)
from guard.ui.checkin import CheckInDesk
from guard.ui.pages.checkin_card import CheckInCard
from guard.ui.tray.state import TrayState, entries
from tests.ui.pages.looking import nameless, texts
from tests.ui.pages.stand_ins import Clock, NoMarker

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform has no window manager

NEUTRAL = {"session", "private", "intimate", "consent", "record", "chat"}


class FakeTray(QObject):
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.asking: Asking | None = None
        self.told: list[str] = []

    def ask(self, asking: Asking | None) -> None:
        self.asking = asking

    def notify(self, words: str) -> None:
        self.told.append(words)


class FakeWindow(QWidget):
    page = "session"
    active = False

    def isActiveWindow(self) -> bool:
        return self.active

    def show_page(self, page: str) -> None:
        self.page = page


class Corner(SimpleNamespace):
    desk: CheckInDesk
    keeper: SessionKeeper
    clock: Clock
    tray: FakeTray
    window: FakeWindow
    heard: list[str]

    def ask(self, *, veiled: bool = False) -> None:
        self.desk.show(self.keeper.session.asking, veiled=veiled)


def cards(corner: Corner) -> list[CheckInCard]:
    return [card for card in (corner.desk.card,) if card is not None]


@pytest.fixture
def corner(dressed: object, qtbot: QtBot) -> Iterator[Corner]:
    clock = Clock()
    keeper = SessionKeeper(clock, NoMarker())
    for event in (PlanChosen(Plan("p", "Juniper", "signal")), GateChanged(open=True), GetReady(), Begin()):
        keeper.do(event)
    clock.now += 600
    keeper.do(Tick())
    assert keeper.session.phase is Phase.CHECK_IN
    tray, window, heard = FakeTray(), FakeWindow(), list[str]()
    qtbot.addWidget(window)
    desk = CheckInDesk(
        keeper,
        window,  # type: ignore[arg-type] # a stand-in
        alerts=SimpleNamespace(cards=[]),  # type: ignore[arg-type] # a stand-in
        tray=tray,  # type: ignore[arg-type] # a stand-in
        come=lambda: heard.append("come"),
        longer=lambda: heard.append("longer"),
    )
    yield Corner(desk=desk, keeper=keeper, clock=clock, tray=tray, window=window, heard=heard)
    desk.end()


def test_a_small_card_takes_no_focus_and_tells_a_bystander_nothing(corner: Corner) -> None:
    corner.ask()
    card = corner.desk.card
    assert card is not None
    assert card.isVisible()
    assert card.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert card.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert card.windowTitle() == "Guard"
    room = card.screen().availableGeometry()
    assert card.width() * card.height() < room.width() * room.height() / 5
    assert room.contains(card.geometry())
    assert not NEUTRAL & set(texts(card).lower().split())
    assert nameless(card) == []


def test_the_message_is_neutral_and_comes_once(corner: Corner) -> None:
    corner.ask()
    corner.ask()
    assert corner.tray.told == ["A short question is waiting."]
    assert corner.tray.asking is Asking.HOW


@pytest.mark.parametrize(
    ("answer", "phase", "comes"),
    [("comfortable", Phase.LIVE, False), ("adjust", Phase.PAUSED, True), ("red", Phase.AFTERCARE, True)],
)
def test_an_answer_from_the_tray_counts(corner: Corner, answer: str, phase: Phase, *, comes: bool) -> None:
    corner.ask()
    corner.tray.chosen.emit(answer)
    assert corner.keeper.session.phase is phase
    assert (corner.heard == ["come"]) is comes


def test_stop_on_the_card_is_discomfort(corner: Corner) -> None:
    corner.ask()
    assert corner.desk.card is not None
    corner.desk.card.panel.stop.click()
    assert corner.keeper.session.end_reason is EndReason.DISCOMFORT


def test_it_goes_when_it_was_answered(corner: Corner) -> None:
    corner.ask()
    assert corner.desk.card is not None
    corner.desk.card.panel.ways()[0].click()
    corner.ask()
    assert not cards(corner)
    assert corner.tray.asking is None


def test_nobody_is_asked_from_outside_while_it_is_locked(corner: Corner) -> None:
    corner.ask(veiled=True)
    assert corner.desk.card is None
    assert (corner.tray.asking, corner.tray.told) == (None, [])
    corner.tray.chosen.emit("comfortable")
    assert corner.keeper.session.phase is Phase.CHECK_IN


def test_no_card_over_the_page_that_asks_the_same(corner: Corner) -> None:
    corner.window.active = True
    corner.ask()
    assert not cards(corner)
    corner.window.active = False
    QApplication.instance().focusWindowChanged.emit(None)  # type: ignore[union-attr] # there is one
    assert cards(corner)


def test_a_little_longer_is_asked_in_the_window(corner: Corner) -> None:
    corner.desk.show(Asking.TIME_UP, veiled=False)
    corner.tray.chosen.emit("longer")
    assert corner.heard == ["come", "longer"]


def test_the_card_stands_clear_of_alerts(dressed: object, qtbot: QtBot) -> None:
    card = CheckInCard()
    qtbot.addWidget(card)
    card.ask(Asking.HOW)
    screen = QApplication.primaryScreen()
    card.fit(screen)
    alone = card.geometry()
    alert = QRect(alone.left() - 50, alone.top(), 100, 80)
    card.fit(screen, [alert])
    assert not card.geometry().intersects(alert)
    assert screen.availableGeometry().contains(card.geometry())


@pytest.mark.parametrize(
    ("asking", "ids"),
    [(Asking.HOW, ["comfortable", "adjust", "stop"]), (Asking.TIME_UP, ["finish", "longer", "stop"])],
)
def test_the_trays_menu_has_the_same_answers(asking: Asking, ids: list[str]) -> None:
    menu = entries(TrayState.ASKING, window_visible=True, session_live=True, asking=asking)
    assert [entry.id for entry in menu if entry.id][:3] == ids
