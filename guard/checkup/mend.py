"""Fixes one check at a time, reads it again, and puts back exactly what was there.

The order is the promise: what was there is noted and flushed, then the change is made, then
it is read again. Whatever is interrupted, the note says what to put back.
"""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from guard.checkup.check import Answer, Check, Desktop, Result, Stored
from guard.checkup.detect import Setting
from guard.checkup.looking import look
from guard.checkup.probe import NotWritten, Probes
from guard.checkup.undo import Entry, UndoJournal, UndoJournalError
from guard.errors import BadInputError


class Put(StrEnum):
    """How putting one setting back ended."""

    BACK = "back"
    ALREADY = "already"
    CHANGED_SINCE = "changed-since"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Mended:
    """What a fix came to: the check read again, and one sentence about the change."""

    result: Result
    says: str
    changed: bool


@dataclass(frozen=True, slots=True)
class PutBack:
    """What undoing one change came to."""

    check: str
    put: Put
    says: str


class Mender:
    """Fixes and undoes. For one thread at a time; every method may block on the system's tools."""

    def __init__(
        self,
        probes: Probes,
        journal: UndoJournal,
        desktops: Collection[Desktop] = (),
        *,
        alone: AbstractContextManager[Any] | None = None,
    ) -> None:
        """Change settings of a computer that runs `desktops`; `alone` keeps a second Guard from changing at the same time."""
        self._probes = probes
        self._journal = journal
        self._desktops = tuple(desktops)
        self._alone = alone or nullcontext()

    def look(self, check: Check) -> Result:
        """Read one check now."""
        return look(check, self._probes, self._desktops)

    def fix(self, check: Check) -> Mended:
        """Fix `check`, at its user's wish, and read it again. Raises `BadInputError`, `NotWritten`, `UndoJournalError`."""
        fix = check.fix
        if fix is None or not self._probes.can_write(check.detect):
            raise BadInputError(
                f"Guard cannot change “{check.id}” by itself. Nothing was changed. {check.guide}".strip()
            )
        with self._alone:
            self._settle_all()
            before = self.look(check)
            if not before.fixable:
                return Mended(before, _nothing_to_fix(before), changed=False)
            changed = self._change(check, check.detect, fix.value, only_session=fix.only_session)
            after = self.look(check)
        if not changed:
            return Mended(
                after, "The system took the change and did not keep it. Nothing was changed.", changed=False
            )
        if after.answer is Answer.SAFE:
            again = f" It counts after {fix.restart} has started again." if fix.restart else ""
            back = (
                " It goes back by itself after the session, or when Guard opens next."
                if fix.only_session
                else ""
            )
            return Mended(after, f"Done, and read again.{again}{back}", changed=True)
        if after.answer is Answer.UNKNOWN:
            return Mended(after, f"It was set and read again. {after.says}", changed=True)
        return Mended(after, f"It was set, but the system still reports: {after.says}", changed=True)

    def undo(self, check_id: str | None = None, *, force: bool = False) -> list[PutBack]:
        """Put back one check's changes or all, the last one first. Raises `UndoJournalError`, `BadInputError`.

        A setting that somebody else has changed since is left alone unless `force`.
        """
        with self._alone:
            self._settle_all()
            entries = [one for one in self._journal.entries() if check_id in (None, one.check)]
            if check_id is not None and not entries:
                raise BadInputError(
                    f"Guard has changed nothing for “{check_id}”, so there is nothing to put back."
                )
            return [self._put_back(entry, force=force) for entry in reversed(entries)]

    def undoable(self) -> frozenset[str]:
        """Return the ids of checks with something to put back; what was only planned counts if it was made. Raises `UndoJournalError`."""
        return frozenset(
            entry.check
            for entry in self._journal.entries()
            if entry.state == "made" or self._stored(entry.setting) != entry.before
        )

    def settle(self, *, session_over: bool) -> list[PutBack]:
        """Clear up after a crash; with `session_over`, put back what was for a session only. Raises `UndoJournalError`."""
        with self._alone:
            self._settle_all()
            if not session_over:
                return []
            temporary = [one for one in self._journal.entries() if one.session_only]
            return [self._put_back(entry, force=False) for entry in reversed(temporary)]

    def _change(self, check: Check, setting: Any, value: str, *, only_session: bool) -> bool:
        """Note, change, and note that it was changed; returns whether anything did change."""
        probe = self._probes.setting(setting)
        before = probe.stored(setting)
        entry = self._journal.plan(check.id, setting, before, Stored(value), session_only=only_session)
        try:
            probe.write(setting, value)
        except NotWritten:
            self._settle_planned(entry, tool_ended=True)
            raise
        with suppress(UndoJournalError):  # the plan is on the disk, and is settled before anything else
            self._settle_planned(entry, just_made=True, tool_ended=True)
        return self._stored(setting) != before

    def _settle_all(self) -> None:
        for entry in self._journal.entries():
            if entry.state == "planned":
                self._settle_planned(entry)

    def _settle_planned(self, entry: Entry, *, just_made: bool = False, tool_ended: bool = False) -> None:
        """Find out whether a change that was only planned was made; in doubt the note stays.

        What holds neither the old value nor what Guard meant to write was changed by somebody
        else: then the plan stays what Guard wrote, so that putting back asks first. So was a
        setting that is absent again, unless Guard has `just_made` it so. Unless the tool is known to
        have ended, the note of a change that was begun a moment ago stays: the tool may outlive its Guard.
        """
        now = self._stored(entry.setting)
        if now is None:
            return
        if now == entry.before:
            if tool_ended or not self._journal.is_young(entry):
                self._journal.forget([entry])
            return
        holds = self._probes.read(entry.setting)
        if holds.answer is None:
            ours = holds.value == entry.after.value and (just_made or not now.absent)
            self._journal.made(entry, now if ours else entry.after)

    def _put_back(self, entry: Entry, *, force: bool) -> PutBack:
        now = self._stored(entry.setting)
        if now is None:
            return PutBack(
                entry.check, Put.FAILED, "The setting cannot be read now; Guard keeps the note for later."
            )
        if now == entry.before and entry.state == "planned":
            return PutBack(
                entry.check,
                Put.ALREADY,
                "It is as before. The change was broken off a moment ago, so Guard keeps its note for a minute, "
                "in case it still comes.",
            )
        if now == entry.before:
            self._forget(entry)
            return PutBack(entry.check, Put.ALREADY, "It was as before already.")
        if now != entry.after and not force:
            return PutBack(
                entry.check,
                Put.CHANGED_SINCE,
                "Somebody has changed this setting since, so Guard left it alone. "
                "You can put the earlier value back all the same.",
            )
        return self._restore(entry)

    def _restore(self, entry: Entry) -> PutBack:
        try:
            self._probes.setting(entry.setting).restore(entry.setting, entry.before)
        except NotWritten as error:
            return PutBack(entry.check, Put.FAILED, error.sentence)
        if self._stored(entry.setting) != entry.before:
            return PutBack(
                entry.check, Put.FAILED, "It was put back, but the system still reports something else."
            )
        self._forget(entry)
        return PutBack(entry.check, Put.BACK, "It is as it was before Guard changed it.")

    def _forget(self, entry: Entry) -> None:
        with suppress(UndoJournalError):  # the setting is back; the next time finds it "as before already"
            self._journal.forget([entry])

    def _stored(self, setting: Setting) -> Stored | None:
        with suppress(NotWritten):
            return self._probes.setting(setting).stored(setting)
        return None


def _nothing_to_fix(now: Result) -> str:
    if now.managed:
        return "Somebody else decides this setting, so Guard left it alone."
    return {
        Answer.SAFE: "There is nothing to change: it is as it should be.",
        Answer.UNSAFE: "The setting is as it should be already; what Guard saw comes from somewhere else.",
        Answer.UNKNOWN: "Guard cannot tell how it is now, so it changed nothing.",
        Answer.NOT_APPLICABLE: "This does not apply here, so nothing was changed.",
    }[now.answer]


def count(results: Sequence[Result]) -> dict[Answer, int]:
    """Count answers, for “12 safe, 2 to do, 3 cannot tell”; never a share of anything."""
    return {answer: sum(one.answer is answer for one in results) for answer in Answer}
