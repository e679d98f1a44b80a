"""What the notebook needs of others: a journal, a maker of its entries, and its owner's choices."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar


class JournalEntry(Protocol):
    """One dated entry; its body is opaque to the journal."""

    @property
    def id(self) -> str: ...  # noqa: D102 - as in `Note`

    @property
    def day(self) -> date: ...  # noqa: D102 - as in `Note`

    @property
    def kind(self) -> str: ...  # noqa: D102 - a word of `coding.KINDS`

    @property
    def session(self) -> str: ...  # noqa: D102 - as in `Note`

    @property
    def body(self) -> bytes: ...  # noqa: D102 - see `coding`


class Removal(Protocol):
    """What deleting did."""

    @property
    def entries(self) -> int: ...  # noqa: D102 - how many are gone

    @property
    def left(self) -> tuple[str, ...]: ...  # noqa: D102 - where copies are left, a sentence each


E = TypeVar("E", bound=JournalEntry)
E_co = TypeVar("E_co", bound=JournalEntry, covariant=True)


class MakeEntry(Protocol[E_co]):
    """Makes an entry of the store's own type."""

    def __call__(
        self,
        *,
        id: str,  # noqa: A002 - the journal's word
        day: date,
        at: datetime,
        kind: str,
        session: str,
        body: bytes,
    ) -> E_co:
        """Return the entry."""
        ...


class Store(Protocol[E]):
    """The journal, as far as notes need it. Its errors are `GuardError`s."""

    def add(self, entry: E) -> None:
        """Keep a new entry."""

    def replace(self, entry: E) -> None:
        """Put `entry` in the place of the one with its id."""

    def between(self, first_day: date, last_day: date, kinds: Sequence[str] = ()) -> Sequence[E]:
        """Return the entries of these days and kinds, in order."""
        ...

    def newest(self, kind: str, n: int) -> Sequence[E]:
        """Return the last `n` entries of a kind, the newest first."""
        ...

    def delete_many(self, entry_ids: Iterable[str]) -> Removal:
        """Delete entries in one change."""
        ...

    def delete_session(self, session: str) -> Removal:
        """Delete a session's entries."""
        ...

    def delete_all(self) -> Removal:
        """Delete every entry."""
        ...

    def export(self) -> Iterable[Mapping[str, object]]:
        """Yield every entry as values that JSON can hold."""
        ...


class Choices(Protocol):
    """Which notes their owner wants kept; each can be turned off."""

    @property
    def keep_sessions(self) -> bool: ...  # noqa: D102 - whether to keep `SessionNote`s; the name says it

    @property
    def keep_moods(self) -> bool: ...  # noqa: D102 - whether to keep `Mood`s; the name says it

    @property
    def keep_reflections(self) -> bool: ...  # noqa: D102 - answers to questions, and that they were asked

    @property
    def keep_reflection_text(self) -> bool: ...  # noqa: D102 - own words under a question

    @property
    def keep_offline(self) -> bool: ...  # noqa: D102 - whether to keep `Offline` days; the name says it
