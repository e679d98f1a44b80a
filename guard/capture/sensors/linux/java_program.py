"""Which classes a Java program is made of: its main class, and what that reaches in the same folder or archive.

Only so much is read as a small program has: of a large one, its beginning.
"""

import re
import stat
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from guard.capture.interpreters import CLASS_PATH
from guard.capture.java_classes import parse

_ARCHIVE = ".jar"
_MOST_ENTRIES = 16
_MOST_CLASSES = 48
_MOST_NAMES = 2000
_MOST_BYTES = 1 << 20
_LARGEST_CLASS = 1 << 18
_LARGEST_ARCHIVE = 16 << 20
_OF_JAVA = ("java/", "javax/", "[")
_MANIFEST = "META-INF/MANIFEST.MF"
_MAIN = re.compile(r"^Main-Class:[ \t]*([\w.$]+)", re.MULTILINE)
_BROKEN = (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, EOFError)

ReadClass = Callable[[str], bytes]


def class_path(argv: Sequence[str], what: str) -> tuple[tuple[str, ...], str]:
    """Return where the program that `argv` runs may lie, and its main class; of an archive, only that itself knows it."""
    if what.endswith(_ARCHIVE):
        return (what,), ""
    named = [after for word, after in pairwise(argv) if word in CLASS_PATH]
    named += [word.partition("=")[2] for word in argv if word.startswith("--class-path=")]
    entries = named[-1].split(":") if named else ["."]
    return tuple(entries[:_MOST_ENTRIES]), what.replace(".", "/")


def main_file(entry: str, main: str) -> str:
    """Return the file of a class path's `entry` that the main class would lie in."""
    return entry if entry.endswith(_ARCHIVE) else f"{entry}/{main}.class"


def words_of(entry: str, main: str) -> frozenset[str]:
    """Return what the program's classes in `entry` name (see `words_in`); nothing where it is not there."""
    try:
        with _opened(entry) as read:
            return _words(read, main or _main_of(read))
    except _BROKEN:
        return frozenset()


def _words(read: ReadClass, main: str) -> frozenset[str]:
    """Follow what each class refers to, the nearest to the main one first."""
    words: set[str] = set()
    wanted = deque([main])
    known, own, left = {main}, 0, _MOST_BYTES
    while wanted and own < _MOST_CLASSES and left > 0 and len(known) < _MOST_NAMES:
        data = read(f"{wanted.popleft()}.class")
        own += bool(data)
        left -= len(data)
        found = parse(data)
        words |= found.words
        new = sorted(name for name in found.classes - known if not name.startswith(_OF_JAVA))
        known.update(new)
        wanted.extend(new)
    return frozenset(words)


def _main_of(read: ReadClass) -> str:
    found = _MAIN.search(read(_MANIFEST).decode("utf-8", "replace"))
    return found[1].replace(".", "/") if found else ""


@contextmanager
def _opened(entry: str) -> Iterator[ReadClass]:
    if not entry.endswith(_ARCHIVE):
        yield lambda name: _read(Path(entry) / name)
        return
    if Path(entry).stat().st_size > _LARGEST_ARCHIVE:
        raise ValueError(entry)
    with zipfile.ZipFile(entry) as archive:
        yield lambda name: _unpacked(archive, name)


def _read(file: Path) -> bytes:
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            return b""
        with file.open("rb") as opened:
            return opened.read(_LARGEST_CLASS)
    except (OSError, ValueError):
        return b""


def _unpacked(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as opened:
            return opened.read(_LARGEST_CLASS)
    except KeyError:
        return b""
