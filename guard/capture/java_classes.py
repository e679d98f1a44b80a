"""What a compiled Java class names: the classes it refers to, and the methods it calls (JVM specification, 4.4)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_MAGIC = 0xCAFEBABE
_UTF8, _CLASS, _NAME_AND_TYPE = 1, 7, 12
_WIDE = frozenset({5, 6})  # these take two places in the table
_BYTES = {
    3: 4,
    4: 4,
    5: 8,
    6: 8,
    7: 2,
    8: 2,
    9: 4,
    10: 4,
    11: 4,
    12: 4,
    15: 3,
    16: 2,
    17: 4,
    18: 4,
    19: 2,
    20: 2,
}


@dataclass(frozen=True, slots=True)
class JavaClass:
    """`classes` are written as in the file ("java/awt/Robot"), `members` are methods and fields of any class."""

    classes: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()

    @property
    def words(self) -> frozenset[str]:
        """What it names, as `script_words.words_in` tells of Java's source."""
        named = {name.replace("/", ".") for name in self.classes}
        return frozenset(f"java:{word}" for word in {*named, *(f".{name}" for name in self.members)})


def parse(data: bytes) -> JavaClass:
    """Read the table of constants; what is no class, or is cut short, names nothing."""
    texts: dict[int, str] = {}
    classes: list[int] = []
    members: list[int] = []
    try:
        for place, tag, body in _constants(data):
            if tag == _UTF8:
                texts[place] = body.decode("utf-8", "replace")
            elif tag == _CLASS:
                classes += struct.unpack(">H", body)
            elif tag == _NAME_AND_TYPE:
                members.append(struct.unpack(">HH", body)[0])
    except (struct.error, KeyError):
        return JavaClass()
    return JavaClass(
        frozenset(texts[place] for place in classes if place in texts),
        frozenset(texts[place] for place in members if place in texts),
    )


def _constants(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield the place, the kind and the content of each constant. Raises `struct.error` and `KeyError`."""
    magic, _, _, count = struct.unpack_from(">IHHH", data)
    if magic != _MAGIC:
        return
    place, at = 1, 10
    while place < count:
        tag = data[at] if at < len(data) else 0
        at += 1
        if tag == _UTF8:
            length = struct.unpack_from(">H", data, at)[0]
            at += 2
        else:
            length = _BYTES[tag]
        yield place, tag, data[at : at + length]
        at += length
        place += 2 if tag in _WIDE else 1
