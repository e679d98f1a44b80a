"""The guided set-up from outside: finished by keyboard alone, left, run again, killed half-way."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from guard.ui.wizard.flow import Step
from tests.real.test_evening import SLOW_START, Evening, stored_names
from tests.support.atspi import screen_reader
from tests.support.children import running
from tests.support.homes import settings_file
from tests.support.waiting import wait_until

STEPS = len(Step)
pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]


class SetUp(Evening):
    """A person in the set-up, who has a keyboard and a screen reader."""

    def key(self, *names: str) -> None:
        subprocess.run(["xdotool", "key", "--clearmodifiers", *names], env=self.env, check=True)

    def type(self, words: str) -> None:
        subprocess.run(["xdotool", "type", "--delay", "30", words], env=self.env, check=True)

    def at(self, number: int) -> None:
        self.find(f"Step {number} of {STEPS}", "label")

    def settings(self) -> Mapping[str, object]:
        file = settings_file(Path(self.env["XDG_CONFIG_HOME"]))
        found: Mapping[str, object] = json.loads(file.read_text()) if file.exists() else {}
        return found

    def go_to(self, number: int) -> None:
        for passed in range(1, number):
            self.at(passed)
            self.key("Return")
        self.at(number)

    def is_over(self) -> None:
        for number in range(1, STEPS + 1):
            self.reader.gone(self.program, f"Step {number} of {STEPS}")


Start = Callable[[], SetUp]


@pytest.fixture
def start(display: str, bus: str, keyring_daemon: Mapping[str, str]) -> Iterator[Start]:
    """Start Guard, the first time as on a computer that never saw it."""
    env = {**os.environ, **keyring_daemon, "DISPLAY": display, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    env.pop("QT_QPA_PLATFORM", None)
    settings_file(Path(env["XDG_CONFIG_HOME"])).unlink()
    with ExitStack() as stack:

        def run() -> SetUp:
            reader = stack.enter_context(screen_reader(bus))
            guard = stack.enter_context(running([sys.executable, "-m", "guard"], env=env))
            return SetUp(reader, reader.program("guard", seconds=SLOW_START), env, guard)

        yield run


def test_finished_by_keyboard_alone(start: Start) -> None:
    guest = start()
    guest.go_to(5)
    assert guest.settings() == {}
    guest.type("Linden Vale")
    guest.key("Return")
    guest.at(6)
    guest.key("alt+Left")
    guest.at(5)
    guest.find("Kept: Linden Vale", "label")
    guest.key("Return")
    guest.at(6)
    guest.find("For Linden Vale", "label")
    guest.key(*["Tab"] * 6)
    guest.key("Left")
    guest.key("Return")
    guest.at(7)
    guest.key("Return")
    guest.at(8)
    guest.find("Limits changed for your pseudonym: 1.", "label")
    assert guest.settings() == {}
    guest.key("Return")
    guest.is_over()
    wait_until(lambda: guest.settings().get("set_up") is True, what="the settings")
    assert stored_names(guest) == ["Linden Vale"]
    guest.guard.kill()
    guest.guard.wait()

    later = start()
    later.find("Prepare a session", "push button")
    later.press("Settings")
    later.find("Where your secrets live", "label")
    later.key(*["Next"] * 6)
    later.press("Set up again")
    later.at(1)
    later.key("Escape")
    later.is_over()
    assert later.settings() == {"set_up": True}


def test_left_with_a_skip_it_writes_nothing_and_can_be_gone_on_with(start: Start) -> None:
    guest = start()
    guest.go_to(2)
    guest.press("Skip…")
    guest.press("Not needed")
    guest.at(3)
    guest.press("Not now")
    guest.is_over()
    guest.find("The set-up is not finished…", "label")
    assert guest.settings() == {}
    guest.press("Go on setting up")
    guest.at(1)


def test_killed_half_way_it_comes_again(start: Start) -> None:
    guest = start()
    guest.go_to(3)
    guest.guard.kill()
    guest.guard.wait()
    again = start()
    again.at(1)
    assert again.settings() == {}
