"""What the guided set-up works with, handed to each of its pages."""

import shutil
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt

from guard.errors import GuardError
from guard.knowledge.platform_notes import Noted
from guard.knowledge.platforms import Platform
from guard.session import topics
from guard.session.boundaries import Channel, Level
from guard.session.standing import Standing
from guard.session.topics import Topics
from guard.ui.pages.checkup.desk import CheckDesk
from guard.ui.pages.counsel import Worker
from guard.ui.pages.platforms.desk import PlatformDesk
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.pages.settings.desk import SettingsDesk
from guard.ui.wizard.flow import Choices, Reason, Step

_ANY_BROWSER = "browser"


class LimitsKeeper(Protocol):
    """What keeps a pseudonym's limits; see `guard.ui.limits.LimitsDesk`."""

    @property
    def in_session(self) -> bool:
        """Whether limits only get tighter now."""

    def standing(self, profile_id: str) -> Standing:
        """Return what holds for a pseudonym."""

    def decide(self, profile_id: str, topic: str, channels: Sequence[Channel], level: Level | None) -> bool:
        """Change a topic on some channels; False when that is refused."""


@dataclass(frozen=True, slots=True)
class SetUpDesk:
    """`noted` reads which platforms were picked, `topics` what limits are about; `worker` reads and writes.

    Without `checks`, `platforms` or `limits` the step that needs them is left out.
    """

    settings: SettingsDesk
    pseudonyms: Pseudonyms
    worker: Worker
    checks: CheckDesk | None = None
    platforms: PlatformDesk | None = None
    noted: Callable[[], Noted] = Noted
    limits: LimitsKeeper | None = None
    topics: Callable[[], Topics] = topics.load

    @property
    def available(self) -> frozenset[Step]:
        """The steps that there is something for."""
        steps = {Step.SECRETS, Step.PSEUDONYM, Step.DEFAULTS}
        if self.checks is not None:
            steps.add(Step.COMPUTER)
        if self.platforms is not None and self.platforms.platforms:
            steps.add(Step.PLATFORMS)
        if self.limits is not None:
            steps.add(Step.LIMITS)
        return frozenset(steps)

    def usual(self) -> Choices:
        """Return what holds now. Waits for the disk; what cannot be read counts as not chosen."""
        now = self.settings.preferences.now
        try:
            on = self.settings.autostart.is_on()
        except OSError:
            on = False
        return Choices(
            now.check_in, discreet=now.discreet, autostart=on, platforms=tuple(sorted(self.noted().picked))
        )

    def keep(self, choices: Choices, usual: Choices, skipped: Collection[tuple[Step, Reason]] = ()) -> None:
        """Write what was chosen; what cannot be written is told, and everything else still is."""
        if self.checks is not None:
            self.checks.keep_left_out({step.value: reason.value for step, reason in skipped})
        if choices.limits:
            self._limit(choices)
        chosen = {"check_in": choices.check_in, "discreet": choices.discreet}
        if choices.autostart != usual.autostart:
            self.worker.run(lambda: self._turn(on=choices.autostart), self._turned, self._tell)
        if choices.platforms != usual.platforms:
            self._pick(choices.platforms)
        self.settings.preferences.change(set_up=True, **chosen)

    def _turn(self, *, on: bool) -> bool:
        try:
            self.settings.autostart.turn(on=on)
        except OSError as error:
            raise GuardError(
                f"Starting with the login could not be changed ({error.strerror or type(error).__name__}). "
                "It is as it was before; everything else is set."
            ) from error
        return on

    def _turned(self, on: bool) -> None:  # noqa: FBT001 - what `_turn` answers
        self.settings.preferences.change(autostart=on)

    def _pick(self, wanted: tuple[str, ...]) -> None:
        """Pick once the notes were read: whoever writes before that loses the ticks in them."""
        desk = self.platforms
        if desk is None:
            return
        if desk.noted is None:
            once = Qt.ConnectionType.SingleShotConnection
            desk.changed.connect(lambda: self._pick(wanted), once)
            desk.load()
            return
        before = desk.noted.picked
        for each in (*before, *wanted):
            if (each in before) is not (each in wanted):
                desk.pick(each, wanted=each in wanted)

    def _limit(self, choices: Choices) -> None:
        """Change the limits of a pseudonym that is still there; what a session forbids is told."""
        known = {topic.id: topic for topic in self.topics().topics}
        refused = False
        for topic, level in choices.limits:
            if self.limits is not None and topic in known:
                channels = [Channel(each) for each in known[topic].channels]
                refused |= not self.limits.decide(choices.limits_of, topic, channels, Level(level))
        if refused:
            self.settings.tell(
                "A session is going on, so limits only get tighter now. Looser ones stayed as they were; "
                "you can change them afterwards, under Boundaries."
            )

    def _tell(self, error: GuardError) -> None:
        self.settings.tell(error.sentence)


def installed(platforms: Iterable[Platform]) -> frozenset[str]:
    """Return the ids of platforms with a program of their own on this computer. Looks along the search path."""
    return frozenset(
        each.id
        for each in platforms
        if any(shutil.which(name) for name in each.programs if name != _ANY_BROWSER)
    )
