"""PipeWire's native protocol on the wire: values in, values out; pure, and trusting nothing.

Only the kinds of value that the graph's description needs are read; all others are kept
as None. A message that breaks the rules raises `PipeWireBrokenError`.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

Pod: TypeAlias = "bool | int | str | tuple[Pod, ...] | None"

_NONE, _BOOL, _ID, _INT, _LONG, _STRING, _STRUCT = 1, 2, 3, 4, 5, 8, 14
_POD_HEAD = struct.Struct("=II")
_HEAD = struct.Struct("=IIII")
_NUMBERS = {
    _BOOL: struct.Struct("=i"),
    _ID: struct.Struct("=I"),
    _INT: struct.Struct("=i"),
    _LONG: struct.Struct("=q"),
}
_MAX_MESSAGE = 4 << 20
_MAX_DEPTH = 8


class PipeWireError(Exception):
    """PipeWire cannot be asked; the text is a plain reason."""


class PipeWireBrokenError(PipeWireError):
    """The connection was cut, or what came back is not PipeWire's protocol."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: the object it is for, what it is about, and its fields."""

    object: int
    opcode: int
    fields: tuple[Pod, ...]

    def number(self, at: int) -> int:
        """The whole number in field `at`."""
        value = self._field(at)
        if not isinstance(value, int):
            raise PipeWireBrokenError("a message has something else where a number belongs")
        return value

    def text(self, at: int) -> str:
        """The text in field `at`."""
        value = self._field(at)
        if not isinstance(value, str):
            raise PipeWireBrokenError("a message has something else where a text belongs")
        return value

    def properties(self, at: int) -> dict[str, str]:
        """The properties in field `at`."""
        value = self._field(at)
        if not isinstance(value, tuple):
            raise PipeWireBrokenError("a message has something else where properties belong")
        pairs = zip(value[1::2], value[2::2], strict=False)
        return {key: text for key, text in pairs if isinstance(key, str) and isinstance(text, str)}

    def _field(self, at: int) -> Pod:
        if at >= len(self.fields):
            raise PipeWireBrokenError("a message is cut short")
        return self.fields[at]


class Unpacker:
    """Cuts a stream of bytes, in pieces of any size, into messages."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[Message]:
        """Take `data` in and give every message that is complete now."""
        self._buffer += data
        at = 0
        while len(self._buffer) - at >= _HEAD.size:
            target, word, _, _ = _HEAD.unpack_from(self._buffer, at)
            size = word & 0xFFFFFF
            if size > _MAX_MESSAGE:
                raise PipeWireBrokenError("a message of absurd size was announced")
            end = at + _HEAD.size + size
            if end > len(self._buffer):
                break
            yield Message(target, word >> 24, _fields(bytes(self._buffer[at + _HEAD.size : end])))
            at = end
        del self._buffer[:at]


def pack(target: int, opcode: int, sequence: int, *fields: int | str | Mapping[str, str]) -> bytes:
    """One message for the object `target`."""
    body = _struct(b"".join(map(_pod, fields)))
    return _HEAD.pack(target, opcode << 24 | len(body), sequence, 0) + body


def _fields(payload: bytes) -> tuple[Pod, ...]:
    if not payload:
        return ()
    value, _ = _read(payload, 0, len(payload), 0)
    if not isinstance(value, tuple):
        raise PipeWireBrokenError("a message does not begin with a structure")
    return value


def _read(data: bytes, at: int, end: int, depth: int) -> tuple[Pod, int]:
    """Read the value at `at`; return it and the place of the next one."""
    body = at + _POD_HEAD.size
    if body > end:
        raise PipeWireBrokenError("a value is cut short")
    size, kind = _POD_HEAD.unpack_from(data, at)
    stop = body + size
    if stop > end:
        raise PipeWireBrokenError("a value is longer than its message")
    following = stop + -size % 8
    if kind in _NUMBERS:
        number = _NUMBERS[kind]
        if size < number.size:
            raise PipeWireBrokenError("a number is cut short")
        value: Pod = number.unpack_from(data, body)[0]
        return bool(value) if kind == _BOOL else value, following
    if kind == _STRING:
        return data[body:stop].partition(b"\0")[0].decode("utf-8", "replace"), following
    if kind == _STRUCT:
        return _read_struct(data, body, stop, depth + 1), following
    return None, following


def _read_struct(data: bytes, at: int, end: int, depth: int) -> tuple[Pod, ...]:
    if depth > _MAX_DEPTH:
        raise PipeWireBrokenError("a value is nested too deep")
    values: list[Pod] = []
    while at < end:
        value, at = _read(data, at, end, depth)
        values.append(value)
    return tuple(values)


def _pod(value: int | str | Mapping[str, str]) -> bytes:
    if isinstance(value, int):
        return _POD_HEAD.pack(4, _INT) + struct.pack("=i4x", value)
    if isinstance(value, str):
        raw = value.encode() + b"\0"
        return _POD_HEAD.pack(len(raw), _STRING) + raw + bytes(-len(raw) % 8)
    items = b"".join(_pod(key) + _pod(text) for key, text in value.items())
    return _struct(_pod(len(value)) + items)


def _struct(body: bytes) -> bytes:
    return _POD_HEAD.pack(len(body), _STRUCT) + body
