"""Fixes and puts back one check at a time, away from the window, and keeps what came of it."""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from guard.checkup.check import Answer, Check, Result
from guard.checkup.mend import Mended, Mender, Put, PutBack
from guard.checkup.undo import UndoJournalError
from guard.errors import GuardError
from guard.ui.pages.counsel import Worker

T = TypeVar("T")
_PUT_BACK = (Put.BACK, Put.ALREADY)


@dataclass(frozen=True, slots=True)
class Message:
    """What a fix or an undo came to. `insist`: it can be put back although somebody has changed it since."""

    says: str
    tone: str
    insist: bool = False


@dataclass(frozen=True, slots=True)
class _Undone:
    result: Result
    put: Sequence[PutBack]
    undoable: frozenset[str]


class Mending(QObject):
    """One after the other, at a person's wish only; but what was for a session goes back by itself."""

    changed = Signal()
    """Something is busy or has a message."""
    read_again = Signal(object, object)
    """The `Result` after a change, and the ids of all that can be undone."""
    settled = Signal(object)
    """What was put back by itself: a list of `PutBack`."""

    def __init__(self, mender: Callable[[], Mender], worker: Worker, parent: QObject | None = None) -> None:
        """`mender` is asked for on the worker."""
        super().__init__(parent)
        self._mender = mender
        self._worker = worker
        self.busy: set[str] = set()
        self.messages: dict[str, Message] = {}

    def fix(self, check: Check) -> None:
        """Fix a check and read it again."""

        def work() -> tuple[Mended, frozenset[str]]:
            mender = self._mender()
            return mender.fix(check), _undoable(mender)

        def done(outcome: tuple[Mended, frozenset[str]]) -> None:
            mended, undoable = outcome
            well = mended.result.answer is Answer.SAFE
            self._finish(check.id, Message(mended.says, "calm" if well else "notice"))
            self.read_again.emit(mended.result, undoable)

        self._begin(check, work, done)

    def undo(self, check: Check, *, force: bool = False) -> None:
        """Put back what was there before Guard changed it; `force` also over somebody else's change."""

        def work() -> _Undone:
            mender = self._mender()
            put = mender.undo(check.id, force=force)
            return _Undone(mender.look(check), put, _undoable(mender))

        def done(undone: _Undone) -> None:
            worst = next((one for one in undone.put if one.put not in _PUT_BACK), undone.put[-1])
            tone = "calm" if worst.put in _PUT_BACK else "notice"
            self._finish(check.id, Message(worst.says, tone, insist=worst.put is Put.CHANGED_SINCE))
            self.read_again.emit(undone.result, undone.undoable)

        self._begin(check, work, done)

    def settle(self, failed: Callable[[GuardError], None]) -> None:
        """Clear up after a crash, and put back what was for a session only."""
        self._worker.run(lambda: self._mender().settle(session_over=True), self.settled.emit, failed)

    def read(self, check: Check) -> None:
        """Read a check again that was put back by itself."""

        def work() -> tuple[Result, frozenset[str]]:
            mender = self._mender()
            return mender.look(check), _undoable(mender)

        self._worker.run(work, lambda read: self.read_again.emit(*read), lambda _error: None)

    def forget(self, check_id: str = "") -> None:
        """Take one message back, or all."""
        if check_id:
            self.messages.pop(check_id, None)
        else:
            self.messages.clear()

    def _begin(self, check: Check, work: Callable[[], T], done: Callable[[T], None]) -> None:
        if check.id in self.busy:
            return
        self.busy.add(check.id)
        self.messages.pop(check.id, None)
        self.changed.emit()
        self._worker.run(work, done, lambda error: self._finish(check.id, Message(error.sentence, "notice")))

    def _finish(self, check_id: str, message: Message) -> None:
        self.busy.discard(check_id)
        self.messages[check_id] = message
        self.changed.emit()


def _undoable(mender: Mender) -> frozenset[str]:
    with suppress(UndoJournalError):
        return frozenset(mender.undoable())
    return frozenset()


def untold(put: Collection[PutBack]) -> list[PutBack]:
    """Return what could not be put back by itself."""
    return [one for one in put if one.put not in _PUT_BACK]
