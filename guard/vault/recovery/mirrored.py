"""A record whose every change reaches the mirror; the mirror's troubles are told and never spoil the change."""

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from guard.errors import GuardError
from guard.vault.recovery.errors import MirrorNotRenewed, RecoveryError
from guard.vault.recovery.record import Record

if TYPE_CHECKING:
    from guard.vault.recovery.mirror import Mirror


class MirroredRecord:
    """Wraps a record. For one thread at a time; calls may block as the record's and the disk do.

    The mirror is renewed after a save, and after a load when it is not of what was loaded,
    so whatever was missed is made up for at the next start. Not after the load of an older copy:
    the mirror may be all that is left of later changes, so the next save sets it aside first.
    """

    def __init__(
        self,
        record: Record,
        mirror: Callable[[], "Mirror | None"],
        journal_key: Callable[[], str | None],
        *,
        is_older: Callable[[], bool] = lambda: False,
    ) -> None:
        """Mirror `record`.

        `mirror` returns where to, None while there is no kit; `journal_key` returns the
        journal's key, None when there is none yet. Both are asked when needed and may raise `GuardError`. `is_older` tells
        whether what `record` loaded last is an older copy than was last saved.
        """
        self._record = record
        self._mirror = mirror
        self._journal_key = journal_key
        self._is_older = is_older
        self._mirrored = ""
        self._begins = False
        self._notice = ""

    @property
    def notice(self) -> str:
        """The record's own notice, and the mirror's if it could not be renewed."""
        return " ".join(said for said in (self._record.notice, self._notice) if said)

    def load(self) -> bytes | None:
        """Load the record; renew the mirror if it is not of this. Raises what the record raises, and nothing else."""
        data = self._record.load()
        self._begins = data is None or self._is_older()
        self._notice = ""
        if not self._begins and data is not None:
            self._catch_up(data)
        return data

    def save(self, data: bytes) -> bool:
        """Save the record, then renew the mirror. Raises what the record raises, and nothing else."""
        self._notice = ""
        begins = self._begins
        if begins:  # first, so that even a crash right after the save leaves the old mirror alone
            self._told(self._set_aside)
        saved = self._record.save(data)
        if saved:
            self._begins = False
            self._told(lambda: self._refresh(data, beginning=begins))
        return saved

    def put_back(self, data: bytes) -> None:
        """Put `data` back; the mirror of what was there before is set aside, for it may hold more. Raises as the record."""
        self._notice = ""
        self._told(self._set_aside)
        self._record.put_back(data)
        self._begins = False
        self._told(lambda: self._refresh(data, beginning=True))

    def renew(self, data: bytes) -> None:
        """Renew the mirror now, after a new kit or a new journal key. Raises `GuardError`."""
        self._refresh(data, beginning=self._begins)
        self._begins = False
        self._notice = ""

    def _catch_up(self, data: bytes) -> None:
        def look() -> None:
            mirror = self._mirror()
            if mirror is None:
                return
            if mirror.is_current(data, self._journal_key()):
                self._mirrored = _digest(data)
            else:
                self._refresh(data, beginning=False)

        if self._mirrored != _digest(data):
            self._told(look)

    def _set_aside(self) -> None:
        mirror = self._mirror()
        if mirror is not None:
            mirror.set_aside()

    def _refresh(self, data: bytes, *, beginning: bool) -> None:
        self._mirrored = ""
        mirror = self._mirror()
        if mirror is not None:
            mirror.refresh(data, self._journal_key(), beginning=beginning)
            self._mirrored = _digest(data)

    def _told(self, do: Callable[[], None]) -> None:
        """Do it; a failure becomes a notice, since the record itself is safe."""
        try:
            do()
        except GuardError as error:
            own = isinstance(error, RecoveryError)
            self._notice = error.sentence if own else MirrorNotRenewed(type(error).__name__).sentence


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
