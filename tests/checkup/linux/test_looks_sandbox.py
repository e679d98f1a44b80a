import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import SandboxPermissions
from guard.checkup.linux.looks_sandbox import SandboxLook, allowed
from tests.support.children import running
from tests.support.waiting import wait_until

STORE = "org.freedesktop.impl.portal.PermissionStore"
STORE_PROGRAM = Path("/usr/libexec/xdg-permission-store")
Permit = Callable[[str, str, str, Sequence[str]], None]


def look(bus: str, home: Path, table: str = "devices") -> Reading:
    environ = {"DBUS_SESSION_BUS_ADDRESS": bus} if bus else {}
    return SandboxLook(environ, home)(SandboxPermissions(table=table))  # type: ignore[arg-type]  # one of the tables


@pytest.fixture
def permit(bus: str, home: Path) -> Iterator[Permit]:
    """Run the real permission store; gives a way to allow something in it."""
    if not STORE_PROGRAM.exists():
        pytest.skip("xdg-permission-store is not installed here; CI's list of packages has it")
    with running([str(STORE_PROGRAM)]), open_dbus_connection(bus) as line:
        where = DBusAddress("/org/freedesktop/impl/portal/PermissionStore", STORE, STORE)
        ping = [
            "dbus-send",
            f"--bus={bus}",
            "--print-reply",
            f"--dest={STORE}",
            "/",
            "org.freedesktop.DBus.Peer.Ping",
        ]
        wait_until(lambda: subprocess.run(ping, capture_output=True, check=False).returncode == 0, what="it")

        def allow(table: str, item: str, app: str, said: Sequence[str]) -> None:
            body = (table, True, item, app, list(said))
            line.send_and_get_reply(new_method_call(where, "SetPermission", "sbssas", body), timeout=10)

        yield allow


@pytest.fixture
def desk(bus: str, home: Path) -> tuple[str, Path]:
    return bus, home


@pytest.mark.real
@pytest.mark.parametrize(
    ("table", "item", "said"),
    [
        ("devices", "camera", ("yes", "use the camera")),
        ("screencast", "token", ("yes", "share the screen")),
        ("screenshot", "screenshot", ("yes", "take screenshots")),
        ("location", "location", ("EXACT", "where you are")),
        ("background", "background", ("yes", "background")),
    ],
)
def test_what_the_real_store_allows_is_told(
    desk: tuple[str, Path], permit: Permit, table: str, item: str, said: tuple[str, str]
) -> None:
    bus, home = desk
    word, part = said
    assert look(bus, home, table).answer is Answer.SAFE
    permit(table, item, "org.example.Refused", ["NONE" if table == "location" else "no"])
    assert look(bus, home, table).answer is Answer.SAFE
    permit(table, item, "org.example.App", [word])
    reading = look(bus, home, table)
    assert reading.answer is Answer.UNSAFE
    (line,) = reading.evidence
    assert line.startswith("org.example.App may")
    assert part in line


@pytest.mark.real
def test_other_devices_do_not_count(bus: str, home: Path, permit: Permit) -> None:
    permit("devices", "speakers", "org.example.App", ["yes"])
    assert look(bus, home).answer is Answer.SAFE


@pytest.mark.real
def test_a_store_that_does_not_run_is_not_started(bus: str, home: Path) -> None:
    assert look(bus, home).answer is Answer.NOT_APPLICABLE
    kept = home / ".local/share/flatpak/db"
    kept.mkdir(parents=True)
    (kept / "devices").touch()
    assert look(bus, home).answer is Answer.UNKNOWN


@pytest.mark.parametrize("bus", ["", "unix:path=/nowhere/at/all", "nonsense", "tcp:host=localhost,port=1"])
def test_without_a_bus_it_cannot_be_told(bus: str, tmp_path: Path) -> None:
    assert look(bus, tmp_path).answer is Answer.UNKNOWN


def test_a_bus_that_says_nothing_is_left_in_time(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "bus"))
        silent.listen()
        began = time.monotonic()
        reading = look(f"unix:path={tmp_path}/bus", tmp_path)
    assert reading.answer is Answer.UNKNOWN
    assert "in time" in reading.why
    assert time.monotonic() - began < 10


ENTRIES = st.dictionaries(st.text(), st.dictionaries(st.text(), st.lists(st.text())))


@given(ENTRIES)
def test_any_answer_is_understood(found: Mapping[str, Mapping[str, list[str]]]) -> None:
    for table in ("devices", "screencast"):
        said = {word for apps in found.values() for words in apps.values() for word in words[:1]}
        assert not allowed(table, found) or said
