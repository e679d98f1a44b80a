"""One value in a store that may fail at any moment: two slots, and a pointer that says which counts.

Items, for a record named "book": `book` is the pointer ("a-17": slot a, generation 17;
"none-16": nothing); `book-a-0`, `book-a-1`... and `book-b-0`... are the slots. A save writes
the slot that does not count, reads it back, moves the pointer, and then writes the same into
the other slot: whatever is interrupted, a load gives the old value or the new one; and at
rest both slots hold the current value, so that one may be damaged and nothing that was
removed lives on in the other. A pointer of its own for "nothing" tells a first save that
was interrupted from a value that was lost.
"""

import re
from dataclasses import dataclass

from guard.vault.outcome import KeyringDamaged, KeyringNotKept, VaultError
from guard.vault.slot import MAX_CHUNKS, Content, count_of, pack, unpack
from guard.vault.store import SecretStore

SLOTS = ("a", "b")
NOBODY = "none"
_POINTER = re.compile(r"(a|b|none)-([0-9]{1,18})")

MENDED = (
    "One of the two copies that Guard keeps in the keyring could not be read; the other is whole and in use. "
    "The next change renews both."
)
OLDER = (
    "One of the two copies that Guard keeps in the keyring could not be read, so Guard used the other; "
    "the last change may be missing. The next change renews both."
)
ONE_COPY = (
    "Your change is saved, but the keyring would not take its second copy, which still holds what was there before. "
    "The next change renews both."
)


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which slot counts, and the generation written last. `slot` is `NOBODY` when nothing is stored."""

    slot: str
    generation: int

    def __str__(self) -> str:
        return f"{self.slot}-{self.generation}"


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is stored: `pointer` as it should be read (None: never anything), `content` if there is some."""

    pointer: Pointer | None
    content: Content | None
    notice: str = ""


class SlottedRecord:
    """A value of up to some 28,000 compressed bytes in a `SecretStore`, safe against interruption.

    `notice` holds a sentence for the user after a load or save that went well but not smoothly.
    """

    def __init__(self, store: SecretStore, name: str) -> None:
        """Keep the value under items that begin with the neutral `name`."""
        self._store = store
        self._name = name
        self._loaded: int | None = None
        self.notice = ""

    def load(self) -> bytes | None:
        """Return the value, or None when there is none. Raises `KeyringDamaged` and other `VaultError`s."""
        seen = self._look()
        self._loaded = _generation(seen)
        self.notice = seen.notice
        return seen.content.data if seen.content else None

    def save(self, data: bytes) -> bool:
        """Replace the value; it has been read back when this returns True.

        Returns False, having changed nothing, when another program has saved since this
        record's last load or save. Raises `VaultError`, and then either value may be there.
        """
        seen = self._look()
        if self._loaded is not None and self._loaded != _generation(seen):
            return False
        old = seen.pointer or Pointer(NOBODY, 0)
        new = Pointer(_other(old.slot), old.generation + 1)
        chunks = pack(Content(new.generation, data))
        if seen.pointer is None:
            self._point(old)
        if old.slot == NOBODY:
            self._drop("b")
        self._fill(new.slot, chunks)
        if self._content(new.slot) != Content(new.generation, data):
            raise KeyringNotKept("slot")
        self._point(new)
        self._loaded = new.generation
        self.notice = self._mirror(new, chunks)
        return True

    def clear(self) -> None:
        """Make the value absent. Interrupted, it leaves the value or nothing."""
        seen = self._look()
        if seen.pointer is not None:
            if seen.pointer.slot != NOBODY:  # a pointer that is right is never risked by writing it again
                self._drop(_other(seen.pointer.slot))  # it may hold a save that was never finished
                self._point(Pointer(NOBODY, seen.pointer.generation))
            for slot in SLOTS:
                self._drop(slot)
            self._store.remove(self._name)
        self._loaded = 0
        self.notice = ""

    def _look(self) -> _Seen:
        said = self._store.read(self._name)
        match = _POINTER.fullmatch(said or "")
        pointer = Pointer(match[1], int(match[2])) if match else None
        if pointer is not None:
            if pointer.slot == NOBODY:
                return _Seen(pointer, None)
            content = self._content(pointer.slot)
            if content and content.generation == pointer.generation:
                return _Seen(pointer, content)
        return self._search(said, pointer)

    def _search(self, said: str | None, pointer: Pointer | None) -> _Seen:
        """Find the newest whole slot when the pointer is gone, unreadable or points at damage."""
        whole = [(content.generation, slot, content) for slot in SLOTS if (content := self._content(slot))]
        if whole:
            generation, slot, content = max(whole, key=lambda found: found[0])
            newest = max(generation, pointer.generation if pointer else 0)
            agree = len({found[0] for found in whole}) == 1 < len(whole)
            complete = agree if pointer is None else generation >= pointer.generation
            return _Seen(Pointer(slot, newest), content, MENDED if complete else OLDER)
        if said is None and all(self._store.read(self._item(slot, 0)) is None for slot in SLOTS):
            return _Seen(None, None)
        raise KeyringDamaged(f"pointer {'absent' if said is None else 'present'}, no whole slot")

    def _content(self, slot: str) -> Content | None:
        first = self._store.read(self._item(slot, 0))
        count = count_of(first) if first else None
        if first is None or count is None:
            return None
        chunks = [first]
        for index in range(1, count):
            chunk = self._store.read(self._item(slot, index))
            if chunk is None:
                return None
            chunks.append(chunk)
        return unpack(chunks)

    def _fill(self, slot: str, chunks: tuple[str, ...]) -> None:
        for index, chunk in enumerate(chunks):
            self._store.write(self._item(slot, index), chunk)
        self._drop(slot, len(chunks))

    def _point(self, pointer: Pointer) -> None:
        self._store.write(self._name, str(pointer))

    def _mirror(self, pointer: Pointer, chunks: tuple[str, ...]) -> str:
        """Write the second copy; the value is saved by now, so a failure is only worth a notice."""
        try:
            self._fill(_other(pointer.slot), chunks)
        except VaultError:
            return ONE_COPY
        return ""

    def _drop(self, slot: str, start: int = 0) -> None:
        """Remove chunks from `start` on, the last first, so that an interruption leaves no hole."""
        end = start
        while end < MAX_CHUNKS and self._store.read(self._item(slot, end)) is not None:
            end += 1
        for index in reversed(range(start, end)):
            self._store.remove(self._item(slot, index))

    def _item(self, slot: str, index: int) -> str:
        return f"{self._name}-{slot}-{index}"


def _other(slot: str) -> str:
    return "b" if slot == "a" else "a"


def _generation(seen: _Seen) -> int:
    return seen.pointer.generation if seen.pointer else 0
