"""The sensor against a real, private PipeWire: real recorders, players, ends and silences."""

import os
import signal
import socket
import threading
import wave
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from guard.capture.finding import Kind, SensorMode, Strength
from guard.capture.sensors.linux.pipewire.connection import Place
from guard.capture.sensors.linux.pipewire.sensor import PipeWireSensor, Timing
from guard.capture.sensors.linux.procfs import ProcfsReader
from tests.support.children import running
from tests.support.pipewire import MICROPHONE, Heard, PipeWire, pipewire, running_streams
from tests.support.waiting import wait_until

QUICK = Timing(heartbeat=0.2, limit=0.5, first_retry=0.05, slowest_retry=0.2)


@pytest.fixture
def server(bus: str, home: Path) -> Iterator[PipeWire]:
    with pipewire(home) as private:
        yield private


@pytest.fixture
def folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Be in the test's home, for programs that write beside themselves."""
    monkeypatch.chdir(home)
    return home


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def sensor(home: Path) -> Iterator[PipeWireSensor]:
    one = PipeWireSensor(Place.of(os.environ), ProcfsReader().read, timing=QUICK)
    yield one
    one.stop()


def begin(sensor: PipeWireSensor, heard: Heard) -> None:
    sensor.start(heard)
    wait_until(lambda: heard.mode is SensorMode.ON, what="the sensor to be on")


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (["pw-record", "out.wav"], (Kind.MICROPHONE, False)),
        (["pw-record", "-P", "{ stream.capture.sink=true }", "out.wav"], (Kind.SYSTEM_AUDIO, False)),
        (["parecord", "out.wav"], (Kind.MICROPHONE, True)),
        (["parecord", "-d", "auto_null.monitor", "out.wav"], (Kind.SYSTEM_AUDIO, True)),
        (
            ["ffmpeg", "-loglevel", "error", "-f", "pulse", "-i", MICROPHONE, "-f", "null", "-"],
            (Kind.MICROPHONE, True),
        ),
        (["gst-launch-1.0", "pipewiresrc", "!", "audio/x-raw", "!", "fakesink"], (Kind.MICROPHONE, False)),
    ],
    ids=["native", "native-monitor", "pulse", "pulse-monitor", "ffmpeg", "gstreamer"],
)
@pytest.mark.usefixtures("server", "folder")
def test_a_recording_is_seen_with_its_pid_and_taken_back(
    sensor: PipeWireSensor, heard: Heard, command: list[str], expected: tuple[Kind, bool]
) -> None:
    begin(sensor, heard)
    with running(command) as recorder:
        sighting = wait_until(lambda: heard.by(recorder.pid), what="the recording")
        assert (sighting.kind, sighting.claimed) == expected
        assert sighting.strength is Strength.CAPTURING
    wait_until(lambda: not heard.now, what="its end")


def test_players_and_onlookers_are_not_seen(
    server: PipeWire, sensor: PipeWireSensor, heard: Heard, home: Path
) -> None:
    begin(sensor, heard)
    silence = home / "silence.wav"
    with wave.open(str(silence), "wb") as file:
        file.setparams((2, 2, 48_000, 0, "NONE", ""))
        file.writeframes(bytes(48_000 * 4 * 60))
    with (
        running(["pw-play", str(silence)]),
        running(["paplay", str(silence)]),
        running(["gst-launch-1.0", "audiotestsrc", "volume=0", "!", "pipewiresink"]),
        running(["pw-top", "-b"]),
        running(["pw-record", str(home / "out.wav")]) as recorder,  # shows that it looked
    ):
        wait_until(lambda: running_streams() == 4, what="three players and a recorder at work")
        wait_until(lambda: heard.by(recorder.pid))
        assert {sighting.pid for sighting in heard.all} == {recorder.pid}


def test_what_was_there_before_is_told_before_the_first_state(
    server: PipeWire, sensor: PipeWireSensor, heard: Heard, home: Path
) -> None:
    with running(["pw-record", str(home / "out.wav")]) as recorder:
        wait_until(lambda: running_streams() == 1, what="the recorder at work")
        begin(sensor, heard)
        assert heard.by(recorder.pid)
        assert heard.order == ["saw", "on"]


def test_pipewire_is_watched_again_after_its_end(
    server: PipeWire, sensor: PipeWireSensor, heard: Heard, home: Path
) -> None:
    begin(sensor, heard)
    with running(["parecord", str(home / "out.wav")]) as recorder:
        wait_until(lambda: heard.by(recorder.pid))
        server.stop()
        wait_until(lambda: heard.mode is SensorMode.OFF, what="the sensor to notice")
        assert not heard.now
        assert heard.states[-1].blind_spots
    server.start()
    wait_until(lambda: heard.mode is SensorMode.ON, what="the sensor to resume")
    ((since, until, why),) = heard.gaps
    assert since <= until
    assert "ended" in why
    told = [word for word in heard.order if word in {"on", "off", "gap"}]
    assert [word for word, _ in groupby(told)] == ["on", "off", "gap", "on"]
    with running(["pw-record", str(home / "out.wav")]) as recorder:
        wait_until(lambda: heard.by(recorder.pid), what="a recording after the restart")


def test_a_pipewire_that_falls_silent_is_noticed_and_its_silence_is_a_gap(
    server: PipeWire, sensor: PipeWireSensor, heard: Heard, home: Path
) -> None:
    with running(["pw-record", str(home / "out.wav")]) as recorder:
        wait_until(lambda: running_streams() == 1, what="the recorder at work")
        begin(sensor, heard)
        os.kill(server.pid, signal.SIGSTOP)
        try:
            wait_until(lambda: heard.mode is SensorMode.OFF, what="the sensor to notice")
            assert heard.by(recorder.pid)
        finally:
            os.kill(server.pid, signal.SIGCONT)
        wait_until(lambda: heard.mode is SensorMode.ON, what="the sensor to resume")
        assert len(heard.gaps) == 1
        assert heard.by(recorder.pid)


def test_without_pipewire_it_is_off_and_looks_again(
    bus: str, sensor: PipeWireSensor, heard: Heard, home: Path
) -> None:
    sensor.start(heard)
    wait_until(lambda: heard.mode is SensorMode.OFF)
    assert "does not run here" in heard.states[0].why
    with pipewire(home):
        wait_until(lambda: heard.mode is SensorMode.ON, what="the sensor to find it")
        assert heard.gaps == []


def test_stopping_is_quick_silent_and_may_be_repeated(
    server: PipeWire, sensor: PipeWireSensor, heard: Heard, home: Path
) -> None:
    begin(sensor, heard)
    sensor.stop()
    sensor.stop()
    told = len(heard.order)
    with running(["pw-record", str(home / "out.wav")]):
        wait_until(lambda: running_streams() == 1, what="a recording that nobody watches")
    assert len(heard.order) == told
    assert "guard-pipewire" not in {thread.name for thread in threading.enumerate()}
    begin(sensor, heard)


@pytest.mark.parametrize("answer", [b"", b"\xff" * 64, b"HTTP/1.1 400 Bad Request\r\n\r\n" * 4])
def test_something_else_on_the_socket_is_survived(
    sensor: PipeWireSensor, heard: Heard, home: Path, answer: bytes
) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(Path(os.environ["XDG_RUNTIME_DIR"]) / "pipewire-0"))
        listener.listen()
        sensor.start(heard)
        with listener.accept()[0] as other:
            other.sendall(answer)
        wait_until(lambda: heard.mode is SensorMode.OFF)
        with listener.accept()[0]:
            sensor.stop()
    assert heard.now == {}


def test_a_socket_that_never_answers_is_off_within_a_second(
    sensor: PipeWireSensor, heard: Heard, home: Path
) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(Path(os.environ["XDG_RUNTIME_DIR"]) / "pipewire-0"))
        listener.listen()
        sensor.start(heard)
        wait_until(lambda: heard.mode is SensorMode.OFF, 10)
        assert heard.states[0].why == "PipeWire does not answer."
        sensor.stop()


def test_places_follow_the_environment() -> None:
    here = Place.of({"XDG_RUNTIME_DIR": "/run/user/1"}).sockets
    assert here[0] == Path("/run/user/1/pipewire-0")
    assert here[-1] == Path("/run/pipewire/pipewire-0")
    elsewhere = {"XDG_RUNTIME_DIR": "/a", "PIPEWIRE_RUNTIME_DIR": "/b", "PIPEWIRE_REMOTE": "other"}
    assert Place.of(elsewhere).sockets[0] == Path("/b/other")
    assert set(Place.of({**elsewhere, "PIPEWIRE_REMOTE": "/c/d"}).sockets) == {Path("/c/d")}
