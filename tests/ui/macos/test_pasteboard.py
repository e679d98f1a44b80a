"""The concealed mark, told to a runtime that only remembers what it was told."""

import ctypes
from collections.abc import Callable

from guard.ui.macos.pasteboard import CONCEALED, Pasteboard

POINTERS = [ctypes.c_void_p] * 4
SEND = ctypes.CFUNCTYPE(ctypes.c_void_p, *POINTERS)


class Names:
    """Hands out a number for each name."""

    def __init__(self) -> None:
        self.names: list[bytes] = []

    def __call__(self, name: bytes) -> int:
        if name not in self.names:
            self.names.append(name)
        return self.names.index(name) + 1


class Runtime:
    """Answers every message with one object, or with none to `mute`."""

    def __init__(self, mute: bytes = b"") -> None:
        self.objc_getClass: Callable[[bytes], int] = Names()
        self.selectors = Names()
        self.sel_registerName: Callable[[bytes], int] = self.selectors
        self.told: list[bytes] = []
        self.mute = mute
        self.objc_msgSend = SEND(self._hear)

    def _hear(self, _target: int, selector: int, first: int, _second: int) -> int:
        name = self.selectors.names[selector - 1]
        self.told.append(name)
        if name == b"stringWithUTF8String:":
            self.told.append(ctypes.string_at(first))
        return 0 if name == self.mute else 77


def test_the_mark_is_put_on_the_first_item() -> None:
    runtime = Runtime()
    Pasteboard(runtime).conceal()
    assert runtime.told == [
        b"generalPasteboard",
        b"pasteboardItems",
        b"firstObject",
        b"stringWithUTF8String:",
        CONCEALED,
        b"data",
        b"setData:forType:",
    ]


def test_without_an_item_nothing_is_marked() -> None:
    runtime = Runtime(mute=b"pasteboardItems")
    Pasteboard(runtime).conceal()
    assert b"setData:forType:" not in runtime.told
