"""An evening that ends gently, from outside: a mood before, questions after, and what is left of it in the journal."""

from collections.abc import Mapping

import pytest

from guard import app
from guard.noting import notebook
from guard.settings import Settings
from guard.wellbeing.entries import End, Mood, SessionNote, When
from tests.real.test_evening import Evening, evening  # noqa: F401 - a fixture
from tests.support.waiting import wait_until

pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]

NAME = "Robin Vale"


@pytest.fixture
def keyring_env(
    monkeypatch: pytest.MonkeyPatch, bus: str, keyring_daemon: Mapping[str, str]
) -> Mapping[str, str]:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
    return keyring_daemon


def choose(evening: Evening, question: str, answer: str) -> None:  # noqa: F811 - the fixture's own name
    group = next(node for node in evening.reader.all(evening.program, question) if node.children())
    next(node for node in group.walk() if node.name == answer and node.role == "radio button").press()


def test_what_is_left_of_a_gentle_evening(
    keyring_env: Mapping[str, str],
    evening: Evening,  # noqa: F811 - a fixture
) -> None:
    evening.make_pseudonym(NAME)
    evening.prepare(NAME, "Signal")
    evening.agree()
    evening.press("Everything agreed: continue")
    evening.press("Note how you feel now, if you like")
    choose(evening, "How pleasant it is", "in between")
    choose(evening, "How much energy there is", "some")
    evening.press("Begin the session")
    evening.press("We are done")
    evening.press("Done for now")

    evening.find("Looking back", "label")
    choose(evening, "How pleasant it is", "bright")
    choose(evening, "How much energy there is", "little")
    choose(evening, "Were your limits kept this evening?", "Yes")
    evening.press("Done")
    evening.press("Reflections")
    evening.find("Look back", "label")

    keeping = app.open_book()
    try:
        notes = notebook(keeping.journal(), Settings)
        wait_until(lambda: len(notes.find(Mood).notes) == len(When) - 1, what="both moods to be kept")
        (session,) = notes.find(SessionNote).notes
        moods = {note.body.when: note.body for note in notes.find(Mood).notes}
        everything = notes.export_text()
    finally:
        keeping.close()
    assert (session.body.end, session.body.limits_kept) == (End.FINISHED, "yes")
    assert (moods[When.BEFORE].pleasantness, moods[When.AFTER].pleasantness) == (0, 2)
    assert not any(word in everything for word in (*NAME.split(), "Signal", "signal"))
