"""Searches everything a program may have left behind for words that must be nowhere."""

import base64
import os
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import psutil
import secretstorage
from jeepney.io.blocking import open_dbus_connection

_PIECE = 1 << 20
_RUNNING = ("cmdline", "comm", "environ")


def forms(word: str) -> frozenset[bytes]:
    """How `word` may stand in a file: as text, as wide text, in base64 at any offset, in hex, escaped."""
    raw = word.encode()
    found = {
        raw,
        raw.lower(),
        raw.upper(),
        word.encode("utf-16-le"),
        word.encode("utf-16-be"),
        raw.hex().encode(),
    }
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + raw)
        found.add(text[(4 if shift else 0) : len(text) // 4 * 4 - 4])
    return frozenset(form for form in found if len(form) >= 8)


def in_files(roots: Collection[Path], words: Collection[str], skip: Callable[[Path], bool]) -> list[str]:
    """Name each file under `roots` with a word in its bytes or its name; links are not followed."""
    wanted = [form for word in words for form in forms(word)]
    longest = max(map(len, wanted))
    found = []
    for file in _files(roots):
        if skip(file):
            continue
        if any(form in os.fsencode(file.name) for form in wanted) or _holds(file, wanted, longest):
            found.append(str(file))
    return found


def in_processes(words: Collection[str]) -> list[str]:
    """Name each running program that shows a word in its name, its command line or its environment."""
    wanted = [form for word in words for form in forms(word)]
    found = []
    for pid in psutil.pids():
        for name in _RUNNING:
            try:
                shown = Path(f"/proc/{pid}/{name}").read_bytes()
            except OSError:
                continue
            if any(form in shown for form in wanted):
                found.append(f"{pid} {name}")
    return found


def in_keyring(bus: str, words: Collection[str]) -> tuple[list[str], int]:
    """Name each item of the Secret Service with a word in what it shows without its secret; and count the items."""
    wanted = [form for word in words for form in forms(word)]
    found, count = [], 0
    with open_dbus_connection(bus) as link:
        for collection in secretstorage.get_all_collections(link):
            for item in collection.get_all_items():
                count += 1
                shown = repr((item.get_label(), item.get_attributes(), item.item_path)).encode()
                if any(form in shown for form in wanted):
                    found.append(item.item_path)
    return found, count


def _files(roots: Collection[Path]) -> Iterator[Path]:
    for root in roots:
        for folder, _, names in os.walk(root):
            for name in names:
                file = Path(folder) / name
                if file.is_file() and not file.is_symlink():
                    yield file


def _holds(file: Path, wanted: Collection[bytes], longest: int) -> bool:
    rest = b""
    try:
        with file.open("rb") as source:
            while piece := source.read(_PIECE):
                text = rest + piece
                if any(form in text for form in wanted):
                    return True
                rest = text[-longest:]
    except OSError:
        return False
    return False
