"""Is there a display to open a window on? Asked before Qt, which would abort without one."""

import os
import socket
from collections.abc import Mapping
from pathlib import Path

_ANSWERS_WITHIN = 2.0
_X_TCP_PORT = 6000


def available(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether a Wayland or X display of `environment` answers, or Qt was told to use none."""
    if environment.get("QT_QPA_PLATFORM", "").split(":")[0] in {"offscreen", "minimal", "vnc"}:
        return True
    wayland, display = environment.get("WAYLAND_DISPLAY"), environment.get("DISPLAY")
    if wayland and _connects(str(Path(environment.get("XDG_RUNTIME_DIR", "/run")) / wayland)):
        return True
    return bool(display) and _x_answers(display or "")


def _x_answers(display: str) -> bool:
    host, _, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not number.isdigit():
        return False
    if host in {"", "unix"}:
        path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - where X servers listen, by convention
        return _connects(path) or _connects("\0" + path)
    try:
        with socket.create_connection((host.strip("[]"), _X_TCP_PORT + int(number)), _ANSWERS_WITHIN):
            return True
    except (OSError, OverflowError):
        return False


def _connects(path: str) -> bool:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as channel:
            channel.settimeout(_ANSWERS_WITHIN)
            channel.connect(path)
    except (OSError, ValueError):
        return False
    return True
