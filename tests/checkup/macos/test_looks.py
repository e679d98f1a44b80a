import plistlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from guard.checkup.check import Answer
from guard.checkup.command import Ran
from guard.checkup.detect import (
    Ask,
    Autologin,
    Defaults,
    DiskEncryption,
    Environment,
    NamesShown,
    Paths,
    Ports,
    Processes,
    SyncedFolder,
)
from guard.checkup.macos.defaults import DefaultsProbe
from guard.checkup.macos.folders import PathsLook, SyncedLook
from guard.checkup.macos.login import AutologinLook, DiskLook
from guard.checkup.macos.names import NamesLook
from guard.checkup.macos.ports import PortsLook
from guard.checkup.macos.probes import looks, settings
from guard.errors import GuardError
from tests.checkup.macos import shipped
from tests.support.user_defaults import FakeDefaults

SAFE, UNSAFE, UNKNOWN = Answer.SAFE, Answer.UNSAFE, Answer.UNKNOWN
HEAD = (
    "Active Internet connections (including servers)\n"
    "Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)    \n"
)
SHOTS = SyncedFolder(of="screenshots")


def says(ran: Ran) -> Callable[[Sequence[str]], Ran]:
    return lambda _argv: ran


def ports(lines: str, what: Ports, code: int | None = 0) -> tuple[Answer | None, str]:
    reading = PortsLook(says(Ran(code, HEAD + lines)))(what)
    return reading.answer, " ".join(reading.evidence)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("tcp4       0      0  *.5900                 *.*                    LISTEN", UNSAFE),
        ("tcp46      0      0  *.5900                 *.*                    LISTEN     ", UNSAFE),
        ("tcp4       0      0  192.168.1.4.5900       *.*                    LISTEN", UNSAFE),
        ("tcp6       0      0  fe80::1%en0.5900       *.*                    LISTEN", UNSAFE),
        ("tcp6       0      0  fe80::aede:48ff:.5900  *.*                    LISTEN", UNSAFE),
        ("tcp4       0      0  127.0.0.1.5900         *.*                    LISTEN", SAFE),
        ("tcp6       0      0  ::1.5900               *.*                    LISTEN", SAFE),
        ("tcp6       0      0  fe80::1%lo0.5900       *.*                    LISTEN", SAFE),
        ("tcp4       0      0  10.0.0.2.5900          10.0.0.3.51000         ESTABLISHED", SAFE),
        ("tcp4       0      0  *.59000                *.*                    LISTEN", SAFE),
        ("tcp4  something else", UNKNOWN),
    ],
)
def test_ports_that_others_reach(line: str, answer: Answer) -> None:
    assert ports(line, Ports(tcp=("5900-5910",)))[0] is answer


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("udp46      0      0  *.3283                 *.*                               ", UNSAFE),
        ("udp4       0      0  *.*                    *.*                               ", SAFE),
        ("udp4       0      0  10.0.0.2.3283          10.0.0.3.53                       ", SAFE),
        ("udp4       0      0  127.0.0.1.3283         *.*                               ", SAFE),
    ],
)
def test_udp_ports(line: str, answer: Answer) -> None:
    assert ports(line, Ports(udp=("3283",)))[0] is answer


def test_a_list_that_is_none_is_no_pass() -> None:
    what = Ports(tcp=("22",))
    for ran in (Ran(0), Ran(0, "netstat: nichts"), Ran(1, HEAD), Ran(None, why="Too slow.")):
        assert PortsLook(says(ran))(what).answer is UNKNOWN
    assert ports("", Ports(tcp=("22x",)))[0] is UNKNOWN
    assert ports("", what) == (SAFE, "Nothing that others could reach waits on these ports.")


def test_the_program_behind_a_port_is_named_where_macos_tells() -> None:
    def tool(argv: Sequence[str]) -> Ran:
        line = "tcp4 0 0 *.5900 *.* LISTEN\ntcp4 0 0 *.22 *.* LISTEN\n"
        if "netstat" in argv[0]:
            return Ran(0, HEAD + line)
        return Ran(0, "p81\ncVNC Server\nf3\n") if "5900" in " ".join(argv) else Ran(1)

    reading = PortsLook(tool)(Ports(tcp=("22", "5900")))
    assert reading.evidence == (
        "VNC Server waits on TCP port 5900.",
        "A program that Guard may not see waits on TCP port 22.",
    )


@pytest.mark.parametrize(
    ("shown", "hidden", "answer"),
    [
        ("Annas MacBook Pro", (), UNSAFE),
        ("Anna\N{RIGHT SINGLE QUOTATION MARK}s MacBook", (), UNSAFE),
        ("Möller", (), UNSAFE),
        ("annamoeller-mac", (), UNSAFE),
        ("Grey Heron", (), SAFE),
        ("Planner", (), SAFE),
        ("Silberfuchs", ("silberfuchs",), UNSAFE),
        ("", (), UNKNOWN),
    ],
)
def test_names_that_give_somebody_away(shown: str, hidden: Sequence[str], answer: Answer) -> None:
    look = NamesLook(lambda: hidden, says(Ran(0, f"{shown}\n")), lambda: ("anna", "Anna Möller"))
    assert look(NamesShown(of="computer")).answer is answer
    assert look(NamesShown(of="host")).answer is answer


def test_names_of_the_account_and_doubts() -> None:
    def look(login: str, full: str, hidden: Callable[[], Sequence[str]] = tuple) -> NamesLook:
        return NamesLook(hidden, says(Ran(1)), lambda: (login, full))

    assert look("amoeller", "Anna Moeller")(NamesShown(of="user")).answer is UNSAFE
    assert look("heron", "Anna Moeller")(NamesShown(of="user")).answer is SAFE
    assert look("heron", "Grey Heron")(NamesShown(of="full-name")).answer is UNKNOWN
    assert look("a", "Grey Heron", lambda: ["fox"])(NamesShown(of="full-name")).answer is SAFE
    assert look("a", "")(NamesShown(of="full-name")).answer is UNKNOWN
    assert look("a", "Anna")(NamesShown(of="computer")).answer is UNKNOWN

    def locked() -> Sequence[str]:
        raise GuardError("Locked.")

    assert look("heron", "Anna", locked)(NamesShown(of="user")).answer is UNKNOWN


@pytest.mark.parametrize(
    ("location", "copied", "answer"),
    [
        (None, None, SAFE),
        (None, True, UNSAFE),
        ("~/Pictures/Shots", True, SAFE),
        ("~/Documents/Shots", True, UNSAFE),
        ("~/Documents/Shots", False, SAFE),
        ("~/Library/Mobile Documents/com~apple~CloudDocs/S", None, UNSAFE),
        ("~/Library/CloudStorage/OneDrive-Personal/S", None, UNSAFE),
        ("~/Dropbox", None, UNSAFE),
        ("file:///Users/a%20b", None, UNKNOWN),
        ("relative", None, UNKNOWN),
        (5, None, UNKNOWN),
        (None, "maybe", UNKNOWN),
    ],
)
def test_where_screenshots_go(
    location: object, copied: object, answer: Answer, fake: FakeDefaults, probe: DefaultsProbe
) -> None:
    for domain, key, value in (
        ("com.apple.screencapture", "location", location),
        ("com.apple.finder", "FXICloudDriveDesktop", copied),
    ):
        if value is not None:
            fake.put(domain, key, value)
    look = SyncedLook(fake.home, probe)
    assert look(SHOTS).answer is answer
    fake.says = Ran(None, why="Too slow.")
    assert look(SHOTS).answer is UNKNOWN


def test_a_desktop_or_a_link_in_icloud_is_seen(fake: FakeDefaults, probe: DefaultsProbe) -> None:
    look = SyncedLook(fake.home, probe)
    (fake.home / "Dropbox").mkdir()
    fake.put("com.apple.screencapture", "location", str(fake.home / "Shots"))
    assert look(SHOTS).answer is SAFE
    (fake.home / "Shots").symlink_to(fake.home / "Dropbox")
    assert look(SHOTS).answer is UNSAFE
    fake.put("com.apple.screencapture", "location", "")
    assert look(SHOTS).answer is SAFE
    (fake.home / "Library/Mobile Documents/com~apple~CloudDocs/Desktop").mkdir(parents=True)
    assert look(SHOTS).answer is UNSAFE


def test_files_that_should_not_be_there(tmp_path: Path) -> None:
    look = PathsLook(tmp_path)
    what = Paths(globs=("~/Library/*/note*.txt", f"{tmp_path}/none"))
    assert look(what).answer is SAFE
    (tmp_path / "Library/A").mkdir(parents=True)
    (tmp_path / "Library/A/Notes.txt").touch()
    assert look(what).answer is UNSAFE

    def closed(_folder: Path) -> Sequence[str]:
        raise PermissionError

    assert PathsLook(tmp_path, closed)(what).answer is UNKNOWN


@pytest.mark.parametrize(
    ("held", "answer"),
    [
        ({}, SAFE),
        ({"autoLoginUser": "anna"}, UNSAFE),
        ({"autoLoginUser": ""}, UNKNOWN),
        ({"autoLoginUser": 1}, UNKNOWN),
    ],
)
def test_login_without_a_password(held: dict[str, object], answer: Answer, library: Path) -> None:
    look = AutologinLook(library)
    assert look(Autologin()).answer is UNKNOWN
    file = library / "Preferences/com.apple.loginwindow.plist"
    file.parent.mkdir()
    file.write_bytes(plistlib.dumps(held))
    assert look(Autologin()).answer is answer
    file.write_bytes(b"")
    assert look(Autologin()).answer is UNKNOWN


@pytest.mark.parametrize(
    ("out", "answer"),
    [
        ("FileVault is On.\n", SAFE),
        ("FileVault is Off.\n", UNSAFE),
        ("FileVault is On.\nDecryption in progress: Percent completed = 5\n", UNKNOWN),
        ("FileVault ist aktiviert.\n", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_the_disk(out: str, answer: Answer) -> None:
    assert DiskLook(says(Ran(0, out)))(DiskEncryption()).answer is answer
    assert DiskLook(says(Ran(1, out)))(DiskEncryption()).answer is UNKNOWN


def test_everything_that_the_checks_ask_for_can_be_read(tmp_path: Path) -> None:
    tool = says(Ran(None, why="Not here."))
    known = {**looks({}, tmp_path, tuple, tool), **settings({"USER": "a"}, tmp_path, tool)}
    for check in shipped.shipped():
        assert {type(one) for one in (check.detect, *check.also)} <= set(known), check.id
    assert Defaults in known
    look = looks({"A": "b"}, tmp_path, tuple, tool)
    assert look[Environment](Environment(name="A")).value == "b"
    assert look[Environment](Environment(name="B")).answer is UNKNOWN
    assert look[Ask](Ask(look="See for yourself.")).answer is UNKNOWN
    assert look[Processes](Processes(names=("no-such-program-of-guards-tests",))).answer is SAFE
