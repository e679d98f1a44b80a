"""Stand-ins for what keeps secrets: everything in memory, slow or failing when the test says so."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from guard.errors import GuardError
from guard.settings import Settings
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
from guard.vault.outcome import WrongPassphrase
from guard.vault.recovery.errors import WrongKit
from guard.vault.tries import wait_after

MADE = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)
LINE = "AGE-SECRET-KEY-1QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQQPZRY9X8GF2TVDW0S3JN54KH"
GOOD = "tobami welaru dinoha suyeta"
SHEET = KitSheet(
    "Recovery kit for Guard",
    date(2026, 11, 22),
    "guard-recovery-kit.txt",
    LINE,
    tuple(LINE[start : start + 4] for start in range(0, len(LINE), 4)),
    tuple(tuple((row * column) % 3 == 0 for column in range(33)) for row in range(33)),
    (Words("What this is", "Made on 2026-11-22."),),
    f"# Recovery kit\n{LINE}\n",
)
PLAN = Plan(MADE, ("Juniper", "Wren"), (), (), ("Amber",), "The journal comes back, too.", is_empty=False)


class MemorySecrets:
    """`calls` remembers what was done; `fail` makes the next call that may fail do so."""

    beyond: tuple[str, ...] = ("Copies that this computer made of its own.", "Accounts elsewhere.")

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.passphrase = ""
        self.open = True
        self.lock_words = ""
        self.gone = False
        self.kit_state = KitState()
        self.trouble = ""
        self.fail: GuardError | None = None
        self.lock_kind = Lock.KIT
        self.plan_made = PLAN
        self.left: tuple[str, ...] = ()
        self.wrong = 0
        self.notice = ""

    @property
    def sealed(self) -> bool:
        return bool(self.passphrase) and not self.open

    @property
    def by_file(self) -> bool:
        return bool(self.passphrase)

    @property
    def lock_set(self) -> bool:
        return bool(self.lock_words)

    def home(self) -> Home:
        if self.by_file:
            return Home("A passphrase file", "ChaCha20-Poly1305 file", is_file=True, pinned=True)
        return Home("GNOME Keyring", "", is_file=False, pinned=not self.trouble, trouble=self.trouble)

    def create_file(self, passphrase: str, *, instead: bool = False) -> None:
        self._do("create instead" if instead else "create")
        self.passphrase, self.open = passphrase, True

    @property
    def wait(self) -> float:
        return wait_after(self.wrong)

    def unseal(self, passphrase: str) -> str:
        self._do("unseal")
        if passphrase != self.passphrase:
            self.wrong += 1
            raise WrongPassphrase
        self.open, self.wrong = True, 0
        return self.notice

    def seal(self) -> None:
        self.open = not self.passphrase

    def close_journal(self) -> None:
        self._do("close journal")

    def change_passphrase(self, old: str, new: str) -> None:
        self._do("change")
        if old != self.passphrase:
            raise WrongPassphrase
        self.passphrase = new

    def rate(self, passphrase: str) -> Rating:
        score = min(4, len(passphrase) // 6)
        return Rating(score, score >= 3, "About a year.", () if score >= 3 else ("Add another word.",))

    def suggest(self) -> str:
        return GOOD

    def set_lock(self, passphrase: str) -> None:
        self._do("set lock")
        self.lock_words = passphrase

    def remove_lock(self) -> None:
        self._do("remove lock")
        self.lock_words = ""

    def try_lock(self, passphrase: str) -> Unlocked:
        self._do("try lock")
        if self.gone or not self.lock_words:
            return Unlocked.GONE
        right = passphrase == self.lock_words
        self.wrong = 0 if right else self.wrong + 1
        return Unlocked.RIGHT if right else Unlocked.WRONG

    def touch_keyring(self) -> None:
        self._do("touch")

    def kit(self) -> KitState:
        self._do("kit")
        return self.kit_state

    def new_kit(self) -> KitSheet:
        return SHEET

    def use_kit(self, sheet: KitSheet) -> str:
        self._do("use kit")
        self.kit_state = KitState(sheet.made)
        return ""

    def drill(self, text: str, source: Path | None = None) -> Opened:
        self._do(f"drill {source or 'the copy'}")
        if LINE not in text:
            raise WrongKit("another")
        return Opened(MADE, 2, has_journal_key=True, has_journal=False, noted=True)

    def read_kit_file(self, file: Path) -> str:
        return file.read_text(encoding="utf-8")

    def back_up(self, target: Path, passphrase: str = "", *, overwrite: bool = False) -> Saved:
        self._do(f"back up with {passphrase or 'kit'}{' over' if overwrite else ''}")
        target.write_bytes(b"age")
        return Saved(target, 3)

    def lock_of(self, source: Path) -> Lock:
        self._do(f"lock of {source.name}")
        return self.lock_kind

    def copies(self) -> Sequence[Path]:
        return (Path("/data/mirror.age"),) if self.kit_state.made else ()

    def plan(self, source: Path, lock: Lock, secret: str) -> Plan:
        self._do(f"plan {source.name} with {lock} {secret}")
        return self.plan_made

    def restore(self, plan: Plan) -> Restored:
        self._do("restore")
        return Restored(plan.added, (), journal=True)

    def keep_journal_safe(self) -> None:
        self._do("journal")

    def erase(self) -> Gone:
        self._do("erase")
        return Gone(("The profiles", "The journal"), self.left)

    def _do(self, what: str) -> None:
        self.calls.append(what)
        fail, self.fail = self.fail, None
        if fail is not None:
            raise fail


class MemorySettings:
    """Settings that are never on a disk."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.kept = settings or Settings()
        self.notice = ""
        self.refuse: GuardError | None = None

    def load(self) -> Settings:
        return self.kept

    def save(self, settings: Settings) -> None:
        if self.refuse is not None:
            raise self.refuse
        self.kept = settings


class MemoryAutostart:
    """Starts nothing."""

    def __init__(self) -> None:
        self.on = False
        self.broken = False

    def is_on(self) -> bool:
        return self.on

    def turn(self, *, on: bool) -> None:
        if self.broken:
            raise PermissionError(13, "Permission denied")
        self.on = on


class Seconds:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now
