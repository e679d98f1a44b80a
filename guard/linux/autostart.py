"""Starting with the desktop, by the freedesktop autostart folder. The entry's name says nothing of its purpose."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from guard import durable

_NAME = "guard.desktop"
_RESERVED = set(" \t\n\"'\\><~|&;$*?#()`")


class Autostart:
    """The entry of one user. Methods touch the disk and raise `OSError`."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str], home: Path) -> None:
        """Start `command` when its user logs in."""
        folder = Path(environ.get("XDG_CONFIG_HOME") or home / ".config") / "autostart"
        self._file = folder / _NAME
        self._command = tuple(command)

    def is_on(self) -> bool:
        """Tell whether the entry is there and not switched off by the desktop's own settings."""
        try:
            text = self._file.read_text(encoding="utf-8")
        except FileNotFoundError:
            return False
        off = ("Hidden=true", "X-GNOME-Autostart-enabled=false")
        return not any(line.strip() in off for line in text.splitlines())

    def turn(self, *, on: bool) -> None:
        """Make the entry, or remove it."""
        if on:
            durable.write(self._file, self._entry().encode())
        else:
            self._file.unlink(missing_ok=True)

    def _entry(self) -> str:
        words = " ".join(_quoted(word) for word in self._command)
        return (
            "[Desktop Entry]\nType=Application\nName=Guard\n"
            f"Exec={words}\nIcon=guard\nTerminal=false\nX-GNOME-Autostart-enabled=true\n"
        )


def _quoted(word: str) -> str:
    """Quote one argument for an Exec line, by the desktop entry specification."""
    word = word.replace("%", "%%")
    if not set(word) & _RESERVED and word:
        return word
    for character in '\\"`$':
        word = word.replace(character, "\\" + character)
    return '"' + word.replace("\\", "\\\\") + '"'


def usual(command: Sequence[str]) -> Autostart:
    """Return the entry of the user who runs this."""
    return Autostart(command, os.environ, Path.home())
