"""What is told of a stream when its process is gone before it."""

from dataclasses import replace

from guard.capture.processes import ProcessFacts
from guard.capture.sensors.linux.pipewire.graph import Graph
from guard.capture.sensors.linux.pipewire.telling import Telling
from tests.capture.sensors.linux.pipewire.test_rules import Recording, recorded
from tests.capture.sensors.reports import Notebook


def claimed() -> Recording:
    """A recording over a go-between, of which only the claimed pid is known."""
    return recorded("parecord")


def pids(notes: Notebook) -> list[object]:
    return [value.pid for said, value in notes.said if said == "saw"]  # type: ignore[attr-defined] # a sighting


def test_a_stream_stays_with_its_program_until_it_goes() -> None:
    recording, notes = claimed(), Notebook()
    there = {recording.pid: recording.read(recording.pid)}

    def read(pid: int) -> ProcessFacts | None:
        return there.get(pid) if pid == recording.pid else recording.read(pid)

    telling = Telling(notes, read, lambda: 0.0)
    telling.look(recording.graph, True, 1.0)  # noqa: FBT003 - a fact, not a switch
    there.clear()
    telling.look(replace(recording.graph), True, 2.0)  # noqa: FBT003 - a row of what it is told, in its order
    telling.look(replace(recording.graph), True, 9.0)  # noqa: FBT003 - a row of what it is told, in its order
    assert pids(notes) == [recording.pid]
    telling.look(Graph({}, {}, {}, {}), True, 10.0)  # noqa: FBT003 - a row of what it is told, in its order
    telling.look(Graph({}, {}, {}, {}), True, 20.0)  # noqa: FBT003 - a row of what it is told, in its order
    assert [said for said, _ in notes.said if said == "withdraw"] == ["withdraw"]


def test_a_program_that_was_gone_from_the_start_is_not_named() -> None:
    recording, notes = claimed(), Notebook()

    def read(pid: int) -> ProcessFacts | None:
        return None if pid == recording.pid else recording.read(pid)

    Telling(notes, read, lambda: 0.0).look(recording.graph, True, 1.0)  # noqa: FBT003 - a row of what it is told, in its order
    assert pids(notes) == [None]
