from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guard.errors import BadInputError, GuardError
from guard.ui import shell
from guard.ui.shell import Shell


class Looped:
    """Runs and quits like the application, which after a real quit would refuse every later test's loop."""

    def __init__(self) -> None:
        self._loop = QEventLoop()

    def exec(self) -> int:
        return self._loop.exec()

    def quit(self) -> None:
        self._loop.quit()


@pytest.fixture
def opened(qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    monkeypatch.setattr("signal.signal", lambda *_: None)
    one = Shell(qapp)
    monkeypatch.setattr(one, "app", Looped())
    qtbot.addWidget(one.window, before_close_func=lambda window: setattr(window, "_on_close", lambda: True))
    yield one
    one.deleteLater()


class Painted(QObject):
    """Notes that something was painted."""

    def __init__(self, notes: list[str]) -> None:
        super().__init__()
        self._notes = notes

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._notes.append("paint")
        return False


def noting(notes: list[str], word: str) -> Callable[[], None]:
    return lambda: notes.append(word)


def test_the_first_step_comes_after_the_first_paint(opened: Shell) -> None:
    notes: list[str] = []
    painted = Painted(notes)
    opened.window.installEventFilter(painted)
    assert opened.run([noting(notes, "one"), noting(notes, "two"), opened.app.quit]) == 0
    assert notes[0] == "paint"
    assert [note for note in notes if note != "paint"] == ["one", "two"]


def test_a_window_that_nobody_can_see_is_furnished_all_the_same(
    opened: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shell, "_PAINTED_WITHIN_MS", 50)
    monkeypatch.setattr(opened.window, "show", lambda: None)
    notes: list[str] = []
    assert opened.run([noting(notes, "one"), opened.app.quit]) == 0
    assert notes == ["one"]


def test_a_step_that_fails_ends_the_steps_and_is_told(opened: Shell) -> None:
    notes: list[str] = []

    def fail() -> None:
        QTimer.singleShot(0, opened.app.quit)
        raise BadInputError("Something is missing.")

    with pytest.raises(BadInputError, match="missing"):
        opened.run([fail, noting(notes, "never")])
    assert notes == []


def test_a_fault_nobody_thought_of_leaves_no_window_that_looks_alive(opened: Shell) -> None:
    def breaks() -> None:
        QTimer.singleShot(0, opened.app.quit)
        raise ModuleNotFoundError(name="guard.missing")

    with pytest.raises(GuardError, match="nothing is watched"):
        opened.run([breaks])
    assert not opened.today._go.isEnabled()
    assert "start" in opened.window._banners
