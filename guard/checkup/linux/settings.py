"""The settings of Linux desktops that Guard can write: for one question, or for one pass over many."""

from collections.abc import Mapping
from pathlib import Path

from guard.checkup.command import Patience, Ran, run
from guard.checkup.detect import GSettings, KConfig, UserUnit, Xfconf
from guard.checkup.linux.gsettings import GSettingsProbe
from guard.checkup.linux.kconfig import KConfigProbe
from guard.checkup.linux.user_unit import UserUnitProbe
from guard.checkup.linux.xfconf import Service, XfconfProbe
from guard.checkup.probe import SettingProbe


def settings(environ: Mapping[str, str], home: Path, *, at_once: bool = False) -> Mapping[type, SettingProbe]:
    """Return the probes of the session that `environ` describes; `at_once` for one pass over many checks."""

    def tool(argv: list[str]) -> Ran:
        return run(argv, environ)

    patient = Patience(tool) if at_once else tool
    return {
        GSettings: GSettingsProbe(environ, patient, at_once=at_once),
        KConfig: KConfigProbe(environ, home, patient),
        Xfconf: XfconfProbe(environ, Service(environ, patient=not at_once)),
        UserUnit: UserUnitProbe(environ, patient),
    }


def firefox_homes(environ: Mapping[str, str], home: Path) -> tuple[Path, ...]:
    """Return where Firefox keeps its `profiles.ini`: of packages, of Snap and of Flatpak."""
    config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
    return (
        home / ".mozilla/firefox",
        config / "mozilla/firefox",
        home / "snap/firefox/common/.mozilla/firefox",
        home / ".var/app/org.mozilla.firefox/.mozilla/firefox",
    )


FIREFOX_POLICIES = (
    Path("/etc/firefox/policies/policies.json"),
    Path("/usr/lib/firefox/distribution/policies.json"),
    Path("/usr/lib/firefox-esr/distribution/policies.json"),
)
