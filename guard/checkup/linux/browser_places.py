"""Where browsers keep their profiles on Linux: those of packages, of Snap and of Flatpak."""

from collections.abc import Mapping
from pathlib import Path

_FOLDERS = {
    "Chromium": ("chromium",),
    "Google Chrome": ("google-chrome", "google-chrome-beta", "google-chrome-unstable"),
    "Microsoft Edge": ("microsoft-edge", "microsoft-edge-beta", "microsoft-edge-dev"),
    "Brave": (
        "BraveSoftware/Brave-Browser",
        "BraveSoftware/Brave-Browser-Beta",
        "BraveSoftware/Brave-Browser-Nightly",
    ),
    "Vivaldi": ("vivaldi", "vivaldi-snapshot"),
    "Opera": ("opera", "opera-beta"),
    "Yandex Browser": ("yandex-browser", "yandex-browser-beta"),
}
_SNAPS = {
    "Chromium": ("snap/chromium/common/chromium", "snap/chromium/current/.config/chromium"),
    "Brave": ("snap/brave/current/.config/BraveSoftware/Brave-Browser",),
    "Opera": ("snap/opera/current/.config/opera",),
    "Vivaldi": ("snap/vivaldi/current/.config/vivaldi",),
}
_FLATPAKS = {
    "Chromium": (
        ("org.chromium.Chromium", "chromium"),
        ("io.github.ungoogled_software.ungoogled_chromium", "chromium"),
    ),
    "Google Chrome": (
        ("com.google.Chrome", "google-chrome"),
        ("com.google.ChromeDev", "google-chrome-unstable"),
    ),
    "Microsoft Edge": (
        ("com.microsoft.Edge", "microsoft-edge"),
        ("com.microsoft.EdgeDev", "microsoft-edge-dev"),
    ),
    "Brave": (("com.brave.Browser", "BraveSoftware/Brave-Browser"),),
    "Vivaldi": (("com.vivaldi.Vivaldi", "vivaldi"),),
    "Opera": (("com.opera.Opera", "opera"),),
    "Yandex Browser": (("ru.yandex.Browser", "yandex-browser"),),
}


def chromium_homes(environ: Mapping[str, str], home: Path) -> tuple[tuple[str, Path], ...]:
    """Return the folders of the Chromium family that may hold profiles, each with the browser's name."""
    config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
    return (
        *((name, config / folder) for name, folders in _FOLDERS.items() for folder in folders),
        *((name, home / folder) for name, folders in _SNAPS.items() for folder in folders),
        *(
            (name, home / ".var/app" / app / "config" / folder)
            for name, places in _FLATPAKS.items()
            for app, folder in places
        ),
    )
