"""The real profiles page on a real keyring that is frozen, killed or locked: the window goes on."""

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
import secretstorage
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from guard.profiles.keeper import ProfileKeeper
from guard.profiles.palette import read_palette
from guard.ui.background import Background
from guard.ui.pages.profiles import ProfilesPage
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.vault.client import KeyringStore, Limits
from guard.vault.pin import Pin, PinnedRecord
from guard.vault.slots import SlottedRecord
from tests.support.buses_asked import owner

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's"),
]

LIMITS = Limits(start=60, call=1.0, asking=2.0)
MOST_SECONDS = 0.25
TRIES = 3  # a machine that is busy with something else may stop any program for a moment


class Pulse(QObject):
    """Beats as often as the window's event loop lets it, and remembers the longest pause."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.monotonic()
        self._timer = QTimer(self, interval=5)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.monotonic()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def begin(self) -> None:
        self.longest, self._last = 0.0, time.monotonic()


class RealKeeper(ProfileKeeper):
    """The profiles in the keyring of the private bus."""

    def __init__(self, pin: Pin) -> None:
        self.store = KeyringStore(limits=LIMITS)
        super().__init__(PinnedRecord(SlottedRecord(self.store, "book"), pin, self.store), read_palette())
        self.start_anew = pin.forget


# In place of the stand-ins that the other pages' tests put behind the desk:
@pytest.fixture
def keyring(keyring_daemon: Mapping[str, str], home: Path) -> Iterator[RealKeeper]:
    keeper = RealKeeper(Pin(home.parent / "pin"))
    yield keeper
    keeper.store.close()


@pytest.fixture
def worker(keyring: RealKeeper) -> Iterator[Background]:
    background = Background()
    yield background
    keyring.store.close()  # which ends a call that hangs
    background.close()


@pytest.fixture
def page(qtbot: QtBot, desk: Pseudonyms) -> ProfilesPage:
    shown = ProfilesPage(desk)
    qtbot.addWidget(shown)
    shown.resize(800, 700)
    shown.show()
    qtbot.waitExposed(shown)
    qtbot.waitUntil(lambda: desk.known == () and not desk.busy, timeout=60_000)
    desk.add("Calm Heron", "", next(iter(desk.palette)))
    qtbot.waitUntil(lambda: names(desk) == ["Calm Heron"] and not desk.busy, timeout=60_000)
    return shown


def names(desk: Pseudonyms) -> list[str]:
    return [profile.name for profile in desk.known or ()]


def steady(pulse: Pulse, trial: Callable[[], None]) -> float:
    """Return the longest pause of the event loop during `trial`, in the calmest of some tries."""
    pauses = []
    for _ in range(TRIES):
        pulse.begin()
        trial()
        pauses.append(pulse.longest)
        if pauses[-1] < MOST_SECONDS:
            break
    return min(pauses)


def test_a_frozen_keyring_never_holds_up_the_window(
    page: ProfilesPage, desk: Pseudonyms, bus: str, qtbot: QtBot
) -> None:
    pulse = Pulse()
    daemon = owner(bus)

    def ask() -> None:
        desk.load()
        qtbot.waitUntil(lambda: not desk.busy, timeout=60_000)
        assert "did not answer in time" in desk.trouble

    def change() -> None:
        desk.add("Early Wren", "", next(iter(desk.palette)))
        qtbot.waitUntil(lambda: not desk.busy, timeout=60_000)
        assert "did not answer in time" in desk.trouble

    daemon.suspend()
    try:
        assert max(steady(pulse, ask), steady(pulse, change)) < MOST_SECONDS
        assert names(desk) == ["Calm Heron"]
    finally:
        daemon.resume()

    def is_kept() -> bool:
        """Try again as a person does, as long as the keyring is still catching up."""
        if desk.trouble and not desk.busy:
            desk.again()
        return "Early Wren" in names(desk) and not desk.busy

    qtbot.waitUntil(is_kept, timeout=60_000)
    assert desk.trouble == ""


def lock(_bus: str) -> None:
    with closing(secretstorage.dbus_init()) as connection:
        secretstorage.Collection(connection).lock()


def kill(bus: str) -> None:
    daemon = owner(bus)
    daemon.kill()
    daemon.wait(20)


@pytest.mark.parametrize(("harm", "says"), [(kill, "found no keyring"), (lock, "is locked")])
def test_a_keyring_that_died_or_is_locked_never_holds_up_the_window(
    page: ProfilesPage, desk: Pseudonyms, qtbot: QtBot, harm: Callable[[str], None], says: str
) -> None:
    pulse = Pulse()
    harm(os.environ["DBUS_SESSION_BUS_ADDRESS"])

    def ask() -> None:
        desk.load()
        qtbot.waitUntil(lambda: not desk.busy, timeout=60_000)
        assert says in desk.trouble

    assert steady(pulse, ask) < MOST_SECONDS
    assert names(desk) == ["Calm Heron"]
