"""Spoils a journal's files in random ways, pages sealed again with the right key or not, and looks at what opening makes of it."""

import hashlib
import hmac
import struct
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from guard.errors import GuardError
from guard.vault.journal.connection import PAGE
from guard.vault.journal.journal import Journal
from guard.vault.journal.key import SALT_BYTES, salt_of
from tests.support.chance import seeded
from tests.support.spoiling import spoil, told
from tests.vault.journal.helpers import KEY, all_bytes, created, entry, everything, opened

_SEALED, _BODY = PAGE - 64, PAGE - 80
_NAMES = ("journal.db", "journal.db-wal", "journal.db.mark", "journal.db-shm")
_FIELDS = (
    (16, ">H"),
    *((at, "B") for at in (18, 19, 20, 21)),
    *((at, ">I") for at in (24, 28, 32, 36, 40, 44, 52, 56, 60, 64, 68, 92, 96)),
)
EARLY, COUNT = 10, 30
Files = dict[str, bytes]
_STEPS: dict[str, frozenset[str]] = {
    "early": frozenset(entry(n).id for n in range(EARLY)),
    "all": frozenset(entry(n).id for n in range(COUNT)),
}


def states(folder: Path) -> dict[str, Files]:
    """Return the files of one journal: closed early, ended in the middle with a WAL, closed with everything."""
    place, found = folder / "journal.db", dict[str, Files]()
    with created(place, *(entry(n) for n in range(EARLY))):
        pass
    found["early"] = all_bytes(folder)
    with opened(place) as journal:
        for n in range(EARLY, COUNT):
            journal.add(entry(n))
        found["crashed"] = all_bytes(folder)
    found["crashed"].pop("journal.db-shm", None)
    found["all"] = all_bytes(folder)
    return found


def fuzz(rounds: int, seed: int) -> Counter[str]:
    """Spoil the journal `rounds` times; return how often what came of it.

    Raises `AssertionError` for entries that are gone or made up without a word; whatever is
    no `GuardError` comes through.
    """
    chance, outcomes = seeded(seed), Counter[str]()
    with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as folder:
        known = states(Path(made) / "data")
        for _ in range(rounds):
            files = _spoilt(known, chance)
            for name in _NAMES:
                (Path(folder) / name).unlink(missing_ok=True)
            for name, content in files.items():
                (Path(folder) / name).write_bytes(content)
            outcomes[_outcome(Path(folder) / "journal.db")] += 1
    return outcomes


def _spoilt(known: dict[str, Files], chance: Random) -> Files:
    files = dict(known[chance.choice(("all", "all", "crashed"))])
    early, main = known["early"]["journal.db"], files["journal.db"]
    how = chance.choice(("raw", "header", "field", "page", "older", "wal", "mark"))
    if how == "raw":
        files["journal.db"] = spoil(main, chance, [early])
    elif how == "header":
        at = chance.randrange(100)
        files["journal.db"] = main[:at] + chance.randbytes(chance.choice((1, 4, 16))) + main[at + 1 :]
        files["journal.db"] = files["journal.db"][: len(main)]
    elif how == "field":
        files["journal.db"] = resealed(main, 1, lambda clear: _with_other_field(clear, chance))
    elif how == "page":
        files["journal.db"] = _with_page_of(main, early, chance)
    elif how == "older":
        files["journal.db"] = early
    elif how == "wal" and files.get("journal.db-wal"):
        files["journal.db-wal"] = spoil(files["journal.db-wal"], chance, [main])
    else:
        files["journal.db.mark"] = spoil(
            files["journal.db.mark"], chance, [known["early"]["journal.db.mark"]]
        )
    return files


def _with_page_of(main: bytes, early: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(early) // PAGE) * PAGE
    return main[:at] + early[at : at + PAGE] + main[at + PAGE :]


def _with_other_field(clear: bytes, chance: Random) -> bytes:
    """Change a field of the clear header of an SQLite file: versions, counts, sizes, cookies."""
    at, form = chance.choice(_FIELDS)
    most = 2 ** (8 * struct.calcsize(form)) - 1
    value = struct.pack(form, chance.choice([0, 1, 2, 3, 99, most, chance.randint(0, most)]))
    start = at - SALT_BYTES
    return clear[:start] + value + clear[start + len(value) :]


def resealed(data: bytes, number: int, change: Callable[[bytes], bytes]) -> bytes:
    """Return the file with the clear text of a page changed, and encrypted and authenticated again with the key."""
    begin = (number - 1) * PAGE
    page = data[begin : begin + PAGE]
    start = SALT_BYTES if number == 1 else 0
    vector = page[_BODY:_SEALED]
    opener = Cipher(AES(KEY), CBC(vector)).decryptor()
    clear = change(opener.update(page[start:_BODY]))
    closer = Cipher(AES(KEY), CBC(vector)).encryptor()
    body = closer.update(clear) + vector
    salt = bytes(byte ^ 0x3A for byte in salt_of(KEY))
    code_key = hashlib.pbkdf2_hmac("sha512", KEY, salt, 2, 32)
    code = hmac.digest(code_key, body + number.to_bytes(4, "little"), "sha512")
    return data[:begin] + page[:start] + body + code + data[begin + PAGE :]


def _outcome(place: Path) -> str:
    try:
        journal = Journal.open(place, KEY, patience=0.05)
        try:
            journal.verify()
            ids, notice = frozenset(each.id for each in everything(journal)), journal.notice
        finally:
            journal.close()
    except GuardError as error:
        return told(error)
    if ids == _STEPS["all"]:
        return "whole, told" if notice else "whole"
    assert _STEPS["early"] <= ids <= _STEPS["all"], f"only {len(ids)} entries"
    assert notice, f"{len(ids)} of {COUNT} entries without a word"
    return "older, told"
