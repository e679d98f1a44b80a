"""Logins over the network into this account, from the login manager's public notes in /run/systemd/sessions."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from guard.capture.finding import Kind, Sighting, Strength

_ALLOWED_IN = 0
"""The administrator's uid, who may look at anybody's display."""
_SETTLED_NS = 1_000_000_000
"""A folder that has changed within this time may have changed again without its time telling."""


@dataclass(frozen=True, slots=True)
class Login:
    """One login from elsewhere; `leader` is the process that answers for it."""

    session: str
    uid: int
    leader: int


def parse_login(session: str, text: str) -> Login | None:
    """Read the notes on one session; None when it is not a login of a person from elsewhere."""
    notes = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    uid, leader = notes.get("UID", ""), notes.get("LEADER", "")
    if notes.get("REMOTE") != "1" or notes.get("STATE") == "closing" or notes.get("CLASS") != "user":
        return None
    if not (_is_number(uid) and _is_number(leader)):
        return None
    return Login(session, int(uid), int(leader))


def read_logins(folder: Path) -> list[Login]:
    """Every login from elsewhere; none where nobody keeps notes."""
    return [login for name, text in _notes(folder) if (login := parse_login(name, text))]


class Logins:
    """The logins noted in a folder; read anew only after it has changed, for each note is replaced, never rewritten."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._changed = 0
        self._known: list[Login] = []

    def now(self) -> list[Login]:
        """Every login from elsewhere; none where nobody keeps notes."""
        try:
            changed = self._folder.stat().st_mtime_ns
        except OSError:
            self._changed = 0
            return []
        if changed != self._changed:
            self._known = read_logins(self._folder)
            self._changed = changed if time.time_ns() - changed > _SETTLED_NS else 0
        return self._known


def sighting(login: Login, sensor: str) -> Sighting:
    """What a login from elsewhere means for whoever uses a display in the same account."""
    return Sighting(
        sensor=sensor,
        key=f"login:{login.session}",
        kind=Kind.REMOTE_CONTROL,
        strength=Strength.ABLE,
        says="Somebody is logged in to this account from another computer and could watch the display; it may be you.",
        pid=login.leader,
        who="A login from another computer",
    )


def concerns(login: Login, uid: int) -> bool:
    """Tell whether a login can reach the display of the user `uid`."""
    return login.uid in (uid, _ALLOWED_IN)


def _notes(folder: Path) -> Iterator[tuple[str, str]]:
    try:
        files = [file for file in folder.iterdir() if not file.name.endswith(".ref")]
    except OSError:
        return
    for file in files:
        try:
            if file.is_file():
                yield file.name, file.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()
