"""Who is given the screen, judged from what is said on the session bus; pure bookkeeping.

A session that merely exists proves nothing, for portals leave theirs lying about: a cast
counts from the moment it was granted until it is closed or its owner leaves the bus.
"""

from collections.abc import Callable
from dataclasses import dataclass

from guard.capture.finding import Confidence, Kind, Strength
from guard.capture.sensors.linux.casts.screen_cast_messages import (
    Answered,
    Asked,
    Closed,
    Granted,
    Heard,
    Left,
    Topic,
)

_MOST_OPEN_QUESTIONS = 256
_SHOTS = frozenset({Topic.PORTAL_SHOT, Topic.SHELL_SHOT})
_OF = {Kind.SCREEN: "the screen", Kind.WINDOW: "a window", Kind.REMOTE_CONTROL: "mouse and keyboard"}
_SAYS = {
    Topic.PORTAL_START: "It asked the desktop's portal for {} and was given it.",
    Topic.MUTTER_START: "It takes {} through GNOME's own interface for screen casts.",
    Topic.MUTTER_CONTROL: "It may use {} through GNOME's own interface for remote desktops.",
    Topic.SHELL_CAST: "It lets GNOME record {} to a file.",
    Topic.PORTAL_SHOT: "It asked the desktop's portal for a picture of {} and was given it.",
    Topic.SHELL_SHOT: "It let GNOME take a picture of {}.",
}
_UNSURE_SAYS = "It asked GNOME for a picture of {} and left before the answer."
_KWIN_SAYS = "It let KDE's window manager take a picture of {}."


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a program is given. `caller` is its name on the bus, None where that is not known.

    `between` is True where the caller acts for another that is not known; `maybe` are the
    other kinds that it may be.
    """

    key: str
    kind: Kind
    says: str
    caller: str | None
    strength: Strength = Strength.CAPTURING
    confidence: Confidence = Confidence.HIGH
    one_shot: bool = False
    between: bool = False
    maybe: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be said, and what no longer holds."""

    say: tuple[Verdict, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Open:
    caller: str | None
    service: str
    path: str
    keys: tuple[str, ...]


class Casts:
    """Everything granted and not yet over. `is_between` tells a portal's helper, which acts for others."""

    def __init__(self, is_between: Callable[[str], bool]) -> None:
        self._is_between = is_between
        self._asked: dict[tuple[str, int], Asked] = {}
        self._recorded: dict[tuple[str, str], tuple[Kind, ...]] = {}
        self._open: dict[str, _Open] = {}
        self._shots = 0

    def forget(self) -> Change:
        """Let everything go: the bus is gone, and with it every question and every cast."""
        self._asked.clear()
        self._recorded.clear()
        return self._close(lambda _: True)

    def hear(self, heard: Heard) -> Change:
        """Take one thing that was said."""
        match heard:
            case Asked():
                return self._take_question(heard)
            case Answered():
                return self._take_answer(heard)
            case Granted():
                return self._take_grant(heard)
            case Closed():
                return self._close(lambda one: one.path == heard.path and one.service in {"", heard.service})
            case Left():
                return self._leave(heard.name)
            case _:
                return Change()

    def already(self, path: str, service: str, kind: Kind, says: str, caller: str | None) -> Change:
        """Take a cast that was there before anybody listened."""
        maybe = (Kind.WINDOW,) if kind is Kind.SCREEN else ()
        # whether anybody takes what is cast to nobody known, other sensors see
        strength = Strength.CAPTURING if caller else Strength.ABLE
        verdict = Verdict(f"{path}:{kind}", kind, says, caller, strength, Confidence.MEDIUM, maybe=maybe)
        self._open[path] = _Open(caller, service, path, (verdict.key,))
        return Change(say=(verdict,))

    def _take_question(self, asked: Asked) -> Change:
        slot = (asked.caller, asked.path)
        if asked.topic in {Topic.PORTAL_CLOSE, Topic.SHELL_CAST_STOP}:
            return self._close(lambda one: (one.caller, one.path) == slot)
        if asked.topic is Topic.MUTTER_RECORD:
            self._recorded[slot] = tuple(dict.fromkeys([*self._recorded.get(slot, ()), asked.kind]))
            _forget_oldest(self._recorded)
            return Change()
        self._asked[asked.caller, asked.serial] = asked
        _forget_oldest(self._asked)
        # who wants no answer gets what it asked for all the same
        return (
            self._take_answer(Answered(asked.caller, "", asked.serial, yes=True)) if asked.mute else Change()
        )

    def _take_answer(self, answer: Answered) -> Change:
        asked = self._asked.get((answer.caller, answer.serial))
        if asked is None:
            return self._picture(answer)
        if asked.topic in {Topic.PORTAL_START, Topic.PORTAL_SHOT}:
            return Change()  # a portal answers later, by a signal
        del self._asked[answer.caller, answer.serial]
        if not answer.yes or self._acts_for_another(asked):
            return Change()
        if asked.topic in _SHOTS:
            return self._shot(asked.caller, asked.kind, _SAYS[asked.topic])
        return self._begin(asked, answer.service, self._started(asked))

    def _started(self, asked: Asked) -> tuple[Kind, ...]:
        """What begins with a session; one for remote control starts its caller's casts along with it."""
        if asked.topic is Topic.MUTTER_START:
            return self._recorded.get((asked.caller, asked.path), ())
        if asked.topic is not Topic.MUTTER_CONTROL:
            return (asked.kind,)
        casts = [kind for slot, kinds in self._recorded.items() if slot[0] == asked.caller for kind in kinds]
        return tuple(dict.fromkeys([asked.kind, *casts]))

    def _take_grant(self, grant: Granted) -> Change:
        asked = self._portal_question(grant)
        if asked is None:
            return Change()
        del self._asked[asked.caller, asked.serial]
        if not grant.yes:
            return Change()
        if asked.topic is Topic.PORTAL_SHOT:
            return self._shot(asked.caller, asked.kind, _SAYS[asked.topic])
        control = (Kind.REMOTE_CONTROL,) if grant.control else ()
        return self._begin(asked, grant.service, (*grant.kinds, *control))

    def _portal_question(self, grant: Granted) -> Asked | None:
        """Find the question; one without a token is known only by what it is given."""
        topics = {Topic.PORTAL_START, Topic.PORTAL_SHOT}
        mine = [one for one in self._asked.values() if one.caller == grant.caller and one.topic in topics]
        named = [one for one in mine if one.token and one.token == grant.token]
        if named:
            return named[0]
        wanted = Topic.PORTAL_START if grant.kinds or grant.control else Topic.PORTAL_SHOT
        return next((one for one in mine if not one.token and one.topic is wanted), None)

    def _picture(self, answer: Answered) -> Change:
        if answer.picture is None or not answer.caller:
            return Change()
        if self._is_between(answer.caller) and self._expects({Topic.PORTAL_SHOT}):
            return Change()
        return self._shot(answer.caller, answer.picture, _KWIN_SAYS)

    def _acts_for_another(self, asked: Asked) -> bool:
        """Tell whether a helper asks for a program that is already known, or will be in a moment."""
        shot = asked.topic in _SHOTS
        wanted = {Topic.PORTAL_SHOT} if shot else {Topic.PORTAL_START, Topic.SHELL_CAST}
        known = self._expects(wanted) or (not shot and any(one.caller for one in self._open.values()))
        return known and self._is_between(asked.caller)

    def _expects(self, topics: set[Topic]) -> bool:
        return any(one.topic in topics for one in self._asked.values())

    def _begin(self, asked: Asked, service: str, kinds: tuple[Kind, ...]) -> Change:
        if not kinds:
            return Change()
        slot, says = f"{asked.caller}{asked.path}", _SAYS[asked.topic]
        between = self._is_between(asked.caller)
        verdicts = tuple(
            Verdict(f"{slot}:{kind}", kind, says.format(_OF[kind]), asked.caller, between=between)
            for kind in kinds
        )
        self._open[slot] = _Open(asked.caller, service, asked.path, tuple(one.key for one in verdicts))
        return Change(say=verdicts)

    def _shot(self, caller: str, kind: Kind, says: str, confidence: Confidence = Confidence.HIGH) -> Change:
        self._shots += 1
        key = f"shot:{self._shots}"
        verdict = Verdict(key, kind, says.format(_OF[kind]), caller, confidence=confidence, one_shot=True)
        return Change(say=(verdict,), gone=(key,))

    def _leave(self, name: str) -> Change:
        left = [self._asked.pop(slot) for slot in [slot for slot in self._asked if slot[0] == name]]
        for record in [slot for slot in self._recorded if slot[0] == name]:
            del self._recorded[record]
        closed = self._close(lambda one: name in {one.caller, one.service})
        shot = next((one for one in left if one.topic is Topic.SHELL_SHOT), None)
        if shot is None or self._acts_for_another(shot):
            return closed
        told = self._shot(name, shot.kind, _UNSURE_SAYS, Confidence.MEDIUM)
        return Change(told.say, (*closed.gone, *told.gone))

    def _close(self, ends: Callable[[_Open], bool]) -> Change:
        over = [slot for slot, one in self._open.items() if ends(one)]
        keys = [key for slot in over for key in self._open.pop(slot).keys]
        return Change(gone=tuple(keys))


def _forget_oldest(questions: dict[tuple[str, int], Asked] | dict[tuple[str, str], tuple[Kind, ...]]) -> None:
    """Keep a program that asks without end from filling the memory."""
    while len(questions) > _MOST_OPEN_QUESTIONS:
        questions.pop(next(iter(questions)))  # type: ignore[arg-type]  # the key is the mapping's own
