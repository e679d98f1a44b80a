"""The limits of every pseudonym as the pages see them: changed at once, kept with the pseudonym soon after.

What counts for today only is in memory and nowhere else. While a session goes on, limits only get tighter.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from guard.session.boundaries import BoundaryRefused, Channel, Level, Limit, Limits
from guard.session.model import Phase, Session
from guard.session.phase import OPEN
from guard.session.standing import Standing, after_session, decide, edit, undecide, undone
from guard.ui.limits_saving import LimitsSaving
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.wellbeing.days import evening_of

SETTLED = OPEN | {Phase.READY}
"""From everything agreed until the session is over."""
_DAY_MS = 60_000
_MOST_UNDO = 20


class Sessions(Protocol):
    """What holds the session."""

    @property
    def session(self) -> Session:
        """The session as it stands."""

    def subscribe(self, listener: Callable[[Session], None]) -> Callable[[], None]:
        """Call `listener` with every new session, from any thread."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One change that can be taken back: whose it was, about what, and the level (None: left open again)."""

    profile_id: str
    topic: str = field(repr=False)
    level: Level | None
    before: Standing = field(repr=False)
    after: Standing = field(repr=False)


class LimitsDesk(QObject):
    """Holds what is said for today, saves what stays, and forgets a yes when its session or its day is over."""

    changed = Signal()
    settled = Signal()
    """A session begins to go on, or has just ended."""
    refused = Signal(str)
    """A sentence: why something was not changed, or was taken back."""
    _session_changed = Signal(object)

    def __init__(
        self,
        pseudonyms: Pseudonyms,
        sessions: Sessions,
        *,
        now: Callable[[], datetime] = datetime.now,
        parent: QObject | None = None,
    ) -> None:
        """`now` is the local time."""
        super().__init__(parent)
        self._pseudonyms, self._sessions, self._now = pseudonyms, sessions, now
        self.saving = LimitsSaving(pseudonyms, self)
        self._today: dict[str, Limits] = {}
        self._undo: list[Changed] = []
        self._phase = sessions.session.phase
        self._day = evening_of(now())
        self._clock = QTimer(self, interval=_DAY_MS)
        self._clock.timeout.connect(self.look_at_the_day)
        self._clock.start()
        self._session_changed.connect(self._follow)
        unsubscribe = sessions.subscribe(self._session_changed.emit)
        self.destroyed.connect(unsubscribe)
        self.saving.changed.connect(self._listen)
        self.saving.refused.connect(self._taken_back)

    @property
    def in_session(self) -> bool:
        """Whether limits only get tighter now."""
        return self._sessions.session.phase in SETTLED

    @property
    def last(self) -> Changed | None:
        """The last change, if it can be taken back now."""
        change = self._undo[-1] if self._undo else None
        if change is None:
            return None
        now = self.standing(change.profile_id)
        try:
            undone(now, change.before, change.after, in_session=self.in_session)
        except BoundaryRefused:
            return None
        return change

    def standing(self, profile_id: str) -> Standing:
        """Return what holds for a pseudonym; nothing for one that is not known."""
        return Standing(self.saving.kept(profile_id), self._today.get(profile_id, Limits()))

    def decide(self, profile_id: str, topic: str, channels: Sequence[Channel], level: Level | None) -> bool:
        """Change a topic on some channels at once; None leaves it open. Return whether it was taken.

        During a session a channel that is stricter already stays as it is. `refused` follows when none changes.
        """
        before = made = self.standing(profile_id)
        refusal: BoundaryRefused | None = None
        for channel in channels:
            try:
                made = self._decided(made, topic, channel, level)
            except BoundaryRefused as error:
                refusal = error
        if refusal is not None and made == before:
            self.refused.emit(refusal.sentence)
            return False
        if made != before and self._pseudonyms.named(profile_id) is not None:
            self._undo = [*self._undo[1 - _MOST_UNDO :], Changed(profile_id, topic, level, before, made)]
            self._put(profile_id, before, made)
        return True

    def undo(self) -> None:
        """Take the last change back, where that loosens nothing that must not be loosened now."""
        change = self.last
        if change is not None:
            self._undo.pop()
            now = self.standing(change.profile_id)
            made = undone(now, change.before, change.after, in_session=self.in_session)
            self._put(change.profile_id, now, made)

    def look_at_the_day(self) -> None:
        """Forget what was said for a day that is over; not while a session goes on."""
        day = evening_of(self._now())
        if day != self._day and not self.in_session:
            self._day = day
            self._undo.clear()
            self._today.clear()
            self.changed.emit()

    def _decided(self, now: Standing, topic: str, channel: Channel, level: Level | None) -> Standing:
        if level is None:
            return undecide(now, topic, [channel], in_session=self.in_session)
        return decide(now, Limit(topic, channel, level), in_session=self.in_session)

    def _put(self, profile_id: str, before: Standing, after: Standing) -> None:
        self._today[profile_id] = after.today
        self.saving.want(profile_id, edit(before.kept, after.kept))
        self.changed.emit()

    def _follow(self, session: Session) -> None:
        before, self._phase = self._phase, session.phase
        if before is session.phase:
            return
        over = before in OPEN and session.phase not in OPEN
        if over or session.phase is Phase.CANCELLED:
            self._today = {
                profile_id: after_session(Standing(today=held)).today
                for profile_id, held in self._today.items()
            }
        if over or (before in SETTLED) is not (session.phase in SETTLED):
            self._undo.clear()
            self.look_at_the_day()
            self.settled.emit()
        self.changed.emit()

    def _listen(self) -> None:
        known = self._pseudonyms.known
        if known is not None:
            here = {profile.id for profile in known}
            self._today = {each: held for each, held in self._today.items() if each in here}
        self.changed.emit()

    def _taken_back(self, sentence: str) -> None:
        self._undo.clear()
        self.refused.emit(sentence)
