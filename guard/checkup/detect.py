"""What the data may ask to be read: the parameters of every probe. Pure; the reading is done elsewhere.

`SETTINGS` can be written and put back; everything else is only looked at.
All systems' probes are known on all systems, so that all data is checked everywhere.
"""

from typing import Annotated, Literal

import msgspec

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Names = Annotated[tuple[Name, ...], msgspec.Meta(min_length=1)]


class _Probe(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="probe", rename="kebab"
):
    """What every probe's parameters have in common: nothing but their form."""


class GSettings(_Probe, frozen=True, tag="gsettings"):
    """A key of dconf. Values are GVariant text as `gsettings` prints it, without a type in front.

    `path` is for relocatable schemas.
    """

    schema: Name
    key: Name
    path: str = ""


class KConfig(_Probe, frozen=True, tag="kconfig"):
    """A key of a KDE configuration file; `default` is what the program takes when the key is absent."""

    file: Name
    group: Names
    key: Name
    default: str


class Xfconf(_Probe, frozen=True, tag="xfconf"):
    """A property of Xfce's settings; `kind` is its type when it is made anew."""

    channel: Name
    property: Name
    kind: Literal["bool", "int", "string"]
    default: str


class UserUnit(_Probe, frozen=True, tag="user-unit"):
    """Units of the user's systemd, without which nothing runs: "active" if any is, else "inactive". A fix stops and disables."""

    units: Names


class Registry(_Probe, frozen=True, tag="registry"):
    r"""A value of the Windows registry, in the 64-bit view. `missing` is what its absence means; None: nobody knows.

    `policy` names values that decide over this one when they are there, parted by "; ": each is
    "HIVE\key!name", and behind it, in words of their own, what its data mean, such as
    "safe=2 unsafe=1,3 free=0". "free" leaves the choice to the user; other data cannot be told.
    """

    hive: Literal["HKCU", "HKLM"]
    key: Name
    name: str
    kind: Literal["dword", "string"] = "dword"
    missing: str | None = None
    policy: str = ""


class Defaults(_Probe, frozen=True, tag="defaults"):
    """A key of macOS's user defaults. `missing` is what its absence means; None: nobody knows."""

    domain: Name
    key: Name
    kind: Literal["bool", "int", "string"]
    current_host: bool = False
    missing: str | None = None


class FirefoxPref(_Probe, frozen=True, tag="firefox-pref"):
    """A preference in every Firefox profile of this user; `default` is what Firefox takes without it."""

    name: Name
    default: str


class SystemUnit(_Probe, frozen=True, tag="system-unit"):
    """Units of the system's systemd: "active" if any is. `pattern` allows `*`."""

    units: Names


class Ports(_Probe, frozen=True, tag="ports"):
    """Listening sockets that others can reach. Numbers or "from-to"; loopback is left out. Safe when there is none.

    With `by`, a socket that is seen to be held by none of these programs is another check's business.
    """

    tcp: tuple[str, ...] = ()
    udp: tuple[str, ...] = ()
    by: tuple[str, ...] = ()


class Processes(_Probe, frozen=True, tag="processes"):
    """Programs of this user that run now, by executable name without `.exe`. Safe when there is none."""

    names: Names


class Program(_Probe, frozen=True, tag="program"):
    """A program that a setting is about: "running", only "installed", or "absent".

    `names` are executable names; `files` are where it is when no search path leads to it.
    Without `needed`, an absent program leaves nothing to ask, and one that does not run is judged
    by its setting, which counts when it starts. With `needed` the setting protects only while the
    program runs: then nothing is safe without it, and nothing is known while one of `instead` runs.
    """

    names: Names
    files: tuple[str, ...] = ()
    needed: bool = False
    instead: tuple[str, ...] = ()


class Command(_Probe, frozen=True, tag="command"):
    """A tool's output in English (LC_ALL=C), or an exit code. The first pattern that matches decides; none: cannot tell.

    Patterns are regular expressions for `re.search` over all output, stdout and stderr.
    """

    argv: Names
    safe: str = ""
    unsafe: str = ""
    not_applicable: str = ""


class ConfigFile(_Probe, frozen=True, tag="config-file"):
    """Lines of configuration files; the files that are there are read in order, and the last match wins.

    `pattern` has one group: the value. `missing` is the value when no file has it; None: cannot tell.
    """

    files: Names
    pattern: Name
    missing: str | None = None


class Paths(_Probe, frozen=True, tag="paths"):
    """Files that should not be there. `~` and globs are understood. Safe when none is there and each folder could be read."""

    globs: Names


class Environment(_Probe, frozen=True, tag="environment"):
    """A variable of this session: its value, or `missing`; None: cannot tell."""

    name: Name
    missing: str | None = None


class NamesShown(_Probe, frozen=True, tag="names-shown"):
    """A name that this computer shows to others, beside the words its user wants hidden (kept in memory only)."""

    of: Literal["host", "user", "full-name", "computer"]


class SyncedFolder(_Probe, frozen=True, tag="synced-folder"):
    """The folder where screenshots or recordings are kept: inside one that a cloud copies?"""

    of: Literal["screenshots", "recordings"]


class RecentPictures(_Probe, frozen=True, tag="recent-pictures"):
    """Pictures and films in the desktop's list of recently used files."""


class Thumbnails(_Probe, frozen=True, tag="thumbnails"):
    """Small pictures kept of files that are gone."""


class Autologin(_Probe, frozen=True, tag="autologin"):
    """A display manager that logs somebody in without a password."""


class DiskEncryption(_Probe, frozen=True, tag="disk-encryption"):
    """Whether the home folder lies on an encrypted device."""


class SandboxPermissions(_Probe, frozen=True, tag="sandbox-permissions"):
    """What sandboxed programs may do without asking again, from the portal's permission store."""

    table: Literal["screencast", "devices", "screenshot", "location", "background"]


class BrowserSites(_Probe, frozen=True, tag="browser-sites"):
    """Sites that a browser of this user lets use camera, microphone or screen without asking."""

    browser: Literal["firefox", "chromium"]
    permission: Literal["camera", "microphone", "screen", "notifications", "location"]


class BrowserExtensions(_Probe, frozen=True, tag="browser-extensions"):
    """Extensions that may read every page."""

    browser: Literal["firefox", "chromium"]


class ConsentStore(_Probe, frozen=True, tag="consent-store"):
    """Windows: programs that use a device now, by the system's own record, checked against what runs."""

    capability: Literal["webcam", "microphone", "location", "graphicsCaptureProgrammatic"]


class PrivacyDatabase(_Probe, frozen=True, tag="privacy-database"):
    """macOS: programs that were allowed a service, from the TCC database (needs Full Disk Access)."""

    service: Name


class Ask(_Probe, frozen=True, tag="ask"):
    """Only its user can see this: the answer is always "cannot tell", with where to look."""

    look: Annotated[str, msgspec.Meta(min_length=8, max_length=300)]


SETTINGS = (GSettings, KConfig, Xfconf, UserUnit, Registry, Defaults, FirefoxPref)

Setting = GSettings | KConfig | Xfconf | UserUnit | Registry | Defaults | FirefoxPref
Detect = (
    Setting
    | SystemUnit
    | Ports
    | Processes
    | Program
    | Command
    | ConfigFile
    | Paths
    | Environment
    | NamesShown
    | SyncedFolder
    | RecentPictures
    | Thumbnails
    | Autologin
    | DiskEncryption
    | SandboxPermissions
    | BrowserSites
    | BrowserExtensions
    | ConsentStore
    | PrivacyDatabase
    | Ask
)
