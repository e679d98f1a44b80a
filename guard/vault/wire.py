"""What the program and its keyring helper say to each other: one JSON object a line."""

from typing import Literal, TypeVar

import msgspec

from guard.vault.outcome import Outcome
from guard.vault.store import MAX_VALUE

T = TypeVar("T")
Do = Literal["read", "write", "remove", "describe"]
ELSEWHERE = "elsewhere"
"""The reason for "unavailable" when the pinned keyring is not here and another one is."""


class Request(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One call. `may_ask`: the keyring may ask its user to unlock. `backend`: the only one to use."""

    id: int
    do: Do
    item: str = ""
    value: str = ""
    may_ask: bool = True
    backend: str = ""


class Reply(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The end of a call, or, with `asking`, word that the keyring now asks its user.

    Request 0 is nobody's: its reply says that the helper is ready. `cause` never holds secrets.
    `longest` is how many characters an item of this keyring may have.
    """

    id: int
    outcome: Outcome = Outcome.OK
    asking: bool = False
    value: str = ""
    reason: str = ""
    cause: str = ""
    backend: str = ""
    version: str = ""
    longest: int = MAX_VALUE


def line(message: Request | Reply) -> bytes:
    """Return `message` as one line."""
    return msgspec.json.encode(message) + b"\n"


def parse(raw: bytes, shape: type[T]) -> T:
    """Read one line as `shape`. Raises `ValueError` when it is anything else."""
    try:
        return msgspec.json.decode(raw, type=shape)
    except msgspec.DecodeError as error:
        raise ValueError("not a line of this conversation") from error
