"""How long a wrong passphrase makes the next try wait, also when the program is started again in between.

A try counts before it is made and is taken back when it turns out to be none, so that ending
the program in the middle saves nobody a wait. The waits grow to a minute and no further:
nobody is locked out for good. The file holds a number and a time.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from guard import durable

T = TypeVar("T")

FREE_TRIES = 3
LONGEST_WAIT = 60.0
_DOUBLINGS = 10
_MOST_BYTES = 200


def wait_after(wrong: int) -> float:
    """Return the seconds to wait after so many wrong tries in a row."""
    return 0.0 if wrong < FREE_TRIES else min(2.0 ** min(wrong - FREE_TRIES + 1, _DOUBLINGS), LONGEST_WAIT)


class _Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`at`: when the last one was made, in seconds since 1970."""

    wrong: int
    at: float


_NONE = _Kept(0, 0.0)


class Tries:
    """Counts wrong tries. `wait` may be asked from any thread; tries are made on one at a time."""

    def __init__(
        self,
        file: Path,
        *,
        clock: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keep the count in `file`. `clock` is the calendar's and may jump, `steady` never does; both count seconds."""
        self._file = file
        self._clock = clock
        self._steady = steady
        self._memory = _NONE  # for a disk that takes nothing
        self._until: float | None = None

    @property
    def wait(self) -> float:
        """Seconds until the next try should be taken, 0 to 60. Looks at one small file, the first time."""
        if self._until is None:
            self._until = self._steady() + self._left(self._read())
        return max(0.0, self._until - self._steady())

    def attempt(self, make: Callable[[], T], is_right: Callable[[T], bool]) -> T:
        """Make a try and return what it says, which `is_right` judges. What it raises is no try of a passphrase."""
        before = self._read()
        self._write(_Kept(before.wrong + 1, self._clock()))
        try:
            said = make()
        except BaseException:
            self._write(before)
            raise
        if is_right(said):
            self._forget()
        else:
            wrong = _Kept(before.wrong + 1, self._clock())
            self._write(wrong)
            self._until = self._steady() + wait_after(wrong.wrong)
        return said

    def _left(self, kept: _Kept) -> float:
        """Return how much of the wait is left by the calendar; a clock that was put back begins it anew, once."""
        passed = self._clock() - kept.at
        if passed < 0:
            self._write(_Kept(kept.wrong, self._clock()))
            passed = 0.0
        return max(0.0, wait_after(kept.wrong) - passed)

    def _read(self) -> _Kept:
        try:
            with self._file.open("rb") as stream:
                kept = msgspec.json.decode(stream.read(_MOST_BYTES), type=_Kept)
        except (OSError, ValueError, msgspec.MsgspecError):
            return self._memory
        return kept if kept.wrong >= 0 else self._memory

    def _write(self, kept: _Kept) -> None:
        if kept.wrong == 0:
            self._forget()
            return
        self._memory = kept
        with suppress(OSError):
            durable.write(self._file, msgspec.json.encode(kept))

    def _forget(self) -> None:
        self._memory, self._until = _NONE, self._steady()
        with suppress(OSError):
            durable.remove(self._file)
