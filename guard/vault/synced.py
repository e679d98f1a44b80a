"""Does a service copy a folder to other computers? Told by names and marks; "none known" is no promise."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

import msgspec

from guard import datafile, resources
from guard.errors import GuardError

_FILE = "vault/cloud_folders.toml"
_GOES_ON = (" ", "-", "(", "[")


class Service(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A service, the names of its folders in small letters, and what it puts into them (ending in "/": a folder)."""

    name: str
    folders: tuple[str, ...]
    marks: tuple[str, ...]
    source: str
    reviewed: date


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    service: tuple[Service, ...]


def load() -> tuple[Service, ...]:
    """Read the services that are known. Raises `DataFileError`."""
    return datafile.read(resources.root() / _FILE, _File).service


def service_of(folder: Path, services: Sequence[Service]) -> str:
    """Name the service that seems to copy `folder` or one above it; "" when none is known. Links are followed."""
    for place in (folder.absolute(), _resolved(folder)):
        for one in (place, *place.parents):
            for service in services:
                if _is_named(one.name, service.folders) or _is_marked(one, service.marks):
                    return service.name
    return ""


def backup_notice(folder: Path) -> str:
    """Return a sentence for a backup that was written into `folder`; "" when no service is known for it."""
    with suppress(GuardError):  # a backup that was made is not spoilt by a file that cannot be read
        service = service_of(folder, load())
        if service:
            return (
                f"That folder looks like one that {service} copies to an online service or another computer. The backup "
                "is encrypted, but the service can see that it is there, how large it is and when it changes."
            )
    return ""


def home_warning(folders: Iterable[Path]) -> str:
    """Return a sentence when Guard's own files lie in a folder that is copied elsewhere, "" when none is known. Raises `DataFileError`."""
    services = load()
    for folder in folders:
        service = service_of(folder, services)
        if service:
            return (
                f"Guard's own files lie in a folder that {service} seems to copy to other computers. They stay encrypted "
                "there, but deleting does not reach those copies and two computers could spoil each other's file; "
                "take Guard's folder out of what is copied."
            )
    return ""


def _is_named(name: str, known: Sequence[str]) -> bool:
    small = name.lower()
    return any(
        small == one or (small.startswith(one) and small[len(one) :].startswith(_GOES_ON)) for one in known
    )


def _is_marked(folder: Path, marks: Sequence[str]) -> bool:
    with suppress(OSError):
        return any(
            (folder / mark).is_dir() if mark.endswith("/") else (folder / mark).is_file() for mark in marks
        )
    return False


def _resolved(path: Path) -> Path:
    with suppress(OSError, RuntimeError):  # a loop of links
        return path.resolve()
    return path.absolute()
