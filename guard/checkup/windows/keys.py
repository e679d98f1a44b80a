"""The port to the Windows registry, and the real one behind it, always in the 64-bit view."""

import importlib
import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, Protocol

Hive = Literal["HKCU", "HKLM"]


class Kind(StrEnum):
    """The types of values that Guard reads; `OTHER` is any it does not."""

    DWORD = "dword"
    QWORD = "qword"
    STRING = "string"
    EXPAND = "expand"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Held:
    """One value: a number for `DWORD` and `QWORD`, a text for `STRING` and `EXPAND`."""

    kind: Kind
    data: int | str = ""


class Keys(Protocol):
    """The registry. Every method raises `OSError` when it is refused; what is not there is no error."""

    def value(self, hive: Hive, key: str, name: str) -> Held | None:
        """Return a value, or None when it or its key is not there."""
        ...

    def children(self, hive: Hive, key: str) -> tuple[str, ...] | None:
        """Return the names of the keys below `key`, or None when it is not there."""
        ...

    def put(self, hive: Hive, key: str, name: str, held: Held) -> None:
        """Write a `DWORD` or a `STRING`, with its key if need be."""
        ...

    def remove(self, hive: Hive, key: str, name: str) -> None:
        """Delete a value if it is there; its key stays."""
        ...


class WinregKeys:
    """`Keys` through Python's own `winreg` module."""

    def __init__(self, winreg: Any) -> None:
        """Use `winreg`, or what behaves like it."""
        self._winreg = winreg
        self._roots = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}
        self._kinds = {
            winreg.REG_DWORD: Kind.DWORD,
            winreg.REG_QWORD: Kind.QWORD,
            winreg.REG_SZ: Kind.STRING,
            winreg.REG_EXPAND_SZ: Kind.EXPAND,
        }

    def value(self, hive: Hive, key: str, name: str) -> Held | None:
        """Return a value, or None when it or its key is not there."""
        try:
            with self._open(hive, key, self._winreg.KEY_READ) as handle:
                data, number = self._winreg.QueryValueEx(handle, name)
        except FileNotFoundError:
            return None
        kind = self._kinds.get(number, Kind.OTHER)
        wanted = int if kind in (Kind.DWORD, Kind.QWORD) else str
        return Held(kind, data) if kind is not Kind.OTHER and isinstance(data, wanted) else Held(Kind.OTHER)

    def children(self, hive: Hive, key: str) -> tuple[str, ...] | None:
        """Return the names of the keys below `key`, or None when it is not there."""
        try:
            with self._open(hive, key, self._winreg.KEY_READ) as handle:
                count = self._winreg.QueryInfoKey(handle)[0]
                return tuple(self._winreg.EnumKey(handle, number) for number in range(count))
        except FileNotFoundError:
            return None

    def put(self, hive: Hive, key: str, name: str, held: Held) -> None:
        """Write a `DWORD` or a `STRING`, with its key if need be."""
        number = {Kind.DWORD: self._winreg.REG_DWORD, Kind.STRING: self._winreg.REG_SZ}[held.kind]
        access = self._winreg.KEY_SET_VALUE | self._winreg.KEY_WOW64_64KEY
        with self._winreg.CreateKeyEx(self._roots[hive], key, 0, access) as handle:
            self._winreg.SetValueEx(handle, name, 0, number, held.data)

    def remove(self, hive: Hive, key: str, name: str) -> None:
        """Delete a value if it is there; its key stays."""
        try:
            with self._open(hive, key, self._winreg.KEY_SET_VALUE) as handle:
                self._winreg.DeleteValue(handle, name)
        except FileNotFoundError:
            return

    def _open(self, hive: Hive, key: str, access: int) -> Any:
        return self._winreg.OpenKeyEx(self._roots[hive], key, 0, access | self._winreg.KEY_WOW64_64KEY)


def system_keys() -> Keys | None:
    """Return this computer's registry; None where there is none."""
    return WinregKeys(importlib.import_module("winreg")) if sys.platform == "win32" else None
