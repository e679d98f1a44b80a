"""Puts the check-up of this computer together, for the window and for the terminal."""

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from guard import places
from guard.checkup import catalogue, host
from guard.checkup.catalogue import Catalogue
from guard.checkup.mend import Mender
from guard.checkup.run import CheckUp
from guard.checkup.undo import UndoJournal
from guard.lock import Alone


@dataclass(frozen=True, slots=True)
class Computer:
    """What is known of this system, what reads it, and what changes it."""

    known: Catalogue
    check_up: CheckUp
    mender: Mender


def this_computer(
    hidden_words: Callable[[], Collection[str]] = frozenset,
    environ: Mapping[str, str] | None = None,
    home: Path | None = None,
) -> Computer:
    """Prepare to read and change this computer; nothing is read before it is asked for. Raises `DataFileError`.

    `hidden_words` are what its user does not want to show in names; they may be asked for on any thread.
    """
    session = os.environ if environ is None else environ
    where = places.usual()
    known = catalogue.load(host.SYSTEM)
    probes = host.probes(session, home or Path.home(), hidden_words)
    desktops = host.desktops(session)
    journal = UndoJournal(where.earlier_settings, lambda: datetime.now(UTC))
    mender = Mender(probes, journal, desktops, alone=Alone(where.state / "settings.lock"))
    return Computer(known, CheckUp(known.checks, probes, desktops, undoable=mender.undoable), mender)
