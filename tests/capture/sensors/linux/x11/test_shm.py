from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from guard.capture.sensors.linux.x11.shm import (
    Segment,
    SharedMemory,
    held_with,
    parse_segments,
    parse_shared_maps,
)

SEGMENTS = """\
       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      atime      dtime      ctime                   rss                  swap
         0         55  1777               8294464 25266 23696      2  1001  1001  1001  1001 1795350000          0 1795350000               8294400                     0
-1082129390         56   600                   152  4446  4446      0  1001  1001  1001  1001          0          0 1795350000                  4096                     0
"""
MAPS = """\
7f4760a17000-7f4761200000 r--s 00000000 00:01 34                         /memfd:mss-shm-buf (deleted)
7f4761200000-7f4761300000 rw-s 00000000 00:01 35                         /dev/shm/pulse-shm-1
7f4761300000-7f4761400000 rw-p 00000000 00:01 36                         /memfd:private (deleted)
7f4761400000-7f4761500000 rw-s 00000000 00:01 37                         /home/me/notes.db
7f4761500000-7f4761600000 rw-p 00000000 00:00 0
"""


def test_segments_are_read_by_the_lists_own_heading() -> None:
    assert parse_segments(SEGMENTS) == (Segment(8294464, 25266, 23696, 2), Segment(152, 4446, 4446, 0))


def test_only_memory_files_that_are_shared_count() -> None:
    assert parse_shared_maps(MAPS) == (0x7E9000, 0x100000)


def test_a_segment_counts_while_the_server_holds_it() -> None:
    segments = (Segment(10, 1, 99, 2), Segment(20, 1, 99, 2), Segment(30, 1, 99, 1), Segment(40, 2, 2, 2))
    assert held_with(99, segments) == {1: (10, 20)}
    assert held_with(None, segments) == {1: (10, 20), 2: (40,)}


def test_what_cannot_be_read_is_absent(tmp_path: Path) -> None:
    shared = SharedMemory(tmp_path)
    assert shared.segments() == ()
    assert shared.shared_files(1) == ()


def test_a_kernels_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "sysvipc").mkdir()
    (tmp_path / "sysvipc/shm").write_text(SEGMENTS)
    (tmp_path / "7").mkdir()
    (tmp_path / "7/maps").write_text(MAPS)
    assert len(SharedMemory(tmp_path).segments()) == 2
    assert len(SharedMemory(tmp_path).shared_files(7)) == 2


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    heading = SEGMENTS.partition("\n")[0]
    for case in (text, heading + "\n" + text):
        parse_segments(case)
        parse_shared_maps(case)
