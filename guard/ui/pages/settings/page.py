"""Settings: one page of cards, and the tasks that take its place for a while."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from guard.errors import GuardError
from guard.ui.pages.settings.backup_task import BackupTask
from guard.ui.pages.settings.desk import SettingsDesk
from guard.ui.pages.settings.drill_task import DrillTask
from guard.ui.pages.settings.erase_task import EraseTask
from guard.ui.pages.settings.file_tasks import ChangeTask, LockPassphraseTask, NewFileTask
from guard.ui.pages.settings.home_card import HomeCard
from guard.ui.pages.settings.kit_card import KitCard
from guard.ui.pages.settings.kit_task import KitTask
from guard.ui.pages.settings.line import Line
from guard.ui.pages.settings.lock_card import LockCard
from guard.ui.pages.settings.restore_task import RestoreTask
from guard.ui.pages.settings.task import Task
from guard.ui.pages.settings.window_card import WindowCard
from guard.ui.secrets import Home, KitState
from guard.ui.widgets import buttons
from guard.ui.widgets.arrange import tab_as_read
from guard.ui.widgets.card import Card
from guard.ui.widgets.page import Page


class SettingsPage(QStackedWidget):
    """Asks where secrets live and about the kit each time it is opened."""

    def __init__(self, desk: SettingsDesk, parent: QWidget | None = None) -> None:
        """Show what is known; ask for the rest when the page is seen."""
        super().__init__(parent)
        self._desk = desk
        self.task: Task | None = None
        self.setAccessibleName(self.tr("Settings"))
        self.overview = Page(
            self.tr("Settings"), self.tr("Every change holds at once. Everything stays on this computer.")
        )
        self.home, self.kit = HomeCard(), KitCard()
        self.lock, self.guard = LockCard(desk), WindowCard(desk)
        self.again = buttons.quiet(self.tr("Set up again"), "refresh")
        self.again.setAccessibleName(self.again.text())
        self.again.clicked.connect(desk.set_up)
        self.erase = buttons.danger(self.tr("Erase everything…"), "trash")
        self._arrange()
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask, unless the window has only come back to the screen."""
        super().showEvent(event)
        if not event.spontaneous():
            self.look()

    def look(self) -> None:
        """Ask for everything that may have changed meanwhile."""
        self._desk.system_lock.start()
        self.guard.look()
        if not self._desk.secrets.sealed:
            self._desk.worker.run(self._desk.secrets.home, self._show_home, lambda _error: None)
        self._desk.worker.run(self._desk.secrets.kit, self._show_kit, self._no_kit)
        self._refresh()

    def begin_file(self) -> None:
        """Open the task that begins a passphrase file."""
        self._open(NewFileTask(self._desk))

    def _arrange(self) -> None:
        guided = Card(self.tr("Guided set-up"))
        guided.body.addWidget(
            Line(
                self.tr("Go through the set-up again"),
                self.tr("It shows what holds now, and writes nothing before its end."),
                self.again,
            )
        )
        last = Card(self.tr("Erase everything"))
        last.body.addWidget(
            Line(
                self.tr("All that Guard keeps of you"),
                self.tr(
                    "Profiles, journal, encrypted copy, settings. You see first what no program can reach."
                ),
                self.erase,
            )
        )
        for card in (self.home, self.kit, self.lock, self.guard, guided, last):
            self.overview.column.addWidget(card)
        self.overview.column.addStretch(1)
        self.addWidget(self.overview)
        self.setFocusProxy(self.overview)
        tab_as_read(self.overview)

    def _connect(self) -> None:
        desk = self._desk
        self.home.file_wanted.connect(self.begin_file)
        self.home.change_wanted.connect(lambda: self._open(ChangeTask(desk)))
        self.home.again_wanted.connect(self.look)
        self.kit.make_wanted.connect(self._make_kit)
        self.kit.drill_wanted.connect(lambda: self._open(DrillTask(desk)))
        self.kit.backup_wanted.connect(self._back_up)
        self.kit.restore_wanted.connect(lambda: self._open(RestoreTask(desk)))
        self.lock.passphrase_wanted.connect(lambda: self._open(LockPassphraseTask(desk)))
        self.lock.remove_wanted.connect(self._remove_lock)
        self.erase.clicked.connect(lambda: self._open(EraseTask(desk)))
        for changed in (
            desk.preferences.changed,
            desk.locking.changed,
            desk.shield.changed,
            desk.system_lock.ready,
        ):
            changed.connect(self._refresh)

    def _make_kit(self) -> None:
        task = KitTask(self._desk)
        self._open(task)
        task.start(self.kit.state.made if self.kit.state is not None else None)

    def _back_up(self) -> None:
        task = BackupTask(self._desk)
        task.start(has_kit=self.kit.state is not None and self.kit.state.made is not None)
        self._open(task)

    def _remove_lock(self) -> None:
        def done(_: None) -> None:
            self._desk.tell(self.tr("The lock's passphrase is removed; your keyring opens the lock now."))
            self._refresh()

        self._desk.worker.run(
            self._desk.secrets.remove_lock, done, lambda error: self._desk.tell(error.sentence)
        )

    def _open(self, task: Task) -> None:
        self._drop()
        came_from = self.focusWidget()
        self.task = task
        task.closed.connect(self._close_later(task, came_from))
        task.finished.connect(self._finished)
        self.addWidget(task)
        self.setCurrentWidget(task)
        self.setFocusProxy(task)
        task.focus()

    def _close_later(self, task: Task, came_from: QWidget | None) -> Callable[[], None]:
        def close() -> None:
            if self.task is task:
                self._drop()
                start = came_from if came_from is not None and came_from.isVisibleTo(self) else self.home.file
                if not start.isVisibleTo(self):
                    start = self.lock.now
                start.setFocus(Qt.FocusReason.OtherFocusReason)
                self.look()

        return close

    def _drop(self) -> None:
        task, self.task = self.task, None
        self.setCurrentWidget(self.overview)
        self.setFocusProxy(self.overview)
        if task is not None:
            self.removeWidget(task)
            task.hide()
            task.deleteLater()

    def _finished(self, sentence: str) -> None:
        if sentence:
            self._desk.tell(sentence)

    def _show_home(self, home: Home) -> None:
        self.home.show_home(home)

    def _show_kit(self, state: KitState) -> None:
        self.kit.show_kit(state)

    def _no_kit(self, error: GuardError) -> None:
        self.kit.show_kit(None, error.sentence)

    def _refresh(self) -> None:
        self.lock.refresh()
        self.guard.refresh()
