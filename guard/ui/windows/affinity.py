"""Leaving a window out of pictures on Windows: its display affinity. From Windows 10 2004 on the window is simply missing."""

import ctypes
import sys
from typing import Any

_NONE = 0x00
_EXCLUDE = 0x11  # WDA_EXCLUDEFROMCAPTURE


class AffinityShield:
    """`SetWindowDisplayAffinity` for windows of this process."""

    cannot = ""
    costs = (
        "Screen sharing, screenshots and the magnifier then show nothing where Guard's windows are, also when you want them "
        "to. A camera, a capture card and malware that runs as administrator still see the window."
    )

    def __init__(self, user32: Any = None) -> None:
        """Use this system's user32."""
        if user32 is None and sys.platform == "win32":
            user32 = ctypes.WinDLL("user32")
        self._user32 = user32

    def set(self, window_id: int, *, hidden: bool) -> None:
        """Ask the system; an old Windows refuses, which `is_hidden` tells."""
        self._user32.SetWindowDisplayAffinity(
            ctypes.c_void_p(window_id), ctypes.c_uint32(_EXCLUDE if hidden else _NONE)
        )

    def is_hidden(self, window_id: int) -> bool:
        """Read the affinity back."""
        affinity = ctypes.c_uint32(_NONE)
        read = self._user32.GetWindowDisplayAffinity(ctypes.c_void_p(window_id), ctypes.byref(affinity))
        return bool(read) and affinity.value == _EXCLUDE
