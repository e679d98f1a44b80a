"""All that Guard can read on macOS, put together."""

import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from guard.checkup import programs
from guard.checkup.browser_looks import BrowserLooks
from guard.checkup.check import Answer, Reading
from guard.checkup.detect import (
    Ask,
    Autologin,
    BrowserExtensions,
    BrowserSites,
    Command,
    Defaults,
    DiskEncryption,
    Environment,
    NamesShown,
    Paths,
    Ports,
    PrivacyDatabase,
    Processes,
    SyncedFolder,
)
from guard.checkup.macos.browser_places import chromium_homes, firefox_homes
from guard.checkup.macos.defaults import Account, DefaultsProbe
from guard.checkup.macos.folders import PathsLook, SyncedLook
from guard.checkup.macos.login import AutologinLook, DiskLook
from guard.checkup.macos.names import NamesLook, own_account
from guard.checkup.macos.ports import PortsLook
from guard.checkup.macos.privacy_database import PrivacyLook
from guard.checkup.macos.tools import Tool, tool
from guard.checkup.names import HiddenWords
from guard.checkup.probe import Look, SettingProbe

_KERNEL_NAME = 16  # macOS keeps this many letters of the name of another user's program


def settings(
    environ: Mapping[str, str] | None = None, home: Path | None = None, run_tool: Tool | None = None
) -> Mapping[type, SettingProbe]:
    """Return what can be written, for this user or the one whose environment and home folder these are."""
    return {Defaults: _defaults(environ or os.environ, home or Path.home(), run_tool)}


def looks(
    environ: Mapping[str, str],
    home: Path,
    hidden_words: HiddenWords,
    run_tool: Tool | None = None,
) -> Mapping[type, Look]:
    """Return what can only be seen, for the user whose environment and home folder these are."""
    started = run_tool or tool(environ)
    browsers = BrowserLooks(firefox_homes(home), chromium_homes(home))
    return {
        Ask: _asked,
        Autologin: AutologinLook(),
        BrowserExtensions: browsers.extensions,
        BrowserSites: browsers.sites,
        Command: partial(programs.command, tool=started),
        DiskEncryption: DiskLook(started),
        Environment: partial(_environment, environ),
        NamesShown: NamesLook(hidden_words, started),
        Paths: PathsLook(home),
        Ports: PortsLook(started),
        PrivacyDatabase: PrivacyLook(home),
        Processes: _processes,
        SyncedFolder: SyncedLook(home, _defaults(environ, home, started)),
    }


def _defaults(environ: Mapping[str, str], home: Path, run_tool: Tool | None) -> DefaultsProbe:
    try:
        name = own_account()[0]
    except (KeyError, OSError):
        name = environ.get("USER", "")
    return DefaultsProbe(Account(home, name, root=os.geteuid() == 0), run_tool or tool(environ))


def _processes(what: Processes) -> Reading:
    """Look for the names in full and as the kernel cuts them."""
    cut = tuple(name[:_KERNEL_NAME] for name in what.names if len(name) > _KERNEL_NAME)
    return programs.processes(Processes(names=(*what.names, *cut)))


def _environment(environ: Mapping[str, str], what: Environment) -> Reading:
    value = environ.get(what.name) or what.missing
    if value is None:
        return Reading(Answer.UNKNOWN, why=f"This session does not say ({what.name} is not set).")
    return Reading(value=value)


def _asked(what: Ask) -> Reading:
    return Reading(Answer.UNKNOWN, why=what.look)
