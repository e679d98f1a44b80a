"""When the set-up is shown: by itself until it was finished, behind the lock, and whenever it is wanted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from guard.settings import Settings
from guard.ui.privacy import Privacy
from guard.ui.window import MainWindow, PageEntry
from guard.ui.wizard.flow import Step
from guard.ui.wizard.opening import GuidedSetUp
from tests.ui.pages.stand_ins import Immediately
from tests.ui.wizard.conftest import Stage, make_stage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform has no window manager


@dataclass
class House:
    """A window with a set-up that may come."""

    stage: Stage
    window: MainWindow
    privacy: Privacy
    guided: GuidedSetUp
    may: list[bool] = field(default_factory=lambda: [True])

    def shown(self) -> bool:
        return self.guided.wizard is not None and self.window._layers.currentWidget() is self.guided.wizard


@pytest.fixture
def house(qtbot: QtBot, tmp_path: Path) -> Iterator[House]:
    stage, at_once = make_stage(tmp_path), Immediately()
    window = MainWindow(
        [PageEntry(name, name.title(), "today", QWidget()) for name in ("today", "settings")],
        on_close=lambda: True,
    )
    privacy = Privacy(
        stage.secrets,
        stage.settings,
        window,
        asking=at_once,
        saving=at_once,
        thinking=at_once,
        worth_locking=lambda: True,
    )
    may = [True]
    guided = GuidedSetUp(lambda _worker: stage.desk, window, privacy, may_offer=lambda: may[0])
    qtbot.addWidget(stage.wizard)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    yield House(stage, window, privacy, guided, may)
    guided.end()
    privacy.end()
    window.close()


def test_it_comes_by_itself_at_the_first_start_and_once_only(house: House) -> None:
    house.privacy.start()
    assert house.shown()
    assert house.guided.wizard is not None
    house.guided.wizard.leave()
    assert not house.shown()
    house.privacy.preferences.change(discreet=False)
    assert not house.shown()


@pytest.mark.parametrize("why", ["finished before", "not now"])
def test_it_does_not_come_when_it_was_finished_or_has_no_place(house: House, why: str) -> None:
    if why == "not now":
        house.may[0] = False
    else:
        house.stage.settings.kept = Settings(set_up=True)
    house.privacy.start()
    assert not house.shown()
    house.guided.open()
    assert house.shown()


def test_the_lock_stands_in_front_of_it(house: House) -> None:
    house.privacy.start()
    assert house.guided.wizard is not None
    house.guided.wizard.footer.next.click()
    house.privacy.locking.lock()
    assert not house.shown()
    house.privacy.locking.opened.emit()
    assert house.shown()
    assert house.guided.wizard.now.step is Step.SECRETS


def test_leaving_says_what_holds_and_offers_to_go_on(house: House) -> None:
    house.privacy.start()
    assert house.guided.wizard is not None
    house.window.show_page("settings")
    assert not house.shown()
    assert house.stage.settings.kept.set_up is False
    banner = house.window._banners["set-up"]
    assert "no setting was changed" in banner.sentence.text()
    banner.action.click()
    assert house.shown()
    assert "set-up" not in house.window._banners


def test_finishing_writes_and_it_never_comes_again(house: House) -> None:
    house.privacy.start()
    wizard = house.guided.wizard
    assert wizard is not None
    for _ in Step:
        wizard.footer.next.click()
    assert not house.shown()
    assert "set-up" not in house.window._banners
    assert house.stage.desk.settings.preferences.now.set_up


def test_a_passphrase_file_that_is_wanted_meanwhile_begins_inside_it(house: House) -> None:
    assert not house.guided.begin_file()
    house.privacy.start()
    assert house.guided.begin_file()
    assert house.guided.wizard is not None
    assert house.guided.wizard.task is not None
