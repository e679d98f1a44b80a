"""The real services behind desktops' settings, on a private bus, and a stand-in for the user's systemd."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from jeepney import message_bus
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg

from tests.support.children import running
from tests.support.waiting import wait_until

_PLACES = {
    "ca.desrt.dconf": ["/usr/libexec/dconf-service", "/usr/lib/dconf/dconf-service"],
    "org.xfce.Xfconf": [
        "/usr/lib/x86_64-linux-gnu/xfce4/xfconf/xfconfd",
        "/usr/lib/aarch64-linux-gnu/xfce4/xfconf/xfconfd",
        "/usr/libexec/xfce4/xfconf/xfconfd",
        "/usr/lib/xfce4/xfconf/xfconfd",
    ],
}
DCONF, XFCONF = _PLACES


def installed(service: str) -> str | None:
    """Return the program of a service, or None."""
    return next((place for place in _PLACES[service] if Path(place).exists()), None)


@contextmanager
def stores(address: str, *services: str, env: Mapping[str, str] | None = None) -> Iterator[dict[str, str]]:
    """Run settings services on the bus at `address`; yields the environment of a session with them."""
    session = {**(os.environ if env is None else env), "DBUS_SESSION_BUS_ADDRESS": address}
    with ExitStack() as stack:
        for service in services:
            program = installed(service)
            if program is None:
                pytest.skip(f"the service {service} is not installed")
            stack.enter_context(running([program], env=session))
        with open_dbus_connection(address) as line:
            for service in services:
                wait_until(
                    lambda name=service: unwrap_msg(  # type: ignore[misc]  # mypy cannot infer a lambda with a default
                        line.send_and_get_reply(message_bus.NameHasOwner(name), timeout=10)
                    )[0],
                    what=f"{service} on the bus",
                )
        yield session


def needs(*tools: str) -> pytest.MarkDecorator:
    """Skip a test where a tool is not installed."""
    missing = [tool for tool in tools if shutil.which(tool) is None]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


_SYSTEMCTL = """#!/usr/bin/python3
import json, sys
words = [word for word in sys.argv[1:] if word != "--" and word != "--user"]
verb, options = words[0], [word for word in words[1:] if word.startswith("--")]
names = [word for word in words[1:] if not word.startswith("--")]
path = {state!r}
units = json.load(open(path))
if units is None:
    sys.exit("Failed to connect to bus: No such file or directory")
if verb == "show":
    blocks = []
    for name in names:
        unit = units.get(name)
        load = "loaded" if unit else "not-found"
        file, active = unit or ["", "inactive"]
        blocks.append(f"Id={{name}}\\nLoadState={{load}}\\nActiveState={{active}}\\nUnitFileState={{file}}\\n")
    print("\\n".join(blocks), end="")
    sys.exit()
for name in names:
    unit = units[name]
    if verb == "disable" and not name.startswith("global"):
        unit[0] = "disabled"
    elif verb == "enable":
        unit[0] = "enabled-runtime" if "--runtime" in options else "enabled"
    elif verb == "mask":
        unit[0] = "masked"
    elif verb == "unmask":
        unit[0] = "enabled" if name.startswith("global") else "disabled"
    elif verb in ("start", "stop"):
        unit[1] = "active" if verb == "start" else "inactive"
json.dump(units, open(path, "w"))
"""


class FakeSystemctl:
    """A `systemctl --user` that keeps its units in a file: name -> [start-up, state]; names with "global" are on for everybody."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._state = folder / "units.json"
        tool = folder / "systemctl"
        tool.write_text(_SYSTEMCTL.format(state=str(self._state)), encoding="utf-8")
        tool.chmod(0o755)
        self.folder = folder
        self.units = {}

    @property
    def units(self) -> dict[str, list[str]] | None:
        found: dict[str, list[str]] | None = json.loads(self._state.read_text(encoding="utf-8"))
        return found

    @units.setter
    def units(self, units: Mapping[str, list[str]] | None) -> None:
        self._state.write_text(json.dumps(units), encoding="utf-8")
