"""Which application systemd or snapd has started a process for, read from its control group; pure.

The names are those of systemd's "Desktop Environment Integration"; any process of the user
may choose such a name, so it proves nothing alone.
"""

import re

_ESCAPE = re.compile(r"\\x([0-9a-f]{2})")
_SNAP = re.compile(
    r"snap\.([^.]+)\.([^.]+?)(?:[.-][0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?\.(?:scope|service)"
)
_DBUS = re.compile(r"dbus-:[\d.]+-(.+)@[^@]*\.service")


def unit_of(cgroups: str) -> str:
    """Return the innermost unit of `/proc/<pid>/cgroup`; empty where there is none."""
    for line in cgroups.splitlines():
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if controllers in {"", "name=systemd"}:
            units = [part for part in path.split("/") if part.endswith((".scope", ".service"))]
            if units:
                return units[-1]
    return ""


def application_ids(unit: str) -> tuple[str, ...]:
    """Return the desktop file ids that a unit may stand for, the longest first, without `.desktop`.

    `app-gnome-org.gnome.Maps-2314.scope`, `app-org.kde.kate@1f.service`, `snap.vlc.player-….scope`:
    whether a launcher's name stands before the id cannot be told from the name, hence several.
    """
    if found := _SNAP.fullmatch(unit):
        return (f"{found[1]}_{found[2]}",)
    if found := _DBUS.fullmatch(unit):
        return (_plain(found[1]),)
    name, _, sort = unit.rpartition(".")
    if not name.startswith("app-") or sort not in {"scope", "service"}:
        return ()
    parts = name.removeprefix("app-").split("@")[0].split("-")
    if sort == "scope":
        parts = parts[:-1]
    return tuple([_plain("-".join(parts[first:])) for first in range(len(parts))])


def _plain(name: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), name)
