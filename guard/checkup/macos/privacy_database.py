"""Which programs were allowed something, from the database that macOS itself keeps (TCC).

Only a program with Full Disk Access may read it; without that the answer is "cannot tell".
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import PrivacyDatabase

_FILE = "Application Support/com.apple.TCC/TCC.db"
_ALLOWED = (2, 3)  # 3: in part, as for chosen photos
_SECONDS = 1.0
_MOST_NAMED = 12
_CLOSED = (
    "macOS lets only programs with Full Disk Access see this. Open the page to look yourself, "
    "or give Guard Full Disk Access under Privacy & Security, if you wish."
)
_STRANGE = "The list that macOS keeps is not laid out as Guard knows it."


class _StrangeError(Exception):
    """The database is not laid out as it is known."""


class PrivacyLook:
    """`Look` for `PrivacyDatabase`: the computer's list and this user's, which must both be readable."""

    def __init__(self, home: Path, library: Path = Path("/Library")) -> None:
        """Look for the user with `home`."""
        self._files = (library / _FILE, home / "Library" / _FILE)

    def __call__(self, what: PrivacyDatabase) -> Reading:
        """Name the programs that were allowed it; unsafe when there is one, for its user to go through."""
        try:
            found = sorted({name for file in self._files for name in _allowed(file, what.service)})
        except (OSError, sqlite3.Error):
            return Reading(Answer.UNKNOWN, why=_CLOSED)
        except _StrangeError:
            return Reading(Answer.UNKNOWN, why=_STRANGE)
        if not found:
            return Reading(Answer.SAFE, evidence=("macOS lists no program that was allowed this.",))
        lines = [f"{name} was allowed it." for name in found[:_MOST_NAMED]]
        more = len(found) - _MOST_NAMED
        if more > 0:
            lines.append(f"There are {more} more.")
        return Reading(
            Answer.UNSAFE, why="Please see whether you still want each of them.", evidence=tuple(lines)
        )


def _allowed(file: Path, service: str) -> Sequence[str]:
    """Return the programs that one database allows `service`. Raises `OSError`, `sqlite3.Error`, `_StrangeError`."""
    with file.open("rb") as opened:
        opened.read(1)
    with closing(_opened(file)) as database:
        columns = {row[1] for row in database.execute("PRAGMA table_info(access)")}
        if not {"service", "client", "auth_value"} <= columns:
            raise _StrangeError
        rows = database.execute("SELECT client, auth_value FROM access WHERE service = ?", (service,))
        return [str(client) for client, value in rows if value in _ALLOWED]


def _opened(file: Path) -> sqlite3.Connection:
    """Open without ever writing; a file that no log lies beside may be read as one that never changes."""
    log = file.with_name(f"{file.name}-wal")
    still = "" if log.exists() and log.stat().st_size else "&immutable=1"
    return sqlite3.connect(f"file:{quote(str(file))}?mode=ro{still}", uri=True, timeout=_SECONDS)
