"""Work that may take long, away from the window: one thread, one thing after another."""

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from guard.errors import GuardError

T = TypeVar("T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[GuardError], None]


@dataclass(frozen=True, slots=True)
class _Outcome:
    job: _Job
    value: Any = None
    error: GuardError | None = None


class Background(QObject):
    """Runs work in order on a thread of its own and answers on the thread of the window.

    Work that never comes back holds up what waits behind it, never the window; other
    services are reached through a `Background` of their own.
    """

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Start nothing yet; the thread begins with the first work."""
        super().__init__(parent)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closing = threading.Event()
        self._speaking = threading.Lock()
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[GuardError], None]
    ) -> None:
        """Do `work` elsewhere, then call `done` or `failed` here. After `close` nothing is begun."""
        if self._closing.is_set():
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="guard-background", daemon=True)
            self._thread.start()
        self._jobs.put(_Job(work, done, failed))

    def close(self, limit: float = 2.0) -> bool:
        """Take no more work and deliver no more answers; wait `limit` seconds for what is being done.

        Return False when it did not come back: its thread ends with the program.
        """
        with self._speaking:
            self._closing.set()
        if self._thread is None:
            return True
        self._jobs.put(None)
        self._thread.join(limit)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None and not self._closing.is_set():
            outcome = self._outcome(job)
            with self._speaking:
                if not self._closing.is_set():
                    self._finished.emit(outcome)

    @staticmethod
    def _outcome(job: _Job) -> _Outcome:
        try:
            return _Outcome(job, value=job.work())
        except GuardError as error:
            return _Outcome(job, error=error)
        except Exception:  # noqa: BLE001 -- the door of the work: nothing may fall through a thread
            _log.exception("unexpected failure in background work")
            return _Outcome(job, error=_unexpected())

    def _deliver(self, outcome: _Outcome) -> None:
        if self._closing.is_set():
            return
        if outcome.error is not None:
            outcome.job.failed(outcome.error)
        else:
            outcome.job.done(outcome.value)


def _unexpected() -> GuardError:
    return GuardError(
        QCoreApplication.translate(
            "Background",
            "Something went wrong inside Guard. What you had saved before is untouched; "
            "try again, and restart Guard if it happens twice.",
        )
    )
