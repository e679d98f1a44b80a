"""The port inside the helper: one keyring of one system, as Guard uses it.

Adapters wrap a backend of the `keyring` library that they create by its class. The
library's own choosing (environment, keyringrc.cfg, priorities, chains of two) is never used.
"""

from collections.abc import Callable
from typing import Protocol

from guard.vault.outcome import Outcome

SERVICE = "guard"
Asking = Callable[[], None]


class RingError(Exception):
    """A keyring's failure as one of Guard's outcomes. `cause` names it for `guard doctor`, without secrets."""

    def __init__(self, outcome: Outcome, cause: str = "", reason: str = "") -> None:
        """Keep the outcome, the technical cause and the kind of "unavailable"."""
        super().__init__(outcome, cause, reason)
        self.outcome = outcome
        self.cause = cause
        self.reason = reason


class Library(Protocol):
    """What the adapters use of a backend of the `keyring` library, whose methods carry no types."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return the secret, or None."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Store the secret."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Delete the secret."""
        ...


class Ring(Protocol):
    """One keyring. Methods may block for as long as the keyring does, and raise `RingError` or anything else."""

    id: str
    backend: str
    longest: int
    """How many characters an item may have, between `store.MAX_VALUE` and `store.WIDE_VALUE`."""

    def version(self) -> str:
        """Return the versions of what stands behind it."""
        ...

    def available(self) -> bool:
        """Tell whether this keyring can be reached on this computer now."""
        ...

    def unlock(self, item: str, *, may_ask: bool, asking: Asking) -> bool:
        """Make sure that it and `item`, if there, are unlocked; return False when it does not exist yet (so holds nothing).

        Calls `asking` before its user is asked. Raises `RingError` (locked, cancelled, unavailable).
        """
        ...

    def read(self, item: str) -> str | None:
        """Return the secret, or None when there is none."""
        ...

    def write(self, item: str, value: str) -> None:
        """Store the secret."""
        ...

    def remove(self, item: str) -> None:
        """Delete every copy of the secret."""
        ...
