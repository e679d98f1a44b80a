"""One value in a store that may fail at any moment: two slots, and a pointer that says which counts.

Items, for a record named "book": `book` is the pointer ("a-17": slot a, generation 17, the
second copy is still to be written; "a-17-twice": both slots hold it; "none-16": nothing);
`book-a-0`, `book-a-1`... and `book-b-0`... are the slots. A save writes the slot that does not
count, reads it back, moves the pointer, and then writes the same into the other slot: whatever
is interrupted, a load gives the old value or the new one; and at rest both slots hold the
current value, so that one may be damaged and nothing that was removed lives on in the other.
A pointer of its own for "nothing" tells a first save that was interrupted from a value that
was lost.
"""

import secrets
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace

from guard.errors import GuardError
from guard.vault.outcome import KeyringDamaged, KeyringNotKept, KeyringRefused, VaultError
from guard.vault.pointer import NOBODY, Pointer, parse
from guard.vault.slot import MAX_CHUNKS, VAULT_BYTES, Content, count_of, pack, unpack
from guard.vault.store import MAX_VALUE, THE_KEYRING, SecretStore, longest_value, place_of

SLOTS = ("a", "b")
LOOKS = 4
"""How often to look again when another program moves the pointer during a look."""

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
    "Guard renews it as soon as it can."
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is stored: `pointer` as it should be read (None: never anything), `content` if there is some."""

    pointer: Pointer | None
    content: Content | None
    notice: str = ""


class SlottedRecord:
    """A value of up to some 230,000 compressed bytes in a `SecretStore`, safe against interruption.

    `notice` holds a sentence for the user after a load or save that went well but not smoothly.
    `vault` and `generation` tell, after a load or save, which record this is (random, "" when
    there is none) and how often it was saved.
    """

    def __init__(
        self, store: SecretStore, name: str, *, alone: AbstractContextManager[object] | None = None
    ) -> None:
        """Keep the value under items that begin with the neutral `name`.

        `alone`, a lock shared with every other Guard that raises `GuardError` at once when it is
        held, lets `renew` do its work.
        """
        self._store = store
        self._name = name
        self._alone = alone
        self._loaded: int | None = None
        self._behind: Pointer | None = None
        self._tried = 0
        self.vault = ""
        self.notice = ""

    @property
    def generation(self) -> int:
        """How often the value had been saved at the last load or save; 0 for never."""
        return self._loaded or 0

    def load(self) -> bytes | None:
        """Return the value, or None when there is none. Raises `KeyringDamaged` and other `VaultError`s."""
        seen = self._look()
        self._now(seen)
        self.notice = seen.notice
        whole = seen.content is not None and seen.pointer is not None and not seen.notice
        self._behind = seen.pointer if whole and seen.pointer and not seen.pointer.twice else None
        return seen.content.data if seen.content else None

    def save(self, data: bytes) -> bool:
        """Replace the value; it has been read back when this returns True.

        Returns False, having changed nothing, when another program has saved since this
        record's last load or save. Raises `VaultError`, and then either value may be there.
        """
        seen = self._look()
        if self._loaded is not None and self._loaded != _generation(seen):
            return False
        self._save(seen, data)
        return True

    @property
    def behind(self) -> bool:
        """Whether the last load found that the second copy still holds something from before."""
        return self._behind is not None

    def renew(self) -> None:
        """Write a second copy that is behind, best effort, unless another Guard is at work; once for each value.

        Only for a value that its reader understood: until then the other copy may be the better one.
        """
        pointer = self._behind
        if pointer is None or self._alone is None or self._tried == pointer.generation:
            return
        self._tried = pointer.generation
        with suppress(GuardError), self._alone:
            seen = self._look()
            if seen.pointer == pointer and seen.content and not seen.notice:
                self._mirror(pointer, seen.content)

    def put_back(self, data: bytes) -> None:
        """Make `data` the value whatever is there, damaged or another's: for restoring it, at the user's wish.

        It gets a new `vault`, for nothing tells how what is restored is related to what lies elsewhere.
        """
        try:
            seen = self._look()
        except KeyringDamaged:
            seen = self._wiped()
        self._save(replace(seen, content=None), data)

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
        self._now(_Seen(None, None))
        self.notice = ""

    def _save(self, seen: _Seen, data: bytes) -> None:
        old = seen.pointer or Pointer(NOBODY, 0)
        new = Pointer(_other(old.slot), old.generation + 1)
        vault = seen.content.vault if seen.content else secrets.token_bytes(VAULT_BYTES)
        content = Content(vault, new.generation, data)
        pack(content)  # refuses what is too much before anything is touched
        if seen.pointer is None:
            self._point(old)
        if old.slot == NOBODY:
            self._drop("b")
        self._fill_as_told(new.slot, content)
        if self._content(new.slot) != content:
            raise KeyringNotKept("slot")
        self._point(new)
        self._now(_Seen(new, content))
        self.notice = self._mirror(new, content)

    def _fill_as_told(self, slot: str, content: Content) -> None:
        """Write a slot in items as long as the store says it takes, else in short ones."""
        longest = longest_value(self._store)
        chunks = pack(content, longest)
        try:
            self._fill(slot, chunks)
        except (KeyringRefused, KeyringNotKept):
            if all(len(chunk) <= MAX_VALUE for chunk in chunks):
                raise
            self._fill(slot, pack(content))

    def _look(self) -> _Seen:
        """Look at what is stored, again if another program saves meanwhile."""
        for _ in range(LOOKS):
            said = self._store.read(self._name)
            try:
                seen = self._look_at(said)
            except KeyringDamaged:
                if self._store.read(self._name) == said:
                    raise
                continue
            if not seen.notice or self._store.read(self._name) == said:
                return seen
        return self._look_at(self._store.read(self._name))

    def _look_at(self, said: str | None) -> _Seen:
        pointer = parse(said)
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
            return _Seen(Pointer(slot, newest), content, self._say(MENDED if complete else OLDER))
        if said is None and all(self._store.read(self._item(slot, 0)) is None for slot in SLOTS):
            return _Seen(None, None)
        raise KeyringDamaged.at(
            self._store, f"pointer {'absent' if said is None else 'present'}, no whole slot"
        )

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

    def _mirror(self, pointer: Pointer, content: Content) -> str:
        """Write the second copy; the value is saved by now, so a failure is only worth a notice."""
        try:
            self._fill_as_told(_other(pointer.slot), content)
        except VaultError:
            return self._say(ONE_COPY)
        with suppress(VaultError):  # then it is written once more some day
            self._point(replace(pointer, twice=True))
        return ""

    def _wiped(self) -> _Seen:
        """Remove what is damaged; what is left in between says "nothing" and is never taken for a value."""
        self._point(Pointer(NOBODY, 0))
        for slot in SLOTS:
            for index in reversed(range(MAX_CHUNKS)):  # damage may have left holes
                self._store.remove(self._item(slot, index))
        return _Seen(Pointer(NOBODY, 0), None)

    def _drop(self, slot: str, start: int = 0) -> None:
        """Remove chunks from `start` on, the last first, so that an interruption leaves no hole."""
        end = start
        while end < MAX_CHUNKS and self._store.read(self._item(slot, end)) is not None:
            end += 1
        for index in reversed(range(start, end)):
            self._store.remove(self._item(slot, index))

    def _say(self, sentence: str) -> str:
        return sentence.replace(THE_KEYRING, place_of(self._store))

    def _item(self, slot: str, index: int) -> str:
        return f"{self._name}-{slot}-{index}"

    def _now(self, seen: _Seen) -> None:
        self._loaded = _generation(seen)
        self.vault = seen.content.vault.hex() if seen.content else ""


def _other(slot: str) -> str:
    return "b" if slot == "a" else "a"


def _generation(seen: _Seen) -> int:
    return seen.pointer.generation if seen.pointer else 0
