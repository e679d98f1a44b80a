"""Windows' own tools, by their full path, and what BitLocker says of the home folder's disk."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import PureWindowsPath

from guard.checkup.check import Answer, Reading
from guard.checkup.command import Ran, run
from guard.checkup.detect import DiskEncryption

Tool = Callable[[Sequence[str]], Ran]
POWERSHELL = ("powershell.exe", "-NoProfile", "-NonInteractive", "-Command")
_PLACES = {
    "powershell.exe": r"System32\WindowsPowerShell\v1.0\powershell.exe",
    "powercfg.exe": r"System32\powercfg.exe",
}
_DRIVE = re.compile(r"[A-Za-z]:")
_STATES = {
    "1": Reading(Answer.SAFE, evidence=("BitLocker protects the disk.",)),
    "2": Reading(Answer.UNSAFE, evidence=("BitLocker is off for the disk.",)),
    "3": Reading(Answer.UNKNOWN, why="The disk is being encrypted just now."),
    "4": Reading(Answer.UNKNOWN, why="The disk is being decrypted just now."),
    "5": Reading(Answer.UNKNOWN, why="BitLocker is suspended just now."),
}


def tool(environ: Mapping[str, str], start: Callable[..., Ran] = run) -> Tool:
    """Return what runs a tool of this Windows; a tool of the same name elsewhere is never taken."""
    root = next((value for name, value in environ.items() if name.casefold() == "systemroot"), "")

    def started(argv: Sequence[str]) -> Ran:
        place = _PLACES.get(argv[0].casefold())
        if place is None or not root:
            return Ran(None, why=f"The tool “{argv[0]}” is not part of this system.")
        return start([str(PureWindowsPath(root) / place), *argv[1:]], environ)

    return started


class DiskLook:
    """`Look` for `DiskEncryption`: the state that File Explorer shows, which needs no administrator."""

    def __init__(self, home: str, run_tool: Tool) -> None:
        """Look at the disk of the folder `home`."""
        self._drive = PureWindowsPath(home).drive
        self._tool = run_tool

    def __call__(self, _what: DiskEncryption) -> Reading:
        """Return what BitLocker says of the disk."""
        if not _DRIVE.fullmatch(self._drive):
            return _cannot("The home folder is not on a disk of this computer.")
        script = (
            f"(New-Object -ComObject Shell.Application).NameSpace('{self._drive}')"
            ".Self.ExtendedProperty('System.Volume.BitLockerProtection')"
        )
        ran = self._tool((*POWERSHELL, script))
        if not ran.ok:
            return _cannot(ran.why or "Windows did not say whether the disk is encrypted.")
        return _STATES.get(
            ran.out.strip(), _cannot("Windows does not say whether BitLocker protects this disk.")
        )


def _cannot(why: str) -> Reading:
    return Reading(Answer.UNKNOWN, why=why)
