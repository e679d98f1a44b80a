"""Keyrings in a file that fail like real ones, each in one way, inside a real helper process.

Run as a module it is that helper: `python -m tests.support.odd_rings KIND FILE`. What one kind
has stored another kind finds in the same FILE.
"""

# ruff: noqa: ARG002 - fakes keep the signatures of their ports

import json
import sys
import threading
from pathlib import Path
from typing import ClassVar

from guard.vault.desk import serve
from guard.vault.outcome import Outcome
from guard.vault.ring import Asking, RingError
from guard.vault.store import WIDE_VALUE


class FileRing:
    """A keyring that works, beside a neighbour's secret."""

    id = "file"
    backend = "tests.FileRing"
    longest = 1200
    NEIGHBOUR: ClassVar[tuple[str, str]] = ("somebody-elses", "secret")

    def __init__(self, file: Path) -> None:
        self.file = file

    @property
    def items(self) -> dict[str, str]:
        if not self.file.exists():
            return dict([self.NEIGHBOUR])
        return dict(json.loads(self.file.read_bytes()))

    def keep(self, items: dict[str, str]) -> None:
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps(items), encoding="utf-8")
        fresh.replace(self.file)

    def version(self) -> str:
        return "1"

    def available(self) -> bool:
        return True

    def unlock(self, item: str, *, may_ask: bool, asking: Asking) -> bool:
        return True

    def read(self, item: str) -> str | None:
        return self.items.get(item)

    def write(self, item: str, value: str) -> None:
        self.keep({**self.items, item: value})

    def remove(self, item: str) -> None:
        self.keep({name: value for name, value in self.items.items() if name != item})


class Null(FileRing):
    """Takes everything and has nothing, like the library's null backend."""

    def read(self, item: str) -> str | None:
        return None

    def write(self, item: str, value: str) -> None:
        pass

    def remove(self, item: str) -> None:
        pass


class Locked(FileRing):
    def unlock(self, item: str, *, may_ask: bool, asking: Asking) -> bool:
        raise RingError(Outcome.LOCKED)


class LockedThenOpen(FileRing):
    """Asks its user once, who says yes; locked until then."""

    opened = False

    def unlock(self, item: str, *, may_ask: bool, asking: Asking) -> bool:
        if not self.opened:
            if not may_ask:
                raise RingError(Outcome.LOCKED)
            asking()
            self.opened = True
        return True


class Cancelled(FileRing):
    def unlock(self, item: str, *, may_ask: bool, asking: Asking) -> bool:
        asking()
        raise RingError(Outcome.CANCELLED)


class Hang(FileRing):
    """Never answers, whatever is asked."""

    def unlock(self, item: str, *, may_ask: bool, asking: Asking) -> bool:
        threading.Event().wait()
        return True


class SizeLimit1280(FileRing):
    """Says that it takes more than it does; then a raw error with a number, as Windows gives it."""

    longest = WIDE_VALUE

    def write(self, item: str, value: str) -> None:
        if len(value) > 1280:
            raise OSError(1783, "the stub received bad data")
        super().write(item, value)


class CutsAt1280(FileRing):
    """Says that it takes more than it does, and keeps the beginning."""

    longest = WIDE_VALUE

    def write(self, item: str, value: str) -> None:
        super().write(item, value[:1280])


class SilentNonWrite(FileRing):
    """Reports success for what it does not keep."""

    def write(self, item: str, value: str) -> None:
        pass


class RawOSError(FileRing):
    """Is full, and says so in a system error that nobody wrapped."""

    def write(self, item: str, value: str) -> None:
        raise OSError(28, f"no space left for {value}")


class DeleteThenFail(FileRing):
    """Replaces by deleting and adding, and the adding fails."""

    def write(self, item: str, value: str) -> None:
        self.remove(item)
        raise OSError(5, "after the deletion")


class OtherOwner(FileRing):
    """Another program that answers to the same name, with its own file."""

    def __init__(self, file: Path) -> None:
        super().__init__(file.with_name("other-" + file.name))


class Gone(FileRing):
    """Is not on this computer; the list has another one that is."""

    def available(self) -> bool:
        return False

    def unlock(self, item: str, *, may_ask: bool, asking: Asking) -> bool:
        raise OSError(111, "connection refused")


class Second(OtherOwner):
    """Another entry of the list of keyrings."""

    id = "second"


class NewlineBreaks(FileRing):
    """Loses everything, its neighbours' secrets too, over a line break (GNOME Keyring without a password)."""

    def write(self, item: str, value: str) -> None:
        super().write(item, value)
        if "\n" in value or "\r" in value:
            self.keep({})


class Damaged(FileRing):
    """Gives back what is no single plain line."""

    def read(self, item: str) -> str | None:
        value = super().read(item)
        return None if value is None else value[:-1] + "\n" + value[-1:]


KINDS: dict[str, tuple[type[FileRing], ...]] = {
    kind.__name__: (kind,)
    for kind in (
        FileRing,
        Null,
        Locked,
        LockedThenOpen,
        Cancelled,
        Hang,
        SizeLimit1280,
        CutsAt1280,
        SilentNonWrite,
        RawOSError,
        DeleteThenFail,
        OtherOwner,
        NewlineBreaks,
        Damaged,
    )
} | {"GoneOfTwo": (Gone, Second)}


def command(kind: str, file: Path) -> tuple[str, ...]:
    """Return how to start a helper around one kind of keyring, which keeps its items in `file`."""
    return (sys.executable, "-m", "tests.support.odd_rings", kind, str(file))


if __name__ == "__main__":
    serve([kind(Path(sys.argv[2])) for kind in KINDS[sys.argv[1]]], sys.stdin.buffer, sys.stdout.buffer)
