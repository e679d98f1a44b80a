"""The guided set-up in the window's place: one page at a time, a line under it, and its state in `flow`."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from guard.ui.pages.settings.file_tasks import ChangeTask, NewFileTask
from guard.ui.pages.settings.kit_task import KitTask
from guard.ui.pages.settings.task import Task
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.arrange import tab_as_read
from guard.ui.wizard import said
from guard.ui.wizard.desk import SetUpDesk
from guard.ui.wizard.dots import Dots
from guard.ui.wizard.flow import (
    Back,
    Choices,
    Choose,
    Deed,
    Did,
    End,
    Event,
    Jump,
    Leave,
    Next,
    SetUp,
    Skip,
    Step,
    Undid,
    advance,
    begin,
)
from guard.ui.wizard.footer import Footer
from guard.ui.wizard.step_page import StepPage, give_focus
from guard.ui.wizard.steps.computer import ComputerPage
from guard.ui.wizard.steps.defaults import DefaultsPage
from guard.ui.wizard.steps.done import DonePage
from guard.ui.wizard.steps.limits import LimitsPage
from guard.ui.wizard.steps.platforms import PlatformsPage
from guard.ui.wizard.steps.pseudonym import PseudonymPage
from guard.ui.wizard.steps.secrets import SecretsPage
from guard.ui.wizard.steps.welcome import WelcomePage

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SCROLLS = {
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
}


class Wizard(QStackedWidget):
    """Writes nothing: `ended` hands over how it ended, once."""

    ended = Signal(object)
    """The `SetUp`, left or finished."""

    def __init__(self, desk: SetUpDesk, usual: Choices, parent: QWidget | None = None) -> None:
        """Begin with the first step; `usual` is what holds now."""
        super().__init__(parent)
        self.setObjectName("content")
        self.setAccessibleName(self.tr("Setting up Guard"))
        self._desk = desk
        self.now: SetUp = begin(desk.available, usual)
        self.task: Task | None = None
        self._make = self._makers(usual)
        self.pages: dict[Step, StepPage] = {}
        self._where = text.hint("")
        self._where.setWordWrap(False)
        self._dots = Dots()
        self._stack = QStackedWidget()
        self.footer = Footer()
        self._whole = self._build()
        self.addWidget(self._whole)
        self._connect()
        self._show()

    @property
    def page(self) -> StepPage:
        """The page of the step that is shown, made when it is first wanted."""
        step = self.now.step
        if step not in self.pages:
            page = self._make[step]()
            page.did.connect(lambda deed: self._move(Did(deed)))
            page.undid.connect(lambda deed: self._move(Undid(deed)))
            page.go_on.connect(lambda: self._step(Next()))
            page.jump.connect(lambda to: self._step(Jump(to)))
            self.pages[step] = page
            self._stack.addWidget(page)
        return self.pages[step]

    def focus(self) -> None:
        """Bring the keyboard to where this step begins."""
        if self.task is not None:
            self.task.focus()
        else:
            give_focus(self.page.start() or self.footer.next)

    def begin_file(self) -> None:
        """Open the task that begins a passphrase file."""
        self._open(NewFileTask(self._desk.settings), Deed.PLACE)

    def leave(self) -> None:
        """End here; what was done in a step stays."""
        self._step(Leave())

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Go on in reading order, also through what was added later."""
        tab_as_read(self._whole)
        return super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter do the next thing, and scroll the page from wherever the keyboard is."""
        key, focus = Qt.Key(event.key()), self.focusWidget()
        if self.task is not None or (key not in _ENTER and key not in _SCROLLS):
            super().keyPressEvent(event)
        elif key in _SCROLLS:
            self.page.verticalScrollBar().triggerAction(_SCROLLS[key])
        elif isinstance(focus, QAbstractButton) and not focus.isCheckable():
            focus.click()
        else:
            self._go_on()

    def _makers(self, usual: Choices) -> dict[Step, Callable[[], StepPage]]:
        desk, checks, platforms = self._desk, self._desk.checks, self._desk.platforms
        made: dict[Step, Callable[[], StepPage]] = {
            Step.WELCOME: WelcomePage,
            Step.SECRETS: self._secrets,
            Step.PSEUDONYM: lambda: PseudonymPage(desk.pseudonyms),
            Step.DEFAULTS: lambda: DefaultsPage(usual),
            Step.DONE: DonePage,
        }
        if platforms is not None:
            made[Step.PLATFORMS] = lambda: PlatformsPage(platforms, desk.worker)
        if desk.limits is not None:
            made[Step.LIMITS] = lambda: LimitsPage(desk)
        if checks is not None:
            made[Step.COMPUTER] = lambda: ComputerPage(checks)
        return made

    def _secrets(self) -> StepPage:
        page = SecretsPage(self._desk)
        page.file_wanted.connect(self.begin_file)
        page.change_wanted.connect(lambda: self._open(ChangeTask(self._desk.settings), Deed.PLACE))
        page.kit_wanted.connect(self._make_kit)
        return page

    def _build(self) -> QWidget:
        whole = QWidget()
        whole.setObjectName("content")
        head = QHBoxLayout()
        head.setContentsMargins(SPACE * 3, SPACE * 2, SPACE * 3, 0)
        head.addWidget(self._where)
        head.addStretch(1)
        head.addWidget(self._dots)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        column.addWidget(self._stack, 1)
        column.addWidget(self.footer)
        return whole

    def _connect(self) -> None:
        footer = self.footer
        footer.next.clicked.connect(self._go_on)
        footer.back.clicked.connect(lambda: self._step(Back()))
        footer.leave.clicked.connect(self.leave)
        footer.skipped.connect(lambda reason: self._step(Skip(reason)))
        for keys, does in (("Alt+Left", lambda: self._step(Back())), ("Escape", self._escape)):
            key = QShortcut(
                QKeySequence(keys), self._whole, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
            key.activated.connect(does)

    def _escape(self) -> None:
        if self.footer.reasons.isHidden():
            self.leave()
        else:
            self.footer.close_reasons()

    def _go_on(self) -> None:
        if not self.page.finish_first():
            self._step(Next())

    def _over(self) -> bool:
        return self.now.end is not End.OPEN

    def _move(self, event: Event) -> None:
        self.now = advance(self.now, event)

    def _step(self, event: Event) -> None:
        if self._over():
            return
        self._move(Choose(self.page.chosen(self.now.choices)))
        at = self.now.at
        self._move(event)
        if self._over():
            self.ended.emit(self.now)
        elif self.now.at != at:
            self._show()
            self.focus()

    def _show(self) -> None:
        now, page = self.now, self.page
        page.show_state(now)
        page.enter()
        self._stack.setCurrentWidget(page)
        page.verticalScrollBar().setValue(0)
        where = self.tr("Step {number} of {all}").format(number=now.at + 1, all=len(now.steps))
        self._where.setText(where)
        self._dots.show_step(now.at, len(now.steps))
        words = self.tr("Begin") if now.at == 0 else self.tr("Finish") if now.is_last else self.tr("Continue")
        self.footer.show_step(words, first=now.at == 0, can_skip=page.can_skip)
        page.setAccessibleName(f"{where}: {said.name(now.step)}")
        QAccessible.updateAccessibility(
            QAccessibleAnnouncementEvent(self, f"{where}. {page.title.text()}. {page.subtitle.text()}")
        )

    def _make_kit(self) -> None:
        task = KitTask(self._desk.settings)
        self._open(task, Deed.KIT)
        task.start(None)

    def _open(self, task: Task, deed: Deed) -> None:
        self._drop()
        self.task = task
        task.back.setText(self.tr("Back to the set-up"))
        task.closed.connect(lambda: self._close(task))
        task.finished.connect(lambda _sentence: self._move(Did(deed)))
        self.addWidget(task)
        self.setCurrentWidget(task)
        task.focus()

    def _close(self, task: Task) -> None:
        if self.task is task:
            self._drop()
            self._show()
            self.focus()

    def _drop(self) -> None:
        task, self.task = self.task, None
        self.setCurrentWidget(self._whole)
        if task is not None:
            self.removeWidget(task)
            task.hide()
            task.deleteLater()
