"""The fixtures that other tests stand on, driven for real."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import psutil
import pytest

from tests.support.children import is_alive, running
from tests.support.homes import settings_file
from tests.support.waiting import wait_until

pytest_plugins = ["pytester"]


def test_home_holds_nothing_but_that_guard_was_set_up_and_is_not_the_real_one(home: Path) -> None:
    assert Path.home() == home
    assert [entry for entry in home.rglob("*") if entry.is_file()] == [settings_file(home / ".config")]
    assert (Path(os.environ["XDG_RUNTIME_DIR"]).stat().st_mode & 0o777) == 0o700
    assert "DISPLAY" not in os.environ


def test_no_session_bus_unless_asked_for() -> None:
    asked = subprocess.run(["dbus-send", "--session", "/", "a.b.C"], capture_output=True, check=False)
    assert asked.returncode != 0


@pytest.mark.real
def test_display_has_a_window_manager_and_windows(display: str) -> None:
    with running(["xclock"], env={**os.environ, "DISPLAY": display}):
        wait_until(lambda: b"xclock" in _windows(display), what="the window of xclock")
    wait_until(lambda: b"xclock" not in _windows(display), what="its end")


def _windows(display: str) -> bytes:
    return subprocess.run(
        ["wmctrl", "-lx"], env={**os.environ, "DISPLAY": display}, capture_output=True, check=False
    ).stdout


@pytest.mark.real
def test_bus_activates_accessibility_and_nothing_else(bus: str) -> None:
    listed = _call(bus, "org.freedesktop.DBus", "/", "org.freedesktop.DBus.ListActivatableNames")
    assert "org.a11y.Bus" in listed
    assert "secrets" not in listed
    assert "unix:" in _call(bus, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus.GetAddress")


def _call(bus: str, name: str, path: str, method: str) -> str:
    argv = ["dbus-send", f"--bus={bus}", "--print-reply", f"--dest={name}", path, method]
    return subprocess.run(argv, capture_output=True, check=True, text=True).stdout


@pytest.mark.real
def test_keyring_keeps_and_gives_back(keyring_daemon: Mapping[str, str]) -> None:
    words = ["use", "a trial"]
    subprocess.run(
        ["secret-tool", "store", "--label=trial", *words],
        env=keyring_daemon,
        input=b"kept",
        check=True,
        timeout=30,
    )
    found = subprocess.run(
        ["secret-tool", "lookup", *words], env=keyring_daemon, capture_output=True, check=True, timeout=30
    )
    assert found.stdout == b"kept"


def test_running_ends_a_whole_family() -> None:
    with running(["sh", "-c", "trap '' TERM; setsid sleep 1000 & sleep 1000 & wait"], grace=0.5) as child:
        family = wait_until(lambda: _two_sleepers(child.pid))
    assert not [process for process in family if is_alive(process)]


def _two_sleepers(pid: int) -> list[psutil.Process] | None:
    found = [process for process in psutil.Process(pid).children(recursive=True) if process.name() == "sleep"]
    return found if len(found) == 2 else None


def test_wait_until_asks_once_more_after_the_deadline() -> None:
    answers = iter([0, 7])
    assert wait_until(lambda: next(answers), seconds=0) == 7


def test_wait_until_says_what_it_waited_for() -> None:
    with pytest.raises(AssertionError, match=r"waited 0 s in vain for rain; its last answer was \[\]"):
        wait_until(list, seconds=0, what="rain")


LEAK = """
import threading
from tests.conftest import no_leaked_threads

def test_leak():
    threading.Thread(target=threading.Event().wait, args=({seconds},), daemon=True, name="stray").start()
"""


def test_a_leaked_thread_fails_the_test(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    result = _run_leak(pytester, monkeypatch, seconds=60)
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*threads left running: stray*"])


def test_a_thread_that_ends_by_itself_is_fine(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run_leak(pytester, monkeypatch, seconds=0.2).assert_outcomes(passed=1)


def _run_leak(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, *, seconds: float
) -> pytest.RunResult:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).resolve().parents[2]))
    pytester.makepyfile(LEAK.replace("{seconds}", str(seconds)))
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:pytest-qt")
