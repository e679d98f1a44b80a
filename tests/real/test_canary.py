"""Nothing of a pseudonym, a note or a limit is anywhere but in the keyring's own encrypted store."""

import os
import signal
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from guard import app, recovering
from guard.profiles.parts import Handle, Limit
from guard.vault.journal.entry import Entry
from tests.real.test_evening import Evening, evening  # noqa: F401 - a fixture
from tests.support.atspi import screen_reader
from tests.support.canary import in_files, in_keyring, in_processes
from tests.support.children import running
from tests.support.programs import run_guard
from tests.support.waiting import wait_until

NAME, HANDLE, SHARE, NEVER, NOTE = (
    "Xanthorhizaquill",
    "Zyzzyvabluefinch",
    "Qoppathermolamp",
    "Vexillohalberdier",
    "Wyvernpolyglotta",
)
WORDS = (NAME, HANDLE, SHARE, NEVER, NOTE)
KEYRINGS = ".keyring"

pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]


def _places(home: Path) -> list[Path]:
    """Everywhere that this run writes: its home, the runtime folder beside it, shared memory."""
    return [home.parent, Path("/dev/shm")]  # noqa: S108 - searched, not written


def is_the_keyrings(file: Path) -> bool:
    return file.suffix == KEYRINGS


@pytest.fixture
def keyring_env(
    monkeypatch: pytest.MonkeyPatch, bus: str, keyring_daemon: Mapping[str, str]
) -> Mapping[str, str]:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
    return keyring_daemon


def keep_everything() -> None:
    """Make a profile with every field, a kit, a journal with a note, and change things a few times."""
    keeping = app.open_book()
    try:
        made = keeping.keeper.add(NAME, about=f"{NAME} likes {SHARE}")
        keeping.keeper.update(
            type(made)(
                id=made.id,
                name=NAME,
                colour=made.colour,
                created=made.created,
                handles=(Handle(platform="signal", handle=HANDLE, email=f"{HANDLE}@example.org"),),
                share=(SHARE,),
                never=(NEVER,),
                limits=(Limit(topic="face", channel="picture", level="never"),),
            )
        )
        recovering.use_kit(keeping, recovering.make_kit(), datetime.now(UTC).date())
        now = datetime.now(UTC)
        for number in range(20):
            note = Entry(
                id=f"n{number}",
                day=now.date(),
                at=now,
                kind="mood",
                session="",
                body=f"{NOTE} {number}".encode(),
            )
            keeping.journal().add(note)
        keeping.journal().back_up(even_today=True)
        keeping.keeper.retire(made.id)
        keeping.keeper.unretire(made.id)
    finally:
        keeping.close()


def test_the_search_finds_what_was_planted(home: Path) -> None:
    (home / "left").mkdir()
    (home / "left" / "behind.bin").write_bytes(b"\0" * 1_500_000 + NOTE.encode("utf-16-le") + b"\0")
    (home / f"{HANDLE}.txt").write_text("")
    found = in_files([home], WORDS, is_the_keyrings)
    assert sorted(Path(each).name for each in found) == [f"{HANDLE}.txt", "behind.bin"]
    with running(["sleep", "60"], env={**os.environ, "SPOKEN": NEVER}) as child:
        wait_until(lambda: in_processes(WORDS), what="the planted process")
        assert f"{child.pid} environ" in in_processes(WORDS)


def test_nothing_is_left_in_clear(home: Path, bus: str, keyring_env: Mapping[str, str]) -> None:
    keep_everything()
    listed = run_guard("profiles", "--json", env=keyring_env)
    assert NAME in listed.stdout
    assert in_files(_places(home), WORDS, is_the_keyrings) == []
    assert in_processes(WORDS) == []
    shown, items = in_keyring(bus, WORDS)
    assert (shown, items > 0) == ([], True)


def test_a_crash_of_the_open_window_leaves_nothing(home: Path, bus: str, evening: Evening) -> None:  # noqa: F811 - the fixture
    evening.make_pseudonym(NAME)
    evening.prepare(NAME, "Signal")
    evening.agree()
    evening.begin()
    assert in_processes(WORDS) == []
    evening.guard.send_signal(signal.SIGABRT)
    evening.guard.wait()
    with screen_reader(bus) as reader, running([sys.executable, "-m", "guard"], env=evening.env) as guard:
        later = Evening(reader, reader.program("guard", seconds=60), evening.env, guard)
        later.press("Done for now")
    core = [path for path in (home, Path.cwd()) if list(path.glob("core*"))]
    assert core == []
    assert in_files(_places(home), WORDS, is_the_keyrings) == []
    assert in_keyring(bus, WORDS)[0] == []
