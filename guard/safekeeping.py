"""What the window may do with secrets: the port `guard.ui.secrets` in front of the one `Keeping` in use.

Which one that is may change while the window is open, when a passphrase file is begun where
no keyring is. The rooms behind it are large and are loaded when they are first needed.
"""

import importlib
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from guard import homes
from guard.autostart import Autostart
from guard.erasing import BEYOND, erase_everything
from guard.errors import GuardError
from guard.keeping import Keeping
from guard.profiles.here import self_words_reader
from guard.ui.pages.pseudonyms import Keeper
from guard.ui.secrets import (
    Gone,
    Home,
    KitSheet,
    KitState,
    Lock,
    Opened,
    Plan,
    Rating,
    Restored,
    Saved,
    Unlocked,
    Words,
)

if TYPE_CHECKING:
    from guard.vault.applock import AppLock
    from guard.vault.journal.entry import State
    from guard.vault.journal.journal import Journal

_LOCK_NOTE = "window-lock"
_LOCK_ITEM = "app-lock"


class Safekeeping:
    """Secrets as the window sees them; see `guard.ui.secrets.Secrets`."""

    beyond: tuple[str, ...] = BEYOND

    def __init__(self, keeping: Keeping, autostart: Autostart) -> None:
        """Begin with `keeping`; `close` closes whichever is in use then."""
        self.keeping = keeping
        self.autostart = autostart
        self._journal_used = False
        self.profiles = cast("Keeper", _Current(self))
        """The pseudonyms in whatever keeps them now."""

    def close(self) -> None:
        """Let go of everything."""
        self.keeping.close()

    def start_anew(self) -> None:
        """Take an empty store for a new one although something was kept before, at the user's express wish."""
        self.keeping.start_anew()

    @property
    def sealed(self) -> bool:
        """Whether a passphrase file is in use and locked."""
        return self.keeping.locked

    @property
    def by_file(self) -> bool:
        """Whether a passphrase file is in use."""
        return self.keeping.file is not None

    @property
    def lock_set(self) -> bool:
        """Whether the window's lock has a passphrase of its own."""
        return not self.by_file and self._lock_note.exists()

    def home(self) -> Home:
        """Say where the secrets live; never raises."""
        return homes.home(self.keeping)

    def create_file(self, passphrase: str, *, instead: bool = False) -> None:
        """Begin a passphrase file and use it from now on; what a keyring holds stays there. Raises `GuardError`.

        `instead`: what lies in its place is put aside first, under another name.
        """
        fresh = Keeping(self.keeping.where, passphrase_file=True)
        assert fresh.file is not None  # noqa: S101 - it was asked for
        if instead and fresh.file.exists():
            fresh.file.set_aside()
        fresh.file.create(passphrase)
        fresh.start_anew()
        old, self.keeping = self.keeping, fresh
        old.close()

    @property
    def wait(self) -> float:
        """Seconds until the next try at a passphrase is taken; looks at one small file at most."""
        return self.keeping.tries.wait

    def unseal(self, passphrase: str) -> str:
        """Unlock the passphrase file; return what is worth telling of it, or "". Raises `VaultError`."""
        return self.keeping.unlock(passphrase)

    def seal(self) -> None:
        """Let go of the passphrase file's key, if there is one. Returns at once."""
        if self.keeping.file is not None:
            self.keeping.file.lock()

    def close_journal(self) -> None:
        """Let go of the journal."""
        self._journal_used = False
        self.keeping.lock_journal()

    def journal(self) -> "Journal":
        """Return the journal, opened. Raises `JournalError`, `VaultError`."""
        self._journal_used = True
        return self.keeping.journal()

    def journal_state(self) -> "State":
        """Tell how the journal is, opening it if need be, for a banner; never raises."""
        self._journal_used = True
        return self.keeping.journal_state()

    def has_journal(self) -> bool:
        """Tell whether there is a journal; asks nobody and opens nothing."""
        return os.path.lexists(self.keeping.where.journal)

    def keep_journal_safe(self) -> None:
        """Make the day's backup of the journal, if it is open and one is due. Raises `JournalError`."""
        if self._journal_used:
            self.keeping.journal().back_up()

    def change_passphrase(self, old: str, new: str) -> None:
        """Seal the passphrase file with another passphrase and a fresh key. Raises `VaultError`."""
        if self.keeping.file is not None:
            self.keeping.file.change(old, new)

    def rate(self, passphrase: str) -> Rating:
        """Tell how hard a passphrase is to guess, for somebody who knows the user's own words."""
        names = [profile.name for profile in self.keeping.keeper.profiles]
        rated = _load("vault.passphrase.strength").rate(passphrase, [*self._own_words, *names])
        return Rating(rated.score, rated.enough, rated.sentence, rated.suggestions)

    def suggest(self) -> str:
        """Make up a passphrase."""
        return str(_load("vault.passphrase.suggestion").suggest())

    def set_lock(self, passphrase: str) -> None:
        """Give the window's lock a passphrase of its own. Raises `VaultError`."""
        self._lock.set(passphrase)

    def remove_lock(self) -> None:
        """Take the lock's passphrase away. Raises `VaultError`."""
        self._lock.forget()

    def try_lock(self, passphrase: str) -> Unlocked:
        """Compare with the lock's passphrase. Raises `VaultError`."""
        return self.keeping.tries.attempt(
            lambda: Unlocked(self._lock.check(passphrase).value), lambda said: said is not Unlocked.WRONG
        )

    def touch_keyring(self) -> None:
        """Read from the keyring, which asks its user if it is locked. Raises `VaultError`."""
        self.keeping.store.read(_LOCK_ITEM)

    def kit(self) -> KitState:
        """Tell about the recovery kit. Raises `RecoveryError`."""
        note = self.keeping.recovery.load()
        if note is None:
            return KitState()
        if note.drill is None:
            return KitState(note.made)
        return KitState(note.made, note.drill.at, note.drill.made_at)

    def new_kit(self) -> KitSheet:
        """Make a kit that counts for nothing before `use_kit`."""
        kit = _load("recovering").make_kit()
        made = datetime.now(UTC).astimezone().date()
        sheets = _load("vault.recovery.sheet")
        sheet = sheets.sheet(kit, made)
        return KitSheet(
            title=sheet.title,
            made=made,
            file_name=sheets.FILE_NAME,
            line=sheet.code.line,
            groups=sheet.code.groups,
            picture=sheet.picture.rows,
            words=tuple(Words(one.heading, one.text) for one in sheet.paragraphs),
            text=sheets.kit_text(kit, made),
        )

    def use_kit(self, sheet: KitSheet) -> str:
        """Keep the encrypted copy for this kit from now on; return a notice or "". Raises `GuardError`."""
        kit = _load("vault.recovery.kit").parse_kit(sheet.line)
        return str(_load("recovering").use_kit(self.keeping, kit, sheet.made))

    def read_kit_file(self, file: Path) -> str:
        """Return the code that a file holds. Raises `RecoveryError`."""
        return str(_load("vault.recovery.kit").read_kit(file).code)

    def drill(self, text: str, source: Path | None = None) -> Opened:
        """Open the encrypted copy, or a backup, with the kit in `text`. Raises `RecoveryError`."""
        kit = _load("vault.recovery.kit").parse_kit(text)
        passed = _load("recovering").hold_drill(self.keeping, kit, source)
        return Opened(
            passed.made_at,
            passed.profiles,
            passed.has_journal_key,
            passed.has_journal,
            passed.noted,
            passed.notice,
        )

    def back_up(self, target: Path, passphrase: str = "", *, overwrite: bool = False) -> Saved:
        """Write everything into one encrypted file: for the kit, or for a passphrase. Raises `GuardError`."""
        made = _load("recovering").back_up(self.keeping, target, passphrase, overwrite=overwrite)
        return Saved(made.path, made.size, made.notices)

    def lock_of(self, source: Path) -> Lock:
        """Tell what opens a backup. Raises `RecoveryError`."""
        return Lock(_load("vault.recovery.backup").lock_of(source).value)

    def copies(self) -> Sequence[Path]:
        """Return the encrypted copies that Guard keeps by itself, the newest first. Raises `RecoveryError`."""
        mirror = self.keeping.mirror()
        return () if mirror is None else mirror.copies()

    def plan(self, source: Path, lock: Lock, secret: str) -> Plan:
        """Tell what a restore would do; nothing is changed. Raises `GuardError`."""
        room = _load("recovering")
        by_kit = lock is Lock.KIT
        key = _load("vault.recovery.kit").parse_kit(secret) if by_kit else room.Passphrase(secret)
        told: Plan = room.told(room.plan(self.keeping, source, key))
        return told

    def restore(self, plan: Plan) -> Restored:
        """Carry a plan out. Raises `GuardError`."""
        done = _load("recovering").bring_back(self.keeping, plan.token)
        return Restored(done.added, done.left_out, done.journal, done.notice)

    def erase(self) -> Gone:
        """Erase everything; never raises."""
        left: list[str] = []
        if self.lock_set:
            try:
                self.remove_lock()
            except GuardError as error:
                left.append(f"The passphrase of the window's lock: {error.sentence}")
        erased = erase_everything(self.keeping, self.autostart)
        return Gone(erased.gone, (*left, *erased.left))

    @cached_property
    def _own_words(self) -> tuple[str, ...]:
        return tuple(word.text for word in self_words_reader().read().words)

    @property
    def _lock_note(self) -> Path:
        return self.keeping.where.state / _LOCK_NOTE

    @property
    def _lock(self) -> "AppLock":
        room = cast("type[AppLock]", _load("vault.applock").AppLock)
        return room(self.keeping.store, self._lock_note)


class _Current:
    """The keeper of profiles of whichever `Keeping` is in use."""

    def __init__(self, safe: Safekeeping) -> None:
        self._safe = safe

    @property
    def by_file(self) -> bool:
        """Whether a passphrase file keeps them."""
        return self._safe.by_file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._safe.keeping.keeper, name)


def _load(module: str) -> Any:
    return importlib.import_module(f"guard.{module}")
