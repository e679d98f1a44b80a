"""The composition root of everything without a window: it knows every room and introduces them.

`desktop` does the same for the window, apart from here so that the command line never loads Qt.
"""

import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guard import homes, instance, places
from guard.autostart import autostart
from guard.capture import catalogue
from guard.capture.catalogue import Catalogue
from guard.capture.clock import SystemClock
from guard.capture.finding import Coverage, Finding
from guard.capture.hosts import RemoteHosts
from guard.capture.identity import Identifier
from guard.capture.sensors import host
from guard.capture.watch import START_WITHIN, Watch
from guard.checkup import catalogue as checks
from guard.doctor import Part
from guard.errors import GuardError
from guard.keeping import Keeping
from guard.knowledge import platforms
from guard.profiles.book import ProfileBook
from guard.profiles.common import read_common
from guard.profiles.keeper import ProfileKeeper
from guard.profiles.name_words import read_words
from guard.profiles.palette import read_palette
from guard.profiles.profile import Profile
from guard.session import aftercare, checklist
from guard.settings import SettingsFile
from guard.ui.linux import display
from guard.ui.linux.tray_host import tray_says
from guard.vault import synced

SETTLE = START_WITHIN + 1.0
"""Seconds that one pass of `guard check` may take to hear every sensor."""

NOT_LOOKED = Coverage((), ("Nothing was watched: only the settings were asked for.",))

_DATA: dict[str, Callable[[], object]] = {
    "checklist": checklist.load,
    "platforms": platforms.load,
    "checks": checks.load_all,
    "aftercare": aftercare.load,
    "names": read_words,
    "colours": read_palette,
    "common words": read_common,
    "cloud folders": synced.load,
}


@dataclass(frozen=True, slots=True)
class Pass:
    """One look at this computer."""

    findings: tuple[Finding, ...]
    coverage: Coverage


def build_watch(tools: Catalogue | None = None) -> Watch:
    """Put the capture guard of this system together. Raises `DataFileError`."""
    known = tools or catalogue.load(host.SYSTEM)
    reader = host.process_reader()
    remote_hosts = RemoteHosts()
    watch = Watch(
        Identifier(known, reader, host.program_files(known.worth_knowing), host.desktop_entries(reader)),
        reader,
        host.sensors(reader, known, remote_hosts),
        SystemClock(),
    )
    remote_hosts.follow(lambda: watch.findings)
    return watch


def look_once() -> Pass:
    """Let every sensor have its first look, and tell what was found."""
    watch = build_watch()
    watch.start()
    try:
        watch.wait_ready(SETTLE)
        return Pass(watch.findings, watch.coverage)
    finally:
        watch.stop()


def open_book() -> Keeping:
    """Prepare to read the pseudonyms; the keyring is not asked before the first call of the keeper."""
    return Keeping(places.usual())


def profile(keeper: ProfileKeeper, profile_id: str) -> Profile:
    """Return one loaded pseudonym. Raises `NoSuchProfile`."""
    return ProfileBook(keeper.profiles).get(profile_id)


def profile_object(profile: Profile) -> dict[str, Any]:
    """Return a pseudonym as a JSON object of the command line."""
    return {
        "id": profile.id,
        "name": profile.name,
        "pronouns": profile.pronouns,
        "colour": profile.colour,
        "about": profile.about,
        "created": profile.created.isoformat(),
        "handles": [
            {"platform": each.platform, "handle": each.handle, "email": each.email}
            for each in profile.handles
        ],
        "share": list(profile.share),
        "never": list(profile.never),
        "limits": [
            {"topic": each.topic, "channel": each.channel, "level": each.level} for each in profile.limits
        ],
        "picture": profile.picture,
        "retired": profile.retired.isoformat() if profile.retired else None,
    }


def stop_session() -> str:
    """Tell the open Guard to end its session; return a sentence about it."""
    answer = instance.tell(places.usual().runtime, "stop")
    if answer is None:
        return "Guard is not open, so there is no session to end."
    return "The session has ended." if answer == "stopped" else "There is no live session to end."


def hide_window() -> str:
    """Tell the open Guard to hide everything and lock; return a sentence about it."""
    answer = instance.tell(places.usual().runtime, "hide")
    return "Guard is not open, so there is nothing to hide." if answer is None else "Everything is hidden."


def examine() -> list[Part]:
    """Tell what works here, for `guard doctor`."""
    parts = [Part("python", "on", platform.python_version())]
    try:
        tools = catalogue.load(host.SYSTEM)
        parts.append(Part("catalogue", "on", f"{len(tools.tools)} tools are known"))
        parts += _sensor_parts(build_watch(tools))
    except GuardError as error:
        parts.append(Part("catalogue", "off", error.sentence))
    broken = broken_data()
    parts += [
        Part(name, "off", broken[name].sentence) if name in broken else Part(name, "on", "readable")
        for name in _DATA
    ]
    parts += [*_secret_parts(), _settings_part(), _autostart_part()]
    shown = display.available()
    parts.append(
        Part("display", "on" if shown else "off", "a window can be opened" if shown else "there is none here")
    )
    seen, says = tray_says(os.environ, Path.home())
    parts.append(Part("tray", "on" if seen else "off", says))
    return parts


def broken_data() -> dict[str, GuardError]:
    """Read every data file but the catalogue, and return what is wrong with the ones that cannot be used."""
    broken: dict[str, GuardError] = {}
    for name, load in _DATA.items():
        try:
            load()
        except GuardError as error:
            broken[name] = error
    return broken


def _sensor_parts(watch: Watch) -> list[Part]:
    watch.start()
    try:
        watch.wait_ready(SETTLE)
        return [Part(f"sensor {one.name}", one.mode.value, one.why) for one in watch.coverage.sensors]
    finally:
        watch.stop()


def _secret_parts() -> list[Part]:
    keeping = open_book()
    try:
        return homes.parts(keeping)
    finally:
        keeping.close()


def _settings_part() -> Part:
    file = SettingsFile(places.usual().settings)
    file.load()
    return Part("settings", "off" if file.notice else "on", file.notice or "readable")


def _autostart_part() -> Part:
    try:
        on = autostart().is_on()
    except OSError as error:
        return Part("autostart", "unknown", f"it cannot be read ({error.strerror})")
    return Part(
        "autostart", "on" if on else "limited", "Guard starts with the login" if on else "switched off"
    )
