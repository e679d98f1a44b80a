import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.checkup.check import Answer, Stored
from guard.checkup.command import Ran, run
from guard.checkup.detect import UserUnit
from guard.checkup.linux.user_unit import UserUnitProbe
from guard.checkup.probe import NotWritten
from tests.support.settings_stores import FakeSystemctl
from tests.support.user_systemd import UserSystemd, user_systemd

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
STATIC = "[Service]\nExecStart=/bin/sleep infinity\n"
NAMES = ("guard-one.service", "guard-two.service", "guard-static.service")
REAL = UserUnit(units=(*NAMES, "guard-none.service"))


@pytest.fixture
def systemd(home: Path, tmp_path: Path) -> Iterator[UserSystemd]:
    with user_systemd(home, tmp_path / "tools") as real:
        for name in NAMES:
            (real.units / name).write_text(STATIC if "static" in name else SERVICE)
        real.systemctl("daemon-reload")
        yield real


@pytest.mark.real
@pytest.mark.parametrize(
    "start",
    [
        [("enable", "--now", NAMES[0])],
        [("enable", "--runtime", NAMES[0]), ("start", NAMES[0]), ("start", NAMES[1])],
        [("start", NAMES[0]), ("enable", NAMES[1])],
        [("start", NAMES[2])],
    ],
    ids=["on", "until-restart", "mixed", "static"],
)
def test_a_real_systemd_ends_where_it_began(systemd: UserSystemd, start: list[tuple[str, ...]]) -> None:
    probe = UserUnitProbe(systemd.env)
    assert probe.read(REAL).value == "inactive"
    for words in start:
        systemd.systemctl(*words)
    before, said = probe.stored(REAL), _states(systemd)
    assert probe.read(REAL).value == "active"
    probe.write(REAL, "inactive")
    assert probe.read(REAL).value == "inactive"
    assert "UnitFileState=enabled" not in _states(systemd)
    probe.restore(REAL, before)
    assert probe.stored(REAL) == before
    assert _states(systemd) == said


@pytest.mark.real
@pytest.mark.parametrize("running", [True, False])
def test_a_real_systemds_service_that_is_on_for_everybody_comes_back(
    systemd: UserSystemd,
    running: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    name = "guard-everybody.service"
    if systemd.everybody is None:
        pytest.skip("only root can switch a service on for everybody")
    (systemd.everybody / name).write_text(SERVICE)
    systemd.systemctl("daemon-reload")
    subprocess.run(["systemctl", "--global", "enable", name], env=dict(systemd.env), check=True)
    systemd.systemctl("start" if running else "stop", name)
    probe, what = UserUnitProbe(systemd.env), UserUnit(units=(name,))
    before = probe.stored(what)
    assert before.value == f"{name}=enabled,{'active' if running else 'inactive'}"
    probe.write(what, "inactive")
    assert "masked,inactive" in probe.stored(what).value
    probe.restore(what, before)
    assert probe.stored(what) == before


def test_a_change_that_fails_half_way_is_taken_back(systemctl: FakeSystemctl) -> None:
    start = {"rdp.service": ["enabled", "active"]}
    systemctl.units = start
    env = {**os.environ, "PATH": f"{systemctl.folder}:{os.environ['PATH']}"}

    def refusing(argv: list[str]) -> Ran:
        return Ran(1) if "stop" in argv else run(argv, env)

    with pytest.raises(NotWritten, match="systemd refused it"):
        UserUnitProbe(env, refusing).write(UNITS, "inactive")
    assert systemctl.units == start


def _states(systemd: UserSystemd) -> str:
    return systemd.systemctl("show", "--property=Id,LoadState,ActiveState,UnitFileState", "--", *NAMES)
