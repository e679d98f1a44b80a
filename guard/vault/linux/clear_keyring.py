"""Does GNOME Keyring keep its default keyring without a password, readable for whoever has the disk?

Logins without a password make such keyrings. Told by the first bytes of the file; nothing in it is read.
"""

from collections.abc import Mapping
from pathlib import Path

WARNING = (
    "This keyring has no password, so all that is kept in it, Guard's secrets too, can be read by whoever gets at this "
    "computer's disk. Give it a password in the program “Passwords and Keys”; nothing is lost by that."
)
_CLEAR = b"[keyring]"
_USUAL = "login"
_MOST_NAME = 200


def keyring_warning(environ: Mapping[str, str], home: Path) -> str:
    """Return `WARNING` when the default keyring is seen to have no password; "" when it has one or that cannot be told."""
    folder = Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "keyrings"
    begins = _beginning(folder / f"{_default(folder)}.keyring")
    return WARNING if begins.lstrip().startswith(_CLEAR) else ""


def _default(folder: Path) -> str:
    name = _beginning(folder / "default").decode("utf-8", errors="replace").strip()
    return name if name and "/" not in name and "\0" not in name else _USUAL


def _beginning(file: Path) -> bytes:
    try:
        if not file.is_file():  # a pipe would make its reader wait
            return b""
        with file.open("rb") as stream:
            return stream.read(_MOST_NAME)
    except OSError:
        return b""
