"""The check-up's page with a small computer behind it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from guard.checkup.overview import Show
from guard.ui.background import Background
from guard.ui.pages.checkup.desk import CheckDesk, Stage
from guard.ui.pages.checkup.mending import Mending
from guard.ui.pages.checkup.page import ComputerPage
from guard.ui.pages.checkup.row import CheckRow
from guard.ui.widgets.fold import Fold
from tests.support.waiting import wait_until
from tests.ui.pages.checking import NOW, MemoryNotes, SmallComputer
from tests.ui.pages.looking import texts as labels


def texts(widget: QWidget) -> str:
    """Return all words that can be seen, those of painted lines too."""
    folds = [each for each in widget.findChildren(Fold) if each.isVisibleTo(widget)]
    return "\n".join([labels(widget), *(f"{each.title} {each.says}" for each in folds)])


class Bench:
    """The page with a small computer behind it, on real threads."""

    def __init__(self, qtbot: QtBot, folder: Path, notes: MemoryNotes | None = None) -> None:
        self.qtbot = qtbot
        self.computer = SmallComputer(folder)
        self.notes = notes or MemoryNotes()
        self.workers = [Background() for _ in range(3)]
        looking, mending, saving = self.workers
        self.mending = Mending(lambda: self.computer.mender, mending)
        self.desk = CheckDesk(
            lambda: self.computer,
            self.notes,
            self.mending,
            looking=looking,
            saving=saving,
            now=lambda: NOW,
        )
        self.troubles: list[str] = []
        self.desk.troubled.connect(self.troubles.append)
        self.page = ComputerPage(self.desk)
        qtbot.addWidget(self.page)
        self.page.resize(900, 700)

    def open(self) -> "Bench":
        self.page.show()
        self.qtbot.waitExposed(self.page)
        self.page.activateWindow()
        self.settle()
        return self

    def settle(self) -> None:
        self.until(
            lambda: self.desk.stage is not Stage.LOOKING and not self.mending.busy and self.page.complete
        )

    def until(self, reached: Callable[[], bool]) -> None:
        def there() -> bool:
            QApplication.processEvents()
            return reached()

        wait_until(there, what="the page")

    def rows(self) -> dict[str, CheckRow]:
        QApplication.processEvents()
        found = self.page.findChildren(CheckRow)
        return {row.told.check.id: row for row in found if row.isVisibleTo(self.page)}

    def limit(self, show: Show) -> None:
        self.page.filter.pills()[list(Show).index(show)].click()
        self.settle()

    def close(self) -> None:
        if self.computer.hold is not None:
            self.computer.hold.set()
        self.desk.stop()
        for worker in self.workers:
            worker.close()


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Bench]]:
    made: list[Bench] = []

    def bench(notes: MemoryNotes | None = None) -> Bench:
        made.append(Bench(qtbot, tmp_path, notes))
        return made[-1]

    yield bench
    for each in made:
        each.close()


@pytest.fixture
def bench(make: Callable[..., Bench]) -> Bench:
    return make().open()
