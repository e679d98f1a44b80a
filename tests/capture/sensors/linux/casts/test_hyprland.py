"""Hyprland's event socket, spoken by a stand-in: the protocol is a line of text for each event."""

import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.finding import Kind, SensorMode, Sighting, Strength
from guard.capture.sensors.linux.casts.hyprland import HyprlandSensor, change, event_socket
from tests.capture.sensors.reports import Notebook
from tests.support.waiting import wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Hyprland is Linux")

_PATIENCE = 20


class Desktop:
    """Listens where Hyprland does, for one program after another."""

    def __init__(self, place: Path) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        self._ear = socket.socket(socket.AF_UNIX)
        self._ear.bind(str(place))
        self._ear.listen()
        self._ear.settimeout(_PATIENCE)
        self._guest: socket.socket | None = None

    def meet(self) -> None:
        self._guest, _ = self._ear.accept()

    def tell(self, text: bytes) -> None:
        assert self._guest is not None
        self._guest.sendall(text)

    def end(self) -> None:
        for sock in (self._guest, self._ear):
            if sock is not None:
                sock.close()


@pytest.fixture
def place(home: Path) -> Path:
    return home / "hypr" / "one" / ".socket2.sock"


@contextmanager
def listening(place: Path, notes: Notebook, mode: SensorMode) -> Iterator[None]:
    sensor = HyprlandSensor(place, retry=0.05, clock=iter(range(100, 10_000)).__next__)
    sensor.start(notes)
    try:
        wait_until(lambda: notes.states, what="its first state")
        assert notes.states[0].mode is mode
        yield
    finally:
        sensor.stop()
        sensor.stop()


@pytest.fixture
def desktop(place: Path) -> Iterator[Callable[[], Desktop]]:
    begun: list[Desktop] = []

    def begin() -> Desktop:
        begun.append(Desktop(place))
        return begun[-1]

    yield begin
    for one in begun:
        one.end()


def saw(notes: Notebook) -> list[Sighting]:
    return [value for said, value in list(notes.said) if said == "saw" and isinstance(value, Sighting)]


def withdrawn(notes: Notebook) -> list[object]:
    return [value for said, value in list(notes.said) if said == "withdraw"]


@pytest.mark.parametrize(("owner", "kind"), [(b"0", Kind.SCREEN), (b"1", Kind.WINDOW)])
def test_a_cast_is_told_while_it_lasts(
    place: Path, desktop: Callable[[], Desktop], owner: bytes, kind: Kind
) -> None:
    hyprland, notes = desktop(), Notebook()
    with listening(place, notes, SensorMode.ON):
        hyprland.meet()
        hyprland.tell(b"workspace>>2\nactivewindow>>kitty,screencast>>1,0\nscreencast>>1," + owner + b"\n")
        (sighting,) = wait_until(lambda: saw(notes), what="the cast")
        assert (sighting.kind, sighting.strength, sighting.pid) == (kind, Strength.CAPTURING, None)
        assert "pipewire" in sighting.joins
        hyprland.tell(b"screencast>>0," + owner + b"\n")
        assert wait_until(lambda: withdrawn(notes), what="its end") == [("hyprland", kind)]


def test_two_casts_are_over_when_both_are(place: Path, desktop: Callable[[], Desktop]) -> None:
    hyprland, notes = desktop(), Notebook()
    with listening(place, notes, SensorMode.ON):
        hyprland.meet()
        hyprland.tell(b"screencast>>0,0\nscreencast>>1,0\nscreencast>>1,0\nscreenc")
        wait_until(lambda: saw(notes))
        hyprland.tell(b"ast>>0,0\nscreencast>>1,1\n")  # cut in two on its way
        wait_until(lambda: len(saw(notes)) == 2)
        assert withdrawn(notes) == []
        hyprland.tell(b"screencast>>0,0\n")
        wait_until(lambda: withdrawn(notes))


def test_a_desktop_that_ends_and_comes_back_is_heard_again(
    place: Path, desktop: Callable[[], Desktop]
) -> None:
    first, notes = desktop(), Notebook()
    with listening(place, notes, SensorMode.ON):
        first.meet()
        first.tell(b"screencast>>1,0\n")
        wait_until(lambda: saw(notes))
        first.end()
        wait_until(lambda: withdrawn(notes) and notes.states[-1].mode is SensorMode.OFF)
        second = desktop()
        second.meet()
        wait_until(lambda: notes.states[-1].mode is SensorMode.ON)
        ((since, until, _),) = [v for said, v in notes.said if said == "gap" and isinstance(v, tuple)]
        assert since < until
        second.tell(b"screencast>>1,1\n")
        wait_until(lambda: len(saw(notes)) == 2)


def test_where_nobody_answers_it_is_off_and_says_so_once(place: Path) -> None:
    notes = Notebook()
    with listening(place, notes, SensorMode.OFF):
        pass
    assert len(notes.states) == 1
    assert not notes.pids("gap")


def test_the_socket_is_where_the_environment_says() -> None:
    assert event_socket({"XDG_RUNTIME_DIR": "/run/user/1", "HYPRLAND_INSTANCE_SIGNATURE": "a_1"}) == Path(
        "/run/user/1/hypr/a_1/.socket2.sock"
    )
    assert event_socket({"XDG_RUNTIME_DIR": "/run/user/1"}) is None
    assert event_socket({"HYPRLAND_INSTANCE_SIGNATURE": "a_1"}) is None


@pytest.mark.parametrize(
    "line",
    [b"screencast>>", b"screencast>>1", b"screencast>>2,0", b"screencast>>1,7", b"xscreencast>>1,0", b""],
)
def test_any_other_line_means_nothing(line: bytes) -> None:
    assert change(line) is None


@given(st.binary(max_size=40))
def test_no_line_upsets_it(line: bytes) -> None:
    assert change(line) is None or line.startswith(b"screencast>>")
