import socket
import sys
from collections.abc import Callable, Sequence

import psutil
import pytest

from guard.checkup import programs
from guard.checkup.check import Answer
from guard.checkup.command import Ran
from guard.checkup.detect import Command, Ports, Processes
from guard.checkup.programs import Listening, Running


def refused() -> list[Running]:
    raise psutil.AccessDenied


@pytest.mark.parametrize("name", ["AnyDesk", "anydesk.exe", "ANYDESK"])
def test_a_program_is_found_whatever_its_spelling(name: str) -> None:
    here = [Running("explorer.exe", 1), Running("AnyDesk.exe", 2, r"C:\AnyDesk.exe")]
    reading = programs.processes(Processes(names=(name,)), lambda: here)
    assert reading.answer is Answer.UNSAFE
    assert r"C:\AnyDesk.exe" in reading.evidence[0]


def test_a_program_of_a_longer_name_is_another() -> None:
    here = [Running("AnyDeskHelper.exe", 2), Running("any.exe", 3)]
    assert programs.processes(Processes(names=("AnyDesk",)), lambda: here).answer is Answer.SAFE


@pytest.mark.parametrize("now", [refused, list[Running]])
def test_no_list_of_programs_is_no_pass(now: Callable[[], list[Running]]) -> None:
    assert programs.processes(Processes(names=("x",)), now).answer is Answer.UNKNOWN


def test_this_python_is_among_the_programs_that_run() -> None:
    me = psutil.Process().name()
    assert programs.processes(Processes(names=(me,))).answer is Answer.UNSAFE
    assert programs.processes(Processes(names=("no-such-program-7f3a",))).answer is Answer.SAFE


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("0.0.0.0", Answer.UNSAFE),  # noqa: S104 - only spoken of
        ("192.168.1.7", Answer.UNSAFE),
        ("::", Answer.UNSAFE),
        ("fe80::1%3", Answer.UNSAFE),
        ("odd", Answer.UNSAFE),
        ("127.0.0.1", Answer.SAFE),
        ("127.8.0.1", Answer.SAFE),
        ("::1", Answer.SAFE),
        ("::ffff:127.0.0.1", Answer.SAFE),
    ],
)
def test_only_what_others_can_reach_counts(address: str, answer: Answer) -> None:
    here = [Listening("tcp", address, 3389, Running("svchost.exe", 3))]
    assert programs.ports(Ports(tcp=("3389",)), lambda: here).answer is answer


def test_numbers_kinds_and_owners_are_told_apart() -> None:
    here = [Listening("udp", "0.0.0.0", 5903)]  # noqa: S104 - only spoken of
    assert programs.ports(Ports(tcp=("5900-5906",)), lambda: here).answer is Answer.SAFE
    assert programs.ports(Ports(udp=("5904-5906", "5902")), lambda: here).answer is Answer.SAFE
    reading = programs.ports(Ports(udp=("5900-5906",)), lambda: here)
    assert reading.answer is Answer.UNSAFE
    assert reading.why == "A program that the system does not name listens on UDP port 5903."


def test_ports_that_cannot_be_listed_or_read_are_no_pass() -> None:
    def nothing() -> list[Listening]:
        raise psutil.AccessDenied

    assert programs.ports(Ports(tcp=("1",)), nothing).answer is Answer.UNKNOWN
    assert programs.ports(Ports(tcp=("many",)), list).answer is Answer.UNKNOWN


@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM])
def test_a_real_socket_is_found_with_its_program(kind: socket.SocketKind) -> None:
    with socket.socket(socket.AF_INET, kind) as one:
        one.bind(("0.0.0.0", 0))  # noqa: S104 - what others can reach is what is looked for
        number = str(one.getsockname()[1])
        what = Ports(tcp=(number,)) if kind == socket.SOCK_STREAM else Ports(udp=(number,))
        if kind == socket.SOCK_STREAM:
            assert programs.ports(what).answer is Answer.SAFE
            one.listen()
        reading = programs.ports(what)
        assert reading.answer is Answer.UNSAFE
        assert psutil.Process().name() in reading.why
    assert programs.ports(what).answer is Answer.SAFE


def tool(out: str = "", code: int | None = 0, err: str = "") -> Callable[[Sequence[str]], Ran]:
    return lambda _argv: Ran(code, out, err, why="The tool did not answer in time." if code is None else "")


def test_the_first_pattern_that_matches_decides_and_none_is_unknown() -> None:
    what = Command(argv=(sys.executable,), safe="^ok", unsafe="bad", not_applicable="none here")
    for ran, answer in (
        (tool("ok bad"), Answer.SAFE),
        (tool("so bad"), Answer.UNSAFE),
        (tool(err="none here"), Answer.NOT_APPLICABLE),
        (tool("gut"), Answer.UNKNOWN),
        (tool(), Answer.UNKNOWN),
        (tool("ok", 1), Answer.UNKNOWN),
        (tool("bad", 1), Answer.UNSAFE),
        (tool("ok", None), Answer.UNKNOWN),
    ):
        assert programs.command(what, ran).answer is answer
