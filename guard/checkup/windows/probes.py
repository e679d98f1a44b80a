"""All that Guard can read on Windows, put together."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path

from guard.checkup import programs
from guard.checkup.browser_looks import BrowserLooks
from guard.checkup.check import Answer, Reading
from guard.checkup.detect import (
    Ask,
    BrowserExtensions,
    BrowserSites,
    Command,
    ConsentStore,
    DiskEncryption,
    NamesShown,
    Paths,
    Ports,
    Processes,
    Registry,
    SyncedFolder,
)
from guard.checkup.probe import Look, SettingProbe
from guard.checkup.windows.browser_places import chromium_homes, firefox_homes
from guard.checkup.windows.consent_store import ConsentLook
from guard.checkup.windows.folders import PathsLook, SyncedLook
from guard.checkup.windows.keys import Keys, system_keys
from guard.checkup.windows.names import NamesLook
from guard.checkup.windows.registry import RegistryProbe
from guard.checkup.windows.tools import DiskLook, tool


def settings(keys: Keys | None = None) -> Mapping[type, SettingProbe]:
    """Return what can be written, through `keys` or this computer's registry."""
    return {Registry: RegistryProbe(keys or system_keys())}


def looks(
    environ: Mapping[str, str],
    home: Path,
    hidden_words: Callable[[], Collection[str]],
    keys: Keys | None = None,
) -> Mapping[type, Look]:
    """Return what can only be seen, for the user whose environment and home folder these are."""
    registry = keys or system_keys()
    run_tool = tool(environ)
    browsers = BrowserLooks(firefox_homes(environ, home), chromium_homes(environ, home))
    return {
        Ask: _asked,
        BrowserExtensions: browsers.extensions,
        BrowserSites: browsers.sites,
        Command: partial(programs.command, tool=run_tool),
        ConsentStore: ConsentLook(registry),
        DiskEncryption: DiskLook(str(home), run_tool),
        NamesShown: NamesLook(environ, registry, hidden_words),
        Paths: PathsLook(home),
        Ports: programs.ports,
        Processes: programs.processes,
        SyncedFolder: SyncedLook(environ, str(home), registry),
    }


def _asked(what: Ask) -> Reading:
    return Reading(Answer.UNKNOWN, why=what.look)
