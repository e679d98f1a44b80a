"""A stand-in for Python's `winreg` module: a registry in memory that refuses like the real one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Key:
    """One key: its values by lower-case name, as (name, data, type), and the names of the keys below."""

    name: str
    values: dict[str, tuple[str, Any, int]] = field(default_factory=dict)
    below: dict[str, "Key"] = field(default_factory=dict)


@dataclass(frozen=True)
class Handle:
    """An open key; `access` is what it was opened for."""

    key: Key
    access: int


class FakeWinreg:
    """The functions and numbers of `winreg` that Guard uses; the 32-bit view is always empty."""

    HKEY_CURRENT_USER = 0x80000001
    HKEY_LOCAL_MACHINE = 0x80000002
    REG_SZ, REG_EXPAND_SZ, REG_BINARY, REG_DWORD, REG_MULTI_SZ, REG_QWORD = 1, 2, 3, 4, 7, 11
    KEY_SET_VALUE, KEY_READ, KEY_WOW64_64KEY = 0x2, 0x20019, 0x100

    def __init__(self) -> None:
        self._roots = {self.HKEY_CURRENT_USER: Key("HKCU"), self.HKEY_LOCAL_MACHINE: Key("HKLM")}
        self.unreadable: set[str] = set()
        self.read_only: set[str] = set()

    @contextmanager
    def OpenKeyEx(self, root: int, path: str, _reserved: int, access: int) -> Iterator[Handle]:
        key = self._find(root, path, access)
        if key is None:
            raise FileNotFoundError(2, "The system cannot find the file specified", path)
        yield Handle(key, access)

    @contextmanager
    def CreateKeyEx(self, root: int, path: str, _reserved: int, access: int) -> Iterator[Handle]:
        self._find(root, path, access)
        key = self._roots[root]
        for part in path.split("\\"):
            key = key.below.setdefault(part.casefold(), Key(part))
        yield Handle(key, access)

    def QueryValueEx(self, handle: Handle, name: str) -> tuple[Any, int]:
        assert handle.access & self.KEY_READ == self.KEY_READ
        if name.casefold() not in handle.key.values:
            raise FileNotFoundError(2, "The system cannot find the file specified", name)
        _, data, kind = handle.key.values[name.casefold()]
        return data, kind

    def QueryInfoKey(self, handle: Handle) -> tuple[int, int, int]:
        assert handle.access & self.KEY_READ == self.KEY_READ
        return len(handle.key.below), len(handle.key.values), 0

    def EnumKey(self, handle: Handle, number: int) -> str:
        names = [key.name for key in handle.key.below.values()]
        if number >= len(names):
            raise OSError(22, "No more data is available")
        return names[number]

    def SetValueEx(self, handle: Handle, name: str, _reserved: int, kind: int, data: Any) -> None:
        assert handle.access & self.KEY_SET_VALUE
        assert isinstance(data, int if kind in (self.REG_DWORD, self.REG_QWORD) else str)
        handle.key.values[name.casefold()] = (name, data, kind)

    def DeleteValue(self, handle: Handle, name: str) -> None:
        assert handle.access & self.KEY_SET_VALUE
        if name.casefold() not in handle.key.values:
            raise FileNotFoundError(2, "The system cannot find the file specified", name)
        del handle.key.values[name.casefold()]

    def set(self, hive: str, path: str, name: str, data: Any, kind: int | None = None) -> None:
        """Put a value there from outside, as another program would."""
        root = self.HKEY_CURRENT_USER if hive == "HKCU" else self.HKEY_LOCAL_MACHINE
        key = self._roots[root]
        for part in path.split("\\"):
            key = key.below.setdefault(part.casefold(), Key(part))
        guessed = self.REG_DWORD if isinstance(data, int) else self.REG_SZ
        key.values[name.casefold()] = (name, data, guessed if kind is None else kind)

    def everything(self) -> dict[str, tuple[Any, int]]:
        """Return all values by their full names."""
        found: dict[str, tuple[Any, int]] = {}

        def walk(key: Key, path: str) -> None:
            for name, data, kind in key.values.values():
                found[f"{path}!{name}"] = (data, kind)
            for below in key.below.values():
                walk(below, f"{path}\\{below.name}")

        for root in self._roots.values():
            walk(root, root.name)
        return found

    def _find(self, root: int, path: str, access: int) -> Key | None:
        if not access & self.KEY_WOW64_64KEY:
            return None
        whole = f"{self._roots[root].name}\\{path}".casefold()
        shut = self.unreadable | (self.read_only if access & self.KEY_SET_VALUE else set())
        if any(whole == one.casefold() or whole.startswith(f"{one}\\".casefold()) for one in shut):
            raise PermissionError(13, "Access is denied", path)
        key: Key | None = self._roots[root]
        for part in path.split("\\"):
            key = key.below.get(part.casefold()) if key else None
        return key
