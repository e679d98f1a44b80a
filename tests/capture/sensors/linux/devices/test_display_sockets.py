import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.sensors.linux.devices.display_sockets import DisplaySockets, display_sockets

SOCKETS = """Num       RefCount Protocol Flags    Type St Inode Path
0000000000000000: 00000002 00000000 00010000 0001 01 11 @/tmp/.X11-unix/X0
0000000000000000: 00000002 00000000 00010000 0001 01 12 /tmp/.X11-unix/X0
0000000000000000: 00000003 00000000 00000000 0001 03 13 /tmp/.X11-unix/X0
0000000000000000: 00000002 00000000 00010000 0001 01 14 /run/user/1000/wayland-0
0000000000000000: 00000002 00000000 00010000 0001 01 15 /run/user/1000/gamescope-0
0000000000000000: 00000002 00000000 00010000 0001 01 16 /run/user/1000/bus
0000000000000000: 00000003 00000000 00000000 0001 03 17
0000000000000000: 00000002 00000000 none 0001 01 18 /run/user/1000/wayland-1
"""


def test_only_sockets_that_wait_for_programs_to_show() -> None:
    assert display_sockets(SOCKETS) == {11, 12, 14, 15}


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    display_sockets(text)
    display_sockets(f"{SOCKETS}{text}")


@pytest.mark.parametrize(("name", "serves"), [("wayland-7", True), ("bus", False)])
def test_a_real_socket(home: Path, name: str, serves: bool) -> None:  # noqa: FBT001 - a row
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(home.parent / name))
        inode = os.fstat(server.fileno()).st_ino
        assert not DisplaySockets().served_with({inode})
        server.listen()
        assert DisplaySockets().served_with({inode}) is serves
        assert not DisplaySockets().served_with({inode + 100_000_000})


def test_without_a_list_nobody_is_a_display_server(tmp_path: Path) -> None:
    assert not DisplaySockets(tmp_path).served_with({1})
