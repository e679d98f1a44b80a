import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from guard.capture.sensors.linux.devices.fdwalk import FdWalk, Holder
from tests.capture.sensors.linux.devices.holding import holding
from tests.support.ordinary_user import as_ordinary_user, why_no_ordinary_user


def test_a_holder_is_found_until_it_closes(tmp_path: Path) -> None:
    node, other = tmp_path / "video0", tmp_path / "video1"
    node.write_bytes(bytes(4096))
    other.touch()
    walk = FdWalk()
    with holding(node) as program:
        (found,) = walk.holders([str(node), str(other)])
        assert (found.pid, found.path) == (program.pid, str(node))
        assert not walk.maps(program.pid, str(node))
        program.close()
        assert walk.holders([str(node)]) == []
    assert walk.holders([]) == []


def test_taking_pictures_is_told_from_only_holding(tmp_path: Path) -> None:
    node = tmp_path / "video0"
    node.write_bytes(bytes(4096))
    with holding(node, how="map") as program:
        assert FdWalk().maps(program.pid, str(node))
        assert not FdWalk().maps(program.pid, str(tmp_path / "video1"))


@pytest.mark.parametrize(("mode", "reads"), [("O_RDWR", True), ("O_RDONLY", True), ("O_WRONLY", False)])
def test_a_file_opened_only_to_write_is_not_read(tmp_path: Path, mode: str, reads: bool) -> None:  # noqa: FBT001 - a row
    node = tmp_path / "event0"
    node.touch()
    with holding(node, mode=mode):
        (found,) = FdWalk().holders([str(node)])
        assert FdWalk().reads(found) is reads


def test_sockets_and_user_of_a_process() -> None:
    with socket.socket() as one:
        assert os.fstat(one.fileno()).st_ino in FdWalk().sockets(os.getpid())
    assert FdWalk().user(os.getpid()) == os.geteuid()


def test_children_of_a_process(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with holding(tmp_path / "file") as program:
        assert program.pid in FdWalk().children(os.getpid())
        assert FdWalk().children(program.pid) == []


def test_what_is_gone_is_absent(tmp_path: Path) -> None:
    walk = FdWalk(tmp_path / "none")
    assert walk.holders(["/dev/video0"]) == []
    assert walk.sockets(1) == frozenset()
    assert walk.user(1) == -1
    assert walk.children(1) == []
    assert walk.can_look_into(1)
    assert not walk.maps(1, "/dev/video0")
    assert walk.reads(Holder(1, 3, "/dev/video0"))


def test_odd_names_in_proc_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "12/fd").mkdir(parents=True)
    (tmp_path / "self").mkdir()
    (tmp_path / "12/fd/none").symlink_to("/dev/video0")
    (tmp_path / "12/fd/4").touch()
    (tmp_path / "12/fd/5").symlink_to("/dev/video0")
    assert FdWalk(tmp_path).holders(["/dev/video0"]) == [Holder(12, 5, "/dev/video0")]


LOOKER = """
import sys
from guard.capture.sensors.linux.devices.fdwalk import FdWalk
walk, pid = FdWalk(), int(sys.argv[1])
print(walk.can_look_into(pid), walk.holders([sys.argv[2]]), walk.user(pid))
"""


@pytest.mark.skipif(os.getuid() != 0, reason="needs a process of another user")
@pytest.mark.skipif(bool(why_no_ordinary_user()), reason=why_no_ordinary_user())
def test_other_users_cannot_be_looked_into(home: Path) -> None:
    node = home.parent / "video0"
    node.write_bytes(bytes(4096))
    with holding(node) as program:
        words = [*as_ordinary_user(), sys.executable, "-c", LOOKER, str(program.pid), str(node)]
        told = subprocess.run(words, capture_output=True, check=True, text=True, timeout=60)
    assert told.stdout == "False [] 0\n"
