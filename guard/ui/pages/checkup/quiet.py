"""Quiet for one session: offered where a session is prepared, when notifications could pop up."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from guard.checkup.check import Answer, Check, Result
from guard.errors import GuardError
from guard.ui.pages.checkup.desk import Computer
from guard.ui.pages.checkup.mending import Mending
from guard.ui.pages.counsel import Worker
from guard.ui.pages.settings.line import Line
from guard.ui.widgets.card import Card
from guard.ui.widgets.switch import Switch


class QuietCard(Card):
    """Hidden unless a check whose fix lasts for a session says that there is something to do."""

    def __init__(
        self,
        computer: Callable[[], Computer],
        mending: Mending,
        worker: Worker,
        parent: QWidget | None = None,
    ) -> None:
        """`computer` is asked for on `worker`."""
        super().__init__(self.tr("Quiet while it lasts"), parent=parent)
        self._computer = computer
        self._mending = mending
        self._worker = worker
        self._check: Check | None = None
        self.switch = Switch(self.tr("No notifications during this session"))
        self.switch.toggled.connect(self._turn)
        self._line = Line(
            self.tr("No notifications during this session"),
            self.tr("A pop-up can show a name or a message. Guard puts this back when the session is over."),
            self.switch,
        )
        self.body.addWidget(self._line)
        mending.changed.connect(self._follow)
        mending.read_again.connect(self._read_again)
        self.hide()

    def offer(self) -> None:
        """Look whether there is something to offer; nothing is changed."""
        self._worker.run(self._look, self._show, _say_nothing)

    def _look(self) -> tuple[Check, Result] | None:
        """On the worker: find the check that says so."""
        computer = self._computer()
        for check in computer.known.checks:
            if check.fix is not None and check.fix.only_session:
                result = computer.mender.look(check)
                if result.fixable:
                    return check, result
        return None

    def _show(self, found: tuple[Check, Result] | None) -> None:
        if found is not None:
            self._check = found[0]
            self._set(on=False)
            self.show()
        elif self._check is None or not self.switch.isChecked():
            self.hide()

    def _turn(self, on: bool) -> None:  # noqa: FBT001 - a slot
        if self._check is None:
            return
        if on:
            self._mending.fix(self._check)
        else:
            self._mending.undo(self._check)

    def _follow(self) -> None:
        if self._check is None:
            return
        self.switch.setEnabled(self._check.id not in self._mending.busy)
        message = self._mending.messages.get(self._check.id)
        if message is not None:
            self._line.say(message.says)

    def _read_again(self, result: Result, _undoable: frozenset[str]) -> None:
        if self._check is not None and result.id == self._check.id:
            self._set(on=result.answer is Answer.SAFE)

    def _set(self, *, on: bool) -> None:
        blocked = self.switch.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.switch.setChecked(on)
        self.switch.blockSignals(blocked)


def _say_nothing(_error: GuardError) -> None:
    """What cannot be looked at is not offered."""
