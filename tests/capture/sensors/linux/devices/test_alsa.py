import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from guard.capture.finding import Kind, SensorMode, Strength
from guard.capture.processes import ProcessFacts
from guard.capture.sensors.linux.devices.alsa import AlsaSensor, Timing
from guard.capture.sensors.linux.devices.inotify import Inotify
from tests.capture.sensors.linux.devices.sound_cards import SoundCard
from tests.capture.sensors.linux.devices.test_sensor import Notes
from tests.capture.strategies import make_facts
from tests.support.waiting import wait_until

QUICK = Timing(hold=0.2, interval=0.1, polling=0.1)
PID = 4711


class Looks:
    """What the sensor says, and how often it looked at who records."""

    def __init__(self, notes: Notes, asked: list[int]) -> None:
        self.notes = notes
        self._asked = asked

    def twice(self) -> None:
        """Wait until it has looked twice at a stream that is open."""
        before = len(self._asked)
        wait_until(lambda: len(self._asked) > before + 1)


@pytest.fixture
def card(tmp_path: Path) -> SoundCard:
    (tmp_path / f"proc/{PID}").mkdir(parents=True)
    (tmp_path / f"proc/{PID}/status").write_text(f"Tgid:\t{PID}\n")
    return SoundCard(tmp_path / "proc", tmp_path / "dev/snd")


@contextmanager
def watching(
    tmp_path: Path, timing: Timing = QUICK, *, exe: str = "/usr/bin/arecord", **more: Any
) -> Iterator[Looks]:
    asked: list[int] = []

    def read(pid: int) -> ProcessFacts:
        asked.append(pid)
        return replace(make_facts("it", pid=pid), exe=exe)

    descriptors = psutil.Process().num_fds()
    notes = Notes()
    (tmp_path / "dev").mkdir(exist_ok=True)
    sensor = AlsaSensor(read, devices=tmp_path / "dev/snd", proc=tmp_path / "proc", timing=timing, **more)
    sensor.start(notes)
    try:
        wait_until(lambda: notes.states)
        yield Looks(notes, asked)
    finally:
        sensor.stop()
    assert psutil.Process().num_fds() == descriptors


def plugged_in(card: SoundCard) -> SoundCard:
    card.snd.parent.mkdir(exist_ok=True)
    card.plug_in()
    return card


def test_a_recording_is_told_and_its_end_too(card: SoundCard, tmp_path: Path) -> None:
    plugged_in(card)
    with watching(tmp_path) as looks:
        assert looks.notes.states[-1].mode is SensorMode.ON
        card.run(PID)
        wait_until(lambda: looks.notes.now)
        (sighting,) = looks.notes.now.values()
        assert (sighting.kind, sighting.strength, sighting.pid) == (Kind.MICROPHONE, Strength.CAPTURING, PID)
        assert sighting.says == "It records from “ALC257 Analog” directly, without asking the sound server."
        card.close()
        wait_until(lambda: not looks.notes.now)


def test_a_recording_that_was_there_before_is_told_before_the_state(card: SoundCard, tmp_path: Path) -> None:
    plugged_in(card).run(PID)
    with watching(tmp_path, Timing(hold=600)) as looks:
        assert [what for what, _ in looks.notes.said] == ["saw", "state"]


def test_a_pause_makes_it_weaker_and_going_on_stronger(card: SoundCard, tmp_path: Path) -> None:
    plugged_in(card)
    with watching(tmp_path) as looks:
        card.run(PID, "PREPARED")
        wait_until(lambda: [one.strength for one in looks.notes.now.values()] == [Strength.ABLE])
        card.run(PID)
        wait_until(lambda: [one.strength for one in looks.notes.now.values()] == [Strength.CAPTURING])


def test_a_device_only_tried_is_quiet(card: SoundCard, tmp_path: Path) -> None:
    plugged_in(card)
    with watching(tmp_path, Timing(hold=600, interval=0.05)) as looks:
        card.run(PID)
        looks.twice()
        card.close()
    assert [what for what, _ in looks.notes.said] == ["state"]


def test_a_sound_server_is_quiet(card: SoundCard, tmp_path: Path) -> None:
    plugged_in(card).run(PID)
    with watching(tmp_path, exe="/usr/bin/pipewire") as looks:
        looks.twice()
        looks.twice()
    assert [what for what, _ in looks.notes.said] == ["state"]


def test_a_sound_card_that_comes_later_and_goes(tmp_path: Path) -> None:
    with watching(tmp_path) as looks:
        assert looks.notes.states[-1].mode is SensorMode.OFF
        card = SoundCard(tmp_path / "proc", tmp_path / "dev/snd")
        (tmp_path / f"proc/{PID}").mkdir(parents=True)
        (tmp_path / f"proc/{PID}/status").write_text(f"Tgid:\t{PID}\n")
        card.plug_in()
        wait_until(lambda: looks.notes.states[-1].mode is SensorMode.ON)
        card.run(PID)
        wait_until(lambda: looks.notes.now)
        shutil.rmtree(tmp_path / "proc/asound")
        shutil.rmtree(card.snd)
        wait_until(lambda: not looks.notes.now and looks.notes.states[-1].mode is SensorMode.OFF)


def test_without_device_nodes_the_kernels_list_is_polled(card: SoundCard, tmp_path: Path) -> None:
    with watching(tmp_path) as looks:
        assert looks.notes.states[-1].mode is SensorMode.LIMITED
        card.run(PID)
        wait_until(lambda: looks.notes.now)


def test_without_kernel_events_it_is_polled(
    card: SoundCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(28, "No space left on device")

    plugged_in(card)
    monkeypatch.setattr(Inotify, "watch", refuse)
    with watching(tmp_path) as looks:
        assert looks.notes.states[-1].mode is SensorMode.LIMITED
        card.run(PID)
        wait_until(lambda: looks.notes.now)


def test_it_sleeps_while_nothing_records(card: SoundCard, tmp_path: Path) -> None:
    plugged_in(card)
    with watching(tmp_path) as looks:
        before = time.process_time()
        threading.Event().wait(0.5)
        assert time.process_time() - before < 0.05
        card.run(PID)
        wait_until(lambda: looks.notes.now)


def test_stop_at_any_time_and_twice(card: SoundCard, tmp_path: Path) -> None:
    sensor = AlsaSensor(lambda _: None, devices=card.snd, proc=tmp_path / "proc")
    sensor.stop()
    for _ in range(5):
        sensor.start(Notes())
        sensor.stop()
        sensor.stop()
    assert not [one for one in threading.enumerate() if one.name == "guard-alsa"]
