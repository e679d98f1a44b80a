"""The way through the guided set-up, as data and one pure function; nothing is written before it is finished."""

from collections.abc import Collection
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum


class Step(StrEnum):
    """The steps in their order. The first and the last are always there."""

    WELCOME = "welcome"
    SECRETS = "secrets"
    COMPUTER = "computer"
    PLATFORMS = "platforms"
    PSEUDONYM = "pseudonym"
    LIMITS = "limits"
    DEFAULTS = "defaults"
    DONE = "done"


class Reason(StrEnum):
    """Why a step is left out."""

    LATER = "later"
    NOT_NEEDED = "not-needed"
    SOMEONE_ELSE = "someone-else"
    RATHER_NOT = "rather-not"


class Deed(StrEnum):
    """What a person does on purpose in a step; it holds at once, whatever becomes of the set-up."""

    PLACE = "place"
    KIT = "kit"
    CHANGE = "change"
    PSEUDONYM = "pseudonym"


class End(StrEnum):
    """Whether the set-up goes on, was left, or was finished."""

    OPEN = "open"
    LEFT = "left"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Choices:
    """What only finishing writes. `check_in` counts minutes; `platforms` holds ids.

    `limits` holds topics and levels that shall change, for the pseudonym with the id `limits_of`.
    """

    check_in: int = 20
    discreet: bool = True
    autostart: bool = False
    platforms: tuple[str, ...] = ()
    limits: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    limits_of: str = ""


_CHOSEN_IN = {
    Step.DEFAULTS: ("check_in", "discreet", "autostart"),
    Step.PLATFORMS: ("platforms",),
    Step.LIMITS: ("limits", "limits_of"),
}


@dataclass(frozen=True, slots=True)
class SetUp:
    """How far the set-up is. `at` and `furthest` are places in `steps`; `usual` is what held before it."""

    steps: tuple[Step, ...]
    usual: Choices
    choices: Choices
    at: int = 0
    furthest: int = 0
    skipped: tuple[tuple[Step, Reason], ...] = ()
    deeds: tuple[Deed, ...] = ()
    end: End = End.OPEN

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self.steps[self.at]

    @property
    def is_last(self) -> bool:
        """Whether the next step is to finish."""
        return self.at == len(self.steps) - 1

    @property
    def is_fresh(self) -> bool:
        """Whether nothing has happened yet."""
        return replace(self, usual=Choices(), choices=Choices()) == SetUp(self.steps, Choices(), Choices())


@dataclass(frozen=True, slots=True)
class Next:
    """Go on; from the last step this finishes."""


@dataclass(frozen=True, slots=True)
class Back:
    """Go back one step."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave this step out and go on."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Jump:
    """Go to a step that was shown before."""

    step: Step


@dataclass(frozen=True, slots=True)
class Choose:
    """Take over what is chosen now."""

    choices: Choices


@dataclass(frozen=True, slots=True)
class Did:
    """Something was done that holds at once."""

    deed: Deed


@dataclass(frozen=True, slots=True)
class Undid:
    """Something that was done was taken back."""

    deed: Deed


@dataclass(frozen=True, slots=True)
class Leave:
    """Stop here."""


Event = Next | Back | Skip | Jump | Choose | Did | Undid | Leave


def begin(available: Collection[Step], usual: Choices) -> SetUp:
    """Begin with the steps that are `available`, and with what holds now."""
    steps = tuple(step for step in Step if step in available or step in (Step.WELCOME, Step.DONE))
    return SetUp(steps, usual, usual)


def advance(now: SetUp, event: Event) -> SetUp:
    """Return what follows; an event that has no place here changes nothing."""
    if now.end is not End.OPEN:
        return now
    match event:
        case Choose(choices):
            return replace(now, choices=choices)
        case Did(deed) if deed not in now.deeds:
            return replace(now, deeds=(*now.deeds, deed))
        case Undid(deed):
            return replace(now, deeds=tuple(each for each in now.deeds if each is not deed))
        case Leave():
            return replace(now, end=End.LEFT)
    return _moved(now, event)


def _moved(now: SetUp, event: Event) -> SetUp:
    match event:
        case Next() if now.is_last:
            return replace(now, end=End.FINISHED)
        case Next():
            return _go(replace(now, skipped=_unskipped(now)), now.at + 1)
        case Back() if now.at > 0:
            return _go(now, now.at - 1)
        case Skip(reason) if not now.is_last:
            return _go(replace(now, skipped=(*_unskipped(now), (now.step, reason))), now.at + 1)
        case Jump(step) if step in now.steps[: now.furthest + 1]:
            return _go(now, now.steps.index(step))
    return now


def to_write(now: SetUp) -> Choices | None:
    """Return what is to be kept; None unless it was finished. What a skipped step shows stays as it was."""
    if now.end is not End.FINISHED:
        return None
    left_out = {name for step, _ in now.skipped for name in _CHOSEN_IN.get(step, ())}
    return Choices(
        **{
            each.name: getattr(now.usual if each.name in left_out else now.choices, each.name)
            for each in fields(Choices)
        }
    )


def _go(now: SetUp, place: int) -> SetUp:
    return replace(now, at=place, furthest=max(now.furthest, place))


def _unskipped(now: SetUp) -> tuple[tuple[Step, Reason], ...]:
    return tuple(each for each in now.skipped if each[0] is not now.step)
