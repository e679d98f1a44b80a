"""Real programs: what captures is found whatever it is called, and what does not is left in peace.

`make test` starts the small ones, `make test-real` (GUARD_TEST_REAL=large) all of them.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.real.cases import Case, cases, command
from tests.real.desk import Desk, desk
from tests.real.telling import TOLD, Attribution, Outcome, catch, in_words, table
from tests.support.ordinary_user import why_no_ordinary_user
from tests.support.waiting import wait_until

LARGE = os.environ.get("GUARD_TEST_REAL") == "large"
FOUND_WITHIN = 12.0 if LARGE else 5.0
LEFT_ALONE = 12.0 if LARGE else 4.0
AT_ONCE = 12
TRIES = 3
MOST_NOTICES = 2

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(bool(why_no_ordinary_user()), reason=why_no_ordinary_user()),
    pytest.mark.skipif(
        not all(map(shutil.which, ("Xvfb", "openbox", "dbus-daemon"))),
        reason="needs Xvfb, openbox and dbus-daemon",
    ),
    pytest.mark.timeout(3600 if LARGE else 240),
]


@pytest.fixture(scope="module")
def place() -> Iterator[Desk]:
    with desk() as one:
        yield one


def chosen(*names: str) -> list[Case]:
    return [case for name in names for case in cases(name) if LARGE or not case.large]


def test_what_captures_is_found(place: Desk) -> None:
    known = Attribution()
    chosen_ones = chosen("recorders", *(["recorders_large"] if LARGE else []))
    outcomes = [outcome(case, place, known, f"case-{number}") for number, case in enumerate(chosen_ones)]
    print(table(outcomes))  # noqa: T201 - the measurement
    assert [one.case.title for one in outcomes if one.verdict == "missed"] == []
    assert any(one.verdict == "found" for one in outcomes)


def outcome(case: Case, place: Desk, known: Attribution, folder: str) -> Outcome:
    """Start one recorder, again where it was over before a busy machine let anyone look."""
    if case.missing():
        return Outcome(case, "absent", case.missing())
    tries = []
    for attempt in range(TRIES):
        with place.run(command(case, place, f"{folder}-{attempt}")) as run:
            tries.append(catch(case, place, run, known, FOUND_WITHIN))
        known.close(place.lines.all)
        if tries[-1].verdict == "found":
            break
    return tries[-1]


def test_ordinary_programs_are_left_in_peace(place: Desk) -> None:
    make_film(place)
    outcomes: list[Outcome] = []
    ready = [case for case in chosen("ordinary") if not case.missing()]
    for first in range(0, len(ready), AT_ONCE):
        outcomes += leave_alone(place, ready[first : first + AT_ONCE], first)
    outcomes += [Outcome(case, "absent", case.missing()) for case in chosen("ordinary") if case.missing()]
    print(table(outcomes))  # noqa: T201 - the measurement
    assert [f"{one.case.title}: {one.said}" for one in outcomes if "alarm" in one.said] == []
    noticed = [f"{one.case.title}: {one.said}" for one in outcomes if one.verdict == "false"]
    assert len(noticed) <= MOST_NOTICES, noticed


def leave_alone(place: Desk, group: list[Case], number: int) -> list[Outcome]:
    """Run several ordinary programs side by side for a while."""
    began = time.monotonic()
    with ExitStack() as stack:
        runs = [
            stack.enter_context(place.run(command(case, place, f"quiet-{number + at}")))
            for at, case in enumerate(group)
        ]
        wait_until(lambda: time.monotonic() > began + LEFT_ALONE, LEFT_ALONE + 5)
        loud = [
            line
            for line in place.lines.since(began)
            if line.event["event"] in TOLD and line.event["level"] != "quiet"
        ]
        outcomes = []
        for case, run in zip(group, runs, strict=True):
            said = [line.event for line in loud if run.child.pid in line.family]
            alive = "" if run.child.poll() is None else f"ended with code {run.child.poll()}"
            words = "; ".join(dict.fromkeys(map(in_words, said)))
            outcomes.append(
                Outcome(case, "false" if said else ("ended" if alive else "quiet"), words or alive)
            )
    lost = [line.event for line in loud if not line.family]
    unknown = Case(run="(a program that had ended)", deb="")
    return outcomes + [Outcome(unknown, "false", in_words(event)) for event in lost]


def make_film(place: Desk) -> None:
    """Make a film for the players."""
    film = place.folder / "film.mkv"
    make = ["ffmpeg", "-loglevel", "quiet", "-f", "lavfi", "-i", "testsrc", "-t", "5", "-y", str(film)]
    if shutil.which("ffmpeg"):
        subprocess.run(make, check=True)
        place.own(film, 0o644)
