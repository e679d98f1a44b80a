import ipaddress
import os
import socket
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.sensors.linux.remote.tcp_table import Connection, End, Listener, parse_tcp, read_table

HEADING = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
ADDRESSES = st.one_of(
    st.integers(0, 2**32 - 1).map(ipaddress.IPv4Address),
    st.integers(2**48, 2**128 - 1).map(ipaddress.IPv6Address),  # those below may hold an old address
)
ENDS = st.builds(End, ADDRESSES, st.integers(0, 65535))
SMALL = st.integers(0, 2**31)


def word_by_word(end: End) -> str:
    packed = end.address.packed
    words = struct.unpack(f"={len(packed) // 4}I", packed)
    return "".join(f"{word:08X}" for word in words) + f":{end.port:04X}"


def line(local: End, remote: End, state: int, uid: int, inode: int) -> str:
    ends = f"{word_by_word(local)} {word_by_word(remote)}"
    return f"   0: {ends} {state:02X} 00000000:00000000 00:00000000 00000000 {uid:5}        0 {inode} 1 0000000000000000 20 4 30 10 -1\n"


@given(ENDS, ENDS, SMALL, SMALL)
def test_a_connection_is_read(local: End, remote: End, uid: int, inode: int) -> None:
    text = HEADING + line(local, remote, 1, uid, inode)
    assert list(parse_tcp(text)) == [Connection(local, remote, uid, inode)]


@given(ENDS, SMALL, SMALL)
def test_a_listener_is_read_and_other_states_are_not(local: End, uid: int, inode: int) -> None:
    nobody = End(ipaddress.ip_address("0.0.0.0"), 0)  # noqa: S104 - what the kernel shows
    text = "".join(line(local, nobody, state, uid, inode) for state in range(2, 13))
    assert list(parse_tcp(text)) == [Listener(local.port, uid, inode)]


def test_an_old_address_inside_a_new_one_is_shown_as_old() -> None:
    text = "   0: 0000000000000000FFFF0000020200C0:170C 0000000000000000FFFF0000010200C0:9C40 01 0:0 0:0 0 1000 0 42 1\n"
    if struct.pack("=I", 1) != struct.pack("<I", 1):
        pytest.skip("written for the byte order of most computers")
    (found,) = parse_tcp(text)
    assert isinstance(found, Connection)
    assert (str(found.local.address), str(found.remote.address)) == ("192.0.2.2", "192.0.2.1")


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    list(parse_tcp(text))
    list(parse_tcp(f"0: {text} 01 0 0 0 0 0 0 0"))


@pytest.mark.parametrize(("family", "address"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_the_kernels_own_table_is_read(family: int, address: str) -> None:
    with socket.socket(family) as server, socket.socket(family) as client:
        try:
            server.bind((address, 0))
        except OSError:
            pytest.skip(f"no {address} here")
        server.listen()
        client.connect(server.getsockname()[:2])
        with server.accept()[0] as here:
            table = read_table(Path("/proc"))
            inode = os.fstat(here.fileno()).st_ino
            (found,) = (one for one in table.connections if one.inode == inode)
            assert found.uid == os.getuid()
            assert (str(found.local.address), found.local.port) == (address, server.getsockname()[1])
            assert found.remote.port == client.getsockname()[1]
            assert os.fstat(server.fileno()).st_ino in {one.inode for one in table.listeners}


def test_without_a_table_there_is_an_error_and_without_the_new_one_none(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_table(tmp_path)
    (tmp_path / "net").mkdir()
    (tmp_path / "net/tcp").write_text(HEADING)
    assert read_table(tmp_path).connections == ()
