"""The check-up in the window: what it works with, its pages, and what goes back by itself."""

import importlib
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout

from guard.checkup.mend import PutBack
from guard.errors import GuardError
from guard.knowledge.platforms import Platform
from guard.session.model import Session
from guard.session.phase import OPEN, Phase
from guard.ui.background import Background
from guard.ui.pages.checkup.desk import CheckDesk, Computer, Notes
from guard.ui.pages.checkup.mending import Mending, untold
from guard.ui.pages.checkup.quiet import QuietCard
from guard.ui.pages.platforms.desk import PlatformDesk, PlatformKeeper
from guard.ui.pages.pseudonyms import Pseudonyms

if TYPE_CHECKING:
    from guard.ui.pages.checkup.room import CheckUpRoom

_QUIET = frozenset({Phase.GATE, Phase.READY, *OPEN})
_BELOW_HEADINGS = 4
_END_SECONDS = 2.0  # a log-out does not wait much longer
_LAST_SECONDS = 0.5  # of these, for threads to end
_LEAST_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Checking:
    """What the check-up works with.

    `computer` prepares to read and change this computer, with a function that gives the words
    no name should show; it may take a while, raises `GuardError`, and is called on another
    thread. `changed_before` tells whether Guard has ever changed a setting here.
    """

    computer: Callable[[Callable[[], Collection[str]]], Computer]
    notes: Notes
    changed_before: Callable[[], bool]
    platforms: PlatformKeeper


class CheckingRoom(QObject):
    """Owns the threads of the check-up. Nothing is read before somebody opens the page."""

    troubled = Signal(str)
    """A sentence for the window."""

    def __init__(
        self,
        checking: Checking,
        pseudonyms: Pseudonyms,
        platforms: Collection[Platform],
        parent: QObject | None = None,
    ) -> None:
        """Put the desk together; `start` clears up what an earlier Guard left."""
        super().__init__(parent)
        self._checking = checking
        self._pseudonyms = pseudonyms
        self._hidden: frozenset[str] = frozenset()
        self._made: Computer | None = None
        self._making = threading.Lock()
        self._phase: Phase | None = None
        self._quiet: QuietCard | None = None
        self._set_up: Callable[[], None] | None = None
        self._looking, self._mending, self._saving = (Background(self) for _ in range(3))
        mending = Mending(lambda: self._computer().mender, self._mending, self)
        self.desk = CheckDesk(
            self._computer, checking.notes, mending, looking=self._looking, saving=self._saving, parent=self
        )
        self.platforms = PlatformDesk(checking.platforms, platforms, self._saving, parent=self)
        pseudonyms.changed.connect(self._follow_words)
        mending.settled.connect(self._settled)
        self.desk.troubled.connect(self.troubled)
        self.platforms.troubled.connect(self.troubled)

    def start(self) -> None:
        """Put back what an earlier Guard had changed for a session only."""
        if self._checking.changed_before():
            self.desk.mending.settle(self._tell)

    def end(self) -> None:
        """Put back what was changed for a session only, and end every thread; takes two seconds at most.

        What does not go back in time does at the next start.
        """
        until = time.monotonic() + _END_SECONDS
        self.desk.stop()
        if self._checking.changed_before():
            self._put_back(_END_SECONDS - _LAST_SECONDS)
        for background in (self._mending, self._looking, self._saving):
            background.close(max(_LEAST_SECONDS, until - time.monotonic()))

    def offer_set_up(self, open_: Callable[[], None]) -> None:
        """Let the page open the guided set-up, too; to be called before the page is made."""
        self._set_up = open_

    def make_room(self) -> "CheckUpRoom":
        """Make the page."""
        room = cast("type[CheckUpRoom]", _load("checkup.room").CheckUpRoom)
        return room(
            lambda: _load("checkup.page").ComputerPage(self.desk, set_up=self._set_up),
            lambda: _load("platforms.page").PlatformsPage(self.platforms),
        )

    def offer_quiet(self, column: QVBoxLayout) -> None:
        """Put what offers quiet for one session on the page `column` is of, below its headings."""
        self._quiet = QuietCard(self._computer, self.desk.mending, self._looking)
        column.insertWidget(min(_BELOW_HEADINGS, column.count()), self._quiet)
        self.follow_gate()

    def follow(self, session: Session) -> None:
        """Put back what was for the session once it is over, or called off."""
        before, self._phase = self._phase, session.phase
        if before in _QUIET and self._phase not in _QUIET and self._checking.changed_before():
            self.desk.mending.settle(self._tell)
        if before is not self._phase:
            self.follow_gate()

    def follow_gate(self) -> None:
        """Offer quiet while a session is prepared."""
        if self._quiet is not None and self._phase is Phase.GATE:
            self._quiet.offer()

    def _put_back(self, seconds: float) -> None:
        """Settle on the worker, after what it is at, and wait for it."""
        over = threading.Event()

        def settle() -> None:
            try:
                self._computer().mender.settle(session_over=True)
            finally:
                over.set()

        self._mending.run(settle, lambda _: None, lambda _: None)
        over.wait(seconds)

    def _computer(self) -> Computer:
        """On a worker: prepare once."""
        with self._making:
            if self._made is None:
                self._made = self._checking.computer(lambda: self._hidden)
            return self._made

    def _follow_words(self) -> None:
        known = self._pseudonyms.known or ()
        self._hidden = frozenset(word for profile in known for word in profile.never)

    def _settled(self, put: list[PutBack]) -> None:
        for one in untold(put):
            self.troubled.emit(one.says)
        for one in put:
            check = self._made.known.get(one.check) if self._made is not None else None
            if check is not None:
                self.desk.mending.read(check)

    def _tell(self, error: GuardError) -> None:
        self.troubled.emit(error.sentence)


def _load(page: str) -> Any:
    """Load the module of a page that many starts of Guard never show."""
    return importlib.import_module(f"guard.ui.pages.{page}")
