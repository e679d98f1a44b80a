"""Keyrings that misbehave, each in one way seen in the wild, and stores that fail when told to."""

# ruff: noqa: ARG002 - fakes keep the signatures of their ports

import os
import time
from collections.abc import Callable
from enum import StrEnum

from guard.vault.outcome import KeyringUnavailable, Outcome
from guard.vault.ring import Asking, RingError
from guard.vault.store import Description, check_item, check_value


class MemoryRing:
    """A keyring that works. It lives as long as its process."""

    id = "memory"
    backend = "tests.MemoryRing"
    longest = 1200

    def __init__(self) -> None:
        self.items: dict[str, str] = {}

    def version(self) -> str:
        return "1"

    def available(self) -> bool:
        return True

    def unlock(self, item: str, *, may_ask: bool, asking: Asking) -> bool:
        return True

    def read(self, item: str) -> str | None:
        return self.items.get(item)

    def write(self, item: str, value: str) -> None:
        self.items[item] = value

    def remove(self, item: str) -> None:
        self.items.pop(item, None)


class NoRing(MemoryRing):
    def available(self) -> bool:
        return False


class LockedRing(MemoryRing):
    """Locked; opens when it may ask."""

    seconds = 0.0

    def unlock(self, item: str, *, may_ask: bool, asking: Asking) -> bool:
        if not may_ask:
            raise RingError(Outcome.LOCKED)
        asking()
        time.sleep(self.seconds)
        return True


class PatientRing(LockedRing):
    """Its user takes longer to type the password than a call may last."""

    seconds = 1.2


class ForeverAskingRing(LockedRing):
    seconds = 600.0


class CancelledRing(MemoryRing):
    def unlock(self, item: str, *, may_ask: bool, asking: Asking) -> bool:
        asking()
        raise RingError(Outcome.CANCELLED)


class NoCollectionRing(MemoryRing):
    """Has no collection until something is written."""

    def unlock(self, item: str, *, may_ask: bool, asking: Asking) -> bool:
        return bool(self.items)


class HangRing(MemoryRing):
    def read(self, item: str) -> str | None:
        time.sleep(600)
        return None


class CrashRing(MemoryRing):
    def read(self, item: str) -> str | None:
        os._exit(3)


class SilentRing(MemoryRing):
    """Says that it stored and does not (KWallet's ignored return code)."""

    def write(self, item: str, value: str) -> None:
        pass


class CutRing(MemoryRing):
    """Keeps the beginning only."""

    def write(self, item: str, value: str) -> None:
        self.items[item] = value[:5]


class FullRing(MemoryRing):
    """Lets a raw system error through, as Windows does when its store is full."""

    def write(self, item: str, value: str) -> None:
        raise OSError(8, f"not enough memory for {value}")


class StickyRing(MemoryRing):
    """Says that it deleted and did not."""

    def remove(self, item: str) -> None:
        pass


class ForeignRing(MemoryRing):
    """Holds something that Guard never wrote."""

    def read(self, item: str) -> str | None:
        return "two\nlines"


RINGS: dict[str, type[MemoryRing]] = {
    kind.__name__: kind
    for kind in (
        MemoryRing,
        NoRing,
        LockedRing,
        PatientRing,
        ForeverAskingRing,
        CancelledRing,
        NoCollectionRing,
        HangRing,
        CrashRing,
        SilentRing,
        CutRing,
        FullRing,
        StickyRing,
        ForeignRing,
    )
}


class MemoryStore:
    """A `SecretStore` that works."""

    def __init__(self, items: dict[str, str] | None = None) -> None:
        self.items = {} if items is None else items

    @property
    def backend(self) -> str:
        return "memory"

    def read(self, item: str) -> str | None:
        check_item(item)
        return self.items.get(item)

    def write(self, item: str, value: str) -> None:
        check_item(item)
        check_value(value)
        self.items[item] = value

    def remove(self, item: str) -> None:
        check_item(item)
        self.items.pop(item, None)

    def describe(self) -> Description:
        return Description("memory", "tests.MemoryStore", "1")


class Fault(StrEnum):
    """How an operation that changes something goes wrong."""

    BEFORE = "nothing was done"
    AFTER = "it was done, yet reported as failed"
    HALF = "the old value is gone and the new one is not there (macOS deletes, then adds)"


class FailingStore(MemoryStore):
    """Fails from its `at`-th operation on (counting from 0), reads included, and stays broken."""

    def __init__(self, items: dict[str, str], at: int, fault: Fault) -> None:
        super().__init__(items)
        self.left = at
        self.fault = fault

    def read(self, item: str) -> str | None:
        self._step(lambda: None, lambda: None)
        return super().read(item)

    def write(self, item: str, value: str) -> None:
        self._step(lambda: self.items.update({item: value}), lambda: self.items.pop(item, None))
        super().write(item, value)

    def remove(self, item: str) -> None:
        self._step(lambda: self.items.pop(item, None), lambda: self.items.pop(item, None))
        super().remove(item)

    def _step(self, done: Callable[[], object], half: Callable[[], object]) -> None:
        self.left -= 1
        if self.left >= 0:
            return
        if self.left == -1 and self.fault is Fault.AFTER:
            done()
        if self.left == -1 and self.fault is Fault.HALF:
            half()
        raise KeyringUnavailable("a fault of the test")
