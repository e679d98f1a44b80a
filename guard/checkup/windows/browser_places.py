"""Where browsers keep their profiles on Windows."""

from collections.abc import Mapping
from pathlib import Path

_LOCAL = {
    "Chromium": ("Chromium/User Data",),
    "Google Chrome": (
        "Google/Chrome/User Data",
        "Google/Chrome Beta/User Data",
        "Google/Chrome SxS/User Data",
    ),
    "Microsoft Edge": (
        "Microsoft/Edge/User Data",
        "Microsoft/Edge Beta/User Data",
        "Microsoft/Edge Dev/User Data",
    ),
    "Brave": (
        "BraveSoftware/Brave-Browser/User Data",
        "BraveSoftware/Brave-Browser-Beta/User Data",
        "BraveSoftware/Brave-Browser-Nightly/User Data",
    ),
    "Vivaldi": ("Vivaldi/User Data",),
    "Yandex Browser": ("Yandex/YandexBrowser/User Data",),
}
_ROAMING = {
    "Opera": ("Opera Software/Opera Stable",),
    "Opera GX": ("Opera Software/Opera GX Stable",),
}
_STORE_FIREFOX = "Packages/Mozilla.Firefox_n80bbvh6b1yt2/LocalCache/Roaming/Mozilla/Firefox"


def chromium_homes(environ: Mapping[str, str], home: Path) -> tuple[tuple[str, Path], ...]:
    """Return the folders of the Chromium family that may hold profiles, each with the browser's name."""
    local, roaming = _data(environ, home)
    return (
        *((name, local / folder) for name, folders in _LOCAL.items() for folder in folders),
        *((name, roaming / folder) for name, folders in _ROAMING.items() for folder in folders),
    )


def firefox_homes(environ: Mapping[str, str], home: Path) -> tuple[Path, ...]:
    """Return the folders that may hold Firefox's `profiles.ini`: of the installer, and of the Store."""
    local, roaming = _data(environ, home)
    return (roaming / "Mozilla/Firefox", local / _STORE_FIREFOX)


def _data(environ: Mapping[str, str], home: Path) -> tuple[Path, Path]:
    named = {name.casefold(): value for name, value in environ.items()}
    local = named.get("localappdata") or home / "AppData/Local"
    roaming = named.get("appdata") or home / "AppData/Roaming"
    return Path(local), Path(roaming)
