"""What every test stands on: a home of its own, no real session, and no thread left behind."""

import os
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.support.abreast import togetherness
from tests.support.buses import session_bus
from tests.support.displays import x_display
from tests.support.homes import make_home, real_session_names
from tests.support.keyrings import gnome_keyring
from tests.support.waiting import wait_until

THREAD_GRACE_SECONDS = 3.0
_ENDED = pytest.StashKey[int]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--onscreen", action="store_true", help="show windows on this session's display")


def pytest_configure(config: pytest.Config) -> None:
    """Set what Qt and the C library read only once."""
    os.environ["LC_ALL"] = "C.UTF-8"
    if not config.getoption("--onscreen"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    """Share the tests out when several run at once."""
    scheduler = LoadScopeScheduling(config, log)
    scheduler._split_scope = togetherness
    return scheduler


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Remember how the run ended."""
    session.config.stash[_ENDED] = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave before Python takes Qt's objects apart in an order of its own, which PySide does not survive.

    Everything is torn down and told by now; the exit code is the run's own.
    """
    if "PySide6.QtWidgets" in sys.modules and _ENDED in config.stash:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(config.stash[_ENDED])


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    """Fail a test that leaves a Python thread running, daemon or not."""
    before = set(threading.enumerate())
    yield

    def leaked() -> list[str]:
        new = set(threading.enumerate()) - before
        return sorted(
            thread.name for thread in new if not thread.name.startswith("Dummy-")
        )  # Dummy: a C++ thread's face

    try:
        wait_until(lambda: not leaked(), THREAD_GRACE_SECONDS)
    except AssertionError:
        pytest.fail(f"threads left running: {', '.join(leaked())}", pytrace=False)


@pytest.fixture(autouse=True)
def home(
    no_leaked_threads: None, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Path]:
    """Give the test an empty home, settings and runtime folders included; no session bus, no display."""
    for name in real_session_names(keep_display=request.config.getoption("--onscreen")):
        monkeypatch.delenv(name)
    with tempfile.TemporaryDirectory(
        prefix="guard-", ignore_cleanup_errors=True
    ) as folder:  # short: it holds sockets
        env = make_home(Path(folder))
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        yield Path(env["HOME"])


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """Run a real X display with a window manager for the whole test run; yields its name, like ":7"."""
    with (
        tempfile.TemporaryDirectory(prefix="guard-x-", ignore_cleanup_errors=True) as folder,
        x_display(Path(folder)) as name,
    ):
        yield name


@pytest.fixture
def bus(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run a private session bus; yields its address, which is in the environment as well."""
    with session_bus(home.parent / "bus") as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def keyring_daemon(home: Path, bus: str) -> Iterator[Mapping[str, str]]:
    """Run a real, unlocked keyring on the private bus; yields the environment for programs that use it."""
    folder = home.parent / "keyring"
    folder.mkdir(mode=0o700)
    with gnome_keyring(bus, folder) as env:
        yield env
