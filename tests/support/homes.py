"""A home of its own for each test, so that nothing touches the real one."""

import os
from collections.abc import Mapping
from pathlib import Path

_REAL_SESSION = (
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "WAYLAND_SOCKET",
    "XAUTHORITY",
    "SESSION_MANAGER",
    "AT_SPI_BUS_ADDRESS",
    "GNOME_KEYRING_CONTROL",
    "SSH_AUTH_SOCK",
    "XDG_CURRENT_DESKTOP",
    "XDG_SESSION_ID",
    "XDG_SESSION_TYPE",
    "DESKTOP_SESSION",
    "LANGUAGE",
    "PYTHON_KEYRING_BACKEND",
)


def real_session_names(*, keep_display: bool) -> list[str]:
    """Return the environment's names that lead to the session of the person who runs the tests."""
    kept = {"DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY"} if keep_display else set()
    return [name for name in _REAL_SESSION if name in os.environ and name not in kept]


def make_home(folder: Path) -> Mapping[str, str]:
    """Make a home in `folder`, of somebody who finished the guided set-up; return the environment that leads to it.

    The session bus it names does not exist: a test that wants one asks for `bus`.
    """
    homes = {
        "HOME": folder / "home",
        "XDG_CONFIG_HOME": folder / "home" / ".config",
        "XDG_DATA_HOME": folder / "home" / ".local" / "share",
        "XDG_STATE_HOME": folder / "home" / ".local" / "state",
        "XDG_CACHE_HOME": folder / "home" / ".cache",
        "XDG_RUNTIME_DIR": folder / "run",
    }
    for home in homes.values():
        home.mkdir(parents=True, exist_ok=True)
    homes["XDG_RUNTIME_DIR"].chmod(0o700)
    finished = settings_file(homes["XDG_CONFIG_HOME"])
    finished.parent.mkdir(exist_ok=True)
    finished.write_text('{"set_up": true}\n')
    bus = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder / 'run' / 'no-session-bus'}"}
    return {**{name: str(home) for name, home in homes.items()}, **bus}


def settings_file(config: Path) -> Path:
    """Return where Guard's settings lie below the configuration folder `config`; without it, Guard starts for the first time."""
    return config / "guard" / "settings.json"
