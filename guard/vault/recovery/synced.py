"""Does a folder belong to a service that copies it to other computers? Told by names and marks; "no" is only a guess."""

from pathlib import Path

NOTICE = (
    "That folder looks like one that is copied to an online service. The backup is encrypted, "
    "but the service can see that it is there, how large it is and when it changes."
)
_NAMES = (
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "my drive",
    "icloud drive",
    "com~apple~clouddocs",
    "mobile documents",
    "nextcloud",
    "owncloud",
    "pcloud",
    "pclouddrive",
    "proton drive",
    "megasync",
    "syncthing",
    "seafile",
    "tresorit",
    "icedrive",
    "koofr",
    "yandex.disk",
    "kdrive",
)
_MARKS = (".dropbox", ".dropbox.cache", ".stfolder", ".owncloudsync.log", ".nextcloudsync.log", ".syncthing")


def looks_synced(folder: Path) -> bool:
    """Tell whether `folder` or one above it is known for being copied elsewhere."""
    try:
        real = folder.resolve()
        return any(_is_synced(one) for one in (real, *real.parents))
    except (OSError, RuntimeError):
        return False


def _is_synced(folder: Path) -> bool:
    name = folder.name.lower()
    named = any(name == known or name.startswith((f"{known} ", f"{known}-")) for known in _NAMES)
    return named or any((folder / mark).exists() for mark in _MARKS)
