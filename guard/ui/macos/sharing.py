"""Leaving a window out of pictures on macOS: NSWindow's sharing type, reached through the Objective-C runtime."""

import ctypes
import ctypes.util
from typing import Any

_NONE, _READ_ONLY = 0, 1  # NSWindowSharingNone, NSWindowSharingReadOnly


class SharingShield:
    """`NSWindow.sharingType` for windows of this process. Qt's window id is the NSView."""

    cannot = ""
    costs = (
        "Older screen recorders and sharing then leave Guard's windows out, also when you want them in. From macOS 15 on, "
        "programs that use the system's newer way of recording see the window all the same, and so does a camera."
    )

    def __init__(self, runtime: Any = None) -> None:
        """Use this system's Objective-C runtime."""
        self._objc = runtime or ctypes.CDLL(ctypes.util.find_library("objc") or "/usr/lib/libobjc.dylib")
        self._objc.sel_registerName.restype = ctypes.c_void_p
        self._objc.sel_registerName.argtypes = [ctypes.c_char_p]

    def set(self, window_id: int, *, hidden: bool) -> None:
        """Set the sharing type."""
        window = self._window(window_id)
        if window:
            self._send(None, [ctypes.c_ulong])(
                window, self._selector(b"setSharingType:"), _NONE if hidden else _READ_ONLY
            )

    def is_hidden(self, window_id: int) -> bool:
        """Read the sharing type back."""
        window = self._window(window_id)
        return (
            bool(window) and self._send(ctypes.c_ulong, [])(window, self._selector(b"sharingType")) == _NONE
        )

    def _window(self, view: int) -> Any:
        return self._send(ctypes.c_void_p, [])(ctypes.c_void_p(view), self._selector(b"window"))

    def _selector(self, name: bytes) -> ctypes.c_void_p:
        return ctypes.c_void_p(self._objc.sel_registerName(name))

    def _send(self, result: Any, arguments: list[Any]) -> Any:
        """Return `objc_msgSend` with one method's types, which it must be called with."""
        kind = ctypes.CFUNCTYPE(result, ctypes.c_void_p, ctypes.c_void_p, *arguments)
        return kind(("objc_msgSend", self._objc))
