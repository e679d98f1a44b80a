"""The port: a place that keeps short secrets under neutral names.

A store is a good neighbour. Some keyrings lose everything, other programs' secrets
too, over one line break, and Windows holds 1,280 characters an item; so a value is
one line of plain characters, at most 1,200 of them unless the store says that it holds
more, and an item's name says nothing of anybody.
"""

import re
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from guard.errors import BadInputError

MAX_VALUE = 1200
"""What every store holds."""
WIDE_VALUE = 32_000
"""What no store has to exceed; such a value still fits into the pipe to the helper while nobody reads it."""
_VALUE = re.compile(r"[A-Za-z0-9_-]+")
_ITEM = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class Description:
    """What a store is, for `guard doctor`: its short id, the class behind it, versions."""

    id: str
    backend: str
    version: str


class SecretStore(Protocol):
    """Keeps short secrets. Every method raises a `VaultError` when it cannot do its work."""

    def read(self, item: str) -> str | None:
        """Return the value of `item`, or None when the store was readable and has no such item."""
        ...

    def write(self, item: str, value: str) -> None:
        """Keep `value` under `item`, replacing what was there; return only once it reads back the same."""
        ...

    def remove(self, item: str) -> None:
        """Make `item` absent; it is no error if it is absent already."""
        ...

    def describe(self) -> Description:
        """Say what kind of store answers."""
        ...


@runtime_checkable
class Roomy(Protocol):
    """A store that can hold more than `MAX_VALUE` characters an item."""

    @property
    def longest(self) -> int:
        """How many characters an item may have, between `MAX_VALUE` and `WIDE_VALUE`."""
        ...


def longest_value(store: SecretStore) -> int:
    """Return how many characters `store` takes an item."""
    return store.longest if isinstance(store, Roomy) else MAX_VALUE


THE_KEYRING = "the keyring"


@runtime_checkable
class Placed(Protocol):
    """A store that is no keyring."""

    @property
    def place(self) -> str:
        """What it is called in the middle of a sentence."""
        ...


def place_of(store: object) -> str:
    """Return what `store` is called in the middle of a sentence."""
    return store.place if isinstance(store, Placed) else THE_KEYRING


def check_item(item: str) -> None:
    """Raise `BadInputError` unless `item` is a neutral name: a-z, 0-9 and dashes, at most 40."""
    if not _ITEM.fullmatch(item):
        raise BadInputError(
            "An item's name in the keyring may hold only a-z, 0-9 and dashes. Nothing was changed."
        )


def check_value(value: str, longest: int = MAX_VALUE) -> None:
    """Raise `BadInputError` unless `value` is one line of 1 to `longest` of A-Z, a-z, 0-9, _ and -."""
    if not is_value(value, longest):
        raise BadInputError(
            f"Guard stores only single lines of at most {longest} plain characters in a keyring. Nothing was changed."
        )


def is_value(value: str, longest: int = MAX_VALUE) -> bool:
    """Tell whether `value` has the form that Guard stores."""
    return len(value) <= longest and _VALUE.fullmatch(value) is not None
