"""What dconf, the store behind GSettings, holds: all layers together, and the user's own alone.

An administrator may lay settings under or over the user's own ones (dconf profiles, locks).
What a fix will put back is only ever what the user's own layer held.
"""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from guard.checkup.check import Stored
from guard.checkup.command import Ran, Tool
from guard.checkup.probe import NotWritten

_USUAL = "user-db:user"
_ETC = Path("/etc/dconf/profile")
_DATA = "/usr/local/share:/usr/share"


class Dconf:
    """Asks and changes dconf through its tool."""

    def __init__(self, environ: Mapping[str, str], tool: Tool) -> None:
        """Use the store of the session that `environ` describes."""
        self._environ = environ
        self._tool = tool

    def values(self, folder: str) -> dict[str, str] | Ran:
        """Return what any layer sets below `folder`, by path; or how asking failed."""
        dumped = self._tool(["dconf", "dump", folder])
        if not dumped.ok or "WARNING" in dumped.err:
            return dumped
        return {folder + name: value for name, value in parse_dump(dumped.out)}

    def locks(self, folder: str) -> frozenset[str] | None:
        """Return the paths that an administrator has locked; None when it cannot be told."""
        listed = self._tool(["dconf", "list-locks", folder])
        return frozenset(listed.out.split()) if listed.ok else None

    def own(self, path: str) -> Stored:
        """Return what the user's own layer holds, as GVariant text, or absent. Raises `NotWritten`."""
        with _own_layer(profile(self._environ)) as only:
            got = self._tool([*only, "dconf", "read", path])
        if not got.ok or "WARNING" in got.err:
            raise NotWritten(
                f"Guard cannot note what to put back: {got.why or 'dconf gives no answer.'} Nothing was changed."
            )
        return Stored(got.out.strip()) if got.out.strip() else Stored(absent=True)

    def put(self, path: str, stored: Stored) -> Ran:
        """Make the user's own layer hold `stored`."""
        if stored.absent:
            return self._tool(["dconf", "reset", path])
        return self._tool(["dconf", "write", path, stored.value])


def parse_dump(text: str) -> Iterator[tuple[str, str]]:
    """Yield each key's path below the dumped folder, and its value."""
    folder = ""
    for line in text.split("\n"):
        if line.startswith("[") and line.endswith("]"):
            folder = "" if line == "[/]" else f"{line[1:-1]}/"
        elif "=" in line:
            name, _, value = line.partition("=")
            yield folder + name, value


def profile(environ: Mapping[str, str]) -> str:
    """Return the first source of the session's dconf profile: the layer that is the user's own."""
    for file in _profiles(environ):
        with suppress(OSError, UnicodeDecodeError):
            for line in file.read_text(encoding="utf-8").splitlines():
                if source := line.partition("#")[0].strip():
                    return source
    return _USUAL


def _profiles(environ: Mapping[str, str]) -> Iterator[Path]:
    """Yield where the profile may be, in dconf's own order."""
    if os.name == "posix":
        yield Path("/run/dconf/user") / str(os.getuid())
    if runtime := environ.get("XDG_RUNTIME_DIR"):
        yield Path(runtime) / "dconf" / "profile"
    name = environ.get("DCONF_PROFILE") or "user"
    if name.startswith("/"):
        yield Path(name)
        return
    yield _ETC / name
    for folder in (environ.get("XDG_DATA_DIRS") or _DATA).split(":"):
        yield Path(folder) / "dconf" / "profile" / name


@contextmanager
def _own_layer(source: str) -> Iterator[list[str]]:
    """Give the words before a command that let it see only the layer `source`."""
    if not source.startswith("user-db:"):
        raise NotWritten("Your settings are kept in a place that Guard does not know. Nothing was changed.")
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="layer-") as file:
        file.write(f"{source}\n")
        file.flush()
        yield ["env", f"DCONF_PROFILE={file.name}"]
