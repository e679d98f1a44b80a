"""How recognition scales: ratios taken in one run, so that the machine's speed does not matter."""

import time

import psutil
import pytest

from guard.capture.catalogue import Catalogue, Tool, Use
from guard.capture.finding import Kind
from guard.capture.recognise import recognise
from tests.capture.strategies import make_facts, make_tool

pytestmark = pytest.mark.bench

SMALL, LARGE = 600, 6_000
ROUNDS = 15
AIM = 20.0
"""Microseconds a process."""


def catalogue_of(size: int) -> Catalogue:
    """`size` tools that share nothing but are of each sort."""
    return Catalogue(made(number) for number in range(size))


def made(number: int) -> Tool:
    name = f"tool{number}"
    sorts: tuple[dict[str, object], ...] = (
        {},
        {"script": (name, f"{name}.py")},
        {"module": (name,)},
        {"exe": (name,), "via": ("aplay",)},
        {"app_ids": (f"org.example.{name}",)},
        {"exe": (name,), "use": (Use(captures=(Kind.SCREEN,), arguments=(("-f", "x11grab"),)),)},
    )
    return make_tool(name, **sorts[number % len(sorts)])


PROCESSES = [
    make_facts("tool0"),
    make_facts("python3", "/usr/bin/tool1.py", exe="/usr/bin/python3.11"),
    make_facts("python3", "-m", "tool2", exe="/usr/bin/python3.11"),
    make_facts("tool3", "a.wav", exe="/usr/bin/aplay"),
    make_facts("x", exe="/app/bin/x", app_id="org.example.tool4"),
    make_facts("tool5", "-y", "-f", "x11grab", "-i", ":0"),
    make_facts("tool0", exe=None),
    make_facts("vim", "notes.txt"),
    make_facts("bash", "-lc", "make all"),
    make_facts("python3", "manage.py", exe="/usr/bin/python3.11"),
    make_facts("firefox", *["-contentproc"] * 30),
    make_facts(exe=None, comm="kworker/0:1"),
]


def seconds(catalogue: Catalogue) -> float:
    began = time.perf_counter()
    for _ in range(100):
        for facts in PROCESSES:
            recognise(catalogue, facts)
    return time.perf_counter() - began


def test_ten_times_the_catalogue_costs_the_same_per_process() -> None:
    small, large = catalogue_of(SMALL), catalogue_of(LARGE)
    assert sum(recognise(large, facts) is not None for facts in PROCESSES) == 7
    # in turns, and the fastest of each: what else runs on the machine disturbs both alike
    rounds = [(seconds(small), seconds(large)) for _ in range(ROUNDS)]
    ratio = min(large for _, large in rounds) / min(small for small, _ in rounds)
    print(f"\nrecognition, {LARGE} against {SMALL} entries: {ratio:.2f} times the time")  # noqa: T201 - the measurement
    assert ratio <= 1.5


def test_recognising_costs_little_beside_reading() -> None:
    """The yardstick is what the plain loop pays to read a process's name, program and command line."""
    large = catalogue_of(LARGE)
    rounds = [(seconds(large) / len(PROCESSES) / 100, seconds_to_read()) for _ in range(ROUNDS)]
    one, reading = min(one for one, _ in rounds) * 1e6, min(reading for _, reading in rounds) * 1e6
    print(f"\nrecognition: {one:.1f} µs a process (aim {AIM:g}); psutil reads one in {reading:.0f} µs")  # noqa: T201 - the measurement
    assert one <= max(AIM, reading / 3)


def seconds_to_read() -> float:
    """What psutil takes to read one process that it has not seen before."""
    began = time.perf_counter()
    for _ in range(100):
        psutil.Process().as_dict(["name", "exe", "cmdline"])
    return (time.perf_counter() - began) / 100
