"""A program that holds a file open, and stand-ins for device nodes and what is known of them."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.support.children import running

_HOLD = """
import mmap, os, socket, sys, time
path, mode, how, display = sys.argv[1:5]
if how == "probe":
    for _ in range(5):
        os.close(os.open(path, os.O_RDWR))
file = os.open(path, getattr(os, mode)) if how != "probe" else None
memory = mmap.mmap(file, 4096) if how == "map" else None
if display:
    server = socket.socket(socket.AF_UNIX)
    server.bind(display)
    server.listen()
print("ready", flush=True)
sys.stdin.readline()
if file is not None:
    os.close(file)
    if memory:
        memory.close()
print("closed", flush=True)
sys.stdin.readline()
"""


class Program:
    """A running program that holds a file until it is told to close it."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self._child = child
        self.pid = child.pid
        self._answer("ready")

    def close(self) -> None:
        self.tell()
        self._answer("closed")

    def tell(self) -> None:
        assert self._child.stdin
        self._child.stdin.write(b"\n")
        self._child.stdin.flush()

    def _answer(self, word: str) -> None:
        assert self._child.stdout
        assert self._child.stdout.readline().decode().strip() == word


@contextmanager
def holding(
    path: Path, *, mode: str = "O_RDWR", how: str = "open", display: str = "", prefix: Sequence[str] = ()
) -> Iterator[Program]:
    """Run a program that opens `path` (`how`: open, map or probe) and perhaps offers a display."""
    words = [*prefix, sys.executable, "-c", _HOLD, str(path), mode, how, display]
    with running(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        yield Program(child)


KEYBOARD_KEYS = "402000000 3803078f800d001 feffffdfffefffff fffffffffffffffe"
MOUSE_KEYS = "1f0000 0 0 0 0"
GAMEPAD_KEYS = "7fdb000000000000 0 0 0 0"


class Desk:
    """A folder with a /dev, a /sys and udev's notes of its own."""

    def __init__(self, root: Path) -> None:
        self.dev = root / "dev"
        self.sys = root / "sys"
        self.udev = root / "udev"
        for folder in (self.dev, self.sys, self.udev):
            folder.mkdir()

    def camera(
        self, number: int = 0, *, label: str = "Desk Camera", caps: str = "", virtual: bool = False
    ) -> Path:
        where = "devices/virtual/video4linux" if virtual else "devices/pci0/usb1/video4linux"
        facts = self.sys / where / f"video{number}"
        facts.mkdir(parents=True)
        (facts / "name").write_text(f"{label}\n")
        (facts / "dev").write_text(f"81:{number}\n")
        self._link("video4linux", facts)
        if caps:
            (self.udev / f"c81:{number}").write_text(f"E:ID_V4L_VERSION=2\nE:ID_V4L_CAPABILITIES={caps}\n")
        return self.node(f"video{number}")

    def input(self, number: int, keys: str, *, label: str = "Desk Keyboard") -> Path:
        facts = self.sys / f"devices/pci0/input/event{number}"
        (facts / "device/capabilities").mkdir(parents=True)
        (facts / "device/capabilities/key").write_text(f"{keys}\n")
        (facts / "device/name").write_text(f"{label}\n")
        self._link("input", facts)
        (self.dev / "input").mkdir(exist_ok=True)
        return self.node(f"input/event{number}")

    def node(self, name: str) -> Path:
        path = self.dev / name
        path.write_bytes(bytes(4096))
        return path

    def _link(self, group: str, facts: Path) -> None:
        folder = self.sys / "class" / group
        folder.mkdir(parents=True, exist_ok=True)
        (folder / facts.name).symlink_to(facts)
