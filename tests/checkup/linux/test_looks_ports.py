import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.checkup.check import Answer
from guard.checkup.detect import Ports
from guard.checkup.linux.looks_ports import ports
from guard.checkup.linux.sockets import holders, parse
from tests.support.children import running

HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
CHILD = """
import socket, sys
kind = socket.SOCK_STREAM if sys.argv[1] == "tcp" else socket.SOCK_DGRAM
one = socket.socket(socket.AF_INET6 if ":" in sys.argv[2] else socket.AF_INET, kind)
one.bind((sys.argv[2], 0))
if sys.argv[1] == "tcp":
    one.listen()
print(one.getsockname()[1], flush=True)
sys.stdin.read()
"""


@contextmanager
def listening(protocol: str, address: str) -> Iterator[str]:
    """Let another program wait on a port; yields its number."""
    reading, writing = os.pipe()
    with os.fdopen(reading) as answer, os.fdopen(writing, "wb") as out:
        argv = [sys.executable, "-c", CHILD, protocol, address]
        keep, hold = os.pipe()
        with os.fdopen(keep, "rb") as stdin, os.fdopen(hold, "wb"), running(argv, stdin=stdin, stdout=out):
            yield answer.readline().strip()


def table(*lines: str) -> str:
    return HEAD + "".join(f"   {n}: {line}\n" for n, line in enumerate(lines))


def entry(address: str, state: str = "0A", uid: int = 0, inode: int = 0) -> str:
    return f"{address} 00000000:0000 {state} 00000000:00000000 00:00000000 00000000 {uid} 0 {inode} 1 0 100 0 0 10 0"


def proc(folder: Path, tcp: str | None, tcp6: str | None = None) -> Path:
    (folder / "net").mkdir(parents=True)
    for name, text in (("tcp", tcp), ("tcp6", tcp6)):
        if text is not None:
            (folder / "net" / name).write_text(text)
    return folder


@pytest.mark.parametrize("address", ["0.0.0.0", "::"])  # noqa: S104 - this is what must be found
def test_a_port_open_to_others_is_told_with_its_program(address: str) -> None:
    if address == "::" and not socket.has_dualstack_ipv6():
        pytest.skip("there is no IPv6 here")
    with listening("tcp", address) as port:
        reading = ports(Ports(tcp=(port,)))
    assert reading.answer is Answer.UNSAFE
    assert reading.why == f"Open to others: TCP {port}."
    (line,) = reading.evidence
    assert "python" in line
    assert str(Path(sys.executable).resolve()) in line
    assert f"TCP port {port}" in line


def test_a_port_of_another_program_is_no_evidence_about_this_one(tmp_path: Path) -> None:
    name = Path(sys.executable).resolve().name
    with listening("tcp", "0.0.0.0") as port:  # noqa: S104 - this is what must be found
        other = ports(Ports(tcp=(port,), by=("krfb",)))
        own = ports(Ports(tcp=(port,), by=("krfb", name)))
    assert (other.answer, other.evidence) == (Answer.SAFE, ("Only other programs wait on these ports.",))
    assert own.answer is Answer.UNSAFE
    unseen = proc(tmp_path / "proc", table(entry("00000000:170C", uid=1, inode=4711)))
    told = ports(Ports(tcp=("5900",), by=("krfb",)), unseen)
    assert (told.answer, told.why) == (Answer.UNKNOWN, "Guard may not see which program waits on TCP 5900.")
    assert told.evidence


def test_udp_is_told_too() -> None:
    with listening("udp", "0.0.0.0") as port:  # noqa: S104 - this is what must be found
        assert ports(Ports(udp=(port,))).answer is Answer.UNSAFE
        assert ports(Ports(tcp=(port,))).answer is Answer.SAFE


@pytest.mark.parametrize("protocol", ["tcp", "udp"])
def test_a_port_for_this_computer_only_is_safe(protocol: str) -> None:
    with listening(protocol, "127.0.0.1") as port:
        assert ports(Ports(tcp=(port,), udp=(port,))).answer is Answer.SAFE


def test_other_ports_and_connections_are_left_out(tmp_path: Path) -> None:
    here = proc(tmp_path, table(entry("00000000:0016", "01"), entry("00000000:0017")))
    assert ports(Ports(tcp=("22",)), here).answer is Answer.SAFE
    assert ports(Ports(tcp=("20-25",)), here).answer is Answer.UNSAFE


def test_whose_it_is_is_said_when_the_program_cannot_be_seen(tmp_path: Path) -> None:
    (line,) = ports(Ports(tcp=("22",)), proc(tmp_path, table(entry("00000000:0016", inode=77)))).evidence
    assert (
        line == "A program of the user root, which Guard may not see, waits on TCP port 22 (every network)."
    )


def test_an_ipv4_loopback_in_ipv6_is_only_here(tmp_path: Path) -> None:
    mapped = entry("0000000000000000FFFF00000100007F:0016")
    assert ports(Ports(tcp=("22",)), proc(tmp_path, table(), table(mapped))).answer is Answer.SAFE


@pytest.mark.parametrize(
    "text", [None, "", "nonsense", HEAD + "  0: 00000000:0016\n", table(entry("XYZ:0016"))]
)
def test_a_table_that_cannot_be_read_cannot_be_told(tmp_path: Path, text: str | None) -> None:
    assert ports(Ports(tcp=("22",)), proc(tmp_path, text)).answer is Answer.UNKNOWN


def test_an_unreadable_second_table_cannot_be_told(tmp_path: Path) -> None:
    assert ports(Ports(tcp=("22",)), proc(tmp_path, table(), "nonsense")).answer is Answer.UNKNOWN


def test_a_port_that_is_none_cannot_be_told() -> None:
    assert ports(Ports(tcp=("many",))).answer is Answer.UNKNOWN


def test_nothing_is_held_by_no_socket() -> None:
    assert holders(Path("/proc"), [0]) == {}


@given(st.ip_addresses(v=4), st.integers(0, 65535), st.integers(0, 2**32 - 1))
def test_addresses_are_read_as_the_kernel_writes_them(address: object, port: int, inode: int) -> None:
    native = int.from_bytes(address.packed, sys.byteorder)  # type: ignore[attr-defined]  # Hypothesis does not say which
    (found,) = parse(table(entry(f"{native:08X}:{port:04X}", inode=inode)), "tcp")
    assert (found.address, found.port, found.inode) == (address, port, inode)


@given(st.text())
def test_any_other_text_is_refused(text: str) -> None:
    with suppress(ValueError):
        assert parse(text, "tcp") == [] or "local_address" in text
