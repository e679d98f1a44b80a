"""The lock of the window: when it is shut, what opens it, and how long a wrong try makes the next one wait."""

import time
from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from guard.errors import GuardError
from guard.ui.pages.counsel import Worker
from guard.ui.secrets import Secrets, Unlocked
from guard.vault.outcome import (
    KeyringUnavailable,
    PassphraseFileDamaged,
    PassphraseFileMissing,
    WrongPassphrase,
)

_TICK_MS = 250

_tr = QCoreApplication.translate


class Way(StrEnum):
    """What opens the lock: the passphrase of the file, one of the lock's own, or the keyring's own prompt."""

    FILE = "file"
    PASSPHRASE = "passphrase"  # noqa: S105 - a way, not a secret
    KEYRING = "keyring"


class Locking(QObject):
    """Shut or open. A failure of the store keeps it shut; only a right answer opens it."""

    changed = Signal()
    shut = Signal()
    opened = Signal()
    remark = Signal(str)
    """A sentence for after the opening."""

    def __init__(
        self,
        secrets: Secrets,
        worker: Worker,
        parent: QObject | None = None,
        *,
        worth_locking: Callable[[], bool] = lambda: True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin shut where a passphrase is needed. `worth_locking` tells whether anything personal was read yet."""
        super().__init__(parent)
        self._secrets = secrets
        self._worker = worker
        self._worth = worth_locking
        self._clock = clock
        self.locked = secrets.sealed or secrets.lock_set
        self.busy = False
        self.said = ""
        """Why the last try did not open it."""
        self.lost = False
        """Whether the passphrase file is missing or damaged, so that no passphrase will open it."""
        self._until = 0.0
        self._round = 0
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._pass_time)
        if self.locked:
            self._begin_wait()
            if self.wait:
                self.said = _tr("Locking", "A wrong passphrase was typed several times before.")

    @property
    def way(self) -> Way:
        """What opens it now."""
        if self._secrets.by_file:
            return Way.FILE
        return Way.PASSPHRASE if self._secrets.lock_set else Way.KEYRING

    @property
    def wait(self) -> int:
        """Whole seconds until the next try is taken."""
        return max(0, -int(-(self._until - self._clock()) // 1))

    def lock(self) -> None:
        """Shut, at once."""
        self._secrets.seal()
        self._round += 1
        self.busy, self.said = False, ""
        self._worker.run(self._secrets.close_journal, lambda _: None, lambda _: None)
        if not self.locked:
            self.locked = True
            self.shut.emit()
        self.changed.emit()

    def try_passphrase(self, passphrase: str) -> None:
        """Try to open with what was typed."""
        if self.busy or not self.locked or self.wait or not passphrase:
            return
        if self.way is Way.FILE:
            self._ask(lambda: self._secrets.unseal(passphrase), self._unsealed)
        else:
            self._ask(lambda: self._secrets.try_lock(passphrase), self._judge)

    def try_keyring(self) -> None:
        """Let the keyring be read, which asks its user if it is locked; what it says decides."""
        if not self.busy and self.locked and self.way is Way.KEYRING:
            self._ask(self._secrets.touch_keyring, lambda _: self._open())

    def begin_anew(self, passphrase: str) -> None:
        """Put what is left of a lost file aside, begin a new one and open."""
        if self.lost and not self.busy:
            self._ask(lambda: self._secrets.create_file(passphrase, instead=True), lambda _: self._open())

    def _ask(self, work: Callable[[], object], done: Callable[[object], None]) -> None:
        self.busy, self.said = True, ""
        self._round += 1
        number = self._round
        self.changed.emit()

        def answered(value: object) -> None:
            if number == self._round:
                self.busy = False
                done(value)

        def refused(error: GuardError) -> None:
            if number == self._round:
                self.busy = False
                self._refuse(error)

        self._worker.run(work, answered, refused)

    def _unsealed(self, notice: object) -> None:
        self._open()
        if isinstance(notice, str) and notice:
            self.remark.emit(notice)

    def _judge(self, verdict: object) -> None:
        if verdict is Unlocked.WRONG:
            self._count(_tr("Locking", "That is not the passphrase. Nothing was changed; please try again."))
            return
        self._open()
        if verdict is Unlocked.GONE:
            self.remark.emit(
                _tr(
                    "Locking",
                    "The lock's passphrase is no longer in the keyring, so there was nothing to compare with. "
                    "Choose a new one in Settings.",
                )
            )

    def _refuse(self, error: GuardError) -> None:
        self.lost = isinstance(error, PassphraseFileMissing | PassphraseFileDamaged)
        if isinstance(error, WrongPassphrase):
            self._count(error.sentence)
        elif isinstance(error, KeyringUnavailable) and self.way is Way.KEYRING and not self._worth():
            self._open()  # nothing was read from a keyring in this run, so nothing is behind the lock
        else:
            self.said = error.sentence
            self.changed.emit()

    def _count(self, sentence: str) -> None:
        self.said = sentence
        self._begin_wait()
        self.changed.emit()

    def _begin_wait(self) -> None:
        wait = self._secrets.wait
        if wait > 0:
            self._until = self._clock() + wait
            self._tick.start()

    def _pass_time(self) -> None:
        if not self.wait:
            self._tick.stop()
        self.changed.emit()

    def _open(self) -> None:
        self.said, self.lost, self.locked = "", False, False
        self.opened.emit()
        self.changed.emit()
