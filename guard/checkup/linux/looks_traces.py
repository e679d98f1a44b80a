"""Traces of pictures on this computer: the list of recently used files, and small pictures of files that are gone.

Counts only: what a picture or its file is called is nobody's business, not even on this screen.
"""

import os
import struct
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.parsers import expat

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import RecentPictures
from guard.checkup.detect import Thumbnails as WantedThumbnails
from guard.checkup.linux.looks_files import matching

_ENDINGS = {
    *(".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".heif", ".avif", ".bmp", ".tif", ".tiff", ".jxl"),
    *(".mp4", ".mkv", ".webm", ".mov", ".avi", ".m4v", ".mpg", ".mpeg", ".3gp", ".ogv"),
}
_MOST_BYTES = 32 << 20
_SIZES = ("normal", "large", "x-large", "xx-large")
_PNG = b"\x89PNG\r\n\x1a\n"
_MOST_TEXT = 1 << 16
_SECONDS = 0.6
_ELSEWHERE = ("/media/", "/run/media/", "/mnt/", "/run/user/")  # a stick that is not in now is not gone
_NOT_ALL = "There are too many small pictures to look at all of them."


class TraceLooks:
    """Looks for traces in the folders of the user with `home`."""

    def __init__(
        self, environ: Mapping[str, str], home: Path, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Look where the session that `environ` describes keeps data and caches."""
        self._home = home
        self._data = Path(environ.get("XDG_DATA_HOME") or home / ".local/share")
        self._cache = Path(environ.get("XDG_CACHE_HOME") or home / ".cache")
        self._clock = clock

    def recent(self, what: RecentPictures) -> Reading:
        """Say whether a list of recently used files names pictures or films."""
        del what
        counts: dict[Path, int] = {}
        unread: list[Path] = []
        for file in self._lists(unread):
            try:
                counts[file] = count_pictures(_bytes(file))
            except FileNotFoundError:
                continue
            except (OSError, ValueError):
                unread.append(file)
        evidence = [f"{file} names {_spoken(count)}." for file, count in counts.items() if count]
        if evidence:
            every = sum(counts.values())
            why = f"{_spoken(every)[0].upper()}{_spoken(every)[1:]} can be seen there."
            return Reading(Answer.UNSAFE, why=why, evidence=tuple(evidence))
        if unread:
            return _cannot(f"{unread[0]} could not be read.")
        return Reading(Answer.SAFE, evidence=("No list of recently used files names pictures or films.",))

    def thumbnails(self, what: WantedThumbnails) -> Reading:
        """Say whether small pictures of files that are gone are kept."""
        del what
        until = self._clock() + _SECONDS
        gone = unclear = 0
        hurried = False
        try:
            for file in self._thumbnails():
                if self._clock() > until:
                    hurried = True
                    break
                kept_for = picture_of(file)
                if kept_for is None:
                    unclear += 1
                elif _is_gone(kept_for):
                    gone += 1
        except OSError:
            return _cannot("The folder with small pictures could not be read.")
        folder = self._cache / "thumbnails"
        if gone:
            least = "At least " if hurried else ""
            said = f"{least}{gone} small {'picture' if gone == 1 else 'pictures'} of files that are gone"
            verb = "is" if gone == 1 and not hurried else "are"
            return Reading(Answer.UNSAFE, evidence=(f"{said} {verb} kept in {folder}.",))
        if hurried:
            return _cannot(_NOT_ALL)
        if unclear:
            said = "One small picture does" if unclear == 1 else f"{unclear} small pictures do"
            return _cannot(f"{said} not tell what file it was made from.")
        return Reading(Answer.SAFE, evidence=("Every small picture belongs to a file that is still there.",))

    def _lists(self, unread: list[Path]) -> Iterator[Path]:
        yield self._data / "recently-used.xbel"
        for pattern in (
            ".var/app/*/data/recently-used.xbel",
            "snap/*/current/.local/share/recently-used.xbel",
            "snap/*/common/.local/share/recently-used.xbel",
        ):
            for path, error in matching(str(self._home / pattern)):
                if error:
                    unread.append(path)
                else:
                    yield path

    def _thumbnails(self) -> Iterator[Path]:
        for size in _SIZES:
            with suppress(FileNotFoundError), os.scandir(self._cache / "thumbnails" / size) as entries:
                for entry in entries:
                    if entry.name.endswith(".png"):
                        yield Path(entry.path)


def count_pictures(raw: bytes) -> int:
    """Count the pictures and films in a list of recently used files (XBEL). Raises `ValueError`."""
    found: dict[str, bool] = {}
    here = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal here
        if tag == "bookmark":
            here = attributes.get("href", "")
            found[here] = os.path.splitext(urlsplit(here).path)[1].casefold() in _ENDINGS  # noqa: PTH122 - it is an address, no path
        elif tag.rpartition(":")[2] == "mime-type" and here:
            found[here] = found[here] or attributes.get("type", "").startswith(("image/", "video/"))

    def entity(*_: object) -> None:
        raise ValueError("it declares entities")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = entity
    if not raw.strip():
        return 0
    try:
        parser.Parse(raw, True)  # noqa: FBT003 - expat knows no names
    except expat.ExpatError as error:
        raise ValueError("it is not XML") from error
    return sum(found.values())


def picture_of(file: Path) -> str | None:
    """Return the address of the file that a thumbnail was made from; None when it does not say or cannot be read."""
    try:
        with file.open("rb") as opened:
            if opened.read(len(_PNG)) != _PNG:
                return None
            while len(head := opened.read(8)) == 8:  # noqa: PLR2004 - a chunk's length and name
                length, name = struct.unpack(">I4s", head)
                if name == b"tEXt" and length <= _MOST_TEXT:
                    key, _, value = opened.read(length).partition(b"\0")
                    if key == b"Thumb::URI":
                        return value.decode("utf-8", "replace")
                    opened.seek(4, os.SEEK_CUR)
                else:
                    opened.seek(length + 4, os.SEEK_CUR)
    except OSError:
        return None
    return None


def _is_gone(address: str) -> bool:
    try:
        parts = urlsplit(address)
        path = unquote(parts.path, errors="strict")
    except ValueError:
        return False
    if parts.scheme != "file" or parts.netloc not in {"", "localhost"} or path.startswith(_ELSEWHERE):
        return False
    try:
        Path(path).lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return False


def _bytes(file: Path) -> bytes:
    with file.open("rb") as opened:
        raw = opened.read(_MOST_BYTES + 1)
    if len(raw) > _MOST_BYTES:
        raise ValueError("it is too long")
    return raw


def _spoken(count: int) -> str:
    return "one picture or film" if count == 1 else f"{count} pictures or films"


def _cannot(why: str) -> Reading:
    return Reading(Answer.UNKNOWN, why=why)
