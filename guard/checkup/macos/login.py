"""Logging in without a password, and whether the disk is encrypted."""

import re
from pathlib import Path

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import Autologin, DiskEncryption
from guard.checkup.macos import plists
from guard.checkup.macos.tools import Tool

FDESETUP = "/usr/bin/fdesetup"
_WINDOW = "Preferences/com.apple.loginwindow.plist"


class AutologinLook:
    """`Look` for `Autologin`."""

    def __init__(self, library: Path = Path("/Library")) -> None:
        """Look at the login window's settings below `library`."""
        self._file = library / _WINDOW

    def __call__(self, _what: Autologin) -> Reading:
        """Say whether macOS logs somebody in by itself."""
        try:
            held = plists.from_file(self._file)
        except (OSError, ValueError):
            return _cannot("macOS does not let Guard read the login window's settings.")
        if held is None:
            return _cannot("The login window's settings are not where macOS keeps them.")
        name = held.get("autoLoginUser")
        if name is None:
            return Reading(Answer.SAFE, evidence=("The login window names nobody to log in by itself.",))
        if not isinstance(name, str) or not name:
            return _cannot("The login window's settings hold something that Guard does not know.")
        return Reading(Answer.UNSAFE, evidence=(f"macOS logs {name} in by itself.",))


class DiskLook:
    """`Look` for `DiskEncryption`: what FileVault says."""

    def __init__(self, tool: Tool) -> None:
        """Ask FileVault through `tool`."""
        self._tool = tool

    def __call__(self, _what: DiskEncryption) -> Reading:
        """Say whether the disk is encrypted."""
        ran = self._tool([FDESETUP, "status"])
        if not ran.ok:
            return _cannot(ran.why or "FileVault did not say whether it is on.")
        if re.search(r"in progress", ran.out):
            return _cannot("The disk is being encrypted or decrypted just now.")
        if re.search(r"(?m)^FileVault is On\.", ran.out):
            return Reading(Answer.SAFE, evidence=("FileVault is on.",))
        if re.search(r"(?m)^FileVault is Off\.", ran.out):
            return Reading(Answer.UNSAFE, evidence=("FileVault is off.",))
        return _cannot("What FileVault said is not something that Guard knows.")


def _cannot(why: str) -> Reading:
    return Reading(Answer.UNKNOWN, why=why)
