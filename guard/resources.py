"""The one door to `resources/`, wherever Guard runs from.

Three homes: beside the package in a source tree, inside the package in an
installed wheel, and inside the bundle of a frozen program.
"""

import sys
from pathlib import Path

from guard.errors import DataFileError


def root(package: Path = Path(__file__).parent, bundle: str | None = getattr(sys, "_MEIPASS", None)) -> Path:
    """Return the folder that holds Guard's data files.

    Raises `DataFileError` when the installation has lost it.
    """
    homes = [package / "_resources", package.parent / "resources"]
    if bundle:
        homes.insert(0, Path(bundle) / "guard" / "_resources")
    for home in homes:
        if home.is_dir():
            return home
    raise DataFileError(homes[-1], "the folder with Guard's data is missing")


def files(folder: str) -> list[Path]:
    """Return every TOML file of one folder of `resources/`, in a fixed order."""
    found = sorted((root() / folder).glob("*.toml"))
    if not found:
        raise DataFileError(root() / folder / "*.toml", "there is no such file")
    return found
