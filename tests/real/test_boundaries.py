"""Boundaries from outside: decided by keyboard, compared by two, and held through an evening."""

import json
import subprocess
from collections.abc import Iterator

import pytest

from tests.real.test_evening import Evening, evening
from tests.support.atspi import GoneError, Node
from tests.support.programs import run_guard
from tests.support.waiting import wait_until

__all__ = ["evening"]
pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]


def key(guest: Evening, *names: str) -> None:
    subprocess.run(["xdotool", "key", "--clearmodifiers", *names], env=guest.env, check=True)


def begin_as(guest: Evening, name: str) -> None:
    """Make a pseudonym where pseudonyms are; Today may have something more urgent to say."""
    guest.press("Profiles")
    guest.press("Make the first one")
    guest.find("Name", "text").type(name)
    guest.press("Keep in my keyring")
    guest.find(name, "push button")


def level(guest: Evening, topic: str, name: str) -> Node:
    """Return one level of a topic."""
    bars = guest.reader.all(guest.program, topic)
    return next(
        child
        for bar in bars
        for child in bar.children()
        if child.role == "radio button" and child.name == name
    )


def holds(guest: Evening, topic: str, name: str) -> None:
    wait_until(lambda: level(guest, topic, name).has("checked"), what=f"{topic}: {name}")


def names(guest: Evening) -> Iterator[str]:
    """Every name in the whole tree, shown or not."""
    for node in guest.program.walk():
        try:
            yield node.name
        except GoneError:
            continue


def kept(guest: Evening) -> dict[str, str]:
    shown = run_guard("profiles", "--json", env=guest.env)
    (profile,) = json.loads(shown.stdout)["profiles"]
    whole = run_guard("profiles", "show", profile["id"], "--json", env=guest.env)
    return {each["topic"]: each["level"] for each in json.loads(whole.stdout)["limits"]}


def test_limits_are_decided_by_keyboard_and_kept(evening: Evening) -> None:
    begin_as(evening, "Robin Vale")
    evening.press("Boundaries")
    wait_until(lambda: level(evening, "My face", "Ask first").has("focusable"))
    level(evening, "My face", "Ask first").focus()
    key(evening, "1")
    holds(evening, "My face", "Never")
    key(evening, "Down", "2")
    holds(evening, "My voice", "Not today")
    key(evening, "Down", "4")
    holds(evening, "Photos of me", "Fine today")
    key(evening, "Right", "Left")
    holds(evening, "Photos of me", "Ask first")
    key(evening, "ctrl+z")
    holds(evening, "Photos of me", "Fine today")
    wait_until(lambda: kept(evening) == {"face": "never"}, what="the keyring to have it")


def test_the_evening_keeps_to_them_and_takes_the_yeses_along(evening: Evening) -> None:
    begin_as(evening, "Robin Vale")
    evening.press("Boundaries")
    for topic, name in (("My face", "Never"), ("My camera being on", "Fine today")):
        level(evening, topic, name).press()
        holds(evening, topic, name)
    evening.press("Today")
    evening.press("Prepare a session")
    evening.find("Robin Vale…", "radio button").press()
    evening.find("Never: My face", "label")
    evening.find("Platform", "text").type("Signal")
    evening.press("Continue to the checklist")
    evening.find("Before you begin", "label")
    evening.agree()
    evening.tick("My limits in Guard (1)")
    evening.begin()
    evening.find("My limits. Never: My face · Fine today: My camera being on").press()
    wait_until(lambda: not level(evening, "My face", "Ask first").has("sensitive"))
    level(evening, "My camera being on", "Not today").press()
    holds(evening, "My camera being on", "Not today")
    evening.press("Stop")
    evening.press("Boundaries")
    holds(evening, "My face", "Never")
    assert not level(evening, "My camera being on", "Fine today").has("checked")


def test_two_people_compare_and_nobody_hears_the_others_answers(evening: Evening) -> None:
    begin_as(evening, "Robin Vale")
    evening.press("Boundaries")
    evening.press("Compare")
    evening.press("The first person begins")
    for topic in ("Seeing faces", "Talking by voice"):
        evening.tick(topic)
    evening.press("Done")
    evening.find("Pass the device on", "label")
    assert "Seeing faces" not in names(evening)
    evening.press("I am the second person")
    box = evening.find("Talking by voice", "check box")
    assert not box.has("checked")
    box.press()
    evening.press("Done")
    evening.press("Show what we share")
    evening.find("Talking by voice", "label")
    assert "Seeing faces" not in names(evening)
    key(evening, "Escape")
    evening.find("Compare", "push button")
    assert "Talking by voice" not in names(evening)


def test_locking_in_between_forgets_the_answers(evening: Evening) -> None:
    begin_as(evening, "Robin Vale")
    evening.press("Boundaries")
    evening.press("Compare")
    evening.press("The first person begins")
    evening.tick("Seeing faces")
    key(evening, "ctrl+l")
    evening.reader.gone(evening.program, "Seeing faces")
    assert "Seeing faces" not in names(evening)
