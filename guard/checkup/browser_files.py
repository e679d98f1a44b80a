"""What Firefox and the Chromium family have written down: which sites may do what, and which extensions read every page.

Files are read whole into memory and judged there: a browser that runs is never made to wait,
and nothing is written. Each function raises `ValueError` for what it cannot make sense of.
"""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

_MOST_BYTES = 64 << 20
_TRIES = 3
_PAUSE_SECONDS = 0.05
_HOT = bytes.fromhex("d9d505f920a163d7")  # a journal with a change that is under way begins so
_WRITE_AHEAD = 2
_ALLOW = 1
_SESSION, _UNTIL = 1, 2  # Firefox's kinds of an end; 0 is never, 3 as long as an organisation wants
_BUILT_IN = {"app-builtin", "app-builtin-addons", "app-system-defaults", "app-system-addons"}
_INTERNAL = {5, 10}  # Chromium's own components
_EVERY = {"<all_urls>", "*://*/*", "http://*/*", "https://*/*", "*://*:*/*", "https://*:*/*"}
_EPOCH_1601_SECONDS = 11_644_473_600


def read_bytes(file: Path) -> bytes:
    """Read a whole file. Raises `OSError`, `ValueError`."""
    with file.open("rb") as opened:
        raw = opened.read(_MOST_BYTES + 1)
    if len(raw) > _MOST_BYTES:
        raise ValueError("it is too long")
    return raw


def read_json(file: Path) -> dict[str, Any]:
    """Read a JSON object. Raises `OSError`, `ValueError`."""
    try:
        said = json.loads(read_bytes(file))
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    return _object(said)


def read_database(file: Path) -> bytes:
    """Read an SQLite database that nobody is writing to just now. Raises `OSError`, `ValueError`."""
    journal = file.with_name(f"{file.name}-journal")
    for _ in range(_TRIES):
        if not _begins(journal, _HOT):
            raw = read_bytes(file)
            if not _begins(journal, _HOT):
                return _alone(file, raw)
        time.sleep(_PAUSE_SECONDS)
    raise ValueError("the browser is writing to it")


def firefox_sites(database: bytes, kinds: tuple[str, ...], now: float) -> list[str]:
    """Return the sites that are allowed one of `kinds` at `now` (seconds since 1970), from `permissions.sqlite`. Raises `ValueError`."""
    if not database:
        return []  # Firefox has only just made it
    with closing(sqlite3.connect(":memory:")) as held:
        try:
            held.deserialize(database)
            held.execute("PRAGMA trusted_schema = OFF")
            rows = held.execute(
                "SELECT origin, type, permission, expireType, expireTime FROM moz_perms"
            ).fetchall()
        except (sqlite3.Error, OverflowError, MemoryError) as error:
            raise ValueError("it is no database of permissions") from error
    found: dict[str, None] = {}
    for origin, kind, permission, ends, end in rows:
        if str(kind).partition("^")[0] not in kinds or permission != _ALLOW:
            continue
        over = ends == _SESSION or (ends == _UNTIL and isinstance(end, int | float) and end / 1000 <= now)
        if not over:
            found[str(origin).partition("^")[0]] = None
    return list(found)


def chromium_sites(preferences: dict[str, Any], kind: str, now: float) -> list[str]:
    """Return the sites that are allowed `kind` at `now`, from `Preferences`. Raises `ValueError`."""
    content = _inside(_inside(preferences, "profile"), "content_settings")
    found = []
    for pattern, said in _inside(_inside(content, "exceptions"), kind).items():
        if _object(said).get("setting") == _ALLOW and not _over(said.get("expiration"), now):
            found.append(pattern.partition(",")[0])
    if _inside(_inside(preferences, "profile"), "default_content_setting_values").get(kind) == _ALLOW:
        found.append("every site")
    return found


def firefox_extensions(said: dict[str, Any]) -> list[str]:
    """Return the active extensions that may read every page, from `extensions.json`. Raises `ValueError`."""
    addons = said.get("addons")
    if not isinstance(addons, list) or not all(isinstance(one, dict) for one in addons):
        raise ValueError("it lists no extensions")
    found = []
    for one in addons:
        if one.get("type") != "extension" or not one.get("active") or one.get("location") in _BUILT_IN:
            continue
        granted = one.get("userPermissions") or {}
        origins = granted.get("origins") if isinstance(granted, dict) else None
        if _reads_all(origins):
            name = (one.get("defaultLocale") or {}).get("name")
            found.append(str(name or one.get("id") or "an extension"))
    return found


def chromium_extensions(said: dict[str, Any]) -> list[str]:
    """Return the extensions that are on and may read every page, from `Preferences` or `Secure Preferences`. Raises `ValueError`."""
    found = []
    for key, one in _inside(_inside(said, "extensions"), "settings").items():
        if not isinstance(one, dict) or one.get("location") in _INTERNAL or _is_off(one):
            continue
        manifest: dict[str, Any] = one["manifest"] if isinstance(one.get("manifest"), dict) else {}
        if not manifest and not isinstance(one.get("active_permissions"), dict) and one.get("path"):
            raise ValueError("an extension does not say what it may do")
        if _reads_all(_granted(one, manifest)):
            name = str(manifest.get("name") or "")
            found.append(key if not name or name.startswith("__MSG_") else name)
    return found


def _granted(one: dict[str, Any], manifest: dict[str, Any]) -> list[Any]:
    active = one.get("active_permissions")
    if isinstance(active, dict):
        return [*_list(active.get("explicit_host")), *_list(active.get("scriptable_host"))]
    scripts = (script for script in _list(manifest.get("content_scripts")) if isinstance(script, dict))
    return [
        *_list(manifest.get("host_permissions")),
        *_list(manifest.get("permissions")),
        *(place for script in scripts for place in _list(script.get("matches"))),
    ]


def _is_off(one: dict[str, Any]) -> bool:
    return bool(one.get("disable_reasons")) or one.get("state", 1) == 0


def _reads_all(places: Any) -> bool:
    return any(isinstance(place, str) and place in _EVERY for place in _list(places))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _inside(value: dict[str, Any], key: str) -> dict[str, Any]:
    return _object(value.get(key, {}))


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("it is no object")  # noqa: TRY004 - a file's content is wrong, not a caller's type
    return value


def _over(expiration: Any, now: float) -> bool:
    """Tell whether a time as Chromium writes it (microseconds since 1601, "0" for never) has passed."""
    try:
        micros = int(expiration or 0)
    except (TypeError, ValueError):
        return False
    return micros > 0 and micros / 1e6 - _EPOCH_1601_SECONDS < now


def _begins(file: Path, head: bytes) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(len(head)) == head
    except FileNotFoundError:
        return False


def _alone(file: Path, raw: bytes) -> bytes:
    """Return the database so that it can be opened without its other files. Raises `OSError`, `ValueError`."""
    if len(raw) > 19 and raw[18] == _WRITE_AHEAD:  # noqa: PLR2004 - where SQLite's header says how it writes
        ahead = file.with_name(f"{file.name}-wal")
        if ahead.exists() and ahead.stat().st_size:
            raise ValueError("the browser has not finished writing to it")
        return raw[:18] + b"\x01\x01" + raw[20:]
    return raw


def profiles_of(home: Path) -> Iterator[Path]:
    """Yield the profiles of one browser of the Chromium family: folders with a file `Preferences`. Raises `OSError`."""
    for folder in (home, *sorted(home.iterdir())):
        if folder.is_dir() and (folder / "Preferences").exists():
            yield folder
