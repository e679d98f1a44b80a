"""The port: a place that keeps short secrets under neutral names.

A store is a good neighbour. Some keyrings lose everything, other programs' secrets
too, over one line break, and Windows holds 1,280 characters an item; so a value is
one line of at most 1,200 plain characters, and an item's name says nothing of anybody.
"""

import re
from dataclasses import dataclass
from typing import Protocol

from guard.errors import BadInputError

MAX_VALUE = 1200
_VALUE = re.compile(rf"[A-Za-z0-9_-]{{1,{MAX_VALUE}}}")
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


def check_item(item: str) -> None:
    """Raise `BadInputError` unless `item` is a neutral name: a-z, 0-9 and dashes, at most 40."""
    if not _ITEM.fullmatch(item):
        raise BadInputError(
            "An item's name in the keyring may hold only a-z, 0-9 and dashes. Nothing was changed."
        )


def check_value(value: str) -> None:
    """Raise `BadInputError` unless `value` is one line of 1 to 1,200 of A-Z, a-z, 0-9, _ and -."""
    if not is_value(value):
        raise BadInputError(
            f"Guard stores only single lines of at most {MAX_VALUE} plain characters in a keyring. Nothing was changed."
        )


def is_value(value: str) -> bool:
    """Tell whether `value` has the form that Guard stores."""
    return _VALUE.fullmatch(value) is not None
