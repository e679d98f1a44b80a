"""The recovery kit: an age identity that its owner keeps on paper or a stick, and Guard does not.

Reads a kit however it comes back: typed, pasted, scanned, or as a file; with other case,
spaces, line breaks and text around it.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from guard.vault.recovery import agefile, bech32, files
from guard.vault.recovery.errors import (
    KitIsABackup,
    KitIsPublicHalf,
    KitMistyped,
    KitUnreadable,
    NotAKit,
    SeveralKits,
)

PREFIX = "AGE-SECRET-KEY-"
LENGTH = 58  # characters after the prefix and its "1"
MAX_TEXT = 100_000
_NEARLY = LENGTH - 8
_DASH = "[-\u2010-\u2015\u2212]"
_START = re.compile(
    r"\s*".join(_DASH if c == "-" else re.escape(c) for c in PREFIX + "1"),
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^[ \t]*[>#|*][>#|* \t]*", re.MULTILINE)
_PUBLIC = re.compile(r"\bage1[a-z0-9]{50,}", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z0-9]*")


@dataclass(frozen=True, slots=True)
class Kit:
    """A whole kit. `code` is the secret line and never shows in a `repr`; `recipient` is public."""

    code: str = field(repr=False)
    recipient: str


def new_kit() -> Kit:
    """Make a kit that nobody has ever seen. To be shown once; only its recipient may be kept."""
    return _kit(agefile.new_identity())


def parse_kit(text: str) -> Kit:
    """Find the kit in what a person typed, pasted or scanned. Raises `NotAKit` and its kinds, `KitMistyped`."""
    if len(text) > MAX_TEXT:
        raise NotAKit("too long")
    plain = _QUOTED.sub(" ", _plain(text))
    tails = [plain[match.end() :] for match in _START.finditer(plain)]
    whole = {code for tail in tails if (code := _whole_code(tail))}
    if len(whole) > 1:
        raise SeveralKits
    if whole:
        return _kit(whole.pop())
    if tails:
        raise _mistake(max(tails, key=lambda tail: len(_data(tail))))
    if agefile.is_age(text.encode("utf-8", "replace")):
        raise KitIsABackup
    raise KitIsPublicHalf if _PUBLIC.search(plain) else NotAKit


def read_kit(file: Path) -> Kit:
    """Read a kit from a file, as Guard or `age-keygen` writes it. Raises as `parse_kit`, and `KitUnreadable`."""
    try:
        data = files.read_up_to(file, MAX_TEXT + 1)
    except OSError as error:
        raise KitUnreadable(type(error).__name__) from error
    if agefile.is_age(data):
        raise KitIsABackup
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    return parse_kit(data.decode(encoding, "replace"))


def _kit(code: str) -> Kit:
    try:
        return Kit(code, agefile.recipient_of(code))
    except ValueError:
        raise KitMistyped("That code is not one that a kit can have") from None


def _plain(text: str) -> str:
    """Return `text` with look-alike spaces and letters made ordinary and invisible characters gone."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")


def _whole_code(tail: str) -> str | None:
    data = _data(tail)
    if len(data) == LENGTH and bech32.is_whole(PREFIX.lower(), data):
        return f"{PREFIX}1{data.upper()}"
    return None


def _data(tail: str) -> str:
    """Return up to `LENGTH` characters of the code, which white space may break anywhere; all if more are stuck to it."""
    kept: list[str] = []
    for where, c in enumerate(tail):
        if c.isspace():
            continue
        if not _WORD.fullmatch(c):
            break
        kept.append(c)
        if len(kept) == LENGTH:
            kept += _glued(tail, where + 1)
            break
    return "".join(kept).lower()


def _glued(tail: str, start: int) -> str:
    match = _WORD.match(tail, start)
    return match[0] if match else ""


def _mistake(tail: str) -> KitMistyped:
    """Say what is wrong with a code that is not whole; never more of it than a position."""
    data = _data(tail)
    run = len(_glued(tail.lstrip(), 0))
    length = run if _NEARLY <= run < LENGTH else len(data)
    if length != LENGTH:
        much = "short" if length < LENGTH else "long"
        return KitMistyped(
            f"That code is too {much}: it has {length} characters after {PREFIX}1 instead of {LENGTH}"
        )
    where = bech32.only_mistake(PREFIX.lower(), data) or next(iter(bech32.strangers(data)), None)
    if where is None:
        return KitMistyped("More than one character of that code is not as printed")
    return KitMistyped(f"Character {where} after {PREFIX}1 is not as printed", where)
