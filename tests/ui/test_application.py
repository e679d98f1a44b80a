"""The furnished window: alarms, leaving, commands from outside, and what the tray shows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from guard.capture import policy
from guard.capture.finding import (
    Coverage,
    Ended,
    Finding,
    Gap,
    Kind,
    Level,
    Started,
    Strength,
    WatchEvent,
    Watching,
)
from guard.errors import GuardError
from guard.knowledge import platforms
from guard.livefacts import live_facts
from guard.profiles.palette import read_palette
from guard.session import aftercare, checklist, topics
from guard.session.keeper import SessionKeeper
from guard.session.model import (
    Begin,
    Cancel,
    Event,
    Expectation,
    GateChanged,
    GetReady,
    Phase,
    Plan,
    PlanChosen,
    Stop,
)
from guard.settings import Settings
from guard.ui.application import GuardWindow
from guard.ui.pages.help.book import read_book
from guard.ui.pages.session.programs import ProgramChoice
from guard.ui.parts import Guarding, Parts
from guard.ui.shell import Shell
from guard.ui.tray.state import TrayState
from guard.wellbeing import library
from tests.support.notes import JournalNotes
from tests.ui.pages.checking import SmallComputer, checking
from tests.ui.pages.findings import COVERAGE, found
from tests.ui.pages.secret_stand_ins import MemoryAutostart, MemorySecrets, MemorySettings
from tests.ui.pages.stand_ins import AMBER, JUNIPER, Clock, MemoryKeeper, NoMarker, sage

NOTHING_YET = Coverage((), ())
PLAN = Plan(JUNIPER.id, JUNIPER.name, "signal", (Expectation("firefox", "camera"),))


@dataclass
class ScriptedWatch:
    """A watch that sees what the test says."""

    findings: tuple[Finding, ...] = ()
    coverage: Coverage = NOTHING_YET
    listeners: list[Callable[[WatchEvent], None]] = field(default_factory=list)
    running: bool = False

    def subscribe(self, listener: Callable[[WatchEvent], None]) -> None:
        self.listeners.append(listener)

    def start(self) -> None:
        self.running = True
        self.coverage = COVERAGE
        self.tell(Watching(1.0, COVERAGE))

    def stop(self) -> None:
        self.running = False

    def tell(self, event: WatchEvent) -> None:
        for listener in self.listeners:
            listener(event)

    def sees(self, *findings: Finding) -> None:
        for new in findings:
            if new not in self.findings:
                self.findings = (*self.findings, new)
                self.tell(Started(2.0, new))

    def loses(self, finding: Finding) -> None:
        self.findings = tuple(one for one in self.findings if one.id != finding.id)
        self.tell(Ended(3.0, finding))


class Said:
    """Remembers for one test what was said."""

    def __init__(self) -> None:
        self._words: set[str] = set()

    def add_new(self, word: str) -> bool:
        new = word not in self._words
        self._words.add(word)
        return new


@dataclass
class House:
    """The furnished window and what it stands on."""

    furniture: GuardWindow
    watch: ScriptedWatch
    keeper: SessionKeeper
    left: list[str]

    def go_live(self) -> None:
        for event in (PlanChosen(PLAN), GateChanged(open=True), GetReady(), Begin()):
            self.keeper.do(event)

    def headlines(self) -> list[str]:
        return [alert.headline for alert in self.furniture.alerts.showing]


@pytest.fixture
def guarding(qtbot: QtBot) -> Callable[[], Guarding]:
    watch = ScriptedWatch()
    return lambda: Guarding(watch, lambda _: "A recorder.", lambda: [ProgramChoice("firefox", "Firefox")])


@pytest.fixture
def house(
    qapp: QApplication, qtbot: QtBot, guarding: Callable[[], Guarding], tmp_path: Path
) -> Iterator[House]:
    left: list[str] = []
    said = Said()
    shell = Shell(qapp)
    qtbot.addWidget(shell.window, before_close_func=lambda window: setattr(window, "_on_close", lambda: True))
    memory = MemoryKeeper(JUNIPER)
    keeper = SessionKeeper(Clock(), NoMarker())
    parts = Parts(
        keeper=keeper,
        checklist=checklist.load(),
        aftercare=aftercare.load(),
        platforms=platforms.load(),
        profiles=memory,
        start_anew=memory.start_anew,
        counsel=sage,
        palette=read_palette(),
        guarding=guarding,
        level=policy.level,
        facts=live_facts,
        serve=lambda _answer: None,
        first_time=said.add_new,
        secrets=MemorySecrets(),
        settings=MemorySettings(Settings(set_up=True)),
        autostart=MemoryAutostart(),
        help_book=read_book,
        checking=checking(SmallComputer(tmp_path)),
        notes=JournalNotes(tmp_path),
        library=library.load,
        topics=topics.load,
    )
    shell.window.show()
    furniture = GuardWindow(shell, parts)
    watch = guarding().watch
    assert isinstance(watch, ScriptedWatch)
    qtbot.waitUntil(lambda: watch.running and furniture.pseudonyms.known is not None)
    made = House(furniture, watch, keeper, left)
    yield made
    furniture.end()


def button(box: QMessageBox, words: str) -> QPushButton:
    return next(each for each in box.findChildren(QPushButton) if each.text() == words)


def question(house: House, qtbot: QtBot) -> QMessageBox:
    def there() -> bool:
        return bool(house.furniture.window.findChildren(QMessageBox))

    qtbot.waitUntil(there)
    return house.furniture.window.findChildren(QMessageBox)[0]


def test_outside_a_session_nothing_pops_up(house: House, qtbot: QtBot) -> None:
    house.watch.sees(found("Recorder"))
    qtbot.waitUntil(lambda: "Recorder" in house.furniture.shell.today._seen.text())
    assert house.headlines() == []


def test_in_a_session_an_alarm_is_shown_and_the_tray_changes(house: House, qtbot: QtBot) -> None:
    house.go_live()
    house.watch.sees(found("Recorder"))
    qtbot.waitUntil(lambda: any("Recorder" in line for line in house.headlines()))
    assert house.furniture.tray._state is TrayState.ALARM


def test_an_expected_camera_stays_quiet_and_its_screen_does_not(house: House, qtbot: QtBot) -> None:
    house.go_live()
    house.watch.sees(found("Firefox", Kind.CAMERA))
    house.watch.sees(replace(found("Firefox", Kind.SCREEN), id="screen"))
    qtbot.waitUntil(lambda: len(house.headlines()) == 1)
    assert "screen" in house.headlines()[0]


def test_this_is_mine_holds_for_the_session_and_for_that_kind(house: House, qtbot: QtBot) -> None:
    house.go_live()
    house.watch.sees(found("Recorder"))
    qtbot.waitUntil(lambda: len(house.headlines()) == 1)
    house.furniture.alerts.mine.emit("Recorder")
    qtbot.waitUntil(lambda: house.furniture.desk.found[0][1] is Level.QUIET)
    house.watch.sees(replace(found("Recorder", Kind.MICROPHONE), id="voice"))
    qtbot.waitUntil(lambda: any("microphone" in line for line in house.headlines()))


def test_a_screenshot_is_told_although_it_is_over(house: House, qtbot: QtBot) -> None:
    house.go_live()
    shot = found("Shutter", one_shot=True)
    house.watch.sees(shot)
    house.watch.loses(shot)
    qtbot.waitUntil(lambda: any("picture" in line for line in house.headlines()))


def test_a_recorder_that_was_open_before_does_not_pop_up_as_a_notice(house: House, qtbot: QtBot) -> None:
    house.watch.sees(replace(found("Recorder", strength=Strength.RUNNING), began_before=True))
    house.go_live()
    house.watch.sees(replace(found("Other", strength=Strength.RUNNING), id="other"))
    qtbot.waitUntil(lambda: len(house.headlines()) == 1)
    assert "Other" in house.headlines()[0]


def test_ending_from_the_alert_opens_aftercare(house: House, qtbot: QtBot) -> None:
    house.go_live()
    house.watch.sees(found("Recorder"))
    house.furniture.alerts.end_session.emit()
    assert house.keeper.session.phase is Phase.AFTERCARE
    qtbot.waitUntil(lambda: house.furniture.window.page == "session" and house.headlines() == [])


def test_covering_from_the_alert_covers_until_lifted(house: House, qtbot: QtBot) -> None:
    house.furniture.alerts.cover_screen.emit()
    assert house.furniture.curtain.raised
    with qtbot.waitSignal(house.furniture.curtain.lifted):
        house.furniture.curtain.drop()


def test_a_command_from_outside_stops_at_once_and_only_a_live_session(house: House) -> None:
    assert house.furniture.orders.answer("stop") == "no-session"
    house.go_live()
    assert house.furniture.orders.answer("stop") == "stopped"
    assert house.keeper.session.phase is Phase.AFTERCARE
    assert house.furniture.orders.answer("nonsense") == "unknown"


def test_a_missing_tray_is_mentioned_once(house: House) -> None:
    house.furniture.leaving.mention_missing_tray()
    assert "tray" in house.furniture.window._banners
    house.furniture.window.untell("tray")
    house.furniture.leaving.mention_missing_tray()
    assert "tray" not in house.furniture.window._banners


def test_closing_without_a_tray_quits(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    quits: list[bool] = []
    monkeypatch.setattr(house.furniture.leaving, "_quit_now", lambda: quits.append(True))
    assert house.furniture.leaving.may_close() is False
    assert quits == [True]


def test_closing_with_a_tray_hides_and_a_lost_tray_brings_the_window_back(house: House) -> None:
    house.furniture.tray.available = True
    assert house.furniture.leaving.may_close() is False
    assert not house.furniture.window.isVisible()
    house.furniture.tray.available = False
    house.furniture.leaving.tray_changed(available=False)
    assert house.furniture.window.isVisible()


@pytest.mark.parametrize("stay", [True, False])
def test_quitting_a_live_session_asks_once_and_goes_through_aftercare(
    house: House, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, *, stay: bool
) -> None:
    quits: list[bool] = []
    monkeypatch.setattr(house.furniture.leaving, "_quit_now", lambda: quits.append(True))
    house.go_live()
    house.furniture.leaving.ask_to_quit()
    house.furniture.leaving.ask_to_quit()
    box = question(house, qtbot)
    assert len(house.furniture.window.findChildren(QMessageBox)) == 1
    button(box, "Stay" if stay else "End and quit").click()
    assert house.keeper.session.phase is (Phase.LIVE if stay else Phase.AFTERCARE)
    assert quits == []
    if not stay:
        house.furniture.shell.session.now().aftercare.done.emit()
        qtbot.waitUntil(lambda: quits == [True])


def test_a_gap_is_told_with_its_times(house: House, qtbot: QtBot) -> None:
    since = datetime(2026, 11, 22, 20, 17, 19).astimezone()
    house.watch.tell(Gap(since.timestamp() + 12, since.timestamp(), since.timestamp() + 12, "suspended"))
    qtbot.waitUntil(lambda: "gap" in house.furniture.window._banners)
    told = house.furniture.window._banners["gap"].sentence.text()
    assert "from 20:17:19 to 20:17:31" in told


@pytest.mark.parametrize("over", [Cancel(), None])
def test_the_one_button_prepares_anew_when_a_session_is_over(house: House, over: Event | None) -> None:
    house.keeper.do(PlanChosen(PLAN))
    if over is not None:
        house.keeper.do(over)
    house.furniture.shell.today.session_wanted.emit()
    assert house.keeper.session.phase is (Phase.PREPARE if over is not None else Phase.GATE)
    assert house.furniture.window.page == "session"


def test_a_guard_that_cannot_start_says_so_and_never_reassures(house: House, qtbot: QtBot) -> None:
    house.furniture.desk._guarding = None
    house.furniture.desk._give_up(GuardError("The catalogue cannot be read."))
    assert "watch" in house.furniture.window._banners
    assert (
        "Not watching" in house.furniture.shell.today._state.accessibleName()
        or house.furniture.desk.coverage is not None
    )
    assert house.furniture.desk.facts()["capture.no-recorder"].answer.value == "not-sure"


@pytest.mark.usefixtures("dressed")
def test_who_the_user_is_frames_every_window_of_a_session_but_not_the_curtain(
    house: House, qtbot: QtBot
) -> None:
    furniture = house.furniture
    assert furniture.window.frame.persona is None
    house.keeper.do(PlanChosen(PLAN))
    qtbot.waitUntil(lambda: furniture.window.frame.band.text() == "You are Juniper on Signal")
    house.go_live()
    house.watch.sees(found("Recorder"))
    qtbot.waitUntil(lambda: bool(furniture.alerts.cards))
    card = furniture.alerts.cards[0]
    picture = card.grab().toImage()
    juniper = read_palette()[JUNIPER.colour].light
    assert picture.pixelColor(1, picture.height() // 2).name() == juniper.lower()
    assert "Juniper" not in " ".join(label.text() for label in card.findChildren(QLabel))
    furniture.curtain.raise_curtain()
    for cover in furniture.curtain.windows:
        said = [cover.accessibleName(), *(label.text() for label in cover.findChildren(QLabel))]
        assert "Juniper" not in " ".join(said)
    furniture.curtain.drop()
    house.keeper.do(Stop())
    qtbot.waitUntil(lambda: furniture.window.frame.persona is None)


def test_the_words_of_who_the_user_is_count_when_something_is_copied(house: House, qtbot: QtBot) -> None:
    furniture = house.furniture
    furniture.pseudonyms.known = (
        msgspec.structs.replace(JUNIPER, never=("Elm Street",)),
        msgspec.structs.replace(AMBER, never=("Acme",)),
    )
    assert [each.name for each in furniture.selfhood._lists(None)] == ["Juniper", "Amber"]
    assert [each.name for each in furniture.selfhood._lists(AMBER)] == ["Amber"]
    house.keeper.do(PlanChosen(PLAN))
    assert [each.name for each in furniture.selfhood._lists(None)] == ["Juniper"]
    furniture.selfhood.clipboard.copy("Elm Street 4")
    qtbot.waitUntil(lambda: "clipboard" in furniture.window._banners)
    says = furniture.window._banners["clipboard"].sentence.text()
    assert "never share as Juniper" in says
    assert "Elm" not in says
    furniture.selfhood.clipboard.copy("a quiet harbour")
    qtbot.waitUntil(lambda: "clipboard" not in furniture.window._banners)
    assert furniture.window._remark.text() == "Copied for one minute."


def test_help_is_made_when_it_is_wanted_and_escape_opens_today(house: House, qtbot: QtBot) -> None:
    window, later = house.furniture.window, house.furniture.shell.help
    assert later.made is None
    window.show_page("help")
    room = later.now()
    qtbot.waitUntil(lambda: room.page is not None)
    page = room.page
    page.open_guide("threat-to-share")
    assert page.view is not None
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and page.isVisible())
    QTest.keyClick(page.view.back, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.page == "today")
    assert page.view is None


def test_stop_is_on_every_other_page_while_a_session_goes_on(house: House, qtbot: QtBot) -> None:
    stop = house.furniture.window.frame.stop
    assert not stop.isVisible()
    house.go_live()
    house.furniture.window.show_page("profiles")
    qtbot.waitUntil(stop.isVisible)
    house.furniture.window.show_page("session")
    assert not stop.isVisible()
    house.furniture.window.show_page("help")
    stop.click()
    assert house.keeper.session.phase is Phase.AFTERCARE
    qtbot.waitUntil(lambda: not stop.isVisible())
