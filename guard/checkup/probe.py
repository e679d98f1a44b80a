"""The ports between the check-up and a system: what can be looked at, and what can be written and put back."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from guard.checkup.check import Answer, Reading, Stored
from guard.checkup.detect import Detect
from guard.errors import GuardError


class NotWritten(GuardError):  # noqa: N818 - named for what happened
    """A setting would not be written or put back; what it held before is still there as far as Guard can tell."""


class SettingProbe(Protocol):
    """One kind of setting of one system. Every method may block up to the limit of the commands it runs.

    The argument is always the struct of `detect` that the probe is for.
    """

    def read(self, what: Any) -> Reading:
        """Return what holds now. Never raises: what cannot be read is a `Reading` that says why."""
        ...

    def stored(self, what: Any) -> Stored:
        """Return what the user's own setting holds, absent being a case of its own. Raises `NotWritten`."""
        ...

    def write(self, what: Any, value: str) -> None:
        """Write `value`. Raises `NotWritten`."""
        ...

    def restore(self, what: Any, stored: Stored) -> None:
        """Make the setting hold exactly `stored` again. Raises `NotWritten`."""
        ...


Look = Callable[[Any], Reading]
"""Looks at one kind of evidence; never raises."""


class Probes:
    """The probes of one system, by the kind of what is to be read."""

    def __init__(
        self,
        settings: Mapping[type, SettingProbe] | None = None,
        looks: Mapping[type, Look] | None = None,
        *,
        at_once: Callable[[], "Probes"] | None = None,
    ) -> None:
        """Use `settings` for what can be written, `looks` for what can only be seen.

        `at_once` makes probes for one pass over many checks: they ask a system once for many
        answers, and wait for what is stuck only once.
        """
        self._settings = dict(settings or {})
        self._looks = dict(looks or {})
        self._at_once = at_once

    def for_one_pass(self) -> "Probes":
        """Return the probes to read many checks with, one time; they may keep what they have read."""
        return self._at_once() if self._at_once is not None else self

    def read(self, what: Detect) -> Reading:
        """Read anything; a kind that nobody can read here cannot be told."""
        probe = self._settings.get(type(what))
        if probe is not None:
            return probe.read(what)
        look = self._looks.get(type(what))
        if look is None:
            return Reading(
                why="This version of Guard cannot look at that on this system.", answer=Answer.UNKNOWN
            )
        return look(what)

    def setting(self, what: Detect) -> SettingProbe:
        """Return the probe that can write `what`. Raises `NotWritten`."""
        probe = self._settings.get(type(what))
        if probe is None:
            raise NotWritten("Guard can only look at that, not change it. Nothing was changed.")
        return probe

    def can_write(self, what: Detect) -> bool:
        """Tell whether `what` is a setting of this system."""
        return type(what) in self._settings
