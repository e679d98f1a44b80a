"""A fault nobody thought of, in each real sensor: it is told, and watching goes on by itself."""

import logging
import sys
from pathlib import Path

import pytest

from guard.capture.catalogue import Catalogue
from guard.capture.finding import SensorMode, SensorState
from guard.capture.hosts import RemoteHosts
from guard.capture.sensors import host
from guard.capture.sensors.port import Sensor
from guard.capture.sensors.worker import FAILED
from tests.capture.sensors.reports import Notebook
from tests.support.waiting import wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these are the sensors of Linux")

NAMES = (
    "process-events",
    "x11",
    "pipewire",
    "devices",
    "alsa",
    "remote-access",
    "screen-cast",
    "screencopy",
    "preparations",
    "hyprland",
)


class Faulty(Notebook):
    """Fails once, in the sensor's own thread, when the sensor says how it stands."""

    failed = False

    def state(self, state: SensorState) -> None:
        if not self.failed and state.why != FAILED:
            self.failed = True
            raise ZeroDivisionError
        super().state(state)


@pytest.fixture
def sensors(bus: str, display: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Sensor]:
    """Every sensor of this system, in a session that has all there is to watch."""
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-none")
    monkeypatch.setenv("HYPRLAND_INSTANCE_SIGNATURE", "none")
    every = host.sensors(host.process_reader(), Catalogue([]), RemoteHosts())
    return {sensor.name: sensor for sensor in every}


def test_no_sensor_is_left_out(sensors: dict[str, Sensor]) -> None:
    assert tuple(sensors) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_sensor_goes_on_after_a_fault_and_tells_the_gap(
    name: str, sensors: dict[str, Sensor], caplog: pytest.LogCaptureFixture
) -> None:
    sensor, notes = sensors[name], Faulty()
    with caplog.at_level(logging.CRITICAL, "guard.capture.sensors.worker"):
        sensor.start(notes)
        try:
            wait_until(lambda: len(notes.states) > 1, what="its state after the fault")
        finally:
            sensor.stop()
    assert (notes.states[0].mode, notes.states[0].why) == (SensorMode.OFF, FAILED)
    assert notes.states[1].why != FAILED
    ((since, until, why),) = [
        value for said, value in notes.said if said == "gap" and isinstance(value, tuple)
    ]
    assert since <= until
    assert why == FAILED
