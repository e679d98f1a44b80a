"""Lines of configuration files, and files that should not be there."""

import fnmatch
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import ConfigFile
from guard.checkup.detect import Paths as WantedPaths

_MAGIC = re.compile(r"[*?\[]")
_MOST_BYTES = 1 << 20
_MOST_LINES = 5
_MOST_HITS = 5_000


class FileLooks:
    """Looks at files for the user with `home`; "~" is that folder, "$NAME" one that the environment names."""

    def __init__(self, environ: Mapping[str, str], home: Path) -> None:
        """Understand paths as the session that `environ` describes does."""
        self._home = home
        self._folders = {
            "$XDG_CONFIG_HOME": environ.get("XDG_CONFIG_HOME") or str(home / ".config"),
            "$XDG_DATA_HOME": environ.get("XDG_DATA_HOME") or str(home / ".local/share"),
            "$XDG_CACHE_HOME": environ.get("XDG_CACHE_HOME") or str(home / ".cache"),
        }

    def config_file(self, what: ConfigFile) -> Reading:
        """Return the last value that a line of these files gives, or what their silence means."""
        found: tuple[str, Path] | None = None
        for file in (found_file for name in what.files for found_file in self._matching(name)):
            try:
                value = last_match(_text(file), what.pattern)
            except FileNotFoundError:
                continue
            except (OSError, re.error):
                return _cannot(f"The file {file} could not be read.")
            found = found if value is None else (value, file)
        if found is not None:
            return Reading(value=found[0], evidence=(f"{found[1]} says {found[0]}.",))
        if what.missing is None:
            return _cannot("No file says so, and Guard does not know what is usual then.")
        return Reading(value=what.missing, evidence=("No file says otherwise than usual.",))

    def paths(self, what: WantedPaths) -> Reading:
        """Say whether any of these files is there; a folder that cannot be read hides the answer."""
        hits: list[Path] = []
        hidden: list[Path] = []
        for pattern in what.globs:
            for path, error in matching(self._full(pattern)):
                (hidden if error else hits).append(path)
        hits = list(dict.fromkeys(hits))
        if hits:
            more = len(hits) - _MOST_LINES
            lines = [f"{path} is there." for path in hits[:_MOST_LINES]]
            return Reading(
                Answer.UNSAFE,
                evidence=tuple(lines + ([f"There are {more} more of them."] if more > 0 else [])),
            )
        if hidden:
            return _cannot(f"The folder {hidden[0]} could not be read.")
        return Reading(Answer.SAFE, evidence=("None of the files that Guard looked for is there.",))

    def _full(self, pattern: str) -> str:
        head, slash, rest = pattern.partition("/")
        if head == "~":
            return f"{self._home}{slash}{rest}"
        return f"{self._folders.get(head, head)}{slash}{rest}"

    def _matching(self, pattern: str) -> Iterator[Path]:
        full = self._full(pattern)
        if not _MAGIC.search(full):
            yield Path(full)
            return
        yield from sorted(path for path, _ in matching(full))


def last_match(text: str, pattern: str) -> str | None:
    """Return the first group of the last line that matches; None when no line does. Raises `re.error`."""
    rule = re.compile(pattern)
    found: str | None = None
    for line in text.splitlines():
        match = rule.search(line)
        if match:
            found = (match[1] or "").strip()
    return found


def matching(pattern: str) -> Iterator[tuple[Path, bool]]:
    """Yield what is there for an absolute glob; with True instead the folders that could not be read."""
    parts = Path(pattern).parts
    yield from islice(_walk(Path(parts[0]), parts[1:]), _MOST_HITS)


def _walk(folder: Path, rest: tuple[str, ...]) -> Iterator[tuple[Path, bool]]:
    if not rest:
        yield folder, False
        return
    if not _MAGIC.search(rest[0]):
        deeper = folder / rest[0]
        try:
            deeper.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError:
            yield folder, True
            return
        yield from _walk(deeper, rest[1:])
        return
    try:
        names = sorted(one.name for one in folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError:
        yield folder, True
        return
    for name in names:
        hidden = name.startswith(".") and not rest[0].startswith(".")
        if not hidden and fnmatch.fnmatchcase(name, rest[0]):
            yield from _walk(folder / name, rest[1:])


def _text(file: Path) -> str:
    with file.open("rb") as opened:
        return opened.read(_MOST_BYTES).decode("utf-8", "replace")


def _cannot(why: str) -> Reading:
    return Reading(Answer.UNKNOWN, why=why)
