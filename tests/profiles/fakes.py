"""Records in memory: one that works, and ones that others write to, or that lie."""

from collections.abc import Callable

from guard.errors import BadInputError


class MemoryRecord:
    """Works. Like a real one it holds a save back when somebody else has saved since the last load."""

    def __init__(self, kept: bytes | None = None) -> None:
        self.kept = kept
        self.seen = kept
        self.notice = ""
        self.saves = 0

    def load(self) -> bytes | None:
        self.seen = self.kept
        return self.kept

    def save(self, data: bytes) -> bool:
        if self.seen != self.kept:
            return False
        self.saves += 1
        self.kept = self.seen = data
        return True


class BusyRecord(MemoryRecord):
    """Before each of the first saves somebody else changes what is kept."""

    def __init__(self, kept: bytes | None, others: list[Callable[[bytes | None], bytes]]) -> None:
        super().__init__(kept)
        self.others = others

    def save(self, data: bytes) -> bool:
        if self.others:
            self.kept = self.others.pop(0)(self.kept)
        return super().save(data)


class DeafRecord(MemoryRecord):
    """Says that it saved, and did not."""

    def save(self, data: bytes) -> bool:  # noqa: ARG002 - deaf to it
        return True


class TalkativeRecord(MemoryRecord):
    """Has something to tell after a save."""

    def load(self) -> bytes | None:
        self.notice = ""
        return super().load()

    def save(self, data: bytes) -> bool:
        self.notice = "One copy only."
        return super().save(data)


class FullRecord(MemoryRecord):
    """Has no room."""

    def save(self, data: bytes) -> bool:
        raise BadInputError(f"{len(data)} bytes do not fit. Nothing was changed.")
