"""Marks what is on the pasteboard as concealed, by the name that clipboard histories on macOS look for.

Qt has no format of its own that becomes this name, so the mark is put beside Qt's text.
"""

import ctypes
import ctypes.util
from typing import Any

CONCEALED = b"org.nspasteboard.ConcealedType"


class Pasteboard:
    """The general pasteboard, asked through the Objective-C runtime. Nothing happens where there is none."""

    def __init__(self, runtime: Any = None) -> None:
        """`runtime` is the Objective-C library; None loads the system's."""
        self._runtime = runtime if runtime is not None else _load()

    def conceal(self) -> None:
        """Put the mark on the first item; its owner stays who it is."""
        if self._runtime is None:
            return
        board = self._tell(self._class(b"NSPasteboard"), b"generalPasteboard")
        item = self._tell(self._tell(board, b"pasteboardItems"), b"firstObject")
        kind = self._tell(self._class(b"NSString"), b"stringWithUTF8String:", ctypes.c_char_p(CONCEALED))
        nothing = self._tell(self._class(b"NSData"), b"data")
        self._tell(item, b"setData:forType:", ctypes.c_void_p(nothing), ctypes.c_void_p(kind))

    def _class(self, name: bytes) -> int | None:
        get = self._runtime.objc_getClass
        get.restype, get.argtypes = ctypes.c_void_p, [ctypes.c_char_p]
        return get(name)  # type: ignore[no-any-return] # a pointer, or None

    def _tell(self, target: int | None, message: bytes, *values: Any) -> int | None:
        """Send a message whose answer is an object; one to nothing is answered with nothing."""
        if not target:
            return None
        name = self._runtime.sel_registerName
        name.restype, name.argtypes = ctypes.c_void_p, [ctypes.c_char_p]
        shape = ctypes.CFUNCTYPE(
            ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, *(type(each) for each in values)
        )
        send = shape(ctypes.cast(self._runtime.objc_msgSend, ctypes.c_void_p).value or 0)
        return send(target, name(message), *values)  # type: ignore[no-any-return] # a pointer, or None


def _load() -> Any:
    path = ctypes.util.find_library("objc")
    try:
        return ctypes.CDLL(path) if path else None
    except OSError:
        return None
