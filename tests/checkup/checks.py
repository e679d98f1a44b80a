"""Checks and probes for tests: small ones, and a setting kept in memory."""

from collections.abc import Callable
from datetime import date
from typing import Any

from guard.checkup.check import Answer, Check, Fix, Reading, Rule, Stored, Titles
from guard.checkup.detect import GSettings, Setting
from guard.checkup.probe import Look, NotWritten

TITLES = Titles(
    safe="The screen locks itself",
    unsafe="The screen does not lock",
    unknown="Guard cannot tell whether it locks",
    not_applicable="There is no lock to look at",
)
KEY = GSettings(schema="org.example.lock", key="lock-enabled")


def a_check(**changes: Any) -> Check:
    values: dict[str, Any] = {
        "id": "lin-lock",
        "group": "lock",
        "title": TITLES,
        "why": "Somebody may walk past.",
        "detect": KEY,
        "safe": Rule(one_of=("true",), valid=("true", "false")),
        "fix": Fix(value="true"),
        "source": "A manual page",
        "confidence": "high",
        "reviewed": date(2026, 11, 22),
        "review_after": date(2027, 11, 22),
    }
    return Check(**(values | changes))


class Memory:
    """A `SettingProbe` whose settings are kept here. `disturb` is called before each step with the step's name."""

    def __init__(self, usual: str = "false") -> None:
        self.held: dict[Setting, str] = {}
        self.usual = usual
        self.disturb: Callable[[str], None] = lambda _: None
        self.managed = False

    def read(self, what: Setting) -> Reading:
        self.disturb("read")
        value = self.held.get(what, self.usual)
        return Reading(value=value, managed=self.managed, evidence=(f"It is {value}.",))

    def stored(self, what: Setting) -> Stored:
        self.disturb("stored")
        return Stored(self.held[what]) if what in self.held else Stored(absent=True)

    def write(self, what: Setting, value: str) -> None:
        self.disturb("write")
        self.held[what] = value
        self.disturb("written")

    def restore(self, what: Setting, stored: Stored) -> None:
        self.disturb("restore")
        if stored.absent:
            self.held.pop(what, None)
        else:
            self.held[what] = stored.value


class Closed(Memory):
    """A setting that nobody may change."""

    def write(self, what: Setting, value: str) -> None:
        del what, value
        raise NotWritten("The setting could not be changed: it is read-only. It is as it was.")


def reading(answer: Answer, *evidence: str) -> Look:
    return lambda _: Reading(answer, why="So it was seen.", evidence=evidence)
