"""All that Guard can only look at on Linux, put together."""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from guard.checkup import programs
from guard.checkup.browser_looks import BrowserLooks
from guard.checkup.check import Answer, Reading
from guard.checkup.command import Ran, run
from guard.checkup.detect import (
    Ask,
    Autologin,
    BrowserExtensions,
    BrowserSites,
    Command,
    ConfigFile,
    DiskEncryption,
    Environment,
    NamesShown,
    Paths,
    Ports,
    Processes,
    Program,
    RecentPictures,
    SandboxPermissions,
    SyncedFolder,
    SystemUnit,
    Thumbnails,
)
from guard.checkup.linux.browser_places import chromium_homes
from guard.checkup.linux.looks_clouds import SyncedLook
from guard.checkup.linux.looks_disk import DiskLook
from guard.checkup.linux.looks_files import FileLooks
from guard.checkup.linux.looks_login import AutologinLook
from guard.checkup.linux.looks_names import EnvironmentLook, NamesLook
from guard.checkup.linux.looks_ports import ports
from guard.checkup.linux.looks_processes import processes
from guard.checkup.linux.looks_programs import ProgramLook
from guard.checkup.linux.looks_sandbox import SandboxLook
from guard.checkup.linux.looks_services import system_unit
from guard.checkup.linux.looks_traces import TraceLooks
from guard.checkup.linux.settings import firefox_homes
from guard.checkup.names import HiddenWords
from guard.checkup.probe import Look

_TOOL_SECONDS = 2.0
_STUCK_SECONDS = 15.0


def looks(environ: Mapping[str, str], home: Path, hidden_words: HiddenWords) -> Mapping[type, Look]:
    """Return what can only be seen in the session that `environ` describes, for the user with `home`.

    `hidden_words` gives the words that no name shown to others should hold.
    """
    tool = WaryTool(lambda argv: run(argv, environ, _TOOL_SECONDS))
    files = FileLooks(environ, home)
    traces = TraceLooks(environ, home)
    browsers = BrowserLooks(firefox_homes(environ, home), chromium_homes(environ, home))
    return {
        Ask: ask,
        Autologin: AutologinLook(),
        BrowserExtensions: browsers.extensions,
        BrowserSites: browsers.sites,
        Command: partial(programs.command, tool=tool),
        ConfigFile: files.config_file,
        DiskEncryption: DiskLook(home),
        Environment: EnvironmentLook(environ),
        NamesShown: NamesLook(hidden_words),
        Paths: files.paths,
        Ports: ports,
        Processes: processes,
        Program: ProgramLook(environ, home),
        RecentPictures: traces.recent,
        SandboxPermissions: SandboxLook(environ, home),
        SyncedFolder: SyncedLook(environ, home),
        SystemUnit: partial(system_unit, tool=tool),
        Thumbnails: traces.thumbnails,
    }


class WaryTool:
    """Runs tools; one that did not answer in time is not asked again for a while, so that it holds up one check only."""

    def __init__(
        self, tool: Callable[[Sequence[str]], Ran], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Run commands with `tool`."""
        self._tool = tool
        self._clock = clock
        self._stuck: dict[str, tuple[float, Ran]] = {}

    def __call__(self, argv: Sequence[str]) -> Ran:
        """Run `argv`, or repeat at once that its tool does not answer."""
        since, known = self._stuck.get(argv[0], (0.0, None))
        if known is not None and self._clock() - since < _STUCK_SECONDS:
            return known
        ran = self._tool(argv)
        if ran.slow:
            self._stuck[argv[0]] = (self._clock(), ran)
        return ran


def ask(what: Ask) -> Reading:
    """Only a person can see this: say where to look."""
    return Reading(Answer.UNKNOWN, why=what.look)
