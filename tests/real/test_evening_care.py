"""Care from outside, with a keyboard and a screen reader: somebody to turn to, an evening kept free, the pause, and coming down."""

import subprocess
from pathlib import Path

import pytest

from tests.real.test_evening import Evening, evening  # noqa: F401 - a fixture
from tests.support.atspi import Node
from tests.support.waiting import wait_until

pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]


class Hands:
    """Somebody who has a keyboard and a screen reader, and no mouse."""

    def __init__(self, evening: Evening) -> None:  # noqa: F811 - the fixture's own name
        self.evening = evening

    def key(self, *names: str) -> None:
        subprocess.run(["xdotool", "key", "--clearmodifiers", *names], env=self.evening.env, check=True)

    def type(self, words: str) -> None:
        subprocess.run(["xdotool", "type", "--delay", "30", words], env=self.evening.env, check=True)

    def come_to(self, name: str, role: str = "") -> Node:
        """Bring the keyboard to `name`, as a screen reader does."""
        wanted = self.evening.find(name, role)
        assert wanted.has("focusable"), name
        wanted.focus()
        wait_until(lambda: wanted.has("focused"), what=f"the keyboard at {name}")
        return wanted

    def press(self, name: str, role: str = "push button") -> None:
        """Press what the keyboard comes to."""
        wanted = self.come_to(name, role)
        wait_until(lambda: wanted.has("sensitive"), what=f"{name} to be usable")
        self.key("space")


@pytest.fixture
def hands(evening: Evening) -> Hands:  # noqa: F811 - a fixture
    def windows() -> list[str]:
        search = ["xdotool", "search", "--onlyvisible", "--name", "^Guard$"]
        found = subprocess.run(search, env=evening.env, check=False, capture_output=True, text=True)
        return found.stdout.split()

    window = wait_until(windows, what="the window")[0]
    subprocess.run(["xdotool", "windowactivate", "--sync", window], env=evening.env, check=True)
    return Hands(evening)


def test_somebody_to_turn_to_is_there_after_a_hard_end(hands: Hands, home: Path) -> None:
    evening = hands.evening  # noqa: F811 - the fixture's own name
    evening.make_pseudonym("Linden")
    hands.key("ctrl+8")
    hands.press("Your people")
    hands.press("Add somebody")
    hands.come_to("Name", "text")
    hands.type("Wrenelda")
    hands.key("Tab")
    hands.type("0170 555 0199")
    hands.press("Keep")
    evening.find("Edit Wrenelda", "push button")

    evening.prepare("Linden", "Signal")
    evening.agree()
    evening.begin()
    hands.key("ctrl+period")
    evening.find("It is over now", "label")
    evening.find("Write to Wrenelda. Hello is enough.", "check box")
    hands.press("Feel the floor under your feet.")
    evening.find("Put both feet flat on the floor.", "label")
    hands.press("Without movement")
    evening.find("With movement", "push button")
    hands.press("Leave it here")
    hands.press("Services where you are")
    evening.find("Who can help", "label")
    assert not [
        file for file in home.parent.rglob("*") if file.is_file() and b"Wrenelda" in file.read_bytes()
    ]


def test_an_evening_kept_free_begins_with_a_pause(hands: Hands) -> None:
    evening = hands.evening  # noqa: F811 - the fixture's own name
    evening.make_pseudonym("Linden")
    hands.key("ctrl+5")
    evening.press("Balance", "page tab")
    evening.find("Something else for today?", "label")
    tonight = hands.come_to("Tonight", "check box")
    hands.key("space")
    wait_until(lambda: tonight.has("checked"), what="the evening to be ticked")
    assert evening.find("Whatever comes", "combo box").description == "Instead, Tonight"

    hands.key("ctrl+2")
    evening.find("You had planned a free evening", "label")
    go_on = evening.find("Begin anyway", "push button")
    assert not go_on.has("sensitive")
    evening.press("Not tonight")
    evening.find("Prepare a session", "push button")
    hands.key("ctrl+2")
    go_on = evening.find("Begin anyway", "push button")
    wait_until(lambda: go_on.has("sensitive"), 40, what="the way on to open")
    hands.press("Begin anyway")
    evening.find("Continue to the checklist", "push button")
