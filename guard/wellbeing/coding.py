"""Notes as the bytes that the journal keeps: JSON that names its version.

A form that changes gets the next version, and `decode` then learns to bring the old one up.
"""

import re
from typing import Final, TypeVar, cast

import msgspec

from guard.wellbeing.entries import Body, Liked, Mood, Offline, Person, Plan, Reflection, SessionNote
from guard.wellbeing.errors import NewerNoteError, NoteNotKeptError, UnreadableNoteError

VERSION: Final = 1
KINDS: Final[dict[str, type[Body]]] = {
    "session": SessionNote,
    "mood": Mood,
    "reflection": Reflection,
    "offline": Offline,
    "person": Person,
    "plan": Plan,
    "liked": Liked,
}
_NAMES: Final = {shape: kind for kind, shape in KINDS.items()}
B = TypeVar("B", bound=Body)


class _Wire(msgspec.Struct, frozen=True):
    v: int
    note: msgspec.Raw = msgspec.Raw(b"{}")


_WIRE: Final = msgspec.json.Decoder(_Wire)
_NOTES: Final = {shape: msgspec.json.Decoder(shape) for shape in KINDS.values()}
_ENCODER: Final = msgspec.json.Encoder(order="deterministic")
_FIELD: Final = re.compile(r"`\$\.(\w+)")


def kind_of(shape: type[Body]) -> str:
    """Return the journal's word for notes of this shape."""
    return _NAMES[shape]


def encode(body: Body) -> bytes:
    """Return `body` as bytes. Raises `NoteNotKeptError` when a value is out of its bounds."""
    try:
        note = _ENCODER.encode(body)
        _NOTES[type(body)].decode(note)
    except (msgspec.MsgspecError, UnicodeError, TypeError, OverflowError) as error:
        raise _not_kept(str(error)) from None
    return _ENCODER.encode(_Wire(VERSION, msgspec.Raw(note)))


def decode(shape: type[B], data: bytes) -> B:
    """Return the note that `data` holds. Raises `NewerNoteError` and `UnreadableNoteError`."""
    try:
        wire = _WIRE.decode(data)
        if wire.v > VERSION:
            raise NewerNoteError
        if wire.v < 1:
            raise UnreadableNoteError
        return cast("B", _NOTES[shape].decode(wire.note))
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise UnreadableNoteError from None


def _not_kept(problem: str) -> NoteNotKeptError:
    found = _FIELD.search(problem)
    return NoteNotKeptError(found[1] if found else "note", too_long="length <=" in problem)
