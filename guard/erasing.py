"""Erases everything that Guard keeps for this user, and lists what it could not reach."""

import importlib
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from guard.autostart import Autostart
from guard.errors import GuardError
from guard.keeping import JOURNAL_KEY, Keeping

BEYOND = (
    "Copies that this computer or a service made of its own: system backups, snapshots, synced folders.",
    "Traces on a solid-state disk, which keeps old blocks until it needs them. Guard's files were encrypted there.",
    "Backups and recovery kits that you saved or printed yourself.",
    "Accounts that you made elsewhere under a pseudonym.",
)
"""What no program can erase from here; shown before and after."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What is gone, and what is left with the reason; each a sentence."""

    gone: tuple[str, ...]
    left: tuple[str, ...]


def erase_everything(keeping: Keeping, autostart: Autostart) -> Erased:
    """Erase profiles, journal, its key, the encrypted copy, settings, autostart. May block; never raises.

    The journal's key goes first: without it every copy of the journal is unreadable. Each
    part is erased whatever becomes of the others.
    """
    keeping.lock_journal()
    where = keeping.where
    gone: list[str] = []
    left: list[str] = []

    def attempt(what: str, action: Callable[[], Iterable[str] | None]) -> None:
        try:
            still = tuple(action() or ())
        except GuardError as error:
            left.append(f"{what}: {error.sentence}")
        except OSError as error:
            left.append(f"{what}: it could not be removed ({error.strerror}).")
        else:
            left.extend(still)
            gone.append(what)

    if keeping.file is None:
        attempt("The journal's key", lambda: keeping.store.remove(JOURNAL_KEY))
        attempt("The profiles", keeping.slots.clear)
    else:
        attempt("The passphrase file with the profiles", lambda: _remove_beside(where.passphrase_file))
    attempt("The journal and its backups", lambda: _erase_journal(where.journal))
    attempt("The encrypted copy for the recovery kit", lambda: _remove_beside(where.mirror, where.recovery))
    attempt("Starting with the login", lambda: autostart.turn(on=False))
    attempt("The settings", lambda: _remove_folder(where.config))
    attempt("Guard's other files", lambda: _remove_folder(where.data, where.state))
    return Erased(tuple(gone), tuple(left))


def _erase_journal(path: Path) -> tuple[str, ...]:
    left: tuple[str, ...] = importlib.import_module("guard.vault.journal.renewing").erase(path)
    return left


def _remove_beside(*files: Path) -> None:
    """Remove files with all that Guard keeps beside them under their name."""
    for file in files:
        for one in file.parent.glob(f"{file.stem}*"):
            if one.is_file():
                one.unlink(missing_ok=True)


def _remove_folder(*folders: Path) -> None:
    """Remove folders that are Guard's own, by name; links are not followed."""
    for folder in folders:
        if folder.is_symlink():
            folder.unlink()
        elif folder.is_dir():
            shutil.rmtree(folder)
