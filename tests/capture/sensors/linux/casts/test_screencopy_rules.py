"""Shared memory judged: maps recorded on headless sway, and whatever a file may hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.finding import Strength
from guard.capture.processes import ProcessFacts
from guard.capture.sensors.linux.casts.maps import Held, Maps, Memory, parse
from guard.capture.sensors.linux.casts.screencopy_rules import (
    ReadProcess,
    Shown,
    candidates,
    frame_sizes,
    judge,
    shows_a_pointer,
)

FRAME = 1280 * 720 * 4
SWAY = b"""\
55d0c0a00000-55d0c0a20000 r--p 00000000 fe:00 3145 /usr/bin/sway
7f0000000000-7f0000384000 rw-s 00000000 fe:00 2146583 /tmp/wf-recorder-shared-Z4xIHR (deleted)
7f0000400000-7f0000784000 rw-s 00000000 00:1b 12 /dev/shm/wlroots-ejAOpC (deleted)
7f0000800000-7f0020800000 rw-s 00000000 00:01 15533 /memfd:foot-wayland-shm-buffer-pool (deleted)
7f0030000000-7f0030200000 rw-s 00000000 00:01 15540 /memfd:wayland-cursor (deleted)
7f0040000000-7f0040006000 r--s 00000000 fe:00 15024159 /var/cache/fontconfig/93a229dd-le64.cache-8
7f0050000000-7f0050400000 rw-s 00000000 00:05 99 /dev/dri/card0
7f0060000000-7f0060400000 rw-s 00000000 00:0e 98 anon_inode:i915.gem
"""
SMAPS = b"""\
7f0000000000-7f0000384000 rw-s 00000000 fe:00 2146583                    /tmp/wf-recorder-shared-Z4xIHR (deleted)
Size:               3600 kB
KernelPageSize:        4 kB
MMUPageSize:           4 kB
Rss:                3600 kB
Pss:                1800 kB
VmFlags: rd wr sh mr mw me ms sd
7f0000400000-7f0000784000 rw-p 00000000 00:00 0
Size:               3600 kB
Rss:                  16 kB
7f0000800000-7f0000b84000 rw-s 00000000 00:01 77 /memfd:new (deleted)
Size:               3600 kB
KernelPageSize:        4 kB
MMUPageSize:           4 kB
Rss:                   0 kB
"""
RECORDED = Memory("fe:00", 2146583)
SCREEN = frozenset({(1280, 720)})
NO_WINDOWS = Shown(frozenset(), SCREEN)


def facts(pid: int, parent: int = 1, exe: str = "/usr/bin/thing") -> ProcessFacts:
    return ProcessFacts(pid, parent, 0.0, 1000, "thing", exe, (exe,))


def reader(*known: ProcessFacts) -> ReadProcess:
    table = {one.pid: one for one in known}
    return lambda pid: table.get(pid, facts(pid))


def picture(size: int = FRAME, resident: int = FRAME) -> Held:
    return Held(size, "/memfd:x (deleted)", writable=True, resident=resident)


def no_pointer(_: int) -> bool:
    return False


def test_only_writable_large_memory_may_hold_the_screen() -> None:
    assert set(candidates(parse(SWAY))) == {RECORDED, Memory("00:1b", 12), Memory("00:01", 15533)}


def test_smaps_tell_what_was_touched() -> None:
    assert {memory.inode: held.resident for memory, held in parse(SMAPS).items()} == {
        2146583: 3600 * 1024,
        77: 0,
    }
    assert parse(SWAY)[RECORDED] == Held(FRAME, "/tmp/wf-recorder-shared-Z4xIHR (deleted)", writable=True)  # noqa: S108 - as recorded


def test_a_program_without_a_window_that_shares_a_whole_screen_copies_it() -> None:
    found = judge({RECORDED: picture()}, {7: frozenset({RECORDED})}, NO_WINDOWS, no_pointer, reader())
    assert found[7].strength is Strength.CAPTURING


def test_a_window_is_no_copy() -> None:
    shown = Shown(frozenset({7}), SCREEN)
    assert judge({RECORDED: picture()}, {7: frozenset({RECORDED})}, shown, no_pointer, reader()) == {}


def test_a_browsers_drawing_process_belongs_to_its_window() -> None:
    shown = Shown(frozenset({5}), SCREEN)
    holders = {7: frozenset({RECORDED})}
    browser = reader(facts(5, exe="/usr/bin/browser"), facts(7, parent=5, exe="/usr/bin/browser"))
    assert judge({RECORDED: picture()}, holders, shown, no_pointer, browser) == {}
    both = {5: frozenset({RECORDED}), 7: frozenset({RECORDED})}
    other = reader(facts(5, exe="/usr/bin/browser"), facts(7, parent=5, exe="/usr/lib/helper"))
    assert judge({RECORDED: picture()}, both, shown, no_pointer, other) == {}


def test_a_recorder_started_in_a_terminal_does_not_hide_behind_its_window() -> None:
    shown = Shown(frozenset({5}), SCREEN)
    read = reader(facts(5, exe="/usr/bin/foot"), facts(7, parent=5, exe="/usr/bin/wf-recorder"))
    assert 7 in judge({RECORDED: picture()}, {7: frozenset({RECORDED})}, shown, no_pointer, read)


def test_a_picture_still_being_drawn_is_no_copy() -> None:
    holders = {7: frozenset({RECORDED})}
    assert judge({RECORDED: picture(resident=0)}, holders, NO_WINDOWS, no_pointer, reader()) == {}


@pytest.mark.parametrize("program", ["bin/Xwayland", "libexec/xdg-desktop-portal-wlr"])
def test_who_copies_for_others_is_no_finding_and_only_the_real_one(program: str) -> None:
    holders = {7: frozenset({RECORDED})}
    real, copied = (facts(7, exe=exe) for exe in (f"/usr/{program}", f"/home/me/{program}"))
    assert judge({RECORDED: picture()}, holders, NO_WINDOWS, no_pointer, reader(real)) == {}
    assert judge({RECORDED: picture()}, holders, NO_WINDOWS, no_pointer, reader(copied))


def test_an_overlay_with_a_pointer_and_a_part_of_the_screen_are_only_able() -> None:
    holders = {7: frozenset({RECORDED})}
    overlay = judge({RECORDED: picture()}, holders, NO_WINDOWS, lambda _: True, reader())[7]
    part = judge({RECORDED: picture(1 << 21)}, holders, NO_WINDOWS, no_pointer, reader())[7]
    menu = judge({RECORDED: picture(1 << 21)}, holders, NO_WINDOWS, lambda _: True, reader())[7]
    assert {one.strength for one in (overlay, part, menu)} == {Strength.ABLE}
    assert menu.ripe_after > part.ripe_after


def test_frames_are_counted_in_whole_pages_and_usual_formats() -> None:
    assert FRAME in frame_sizes(SCREEN)
    assert 1280 * 720 * 3 in frame_sizes(SCREEN)
    assert all(size % 4096 == 0 for size in frame_sizes([(1366, 768), (0, 0), (-1, 5)]))


def test_a_pointer_is_known_by_what_it_is_loaded_into() -> None:
    assert shows_a_pointer(parse(SWAY).values())
    assert not shows_a_pointer([picture()])


def test_a_process_that_is_gone_shares_nothing() -> None:
    maps = Maps("/nonexistent")
    assert maps.shared(1) is None
    assert maps.touched(1) is None
    assert maps.holds(1, frozenset({RECORDED})) == frozenset()


@given(
    st.binary(max_size=200)
    | st.lists(st.sampled_from([*SWAY.splitlines(), *SMAPS.splitlines(), b"x"])).map(b"\n".join)
)
def test_whatever_the_file_holds_it_is_read_without_an_error(raw: bytes) -> None:
    for memory, held in parse(raw).items():
        assert memory.inode >= 0
        assert held.size >= 0
        assert held.resident >= 0


SIZES = st.integers(1, 1 << 24)


@given(st.dictionaries(st.integers(2, 9), SIZES, max_size=6), st.frozensets(st.integers(2, 9)))
def test_no_program_with_a_window_is_ever_named(sizes: dict[int, int], windows: frozenset[int]) -> None:
    compositor = {Memory("00:01", pid): picture(size, size) for pid, size in sizes.items()}
    holders = {pid: frozenset({Memory("00:01", pid)}) for pid in sizes}
    found = judge(compositor, holders, Shown(windows, SCREEN), no_pointer, reader())
    assert not found.keys() & windows
