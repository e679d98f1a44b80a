"""What the window may ask of the secrets: a port, so that it never meets keyrings, ciphers and files itself.

Every method of `Secrets` may block and raises `GuardError`, unless it says otherwise; they are
called on one background thread, one after another.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Home:
    """Where the secrets live. `trouble`: why it cannot be used now, as a sentence; "" when it can.

    `name` is the plain name, `detail` what a technician wants to know. `pinned`: something was
    kept there, so Guard looks nowhere else. `also` says what else could keep secrets here. `warning`
    says that a service seems to copy Guard's own files elsewhere.
    """

    name: str
    detail: str
    is_file: bool
    pinned: bool
    trouble: str = ""
    also: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class KitState:
    """The recovery kit in use: made on which day (None: there is none), and the last drill with what it opened."""

    made: date | None = None
    drilled: datetime | None = None
    opened: datetime | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph of the kit's sheet."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class KitSheet:
    """A new kit, to be shown once. `picture` are the rows of its QR code; `text` is the whole text file."""

    title: str
    made: date
    file_name: str
    line: str = field(repr=False)
    groups: tuple[str, ...] = field(repr=False)
    picture: tuple[tuple[bool, ...], ...] = field(repr=False)
    words: tuple[Words, ...]
    text: str = field(repr=False)

    @property
    def ending(self) -> str:
        """The last two groups of the code, which prove that it was put away."""
        return "".join(self.groups[-2:])


@dataclass(frozen=True, slots=True)
class Opened:
    """What a drill opened, and whether its day was noted; `notice` is worth telling."""

    made_at: datetime
    profiles: int
    has_journal_key: bool
    has_journal: bool
    noted: bool
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """A file that was written and read back. `size` in bytes."""

    path: Path
    size: int
    notices: tuple[str, ...] = ()


class Lock(StrEnum):
    """What opens a backup."""

    KIT = "kit"
    PASSPHRASE = "passphrase"  # noqa: S105 - a kind of lock, not a secret


@dataclass(frozen=True, slots=True)
class Plan:
    """What a restore would do, profiles by name. `clashing` have a namesake here that stays."""

    made_at: datetime
    added: tuple[str, ...]
    same: tuple[str, ...]
    clashing: tuple[str, ...]
    only_here: tuple[str, ...]
    journal: str
    """What becomes of the journal, as a sentence; "" when the backup has none."""
    is_empty: bool
    token: object = field(default=None, repr=False)
    """What carrying it out needs."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore came to."""

    added: tuple[str, ...]
    left_out: tuple[str, ...]
    journal: bool
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """What was erased and what is left with its reason, each a sentence or a title."""

    gone: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rating:
    """How hard a passphrase is to guess: `score` 0 to 4, and whether Guard takes it."""

    score: int
    enough: bool
    sentence: str
    suggestions: tuple[str, ...]


class Unlocked(StrEnum):
    """What a try at the lock came to. `GONE`: there is no passphrase any more to compare with."""

    RIGHT = "right"
    WRONG = "wrong"
    GONE = "gone"


class Secrets(Protocol):
    """Keyring or passphrase file, kit, backups and the lock."""

    beyond: tuple[str, ...]
    """What no program can erase from here."""

    @property
    def sealed(self) -> bool:
        """Whether a passphrase file is in use and locked. Never blocks."""

    @property
    def by_file(self) -> bool:
        """Whether a passphrase file is in use. Never blocks."""

    @property
    def lock_set(self) -> bool:
        """Whether the window's lock has a passphrase of its own. Looks at one file at most; never raises."""

    def home(self) -> Home:
        """Say where the secrets live; never raises."""

    def create_file(self, passphrase: str, *, instead: bool = False) -> None:
        """Begin a passphrase file and use it from now on; `instead` of a lost one, which is put aside."""

    @property
    def wait(self) -> float:
        """Seconds until the next try at a passphrase is taken, because of wrong ones. Looks at one file at most; never raises."""

    def unseal(self, passphrase: str) -> str:
        """Unlock the passphrase file; return what is worth telling of it, or ""."""

    def seal(self) -> None:
        """Let go of the passphrase file's key, if there is one. Returns at once, from any thread."""

    def close_journal(self) -> None:
        """Let go of the journal; its next use opens it again."""

    def change_passphrase(self, old: str, new: str) -> None:
        """Seal the passphrase file with another passphrase and a fresh key."""

    def rate(self, passphrase: str) -> Rating:
        """Tell how hard a passphrase is to guess; may be called from any thread."""

    def suggest(self) -> str:
        """Make up a passphrase; may be called from any thread."""

    def set_lock(self, passphrase: str) -> None:
        """Give the window's lock a passphrase of its own."""

    def remove_lock(self) -> None:
        """Take the lock's passphrase away."""

    def try_lock(self, passphrase: str) -> Unlocked:
        """Compare with the lock's passphrase."""

    def touch_keyring(self) -> None:
        """Read from the keyring, which asks its user if it is locked."""

    def kit(self) -> KitState:
        """Tell about the recovery kit."""

    def new_kit(self) -> KitSheet:
        """Make a kit that counts for nothing before `use_kit`."""

    def use_kit(self, sheet: KitSheet) -> str:
        """Keep the encrypted copy for this kit from now on; return a notice or ""."""

    def drill(self, text: str, source: Path | None = None) -> Opened:
        """Open the encrypted copy (or a backup) with a kit as it was typed, pasted or read from a file."""

    def read_kit_file(self, file: Path) -> str:
        """Return the code that a file holds."""

    def back_up(self, target: Path, passphrase: str = "", *, overwrite: bool = False) -> Saved:
        """Write everything into one encrypted file: for the kit, or for a passphrase."""

    def lock_of(self, source: Path) -> Lock:
        """Tell what opens a backup."""

    def copies(self) -> Sequence[Path]:
        """Return the encrypted copies that Guard keeps by itself, the newest first."""

    def plan(self, source: Path, lock: Lock, secret: str) -> Plan:
        """Tell what a restore would do; nothing is changed."""

    def restore(self, plan: Plan) -> Restored:
        """Carry a plan out."""

    def keep_journal_safe(self) -> None:
        """Make the day's backup of the journal, if it is open and one is due."""

    def erase(self) -> Gone:
        """Erase everything; never raises."""


class Autostart(Protocol):
    """Whether Guard starts with the login. Methods raise `OSError`."""

    def is_on(self) -> bool:
        """Tell whether it does."""

    def turn(self, *, on: bool) -> None:
        """Make it so, or stop it."""
