"""Spoils backups and mirrors in random ways, outside the lock and inside it, and looks at what Guard makes of them."""

import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from guard.errors import GuardError
from guard.profiles.book import ProfileBook, decode, encode
from guard.profiles.profile import new_profile
from guard.vault.recovery import agefile, archive, bundle
from guard.vault.recovery.backup import open_backup
from guard.vault.recovery.bundle import Contents
from guard.vault.recovery.kit import new_kit
from guard.vault.recovery.mirror import Mirror
from guard.vault.recovery.mirrored import MirroredRecord
from guard.vault.recovery.restore import Here, plan_restore
from tests.support.chance import seeded
from tests.support.spoiling import spoil, told

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
KEY = "kY3" + "x" * 37 + "-_9"
JOURNAL = bytes(range(256)) * 20
KIT, OTHER = new_kit(), new_kit()
_NO_BOOKS = (b"[]", b"{}", b"", b"\xff", b'{"version":1}', b'{"version":9,"profiles":[]}', b"[" * 5000)
_NO_ENTRY: dict[str, Any] = {"name": "book.json", "size": 3, "sha256": "00" * 32}
_ODD: tuple[Any, ...] = (None, -1, 0, 2**70, "", "book.json", [], {}, "1" * 4000, 1.5, True)

Members = dict[str, bytes]


def book(count: int) -> bytes:
    made = [
        new_profile(f"Heron {number}", colour="plum", palette=("plum",), today=date(2026, 11, 1))
        for number in range(count)
    ]
    return encode(ProfileBook(tuple(made)))


BOOKS = tuple(book(count) for count in (1, 3, 2))
PLAIN = tuple(bundle.pack(Contents(each, KEY, number, AT, JOURNAL)) for number, each in enumerate(BOOKS, 1))
LOCKED = tuple(agefile.lock(each, [KIT.recipient]) for each in PLAIN)


def fuzz_backups(rounds: int, seed: int) -> Counter[str]:
    """Spoil a backup `rounds` times and open it; return how often what came of it.

    Raises `AssertionError` for contents that were never backed up; what is no `GuardError` comes through.
    """
    chance, outcomes = seeded(seed), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "backup.age"
        for _ in range(rounds):
            file.write_bytes(chance.choice((_outside, _inside, _header, _forged, _older))(chance))
            outcomes[_opened(file)] += 1
    return outcomes


def fuzz_mirrors(rounds: int, seed: int) -> Counter[str]:
    """Spoil the mirror and its note `rounds` times, then load the record; the mirror has to be good again."""
    chance, outcomes = seeded(seed), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        mirror = Mirror(Path(folder) / "recovery.age", KIT.recipient, now=lambda: AT)
        states = []
        for each in BOOKS:
            mirror.refresh(each, KEY)
            states.append((mirror.path.read_bytes(), mirror._note_path.read_bytes()))
        notes = [note for _, note in states[:-1]]
        for _ in range(rounds):
            locked, note = states[-1]
            if chance.random() < 0.7:
                locked = chance.choice((_outside, _inside, _header, _forged, _older))(chance)
            if chance.random() < 0.6:
                note = chance.choice((_json, spoil))(note, chance, notes)
            for file, content in ((mirror.path, locked), (mirror._note_path, note)):
                file.write_bytes(content)
            outcomes[_renewed(mirror)] += 1
            with suppress(OSError):
                mirror.forget_earlier()
    return outcomes


def _opened(file: Path) -> str:
    try:
        plan = plan_restore(open_backup(file, KIT), Here(None, None, has_journal=False), _split)
    except GuardError as error:
        return told(error)
    contents = plan.contents
    assert contents.book in BOOKS, "a book that was never backed up"
    assert (contents.journal_key, contents.journal) in ((KEY, JOURNAL), (KEY, None)), "another journal"
    return "whole" if contents.book == BOOKS[-1] else "older"


def _renewed(mirror: Mirror) -> str:
    copies = set(mirror.copies())
    record = MirroredRecord(_Book(), lambda: mirror, lambda: KEY)
    assert record.load() == BOOKS[-1]
    contents = open_backup(mirror.path, KIT)
    assert (contents.book, contents.journal_key) == (BOOKS[-1], KEY)
    assert copies <= set(mirror.copies()), "a copy went away"
    return "set aside" if len(mirror.copies()) > len(copies) else "renewed or left"


class _Book:
    """A record that holds the newest book."""

    notice = ""

    def load(self) -> bytes:
        return BOOKS[-1]

    def save(self, data: bytes) -> bool:
        raise AssertionError(data)

    def put_back(self, data: bytes) -> None:
        raise AssertionError(data)


def _split(data: bytes) -> dict[str, bytes]:
    return {profile.id: msgspec.json.encode(profile) for profile in decode(data).profiles}


def _outside(chance: Random) -> bytes:
    return spoil(LOCKED[-1], chance, LOCKED[:-1])


def _older(chance: Random) -> bytes:
    return chance.choice((*LOCKED, agefile.lock(PLAIN[-1], [OTHER.recipient])))


def _inside(chance: Random) -> bytes:
    return agefile.lock(spoil(PLAIN[-1], chance, PLAIN[:-1]), [KIT.recipient])


def _header(chance: Random) -> bytes:
    """Change the lines before the locked part."""
    head, mark, rest = LOCKED[-1].partition(b"--- ")
    lines = head.split(b"\n")
    stanza = chance.choice(
        (
            b"-> X25519",
            b"-> scrypt AAAA 1",
            b"-> scrypt AAAA 99999999999",
            b"-> scrypt",
            b"-> \xff",
            b"->",
            b"-> ssh-rsa a b",
        )
    )
    change: Callable[[], None] = chance.choice(
        (
            lambda: lines.insert(1, stanza),
            lambda: lines.__setitem__(1, stanza),
            lambda: lines.__setitem__(
                0, chance.choice((b"age-encryption.org/v2", b"age-encryption.org/", b""))
            ),
            lambda: lines.extend([b"x" * 64] * chance.choice((1, 3000))),
        )
    )
    change()
    return b"\n".join(lines) + mark + rest


def _forged(chance: Random) -> bytes:
    """Change members or manifest, with every checksum right, as somebody could who knows the layout."""
    members = archive.read(PLAIN[-1])
    for change in chance.choices(
        (_no_book, _drop, _extra, _field, _entry, _manifest), k=chance.choice((1, 1, 2))
    ):
        if "manifest.json" in members:
            with suppress(ValueError):  # an earlier change has made it no JSON any more
                change(members, chance)
    return agefile.lock(archive.write(members, AT), [KIT.recipient])


def _no_book(members: Members, chance: Random) -> None:
    raw = members["book.json"] = chance.choice(_NO_BOOKS)
    said = json.loads(members["manifest.json"])
    said["contents"] = [
        {"name": name, "size": len(part), "sha256": hashlib.sha256(part).hexdigest()}
        for name, part in (members | {"book.json": raw}).items()
        if name not in ("README.txt", "manifest.json")
    ]
    members["manifest.json"] = json.dumps(said).encode()


def _drop(members: Members, chance: Random) -> None:
    members.pop(chance.choice(sorted(members)))


def _extra(members: Members, chance: Random) -> None:
    members[chance.choice(("../../etc/passwd", "x", "b" * 99))] = b"extra"


def _field(members: Members, chance: Random) -> None:
    members["manifest.json"] = _json(members["manifest.json"], chance, ())


def _entry(members: Members, chance: Random) -> None:
    said = json.loads(members["manifest.json"])
    said["contents"] = [
        {**_NO_ENTRY, chance.choice(("name", "size", "sha256", "more")): chance.choice(_ODD)},
        *chance.choice(((), (_NO_ENTRY,))),
    ]
    members["manifest.json"] = json.dumps(said).encode()


def _manifest(members: Members, chance: Random) -> None:
    members["manifest.json"] = spoil(members["manifest.json"], chance)


def _json(data: bytes, chance: Random, _others: object) -> bytes:
    said: dict[str, Any] = json.loads(data)
    said[chance.choice((*said, "more"))] = chance.choice(_ODD)
    return json.dumps(said).encode()
