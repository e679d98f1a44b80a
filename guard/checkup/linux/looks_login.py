"""Log-in screens that log somebody in without a password, as their configuration says."""

import re
import tomllib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import Autologin

_YES = {"true", "1", "yes", "on"}
_MOST_BYTES = 1 << 20
_AGETTY = re.compile(r"^\s*ExecStart=.*\s(?:--autologin|-a)[\s=]+\S+", re.MULTILINE)
Ini = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class _Manager:
    """A log-in screen: how its service is called, its files in the order they are read, and who it logs in."""

    name: str
    services: tuple[str, ...]
    files: tuple[str, ...]
    someone: Callable[[str], bool]


class AutologinLook:
    """Looks at the log-in screen in use, or at all that are there when that cannot be told."""

    def __init__(self, root: Path = Path("/")) -> None:
        """Read the system that lies at `root`."""
        self._root = root

    def __call__(self, what: Autologin) -> Reading:
        """Say whether somebody is logged in without a password."""
        del what
        in_use = self._in_use()
        managers = [one for one in _MANAGERS if in_use is None or in_use in one.services]
        if in_use is not None and not managers:
            return _cannot(f"The log-in screen here ({in_use}) is none that Guard knows.")
        try:
            read = [(one, self._texts(one)) for one in managers]
            consoles = [file for file, text in self._consoles() if _AGETTY.search(text)]
        except OSError as error:
            return _cannot(f"{error.filename or 'A configuration file'} could not be read.")
        except ValueError:
            return _cannot("A configuration file of the log-in screen could not be understood.")
        evidence = [f"{one.name} logs somebody in ({file})." for one, (_, file) in read if file]
        evidence += [f"A console logs somebody in ({file})." for file in consoles]
        if evidence:
            return Reading(Answer.UNSAFE, evidence=tuple(evidence))
        if in_use is None and not any(there for _, (there, _) in read):
            return _cannot("Guard found no log-in screen that it knows.")
        names = " and ".join(one.name for one, (there, _) in read if there or in_use)
        return Reading(Answer.SAFE, evidence=(f"{names}: nobody is logged in without a password.",))

    def _in_use(self) -> str | None:
        """Return the service of the log-in screen in use, without its ending."""
        link = self._root / "etc/systemd/system/display-manager.service"
        with suppress(OSError):
            return link.readlink().name.removesuffix(".service")
        with suppress(OSError, UnicodeDecodeError):
            said = (self._root / "etc/X11/default-display-manager").read_text(encoding="utf-8").strip()
            return Path(said).name or None
        return None

    def _texts(self, manager: _Manager) -> tuple[bool, str]:
        """Return whether the log-in screen has any file here, and the file that logs somebody in. Raises `OSError`, `ValueError`.

        The files are judged together, as one text, because a later one overrules an earlier one.
        """
        there = [file for pattern in manager.files for file in self._files(pattern)]
        text = "\n".join(_text(file) for file in there)
        if not manager.someone(text):
            return bool(there), ""
        last = next((file for file in reversed(there) if manager.someone(_text(file))), there[-1])
        return True, str(last)

    def _consoles(self) -> Iterator[tuple[Path, str]]:
        for pattern in (
            "etc/systemd/system/getty@*.service.d/*.conf",
            "etc/systemd/system/serial-getty@*.service.d/*.conf",
        ):
            for file in sorted(self._root.glob(pattern)):
                yield file, _text(file)

    def _files(self, pattern: str) -> list[Path]:
        if "*" in pattern:
            folder = self._root / Path(pattern).parent
            if folder.is_dir():
                next(folder.iterdir(), None)  # a folder that may not be read must not look empty
            return sorted(self._root.glob(pattern))
        file = self._root / pattern
        try:
            file.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return []
        return [file]


def ini(text: str) -> Ini:
    """Read sections, keys and values; a later value overrules an earlier one. Names are read without their case."""
    found: Ini = {}
    here: dict[str, str] = found.setdefault("", {})
    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("[") and line.endswith("]"):
            here = found.setdefault(line[1:-1].strip().casefold(), {})
        elif "=" in line and not line.startswith(("#", ";")):
            key, _, value = line.partition("=")
            here[key.strip().casefold()] = value.strip().strip("\"'")
    return found


def _gdm(text: str) -> bool:
    daemon = ini(text).get("daemon", {})
    for kind in ("automaticlogin", "timedlogin"):
        if daemon.get(f"{kind}enable", "").casefold() in _YES and daemon.get(kind):
            return True
    return False


def _sddm(text: str) -> bool:
    return bool(ini(text).get("autologin", {}).get("user"))


def _lightdm(text: str) -> bool:
    seats = (keys for name, keys in ini(text).items() if name.startswith("seat"))
    return any(
        keys.get("autologin-user") or keys.get("autologin-guest", "").casefold() in _YES for keys in seats
    )


def _lxdm(text: str) -> bool:
    return bool(ini(text).get("base", {}).get("autologin"))


def _greetd(text: str) -> bool:
    """Read greetd's TOML. Raises `ValueError`."""
    return bool(tomllib.loads(text).get("initial_session"))


_MANAGERS = (
    _Manager(
        "GDM", ("gdm", "gdm3"), ("etc/gdm/custom.conf", "etc/gdm3/custom.conf", "etc/gdm3/daemon.conf"), _gdm
    ),
    _Manager(
        "SDDM",
        ("sddm",),
        ("usr/lib/sddm/sddm.conf.d/*.conf", "etc/sddm.conf.d/*.conf", "etc/sddm.conf"),
        _sddm,
    ),
    _Manager(
        "Plasma's log-in screen",
        ("plasmalogin",),
        ("usr/lib/plasmalogin.conf.d/*.conf", "etc/plasmalogin.conf.d/*.conf", "etc/plasmalogin.conf"),
        _sddm,
    ),
    _Manager(
        "LightDM",
        ("lightdm",),
        (
            "usr/share/lightdm/lightdm.conf.d/*.conf",
            "etc/lightdm/lightdm.conf.d/*.conf",
            "etc/lightdm/lightdm.conf",
        ),
        _lightdm,
    ),
    _Manager("LXDM", ("lxdm",), ("etc/lxdm/default.conf", "etc/lxdm/lxdm.conf"), _lxdm),
    _Manager("greetd", ("greetd",), ("etc/greetd/config.toml",), _greetd),
)


def _text(file: Path) -> str:
    with file.open("rb") as opened:
        return opened.read(_MOST_BYTES).decode("utf-8", "replace")


def _cannot(why: str) -> Reading:
    return Reading(Answer.UNKNOWN, why=why)
