"""Where browsers keep their profiles on macOS."""

from pathlib import Path

_FOLDERS = {
    "Chromium": ("Chromium",),
    "Google Chrome": ("Google/Chrome", "Google/Chrome Beta", "Google/Chrome Canary"),
    "Microsoft Edge": ("Microsoft Edge", "Microsoft Edge Beta"),
    "Brave": ("BraveSoftware/Brave-Browser",),
    "Vivaldi": ("Vivaldi",),
    "Opera": ("com.operasoftware.Opera",),
    "Arc": ("Arc/User Data",),
    "Yandex Browser": ("Yandex/YandexBrowser",),
}


def chromium_homes(home: Path) -> tuple[tuple[str, Path], ...]:
    """Return the folders of the Chromium family that may hold profiles, each with the browser's name."""
    support = home / "Library/Application Support"
    return tuple((name, support / folder) for name, folders in _FOLDERS.items() for folder in folders)


def firefox_homes(home: Path) -> tuple[Path, ...]:
    """Return where Firefox keeps its `profiles.ini`."""
    return (home / "Library/Application Support/Firefox",)
