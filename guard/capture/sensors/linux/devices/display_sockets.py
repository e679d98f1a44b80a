"""Who is a display server: whoever waits for programs on a socket of the X or the Wayland display."""

import re
from collections.abc import Collection
from pathlib import Path

_WAITS = 0x10000
"""__SO_ACCEPTCON in the flags of /proc/net/unix."""
_INODE, _PATH, _FIELDS = 6, 7, 8
_DISPLAY = re.compile(r"(?:@?/tmp/\.X11-unix/X\d+|/.*/(?:wayland|gamescope)-\d+)")


class DisplaySockets:
    """Reads the kernel's list of Unix sockets; where it cannot be read nobody is a display server."""

    def __init__(self, proc: Path = Path("/proc")) -> None:
        self._file = proc / "net/unix"

    def served_with(self, sockets: Collection[int]) -> bool:
        """Tell whether one of `sockets` (inode numbers) awaits programs that want to be shown."""
        try:
            text = self._file.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False
        return not display_sockets(text).isdisjoint(sockets)


def display_sockets(text: str) -> frozenset[int]:
    """Inode numbers of the sockets on which a display is offered, from /proc/net/unix."""
    found = set()
    for line in text.splitlines():
        fields = line.split(maxsplit=_PATH)
        if len(fields) == _FIELDS and fields[_INODE].isdecimal() and _DISPLAY.fullmatch(fields[_PATH]):
            try:
                waits = int(fields[3], 16) & _WAITS
            except ValueError:
                continue
            if waits:
                found.add(int(fields[_INODE]))
    return frozenset(found)
