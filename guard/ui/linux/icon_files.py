"""Finds the file of a program's icon by the freedesktop.org Icon Theme Specification; without Qt."""

import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HICOLOR = "hicolor"
_ENDINGS = (".png", ".svg", ".xpm")
_LARGEST = 4_000_000
_USUAL = ("scalable", *(f"{size}x{size}" for size in (128, 256, 64, 96, 48, 72, 512, 40, 36, 32, 24, 22)))
_PLAIN = re.compile(r"[^/\0]+")
_SIZE = re.compile(r"\b(\d+)(?:x\d+)?\b")
_BEST, _DRAWN, _LEAST = 128, 47, 22
_MOST_THEMES = 12
_ONE_COLOUR = "-symbolic"  # black on any ground; meant to be recoloured


@dataclass(frozen=True, slots=True)
class IconPlaces:
    """Folders of icon themes and of single pictures, the most important first, and the wanted themes."""

    themes: tuple[Path, ...]
    pictures: tuple[Path, ...]
    wanted: tuple[str, ...] = ()


def places(environ: Mapping[str, str], home: Path, wanted: Sequence[str] = ()) -> IconPlaces:
    """Take the places from the environment; `wanted` are the desktop's icon themes."""
    data = Path(environ.get("XDG_DATA_HOME") or home / ".local/share")
    shared = [
        Path(part)
        for part in (environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")
        if part.startswith("/")
    ]
    roots = [
        data,
        *shared,
        data / "flatpak/exports/share",
        Path("/var/lib/flatpak/exports/share"),
        Path("/usr/share"),
    ]
    roots = list(dict.fromkeys(roots))
    return IconPlaces(
        (home / ".icons", *(root / "icons" for root in roots)),
        tuple(root / "pixmaps" for root in roots),
        tuple(name for name in wanted if name),
    )


def find(icon: str, where: IconPlaces) -> str:
    """Return the picture file that `icon` (a name or an absolute path) stands for; empty if there is none.

    Only local regular files of a sensible size are returned. Never raises.
    """
    if icon.startswith("/"):
        return icon if icon.lower().endswith((*_ENDINGS, ".svgz")) and _is_picture(icon) else ""
    name = next((icon.removesuffix(end) for end in _ENDINGS if icon.endswith(end)), icon)
    if not _PLAIN.fullmatch(name) or name in {".", ".."} or name.endswith(_ONE_COLOUR):
        return ""
    return next((file for file in _candidates(name, where) if _is_picture(file)), "")


def _candidates(name: str, where: IconPlaces) -> Iterator[str]:
    for theme in _with_parents(where):
        folders = [folder / theme for folder in where.themes if (folder / theme).is_dir()]
        for part in _parts(folders):
            for folder in folders:
                for ending in _ENDINGS:
                    yield f"{folder}/{part}/{name}{ending}"
    for folder in (*where.pictures, *where.themes):
        for ending in _ENDINGS:
            yield f"{folder}/{name}{ending}"


def _with_parents(where: IconPlaces) -> list[str]:
    """The wanted themes, those they inherit from, and the one that every program installs into."""
    themes = [name for name in where.wanted if _PLAIN.fullmatch(name)]
    for theme in themes:  # grows while it is walked through
        for folder in where.themes:
            for parent in _values(folder / theme / "index.theme", "Inherits"):
                if parent not in themes and _PLAIN.fullmatch(parent) and len(themes) < _MOST_THEMES:
                    themes.append(parent)
    return [*(theme for theme in themes if theme != HICOLOR), HICOLOR]


def _parts(folders: Sequence[Path]) -> list[str]:
    """The subfolders of a theme, those first that look best where Guard shows them."""
    told = [part for folder in folders for part in _values(folder / "index.theme", "Directories")]
    told = [part for part in told if ".." not in part and "symbolic" not in part and "@" not in part]
    return sorted(dict.fromkeys([*(f"{size}/apps" for size in _USUAL), *told]), key=_distance)


def _distance(part: str) -> tuple[int, int]:
    """Applications first; then pictures large enough, drawings (which Qt may not draw well), smaller pictures."""
    sizes = _SIZE.findall(part)
    size = int(sizes[0]) if sizes else _DRAWN
    gap = size - _BEST if size >= _BEST else (_BEST - size) * 8 + (1_000 if size < _LEAST else 0)
    return ("apps" not in part, gap)


def _values(file: Path, key: str) -> list[str]:
    try:
        if not _is_picture(str(file)):
            return []
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    found = re.search(rf"^{key}[ \t]*=(.*)$", text, re.MULTILINE)
    return [value.strip() for value in found[1].split(",") if value.strip()] if found else []


def _is_picture(file: str) -> bool:
    """Tell whether this is a regular file, neither empty nor huge."""
    try:
        found = os.stat(file)  # noqa: PTH116 - asked of hundreds of paths
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(found.st_mode) and 0 < found.st_size <= _LARGEST
