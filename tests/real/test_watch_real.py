"""`guard watch` as an ordinary user, against real programs on a real X display."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from guard import resources
from guard.capture.breath import GAP_AFTER, HEARTBEAT
from tests.support.children import running
from tests.support.ordinary_user import NOBODY, as_ordinary_user, why_no_ordinary_user
from tests.support.waiting import wait_until

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(bool(why_no_ordinary_user()), reason=why_no_ordinary_user()),
    pytest.mark.skipif(not shutil.which("Xvfb"), reason="needs Xvfb"),
    pytest.mark.skipif(
        not list((resources.root() / "catalogue").glob("*.toml")), reason="needs the catalogue"
    ),
]

TRIES = 3  # a screenshot can be over before a busy machine lets anyone look


class Place:
    """An ordinary user's folder, a display that user may use, and a running watch."""

    def __init__(self, folder: Path, display: str) -> None:
        self.folder = folder
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "DISPLAY": display,
            "LC_ALL": "C.UTF-8",
        }
        self.display = display
        self.log = folder / "events"
        self.watch = 0

    def events(self) -> list[dict[str, Any]]:
        text = self.log.read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]

    def about(self, pid: int) -> list[dict[str, Any]]:
        return [event for event in self.events() if event.get("pid") == pid]

    @contextmanager
    def run(self, *argv: str | Path) -> Iterator["subprocess.Popen[bytes]"]:
        words = ["env", "-C", str(self.folder), *as_ordinary_user(), *map(str, argv)]
        with running(words, env=self.env, stdin=subprocess.PIPE, grace=1) as child:
            yield child


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with TemporaryDirectory(prefix="guard-", ignore_cleanup_errors=True) as name, ExitStack() as stack:
        folder = Path(name)
        if as_ordinary_user():
            os.chown(folder, NOBODY, NOBODY)
        reading, writing = os.pipe()
        server = [
            "Xvfb",
            "-displayfd",
            str(writing),
            "-screen",
            "0",
            "3840x2160x24",
            "-nolisten",
            "tcp",
            "-ac",
        ]
        stack.enter_context(running(server, pass_fds=[writing]))
        os.close(writing)
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        assert number, "Xvfb did not start"
        yield Place(folder, f":{number}")


@pytest.fixture(scope="module")
def watched(place: Place) -> Iterator[Place]:
    guard = [*as_ordinary_user(), sys.executable, "-m", "guard", "watch", "--json", "--for", "300"]
    with place.log.open("wb") as log, running(guard, env=place.env, stdout=log) as watch:
        wait_until(place.events, what="the watch")
        place.watch = watch.pid
        yield place
        assert watch.poll() is None
        watch.send_signal(signal.SIGINT)
        assert watch.wait(20) == 0


RECORDERS = {
    "scrot": ["-o", "a.png"],
    "xwd": ["-root", "-out", "a.xwd"],
    "import": ["-window", "root", "b.png"],
    "maim": ["c.png"],
    "ffmpeg": ["-y", "-loglevel", "quiet", "-f", "x11grab", "-t", "1", "-i", "DISPLAY", "-f", "null", "-"],
    "x11vnc": ["-display", "DISPLAY", "-localhost", "-autoport", "5990", "-nopw", "-quiet", "-timeout", "2"],
}


def seen(place: Place, argv: Sequence[str]) -> list[dict[str, Any]]:
    """Run a program to its end; returns what was told of it, or nothing if it was too quick to see."""
    with place.run(*argv) as child:
        assert child.stdin is not None
        child.stdin.close()
        child.wait(60)
        try:
            return wait_until(lambda: place.about(child.pid), 3)
        except AssertionError:
            return []


def test_says_first_what_it_can_see(watched: Place) -> None:
    first = watched.events()[0]
    assert first["event"] == "watching"
    assert first["sensors"][0]["name"] == "process-events"
    assert first["blind_spots"]


@pytest.mark.parametrize("name", RECORDERS)
def test_a_recorder_is_told_of_when_it_starts_and_ends(watched: Place, name: str) -> None:
    if not shutil.which(name):
        pytest.skip(f"{name} is not installed")
    argv = [name, *(watched.display if word == "DISPLAY" else word for word in RECORDERS[name])]
    told = next((told for _ in range(TRIES) if (told := seen(watched, argv))), [])
    assert told, f"{name} was not seen in {TRIES} runs"
    assert {event["event"] for event in told} <= {"started", "changed"}
    for event in told:
        assert event["tool"] is not None
        assert event["strength"] in {"able", "capturing"}
        assert event["level"] == ("alarm" if event["strength"] == "capturing" else "notice")
        assert event["evidence"][0]["says"]
        assert event["baseline"] is False
    kinds = {event["kind"] for event in told}
    if name == "x11vnc":  # other sensors may add what it does to what it is
        assert "remote-control" in kinds <= {"remote-control", "screen", "input"}
    else:
        assert kinds == {"screen"}
    ids = {event["id"] for event in told}
    wait_until(lambda: ids <= {event["id"] for event in watched.events() if event["event"] == "ended"})


def ordinary(place: Place) -> Iterator[list[str | Path]]:
    """Programs that go on until they are ended, each with something of a recorder about it."""
    for name in ("x11grab.mp4", "x11grab", "obs-notes.txt", "scrot", "arecord.wav", "import", "xwd.log"):
        (place.folder / name).write_text("x\n")
    (place.folder / "notes.py").write_text("import time\ntime.sleep(60)\n")
    (place.folder / "backup.sh").write_text("while :; do sleep 1; done\n")
    stand_ins = place.folder / "bin"
    stand_ins.mkdir()
    for name, file in {
        "vim": "obs-notes.txt",
        "nano": "scrot",
        "less": "x11grab.mp4",
        "aplay": "arecord.wav",
        "vlc-notes": "import",
        "record": "x11grab",
    }.items():
        shutil.copy(shutil.which("tail") or "/usr/bin/tail", stand_ins / name)
        yield [stand_ins / name, "-f", file]
    yield ["tail", "-f", "x11grab.mp4", "scrot"]
    yield ["grep", "-f", "x11grab", "-i", "-"]
    yield ["cat", "scrot", "-"]
    yield ["sort", "-o", "obs", "-"]
    yield ["wc", "-", "import"]
    yield ["tee", "x11vnc", "maim"]
    yield ["bash", "-c", "exec -a scrot sleep 60"]
    yield ["bash", "-c", "exec -a ffmpeg sleep 60"]
    yield ["bash", "-c", "sleep 60; : scrot"]
    yield ["bash", "-lc", "sleep 60 # x11vnc -display :0"]
    yield ["sh", "-e", "backup.sh", "scrot"]
    yield [sys.executable, "notes.py", "scrot", "-f", "x11grab"]
    yield [sys.executable, "-c", "import time; time.sleep(60) # scrot.py"]
    yield [sys.executable, "-m", "json.tool"]
    if shutil.which("perl"):
        yield ["perl", "-e", "sleep 60; # import -window root"]
    if shutil.which("ffmpeg"):
        source = ["ffmpeg", "-loglevel", "quiet", "-re", "-f", "lavfi", "-i", "testsrc=size=64x64:rate=1"]
        yield [*source, "-f", "matroska", "-y", "x11grab.mkv"]


@pytest.fixture(scope="module")
def stand_in(place: Place) -> Path:
    """A program with the name of a recorder that lives as long as it is told to."""
    program = place.folder / "elsewhere" / "scrot"
    program.parent.mkdir()
    shutil.copy(shutil.which("sleep") or "/usr/bin/sleep", program)
    return program


def test_ordinary_command_lines_raise_nothing(watched: Place, stand_in: Path) -> None:
    with ExitStack() as stack:
        children = [stack.enter_context(watched.run(*argv)) for argv in ordinary(watched)]
        assert len(children) >= 20
        # the watch looks at one after the other, so what follows them was looked at after them
        assert seen(watched, [str(stand_in), "2"])
        for child in children:
            assert child.poll() is None, child.args
            assert watched.about(child.pid) == []


def test_a_stopped_watch_tells_of_the_gap_and_looks_again(watched: Place, stand_in: Path) -> None:
    os.kill(watched.watch, signal.SIGSTOP)
    try:
        over = time.monotonic() + HEARTBEAT + GAP_AFTER + 1
        with watched.run(stand_in, "60") as child:
            wait_until(lambda: time.monotonic() > over)
            os.kill(watched.watch, signal.SIGCONT)
            wait_until(lambda: watched.about(child.pid))
    finally:
        os.kill(watched.watch, signal.SIGCONT)
    (gap,) = wait_until(lambda: [event for event in watched.events() if event["event"] == "gap"])
    assert gap["why"] == "stopped"
    assert gap["from"] < gap["to"] <= gap["at"]


def test_a_file_is_really_transcoded_in_silence(watched: Place) -> None:
    if not shutil.which("ffmpeg"):
        pytest.skip("ffmpeg is not installed")
    make = ["ffmpeg", "-loglevel", "quiet", "-f", "lavfi", "-i", "testsrc", "-t", "1", "-y", "x11grab.mkv"]
    assert seen(watched, make) == []
    assert seen(watched, ["ffmpeg", "-loglevel", "quiet", "-i", "x11grab.mkv", "-y", "screen.mkv"]) == []
    assert (watched.folder / "screen.mkv").stat().st_size > 0
