"""Which system and which desktops run here, and what can be read on them; the only place of the room that asks."""

import sys
from collections.abc import Mapping
from pathlib import Path

import psutil

from guard.checkup.check import Desktop, System
from guard.checkup.detect import FirefoxPref
from guard.checkup.firefox_pref import FirefoxPrefProbe
from guard.checkup.names import HiddenWords
from guard.checkup.probe import Look, Probes, SettingProbe

if sys.platform == "linux":
    from guard.checkup.linux.looks import looks as looks_here
    from guard.checkup.linux.looks_programs import looks_for_one_pass
    from guard.checkup.linux.settings import FIREFOX_POLICIES, firefox_homes, settings

    SYSTEM: System = "linux"

    def _settings(environ: Mapping[str, str], home: Path, *, at_once: bool) -> Mapping[type, SettingProbe]:
        return settings(environ, home, at_once=at_once)

    def _firefox(environ: Mapping[str, str], home: Path) -> FirefoxPrefProbe:
        return FirefoxPrefProbe(firefox_homes(environ, home), FIREFOX_POLICIES, running=_firefox_runs)

    def _looks_for_one_pass(environ: Mapping[str, str], home: Path) -> Mapping[type, Look]:
        return looks_for_one_pass(environ, home)

elif sys.platform == "win32":
    from guard.checkup.windows.probes import looks as looks_here
    from guard.checkup.windows.probes import settings

    SYSTEM: System = "windows"

    def _settings(environ: Mapping[str, str], home: Path, *, at_once: bool) -> Mapping[type, SettingProbe]:
        del environ, home, at_once
        return settings()

    def _firefox(environ: Mapping[str, str], home: Path) -> FirefoxPrefProbe:
        roaming = Path(environ.get("APPDATA") or home / "AppData/Roaming")
        programs = Path(environ.get("PROGRAMFILES") or "C:/Program Files")
        policies = (programs / "Mozilla Firefox/distribution/policies.json",)
        return FirefoxPrefProbe((roaming / "Mozilla/Firefox",), policies, running=_firefox_runs)

    def _looks_for_one_pass(environ: Mapping[str, str], home: Path) -> Mapping[type, Look]:
        del environ, home
        return {}

else:
    from guard.checkup.macos.probes import looks as looks_here
    from guard.checkup.macos.probes import settings

    SYSTEM: System = "macos"

    def _settings(environ: Mapping[str, str], home: Path, *, at_once: bool) -> Mapping[type, SettingProbe]:
        del at_once
        return settings(environ, home)

    def _firefox(environ: Mapping[str, str], home: Path) -> FirefoxPrefProbe:
        del environ
        policies = (Path("/Applications/Firefox.app/Contents/Resources/distribution/policies.json"),)
        homes = (home / "Library/Application Support/Firefox",)
        return FirefoxPrefProbe(homes, policies, running=_firefox_runs)

    def _looks_for_one_pass(environ: Mapping[str, str], home: Path) -> Mapping[type, Look]:
        del environ, home
        return {}


_DESKTOPS: dict[str, Desktop] = {
    "gnome": "gnome",
    "gnome-classic": "gnome",
    "gnome-flashback": "gnome",
    "ubuntu": "gnome",
    "unity": "gnome",
    "budgie": "gnome",
    "pop": "gnome",
    "kde": "kde",
    "cinnamon": "cinnamon",
    "x-cinnamon": "cinnamon",
    "mate": "mate",
    "xfce": "xfce",
}


def desktops(environ: Mapping[str, str]) -> tuple[Desktop, ...]:
    """Return the desktops that the session says it is, in its own order; none for a bare window manager or no session."""
    words = environ.get("XDG_CURRENT_DESKTOP", "").casefold().split(":")
    return tuple(dict.fromkeys(_DESKTOPS[word.strip()] for word in words if word.strip() in _DESKTOPS))


def probes(environ: Mapping[str, str], home: Path, hidden_words: HiddenWords = frozenset) -> Probes:
    """Return what can be read and written in the session that `environ` describes, for the user with `home`.

    `hidden_words` gives the words that no name shown to others should hold; they are asked for when needed.
    """
    looks: Mapping[type, Look] = looks_here(environ, home, hidden_words)

    def made(*, at_once: bool) -> Mapping[type, SettingProbe]:
        return {**_settings(environ, home, at_once=at_once), FirefoxPref: _firefox(environ, home)}

    def one_pass() -> Probes:
        return Probes(made(at_once=True), {**looks, **_looks_for_one_pass(environ, home)})

    return Probes(made(at_once=False), looks, at_once=one_pass)


def _firefox_runs(profile: Path) -> bool:
    """Tell whether any Firefox runs; which profile it has open is not asked, to be on the careful side."""
    del profile
    return any(
        (one.info["name"] or "").casefold().startswith("firefox") for one in psutil.process_iter(["name"])
    )
