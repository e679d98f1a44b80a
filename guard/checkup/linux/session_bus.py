"""Is there a session of a desktop at all? Its message bus answers, or it does not."""

import socket
from collections.abc import Mapping

from jeepney.bus import get_bus

_SECONDS = 1.0


def address(environ: Mapping[str, str]) -> str:
    """Return the address of the session's bus, "" for none."""
    said = environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    runtime = environ.get("XDG_RUNTIME_DIR", "")
    return said or (f"unix:path={runtime}/bus" if runtime else "")


def answers(environ: Mapping[str, str]) -> bool:
    """Tell whether something listens where the session's bus should be."""
    try:
        where = get_bus(address(environ))
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(_SECONDS)
            line.connect(where)
    except (OSError, RuntimeError, ValueError):
        return False
    return True
