import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from guard.checkup.check import Answer, Stored
from guard.checkup.detect import Xfconf
from guard.checkup.linux.xfconf import Service, XfconfProbe
from guard.checkup.probe import NotWritten
from tests.support.settings_stores import XFCONF, needs, stores

LOCK = Xfconf(channel="xfce4-screensaver", property="/lock/enabled", kind="bool", default="true")
DELAY = Xfconf(channel="xfce4-screensaver", property="/lock/delay", kind="int", default="5")
TEXT = Xfconf(channel="xfce4-screensaver", property="/saver/name", kind="string", default="")
real = pytest.mark.real
CHANNEL = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-screensaver" version="1.0"><property name="lock" type="empty">
<property name="enabled" type="bool" value="false" unlocked="nobody"/>
<property name="delay" type="int" value="7"/>
</property></channel>
"""


def query(session: Mapping[str, str], *words: str) -> str:
    tool = ["xfconf-query", "-c", LOCK.channel, *words]
    return subprocess.run(
        tool, env=dict(session), capture_output=True, text=True, timeout=30, check=True
    ).stdout.strip()


@real
@pytest.mark.parametrize(
    ("key", "value"), [(LOCK, "false"), (DELAY, "-7"), (TEXT, " ä “b” "), (TEXT, "")], ids=str
)
@pytest.mark.parametrize("patient", [True, False])
def test_writing_reading_and_putting_back(
    xfconf_session: Mapping[str, str], key: Xfconf, value: str, *, patient: bool
) -> None:
    probe = XfconfProbe(xfconf_session, Service(xfconf_session, patient=patient))
    assert probe.read(key).value == key.default
    assert "is not set" in probe.read(key).evidence[0]
    assert probe.stored(key) == Stored(absent=True)
    probe.write(key, value)
    assert probe.read(key).value == value
    held = probe.stored(key)
    assert held == Stored(value)
    probe.restore(key, Stored(absent=True))
    assert probe.stored(key) == Stored(absent=True)
    probe.restore(key, held)
    assert probe.stored(key) == held


@real
@needs("xfconf-query")
def test_the_desktops_own_tool_sees_the_same(xfconf_session: Mapping[str, str]) -> None:
    probe = XfconfProbe(xfconf_session)
    query(xfconf_session, "-p", LOCK.property, "-n", "-t", "bool", "-s", "false")
    assert probe.read(LOCK).value == "false"
    probe.write(LOCK, "true")
    assert query(xfconf_session, "-p", LOCK.property) == "true"


@real
@needs("xfconf-query")
@pytest.mark.parametrize(
    "typed", [["-t", "string", "-s", "true"], ["-t", "int", "-s", "1", "-t", "int", "-s", "2"]]
)
def test_a_value_of_another_type_is_told_apart(xfconf_session: Mapping[str, str], typed: list[str]) -> None:
    query(xfconf_session, "-p", LOCK.property, "-n", *typed)
    probe = XfconfProbe(xfconf_session)
    assert probe.read(LOCK).answer is Answer.UNKNOWN
    with pytest.raises(NotWritten):
        probe.stored(LOCK)


@real
def test_what_the_administrator_set_or_locked(
    home: Path, bus: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "xfce4/xfconf/xfce-perchannel-xml"
    folder.mkdir(parents=True)
    (folder / "xfce4-screensaver.xml").write_text(CHANNEL)
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path))
    with stores(bus, XFCONF) as session:
        probe = XfconfProbe(session)
        assert probe.read(LOCK).value == "false"
        assert probe.read(LOCK).managed
        with pytest.raises(NotWritten, match="administrator"):
            probe.write(LOCK, "true")
        assert (probe.read(DELAY).value, probe.read(DELAY).managed) == ("7", False)
        assert probe.stored(DELAY) == Stored(absent=True)
        probe.write(DELAY, "1")
        assert probe.stored(DELAY) == Stored("1")
        probe.restore(DELAY, Stored(absent=True))
        assert probe.read(DELAY).value == "7"


@real
def test_a_bus_without_the_service_cannot_tell(bus: str) -> None:
    reading = XfconfProbe({"DBUS_SESSION_BUS_ADDRESS": bus}).read(LOCK)
    assert reading.answer is Answer.UNKNOWN
    assert "not installed" in reading.why


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere", "nonsense", "tcp:host=localhost"])
def test_without_a_bus_nothing_can_be_told(address: str) -> None:
    reading = XfconfProbe({"DBUS_SESSION_BUS_ADDRESS": address}).read(LOCK)
    assert reading.answer is Answer.UNKNOWN
    with pytest.raises(NotWritten):
        XfconfProbe({}).write(LOCK, "true")


@pytest.mark.parametrize(("key", "value"), [(LOCK, "1"), (DELAY, "many"), (DELAY, "1.5")], ids=str)
def test_a_new_value_of_another_kind_is_refused(key: Xfconf, value: str) -> None:
    calls = []

    def call(method: str, signature: str, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        calls.append((method, signature, arguments))
        return ()

    with pytest.raises(NotWritten):
        XfconfProbe({}, call).write(key, value)
    assert calls == []
