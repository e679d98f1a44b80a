"""Entries as rows: the only place that knows the tables' columns.

Functions run inside the caller's transaction and let the library's errors through.
"""

from collections.abc import Sequence
from datetime import date

from guard.vault.journal import sealing
from guard.vault.journal.connection import Connection, number
from guard.vault.journal.entry import Entry, to_moment, to_number
from guard.vault.journal.errors import EntryExistsError, NoSuchEntryError

_COLUMNS = (
    "entry.id, entry.day, entry.at, entry.kind, scope.session, entry.body, scope.key"
    " FROM entry JOIN scope ON scope.id = entry.scope"
)
_SELECT = f"SELECT {_COLUMNS}"
_MANY = 500
_Row = tuple[str, int, int, str, str, bytes, bytes]


def add(connection: Connection, entry: Entry) -> None:
    """Insert `entry`. Raises `EntryExistsError`."""
    if number(connection, "SELECT count(*) FROM entry WHERE id = ?", (entry.id,)):
        raise EntryExistsError("id")
    scope, key = _scope_for(connection, entry)
    sealed = sealing.seal(key, entry.body, _belongs(entry.id, entry.kind))
    connection.execute(
        "INSERT INTO entry(id, scope, day, at, kind, body) VALUES (?, ?, ?, ?, ?, ?)",
        (entry.id, scope, entry.day.toordinal(), to_number(entry.at), entry.kind, sealed),
    )


def remove(connection: Connection, ids: Sequence[str]) -> int:
    """Delete the entries with these ids, and each session key that nothing needs any more; return how many there were."""
    gone = 0
    for start in range(0, len(ids), _MANY):
        some = tuple(ids[start : start + _MANY])
        marks = ", ".join("?" * len(some))
        asked = connection.execute(f"SELECT DISTINCT scope FROM entry WHERE id IN ({marks})", some)  # noqa: S608 - only question marks
        scopes = asked.fetchall()
        gone += connection.execute(f"DELETE FROM entry WHERE id IN ({marks})", some).rowcount  # noqa: S608 - only question marks
        for scope in scopes:
            connection.execute(
                "DELETE FROM scope WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM entry WHERE scope = ?1)", scope
            )
    return gone


def replace(connection: Connection, entry: Entry) -> None:
    """Put `entry` in the place of the one with its id. Raises `NoSuchEntryError`."""
    if not remove(connection, (entry.id,)):
        raise NoSuchEntryError("id")
    add(connection, entry)


def get(connection: Connection, entry_id: str) -> Entry | None:
    """Return the entry with this id."""
    found = connection.execute(f"{_SELECT} WHERE entry.id = ?", (entry_id,)).fetchall()
    return _read(found[0]) if found else None


def between(connection: Connection, first: date, last: date, kinds: Sequence[str]) -> list[Entry]:
    """Return the entries of these days, both included, in their order; of all kinds when `kinds` is empty."""
    marks = ", ".join("?" * len(kinds))
    only = f" AND entry.kind IN ({marks})" if kinds else ""
    sql = f"{_SELECT} WHERE entry.day BETWEEN ? AND ?{only} ORDER BY entry.day, entry.at, entry.number"
    return [_read(row) for row in connection.execute(sql, (first.toordinal(), last.toordinal(), *kinds))]


def newest(connection: Connection, kind: str, count: int) -> list[Entry]:
    """Return the last `count` entries of `kind`, or of any kind when it is "", the newest first."""
    only, values = (" WHERE entry.kind = ?", (kind, count)) if kind else ("", (count,))
    sql = f"{_SELECT}{only} ORDER BY entry.at DESC, entry.number DESC LIMIT ?"
    return [_read(row) for row in connection.execute(sql, values)]


def days(connection: Connection, kind: str) -> dict[date, int]:
    """Return how many entries of `kind`, or of any kind when it is "", each day has."""
    only, values = (" WHERE kind = ?", (kind,)) if kind else ("", ())
    found = connection.execute(f"SELECT day, count(*) FROM entry{only} GROUP BY day ORDER BY day", values)  # noqa: S608 - a constant
    return {date.fromordinal(day): count for day, count in found}


def ids_of(connection: Connection, session: str) -> list[str]:
    """Return the ids of the session's entries."""
    asked = connection.execute(
        "SELECT id FROM entry WHERE scope IN (SELECT id FROM scope WHERE session = ?)", (session,)
    )
    return [row[0] for row in asked]


def handful(connection: Connection, after: int) -> list[tuple[int, Entry]]:
    """Return the next few entries added after the one with the number `after`, each with its own number."""
    sql = f"SELECT entry.number, {_COLUMNS} WHERE entry.number > ? ORDER BY entry.number LIMIT {_MANY}"
    return [(row[0], _read(row[1:])) for row in connection.execute(sql, (after,))]


def count_readable(connection: Connection) -> int:
    """Unseal every entry and return how many there are. Raises `JournalDamagedError`."""
    count, last = 0, -1
    while some := handful(connection, last):
        count, last = count + len(some), some[-1][0]
    return count


def _scope_for(connection: Connection, entry: Entry) -> tuple[int, bytes]:
    """Return the number and key of the entry's session, or of its day if it stands alone; new ones if need be."""
    day = 0 if entry.session else entry.day.toordinal()
    name = (entry.session, day)
    known = connection.execute("SELECT id, key FROM scope WHERE session = ? AND day = ?", name).fetchall()
    if known:
        return known[0][0], known[0][1]
    key = sealing.new_key()
    made = connection.execute("INSERT INTO scope(session, day, key) VALUES (?, ?, ?)", (*name, key))
    return int(made.lastrowid or 0), key


def _belongs(entry_id: str, kind: str) -> bytes:
    """Return what ties a body to its entry; the session is tied by its key."""
    return f"{entry_id} {kind}".encode()


def _read(row: _Row) -> Entry:
    entry_id, day, at, kind, session, sealed, key = row
    body = sealing.unseal(key, sealed, _belongs(entry_id, kind))
    return Entry(entry_id, date.fromordinal(day), to_moment(at), kind, session, body)
