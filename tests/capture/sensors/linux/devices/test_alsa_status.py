from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.finding import Kind, Strength
from guard.capture.processes import ProcessFacts
from guard.capture.sensors.linux.devices.alsa_status import (
    AsoundReader,
    Status,
    Stream,
    parse_fields,
    parse_status,
    sightings,
)
from tests.capture.sensors.linux.devices.sound_cards import RUNNING, SoundCard
from tests.capture.strategies import make_facts


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (RUNNING.format(pid=4711), Status("RUNNING", 4711)),
        ("state: PREPARED\nowner_pid   : 12\n", Status("PREPARED", 12)),
        ("state: RUNNING\nowner_pid   : 0\n", Status("RUNNING", None)),
        ("state: RUNNING\nowner_pid   : -1\n", Status("RUNNING", None)),
        ("state: RUNNING\n", Status("RUNNING", None)),
        ("closed\n", None),
        ("", None),
        ("no such thing", None),
    ],
)
def test_what_the_kernel_says_of_a_stream(text: str, status: Status | None) -> None:
    assert parse_status(text) == status


@given(st.sampled_from(["OPEN", "SETUP", "RUNNING", "XRUN"]), st.integers(1, 2**22))
def test_every_owner_is_read(state: str, owner: int) -> None:
    assert parse_status(f"state: {state}\nowner_pid   : {owner}\n") == Status(state, owner)


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    parse_status(text)
    parse_fields(text)


def judged(stream: Stream, exe: str | None = "/usr/bin/arecord") -> list[tuple[Kind, Strength, int | None]]:
    def read(pid: int) -> ProcessFacts:
        return make_facts("it", exe=exe, pid=pid)

    return [(one.kind, one.strength, one.pid) for one, certain in sightings([stream], read) if not certain]


def test_a_running_stream_records_and_an_open_one_could() -> None:
    assert judged(Stream(0, 0, 0, running=True, pid=7)) == [(Kind.MICROPHONE, Strength.CAPTURING, 7)]
    assert judged(Stream(0, 0, 0, running=False, pid=7)) == [(Kind.MICROPHONE, Strength.ABLE, 7)]


def test_a_loop_of_the_sound_card_gives_what_is_played() -> None:
    stream = Stream(0, 0, 0, running=True, pid=7, loopback=True)
    assert judged(stream) == [(Kind.SYSTEM_AUDIO, Strength.CAPTURING, 7)]


@pytest.mark.parametrize("server", ["pipewire", "wireplumber", "pipewire-media-session", "jackd"])
def test_a_sound_server_records_for_others(server: str) -> None:
    stream = Stream(0, 0, 0, running=True, pid=7)
    assert judged(stream, f"/usr/bin/{server}") == []
    assert judged(stream, f"/home/me/{server}") == [(Kind.MICROPHONE, Strength.CAPTURING, 7)]
    assert judged(stream, None) == [(Kind.MICROPHONE, Strength.CAPTURING, 7)]


def test_pulseaudio_hides_who_records() -> None:
    assert judged(Stream(0, 0, 0, running=True, pid=7), "/usr/bin/pulseaudio") == [
        (Kind.MICROPHONE, Strength.ABLE, None)
    ]
    assert judged(Stream(0, 0, 0, running=False, pid=7), "/usr/bin/pulseaudio") == []


def test_a_holder_that_nobody_names_is_told_without_a_name() -> None:
    assert judged(Stream(0, 0, 0, running=True, pid=None)) == [(Kind.MICROPHONE, Strength.CAPTURING, None)]


def test_the_kernels_files_are_read(tmp_path: Path) -> None:
    card = SoundCard(tmp_path, tmp_path / "snd")
    asked: list[str] = []

    def holder(node: str) -> int:
        asked.append(node)
        return 99

    reader = AsoundReader(tmp_path, holder)
    assert reader.present
    assert reader.streams() == []
    (tmp_path / "4712").mkdir()
    (tmp_path / "4712/status").write_text("Name:\trecorder\nTgid:\t4711\nPid:\t4712\n")
    card.run(4712)
    assert reader.streams() == [Stream(0, 0, 0, running=True, pid=4711, label="ALC257 Analog")]
    assert asked == []
    card.run(5000)  # the thread that opened it is gone
    assert reader.streams()[0].pid == 99
    assert asked == ["pcmC0D0c"]


def test_a_loop_is_known_by_its_card(tmp_path: Path) -> None:
    SoundCard(tmp_path, tmp_path / "snd", id_="Loopback").run(1)
    assert AsoundReader(tmp_path, lambda _: None).streams()[0].loopback


def test_without_sound_cards_there_is_nothing(tmp_path: Path) -> None:
    reader = AsoundReader(tmp_path, lambda _: None)
    assert not reader.present
    assert reader.streams() == []
