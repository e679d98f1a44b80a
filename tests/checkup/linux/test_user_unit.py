import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from guard.checkup.check import Answer, Stored
from guard.checkup.command import Ran
from guard.checkup.detect import UserUnit
from guard.checkup.linux.user_unit import UserUnitProbe
from guard.checkup.probe import NotWritten
from tests.support.children import running
from tests.support.settings_stores import FakeSystemctl
from tests.support.waiting import wait_until

UNITS = UserUnit(units=("rdp.service", "vnc.service"))


@pytest.fixture
def probe(systemctl: FakeSystemctl) -> UserUnitProbe:
    return UserUnitProbe({**os.environ, "PATH": f"{systemctl.folder}:{os.environ['PATH']}"})


STATES = {
    "on": {"rdp.service": ["enabled", "active"], "vnc.service": ["disabled", "inactive"]},
    "both": {"rdp.service": ["enabled", "active"], "vnc.service": ["enabled-runtime", "active"]},
    "started-by-hand": {"rdp.service": ["disabled", "active"]},
    "static": {"vnc.service": ["static", "activating"]},
    "on-for-all": {"rdp.service": ["disabled", "inactive"], "global.service": ["enabled", "active"]},
}


@pytest.mark.parametrize("name", STATES)
def test_stopping_and_starting_again_equals_the_start(
    probe: UserUnitProbe, systemctl: FakeSystemctl, name: str
) -> None:
    start = {unit: list(state) for unit, state in STATES[name].items()}
    systemctl.units = start
    what = UserUnit(units=(*UNITS.units, "global.service"))
    assert probe.read(what).value == "active"
    before = probe.stored(what)
    probe.write(what, "inactive")
    assert probe.read(what).value == "inactive"
    assert systemctl.units is not None
    assert all(file not in {"enabled", "enabled-runtime"} for file, _ in systemctl.units.values())
    probe.restore(what, before)
    assert probe.stored(what) == before
    alike = {
        unit: [file, "active" if state == "activating" else state] for unit, (file, state) in start.items()
    }
    assert systemctl.units == alike


def test_only_installed_units_count(probe: UserUnitProbe, systemctl: FakeSystemctl) -> None:
    assert probe.read(UNITS).answer is Answer.NOT_APPLICABLE
    systemctl.units = {"vnc.service": ["enabled", "inactive"]}
    assert probe.read(UNITS).value == "inactive"
    assert probe.read(UNITS).evidence == ("vnc.service is not running.",)
    assert probe.stored(UNITS) == Stored("vnc.service=enabled,inactive")


def test_what_could_not_be_put_back_is_not_touched(probe: UserUnitProbe, systemctl: FakeSystemctl) -> None:
    systemctl.units = {"rdp.service": ["linked", "active"]}
    with pytest.raises(NotWritten, match=r"put rdp\.service back"):
        probe.stored(UNITS)


def test_nothing_can_be_switched_on(probe: UserUnitProbe) -> None:
    with pytest.raises(NotWritten):
        probe.write(UNITS, "active")


def test_without_a_bus_nothing_can_be_told(probe: UserUnitProbe, systemctl: FakeSystemctl) -> None:
    systemctl.units = None
    assert probe.read(UNITS).answer is Answer.UNKNOWN
    with pytest.raises(NotWritten):
        probe.stored(UNITS)


@pytest.mark.parametrize(
    "ran",
    [
        Ran(None, why="The tool “systemctl” is not installed.", missing=True),
        Ran(None, why="The tool “systemctl” did not answer in time.", slow=True),
        Ran(0, ""),
        Ran(0, "Id=rdp.service\nLoadState=loaded\nActiveState=aktiv\nUnitFileState=enabled\n"),
        Ran(0, "inactive\n"),
        Ran(1, "Id=rdp.service\nLoadState=loaded\nActiveState=inactive\nUnitFileState=disabled\n"),
    ],
)
def test_only_systemds_own_words_count(ran: Ran) -> None:
    reading = UserUnitProbe({}, lambda _: ran).read(UNITS)
    assert reading.answer is Answer.UNKNOWN
    assert reading.why.endswith(".")


@pytest.mark.real
@pytest.mark.skipif(shutil.which("systemctl") is None, reason="not installed: systemctl")
def test_the_real_tool_without_systemd_cannot_tell() -> None:
    reading = UserUnitProbe({**os.environ, "XDG_RUNTIME_DIR": "/nowhere"}).read(UNITS)
    assert reading.answer is Answer.UNKNOWN


SERVICE = "[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=default.target\n"


@pytest.mark.real
def test_a_real_systemd_keeps_to_the_same_rules(home: Path) -> None:
    manager = Path("/usr/lib/systemd/systemd")
    if not manager.exists():
        pytest.skip("systemd is not installed")
    units = home / ".config/systemd/user"
    units.mkdir(parents=True)
    (units / "guard-test.service").write_text(SERVICE)
    env: Mapping[str, str] = dict(os.environ)
    socket = Path(env["XDG_RUNTIME_DIR"]) / "systemd/private"
    with running([str(manager), "--user"], env=env) as child:
        wait_until(lambda: socket.exists() or child.poll() is not None, 10)
        if child.poll() is not None:
            pytest.skip("the user's systemd cannot run here (it needs control groups of its own)")
        subprocess.run(["systemctl", "--user", "enable", "--now", "guard-test.service"], check=True, env=env)
        what = UserUnit(units=("guard-test.service",))
        probe = UserUnitProbe(env)
        assert probe.read(what).value == "active"
        before = probe.stored(what)
        probe.write(what, "inactive")
        assert probe.read(what).value == "inactive"
        probe.restore(what, before)
        assert probe.stored(what) == before
