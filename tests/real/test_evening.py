"""One whole evening from outside: window, keyring, checklist, recorder, alert, stop, aftercare."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.support.atspi import Node, ScreenReader, screen_reader
from tests.support.children import running
from tests.support.programs import run_guard
from tests.support.waiting import wait_until

MUST_YES = (
    "Everyone said yes in their own words, and everyone knows they are free to stop.",
    "Nobody is impaired, pressured, paid or threatened, and that includes me.",
    "I am an adult where I live.",
    "I asked, and I have no doubt that everyone here is an adult.",
)
MUST_PICK = ("No faces", "The word stop", "A warm drink")
SLOW_START = 60.0


class Evening:
    """A person at the window, seen through the accessibility bus."""

    def __init__(
        self, reader: ScreenReader, program: Node, env: Mapping[str, str], guard: subprocess.Popen[bytes]
    ) -> None:
        self.reader = reader
        self.program = program
        self.env = dict(env)
        self.guard = guard

    def find(self, name: str, role: str = "") -> Node:
        return self.reader.find(self.program, name, role)

    def press(self, name: str, role: str = "push button") -> None:
        button = self.find(name, role)
        wait_until(lambda: button.has("sensitive"), what=f"{name} to be usable")
        button.press()

    def answer(self, item: str, answer: str = "Yes") -> None:
        group = next(
            node
            for node in self.reader.all(self.program, item)
            if any(child.role == "radio button" for child in node.walk())
        )
        innermost = [
            node for node in group.walk() if any(child.role == "radio button" for child in node.children())
        ]
        next(child for child in innermost[-1].children() if child.name == answer).press()

    def tick(self, option: str) -> None:
        self.find(option, "check box").press()

    def make_pseudonym(self, name: str) -> None:
        self.press("Make a pseudonym")
        self.press("Make the first one")
        self.find("Name", "text").type(name)
        self.press("Keep in my keyring")
        self.find(name, "push button")

    def prepare(self, name: str, platform: str) -> None:
        self.press("Today")
        self.press("Prepare a session")
        self.find(f"{name}…", "radio button").press()
        self.find("Platform", "text").type(platform)
        self.press("Continue to the checklist")
        self.find("Before you begin", "label")

    def agree(self) -> None:
        for item in MUST_YES:
            self.answer(item)
        for option in MUST_PICK:
            self.tick(option)

    def begin(self) -> None:
        self.press("Everything agreed: continue")
        self.press("Begin the session")
        self.find("Stop", "push button")


@pytest.fixture
def evening(display: str, bus: str, keyring_daemon: Mapping[str, str]) -> Iterator[Evening]:
    env = {**os.environ, **keyring_daemon, "DISPLAY": display, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    env.pop("QT_QPA_PLATFORM", None)
    with screen_reader(bus) as reader, running([sys.executable, "-m", "guard"], env=env) as guard:
        yield Evening(reader, reader.program("guard", seconds=SLOW_START), env, guard)


def recorder(evening: Evening, folder: Path) -> list[str]:
    ffmpeg = ["ffmpeg", "-v", "quiet", "-y", "-f", "x11grab", "-framerate", "5", "-i"]
    return [*ffmpeg, evening.env["DISPLAY"], str(folder / "film.mkv")]


@pytest.mark.real
@pytest.mark.timeout(300)
def test_an_evening_from_the_first_start_to_the_end(evening: Evening, tmp_path: Path) -> None:
    evening.make_pseudonym("Robin Vale")
    evening.prepare("Robin Vale", "Signal")
    go_on = evening.find("Everything agreed: continue", "push button")
    assert not go_on.has("sensitive")
    evening.agree()
    evening.begin()
    evening.find("You are Robin Vale…")

    focus_before = subprocess.check_output(["xdotool", "getwindowfocus"], env=evening.env)
    with running(recorder(evening, tmp_path), env=evening.env):
        evening.find("Something can see this screen: FFmpeg…", "label")
        assert subprocess.check_output(["xdotool", "getwindowfocus"], env=evening.env) == focus_before
        evening.press("Cover the screen")
        evening.press("Uncover")
        evening.press("End the session")
    evening.press("Done for now")
    assert evening.guard.poll() is None
    assert stored_names(evening) == ["Robin Vale"]


@pytest.mark.real
@pytest.mark.timeout(300)
def test_doubt_keeps_the_gate_shut_and_stop_comes_from_the_command_line(evening: Evening) -> None:
    evening.make_pseudonym("Linden")
    evening.prepare("Linden", "Signal")
    evening.agree()
    evening.answer(MUST_YES[0], "Not sure")
    wait_until(lambda: not evening.find("Everything agreed: continue", "push button").has("sensitive"))
    evening.answer(MUST_YES[0])
    evening.begin()
    assert "ended" in run_guard("stop", env=evening.env).stdout
    evening.press("Done for now")
    assert "no live session" in run_guard("stop", env=evening.env).stdout


@pytest.mark.real
@pytest.mark.timeout(300)
def test_a_second_guard_raises_the_first_and_leaves(evening: Evening) -> None:
    again = run_guard(env=evening.env)
    assert again.returncode == 0
    assert again.stdout == ""
    assert evening.guard.poll() is None


@pytest.mark.real
@pytest.mark.timeout(300)
def test_a_killed_session_comes_back_as_aftercare(evening: Evening, bus: str) -> None:
    evening.make_pseudonym("Linden")
    evening.prepare("Linden", "Signal")
    evening.agree()
    evening.begin()
    evening.guard.kill()
    evening.guard.wait()
    with screen_reader(bus) as reader, running([sys.executable, "-m", "guard"], env=evening.env) as guard:
        later = Evening(reader, reader.program("guard", seconds=SLOW_START), evening.env, guard)
        later.press("Done for now")
        later.reader.gone(later.program, "Done for now")


@pytest.mark.real
@pytest.mark.timeout(300)
def test_a_logout_ends_guard_at_once_and_aftercare_comes_next_time(evening: Evening, bus: str) -> None:
    evening.make_pseudonym("Linden")
    evening.prepare("Linden", "Signal")
    evening.agree()
    evening.begin()
    evening.guard.terminate()
    assert evening.guard.wait(20) == 0
    with screen_reader(bus) as reader, running([sys.executable, "-m", "guard"], env=evening.env) as guard:
        later = Evening(reader, reader.program("guard", seconds=SLOW_START), evening.env, guard)
        later.press("Done for now")
        later.reader.gone(later.program, "Done for now")


def stored_names(evening: Evening) -> list[str]:
    """Read the pseudonyms as another program does."""
    run = run_guard("profiles", "--json", env=evening.env)
    return [profile["name"] for profile in json.loads(run.stdout)["profiles"]]
