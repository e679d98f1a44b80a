"""What a device node stands for, from what sysfs and udev tell everybody about it.

Nothing is opened: to open a camera, only to ask what it is, would switch its light on.
"""

import os
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from guard.capture.sensors.linux.devices.node_watch import Folder

FOLDERS = (Folder("/dev", r"video\d+"), Folder("/dev/input", r"event\d+"))
_LETTER_KEYS = sum(1 << key for row in (range(16, 26), range(30, 39), range(44, 51)) for key in row)
"""The bits of the letters, from KEY_Q to KEY_M, as linux/input-event-codes.h numbers them."""


class Role(Enum):
    """What can be had from a node; `NOTHING` is of no concern (a codec, a mouse, a game controller)."""

    CAMERA = auto()
    VIRTUAL_CAMERA = auto()
    KEYBOARD = auto()
    SOME_INPUT = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Node:
    """One device node and the name that its maker gave it (may be empty)."""

    path: str
    role: Role
    label: str = ""


class NodeReader:
    """Reads sysfs and udev's notes. What cannot be read is unknown."""

    def __init__(self, sys: Path = Path("/sys"), udev: Path = Path("/run/udev/data")) -> None:
        self._sys = sys
        self._udev = udev

    def describe(self, path: str) -> Node:
        """Tell what the node at `path` stands for."""
        name = path.rpartition("/")[2]
        if name.startswith("video"):
            return self._video(path, self._sys / "class/video4linux" / name)
        return self._input(path, self._sys / "class/input" / name / "device")

    def _video(self, path: str, folder: Path) -> Node:
        label = _text(folder / "name")
        notes = _text(self._udev / f"c{_text(folder / 'dev')}")
        if not takes_pictures(notes):
            return Node(path, Role.NOTHING, label)
        made_by_software = "/devices/virtual/" in os.path.realpath(folder)
        return Node(path, Role.VIRTUAL_CAMERA if made_by_software else Role.CAMERA, label)

    def _input(self, path: str, folder: Path) -> Node:
        keys = _text(folder / "capabilities/key")
        label = _text(folder / "name")
        return Node(path, role_of_keys(keys) if keys else Role.SOME_INPUT, label)


def takes_pictures(notes: str) -> bool:
    """Tell from udev's notes whether a video device can give pictures; where they do not say, yes."""
    for line in notes.splitlines():
        if line.startswith("E:ID_V4L_CAPABILITIES="):
            return ":capture:" in line
    return True


def role_of_keys(keys: str) -> Role:
    """Tell a keyboard by having every letter; `keys` are the kernel's hexadecimal words, the lowest one last."""
    try:
        lowest = int(keys.rsplit(maxsplit=1)[-1], 16)
    except (IndexError, ValueError):
        return Role.SOME_INPUT
    return Role.KEYBOARD if lowest & _LETTER_KEYS == _LETTER_KEYS else Role.NOTHING


def _text(file: Path) -> str:
    try:
        return "".join(
            c for c in file.read_text(encoding="utf-8", errors="replace") if c.isprintable() or c == "\n"
        ).strip()
    except (OSError, ValueError):
        return ""
