"""The open file: reads and changes it with patience, and knows whether it can be changed at all.

A change is one transaction under the file's write lock. Before it is committed, the file
must still be the one at the journal's place: what goes into a file that was moved away
would be lost.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from guard.vault.journal import schema
from guard.vault.journal.connection import (
    PAGE,
    Connection,
    LibraryError,
    connect,
    empty_wal,
    has_room,
    number,
    patiently,
    translated,
)
from guard.vault.journal.diagnosis import diagnose
from guard.vault.journal.entry import State, Writable
from guard.vault.journal.errors import (
    DiskError,
    DiskFullError,
    JournalBusyError,
    JournalClosedError,
    JournalDamagedError,
    JournalError,
    JournalReplacedError,
    JournalTruncatedError,
    NewerJournalError,
    NotAJournalError,
    ReadOnlyError,
    UnreadableError,
)
from guard.vault.journal.filesystem import (
    check_file,
    has_content,
    identity,
    may_write,
    share_permissions,
    size_of,
)
from guard.vault.journal.locating import Files
from guard.vault.journal.mark import Mark
from guard.vault.journal.presence import Presence
from guard.vault.journal.state import state_after

T = TypeVar("T")
_CHEAP_PAGES = 4096
"""Files of up to 16 MB are compacted after deleting."""


class Access:
    """One process's hold on the journal's file, from `start` to `stop`. Not for two threads at a time."""

    def __init__(self, files: Files, key: bytes, version: int, patience: float) -> None:
        """Expect a file of at most `version`; wait for others up to `patience` seconds."""
        self._files = files
        self._key = key
        self._version = version
        self._patience = patience
        self._presence = Presence(files.presence, patience)
        self._mark = Mark(files.mark, key)
        self._known = self._mark.read()
        self._connection: Connection | None = None
        self._identity = (0, 0)
        self._trouble: ReadOnlyError | None = None
        self._held = False  # another program was in the way of the last change
        self._size = 0

    def start(self) -> int:
        """Open the file and return its version. Raises `JournalError`s; then nothing is held."""
        check_file(self._files)
        self._presence.share()
        try:
            self._connection, self._trouble = patiently(self._connect, self._patience)
            self._identity = identity(self._files.main)
            return self.reading(self._check_form)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Close the file, having moved all changes into its main part as far as nobody else is reading."""
        connection, self._connection = self._connection, None
        if connection is not None:
            if self._trouble is None:
                with suppress(JournalError):
                    empty_wal(connection, self._files.main)
            connection.close()
        self._presence.leave()

    @property
    def is_older(self) -> bool:
        """Tell whether the file is behind what was once written here."""
        return self.generation < self._known

    @property
    def generation(self) -> int:
        """How many changes the file has seen."""
        return self.reading(lambda connection: number(connection, _GENERATION))

    @property
    def is_replaced(self) -> bool:
        """Tell whether another file, or none, is at the journal's place by now."""
        try:
            return identity(self._files.main) != self._identity
        except JournalError:
            return True

    def state(self) -> State:
        """Tell how the journal is; what could not be before is tried again. Raises `JournalClosedError`."""
        self._live()
        try:
            if self.is_replaced:
                check_file(self._files)
                raise JournalReplacedError("identity")
            self._be_writable()
            self.reading(self._check_form)
            self._have_a_turn()
        except JournalDamagedError as error:
            cut = size_of(self._files.main) < self._size
            return state_after(JournalTruncatedError("shorter than it was") if cut else error)
        except JournalError as error:
            return state_after(error)
        return Writable()

    def reading(self, action: Callable[[Connection], T]) -> T:
        """Return what `action` reads. Raises `JournalError`s."""

        def read() -> T:
            with translated(self._files.main):
                return action(self._live())

        return patiently(read, self._patience)

    def writing(self, action: Callable[[Connection], T]) -> T:
        """Do `action` in one transaction; the disk has it when this returns. Raises `JournalError`s, having changed nothing."""
        self._live()
        self._be_writable()
        try:
            result, generation = patiently(lambda: self._change(self._live(), action), self._patience)
        except ReadOnlyError as error:
            self._trouble = error
            raise
        except JournalBusyError:
            self._held = True
            raise
        self._held = False
        self._mark.write(generation)
        return result

    def forget_traces(self) -> None:
        """Compact the file if that is cheap, and cut its WAL, so that deleted bytes are gone. Raises `JournalError`s."""

        def forget() -> None:
            connection = self._live()
            with translated(self._files.main):
                if number(connection, "PRAGMA page_count") <= _CHEAP_PAGES:
                    connection.execute("VACUUM")
            empty_wal(connection, self._files.main)

        patiently(forget, self._patience)

    def _live(self) -> Connection:
        if self._connection is None:
            raise JournalClosedError("closed")
        return self._connection

    def _connect(self) -> tuple[Connection, ReadOnlyError | None]:
        """Open the file for changes or, where that cannot be, for reading, with the reason."""
        trouble: JournalError
        try:
            if may_write(self._files.main):
                share_permissions(self._files)
                return connect(self._files.main, self._key), None
            trouble = ReadOnlyError("access")
        except JournalDamagedError:
            raise diagnose(self._files.main, self._key) from None
        except (ReadOnlyError, DiskError) as error:
            trouble = error
        for mode in ("ro", "immutable"):
            if mode == "immutable" and has_content(self._files.wal):
                continue  # it would not show what is in the WAL
            try:
                connection = connect(self._files.main, self._key, mode)
            except JournalDamagedError:
                raise diagnose(self._files.main, self._key) from None
            except (ReadOnlyError, DiskError):
                continue
            return connection, trouble if isinstance(trouble, ReadOnlyError) else ReadOnlyError(trouble.cause)
        raise trouble if isinstance(trouble, (DiskFullError, DiskError)) else UnreadableError(trouble.cause)

    def _be_writable(self) -> None:
        """Return if the journal can be changed, opening it anew if it could not be before. Raises `JournalError`s."""
        if self._trouble is None:
            return
        if not may_write(self._files.main) or not has_room(self._files.main):
            raise self._trouble
        # the old connection goes first: as long as it reads, SQLite lets no other one in this process write
        self._live().close()
        self._connection = None
        self._connection, trouble = self._connect()
        if trouble is not None:
            self._trouble = trouble
            raise trouble
        self._change(self._connection, lambda _: None)
        self._trouble = None

    def _have_a_turn(self) -> None:
        """Return if another program that was in the way has let go. Raises `JournalBusyError` and others."""
        if self._held:
            with translated(self._files.main):
                self._live().execute("BEGIN IMMEDIATE")
                self._live().execute("ROLLBACK")
            self._held = False

    def _change(self, connection: Connection, action: Callable[[Connection], T]) -> tuple[T, int]:
        with translated(self._files.main):
            connection.execute("BEGIN IMMEDIATE")
        try:
            with translated(self._files.main):
                self._check_place(connection)
                result = action(connection)
                generation = max(self._known, number(connection, _GENERATION)) + 1
                connection.execute("UPDATE meta SET value = ? WHERE name = 'generation'", (generation,))
                connection.execute("COMMIT")
        except BaseException:
            with suppress(LibraryError):
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
            raise
        return result, generation

    def _check_place(self, connection: Connection) -> None:
        if identity(self._files.main) != self._identity:
            raise JournalReplacedError("identity")
        if schema.version(connection) > self._version:
            raise NewerJournalError("meanwhile")

    def _check_form(self, connection: Connection) -> int:
        """Return the version of a file that has all its pages and that this Guard knows. Raises `JournalError`s."""
        found = schema.version(connection)
        if found < 1:
            raise NotAJournalError(f"version {found}")
        if found > self._version:
            raise NewerJournalError(f"version {found}")
        size = number(connection, "PRAGMA page_count") * PAGE
        # with a WAL, the file may rightly be shorter than what the WAL says
        self._size = size_of(self._files.main)
        if not has_content(self._files.wal) and size > self._size:
            raise JournalTruncatedError("pages missing")
        return found


_GENERATION = "SELECT value FROM meta WHERE name = 'generation'"
