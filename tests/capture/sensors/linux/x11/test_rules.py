"""Tables as real programs showed them: each rule fires on what captures and is silent on its harmless twin.

Tables whose name begins with MADE_UP were not recorded: they stand for what the X protocol allows.
"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.finding import Confidence, Kind, Strength
from guard.capture.sensors.linux.x11.resources import XClient
from guard.capture.sensors.linux.x11.rules import Snapshot, Verdict, judge, needs_files, needs_windows

MASK = 0x1FFFFF
SCREEN = (1920, 1080)
FRAME = 1920 * 1080 * 4
PID = 4711
PARENT = 4700

FFMPEG = {"ShmSeg": 2}
MSS = {"ShmSeg": 1}
SSR = {"GC": 1, "ShmSeg": 1}
XIMAGESRC = {"GC": 2, "OTHER CLIENT": 1, "ShmSeg": 2, "XFixesRegion": 1, "DamageExt": 1}
CHROMIUM_SHARE = {
    "PIXMAP": 1,
    "GC": 3,
    "OTHER CLIENT": 1,
    "ShmSeg": 1,
    "XFixesCursorClient": 1,
    "RandRClient": 1,
}
CHROMIUM_GPU = {"GC": 1, "OTHER CLIENT": 2, "RandRClient": 1, "ShmSeg": 2}
CHROMIUM_GPU_INPUT = {"INPUTCLIENT": 1, "OTHER CLIENT": 2, "XFixesSelectionClient": 1}
CHROMIUM_WINDOW = {"INPUTCLIENT": 2, "OTHER CLIENT": 3, "RandRClient": 1, "WINDOW": 3}
MADE_UP_PRESENTER = {"ShmSeg": 3, "PIXMAP": 3, "PresentEvent": 1}
X11VNC = {"GC": 1, "OTHER CLIENT": 1, "RandRClient": 1, "ShmSeg": 62}
X0VNC = {"GC": 2, "OTHER CLIENT": 1, "PIXMAP": 2, "RandRClient": 1, "XFixesCursorClient": 1}
X0VNC_VIEWED = {"PIXMAP": 2, "GC": 2, "OTHER CLIENT": 1, "ShmSeg": 3, "XFixesCursorClient": 1, "DamageExt": 1}
RECORDMYDESKTOP = {"DamageExt": 1, "GC": 1, "OTHER CLIENT": 1, "ShmSeg": 1, "WINDOW": 1}
BYZANZ = {"DamageExt": 1, "GC": 2, "INPUTCLIENT": 2, "OTHER CLIENT": 1, "WINDOW": 2, "XFixesCursorClient": 1}
KRFB = {"GC": 2, "INPUTCLIENT": 2, "PIXMAP": 1, "RandRClient": 1, "ShmSeg": 2, "WINDOW": 4}
MADE_UP_FOLLOWER = KRFB | {"DamageExt": 1}
PAROLE_WINDOW = {"GC": 3, "INPUTCLIENT": 5, "PICTURE": 38, "PIXMAP": 3, "ShmSeg": 2, "WINDOW": 5}
PAROLE_VIDEO = {"GC": 2, "OTHER CLIENT": 1, "ShmSeg": 2}
PICOM = {
    "CompositeClientSubwindows": 1,
    "CompositeClientWindow": 13,
    "DamageExt": 13,
    "PIXMAP": 3,
    "WINDOW": 1,
}
FIREFOX = {"GC": 6, "PICTURE": 1, "PIXMAP": 4, "ShmSeg": 2, "WINDOW": 4, "XFixesSelectionClient": 3}
MAIM = {"PIXMAP": 1, "GC": 1, "PICTURE": 2, "CompositeClientSubwindows": 1}
XCAPE = {"GC": 1, "RecordContext": 1}
XINPUT = {"GC": 1, "INPUTCLIENT": 1}
SDL_GAME_STARTING = {"GC": 1, "INPUTCLIENT": 1, "RandRClient": 1, "XkbClient": 1, "SaverSuspend": 1}
SSR_HOTKEY = {"GC": 1, "INPUTCLIENT": 1, "PASSIVE GRAB": 4}


def client(held: dict[str, int], *, pid: int | None = PID, base: int = 0x400000) -> XClient:
    return XClient(base, MASK, pid, held)


def look(
    *clients: XClient,
    images: tuple[int, ...] = (),
    windows: dict[int, int] | None = None,
    leaders: dict[int, int] | None = None,
    files: tuple[int, ...] = (),
    exempt: frozenset[int] = frozenset(),
    compositors: frozenset[int] = frozenset(),
) -> Snapshot:
    return Snapshot(
        clients=clients,
        screens=(SCREEN,),
        exempt=exempt,
        compositors=compositors,
        images={PID: images} if images else {},
        files={PID: files} if files else {},
        leaders=leaders or {},
        windows=windows,
    )


def only(snapshot: Snapshot) -> Verdict:
    (verdict,) = judge(snapshot).values()
    return verdict


@pytest.mark.parametrize(
    ("held", "images"),
    [(FFMPEG, FRAME + 64), (SSR, FRAME), (XIMAGESRC, FRAME), (CHROMIUM_SHARE, FRAME)],
    ids=["ffmpeg", "simplescreenrecorder", "ximagesrc", "chromium"],
)
def test_a_windowless_reader_with_a_screen_sized_image_is_certain(held: dict[str, int], images: int) -> None:
    verdict = only(look(client(held), images=(images,)))
    assert (verdict.kind, verdict.strength, verdict.confidence, verdict.certain) == (
        Kind.SCREEN,
        Strength.CAPTURING,
        Confidence.HIGH,
        True,
    )
    assert verdict.pid == PID


@pytest.mark.parametrize("held", [FFMPEG, SSR, XIMAGESRC, CHROMIUM_SHARE])
def test_a_windowless_reader_of_a_part_of_the_screen_wants_a_second_look(held: dict[str, int]) -> None:
    verdict = only(look(client(held), images=(640 * 480 * 4,)))
    assert verdict.strength is Strength.CAPTURING
    assert not verdict.certain


def test_a_memory_file_of_the_screens_size_is_a_witness_too() -> None:
    snapshot = look(client(MSS), files=(FRAME,))
    assert needs_files(snapshot) == {PID}
    assert only(snapshot).certain


def test_memory_files_are_not_read_for_those_with_a_segment_or_a_window() -> None:
    assert needs_files(look(client(FFMPEG), images=(FRAME,))) == set()
    assert needs_files(look(client(FIREFOX))) == set()


@pytest.mark.parametrize(
    "held", [CHROMIUM_GPU, PAROLE_VIDEO, MADE_UP_PRESENTER], ids=["chromium", "parole", "presenter"]
)
def test_a_windowless_connection_that_can_draw_is_left_alone(held: dict[str, int]) -> None:
    assert judge(look(client(held), images=(6010200,))) == {}


def test_a_full_screen_player_is_not_a_recorder() -> None:
    snapshot = look(
        client(PAROLE_WINDOW),
        client(PAROLE_VIDEO, base=0x800000),
        images=(FRAME, FRAME),
        windows={0x400000: 1920 * 1080},
    )
    assert needs_windows(snapshot)
    assert judge(snapshot) == {}


def test_the_same_player_with_a_small_window_copies_the_screen() -> None:
    snapshot = look(
        client(PAROLE_WINDOW),
        client(PAROLE_VIDEO, base=0x800000),
        images=(FRAME,),
        windows={0x400000: 640 * 360},
    )
    assert only(snapshot).kind is Kind.SCREEN


def test_a_full_screen_browser_draws_from_its_helper_process() -> None:
    snapshot = look(
        client(CHROMIUM_WINDOW, pid=PARENT),
        client(CHROMIUM_GPU, base=0x800000),
        client(CHROMIUM_GPU_INPUT, base=0xA00000),
        images=(FRAME, FRAME),
        windows={0x400000: 1920 * 1080},
        leaders={PID: PARENT, PARENT: PARENT},
    )
    assert judge(snapshot) == {}


def test_another_programs_full_screen_window_excuses_nobody() -> None:
    snapshot = look(
        client(CHROMIUM_WINDOW, pid=PARENT),
        client(X11VNC, base=0x800000),
        images=(FRAME,),
        windows={0x400000: 1920 * 1080},
    )
    assert only(snapshot).kind is Kind.SCREEN


def test_without_window_sizes_a_screen_sized_image_alone_says_nothing() -> None:
    assert judge(look(client(KRFB), images=(FRAME,))) == {}


@pytest.mark.parametrize(
    ("held", "strength"),
    [(X11VNC, Strength.CAPTURING), (KRFB, Strength.ABLE), (MADE_UP_FOLLOWER, Strength.CAPTURING)],
    ids=["x11vnc", "krfb waiting", "a window that follows changes"],
)
def test_a_screen_sized_image_without_such_a_window_is_a_copy(
    held: dict[str, int], strength: Strength
) -> None:
    verdict = only(look(client(held), images=(FRAME,), windows={0x400000: 300 * 200}))
    assert (verdict.strength, verdict.confidence) == (strength, Confidence.MEDIUM)


@pytest.mark.parametrize("size", [FRAME - 4, FRAME + 100_000, 4_194_304])
def test_other_sizes_are_no_screen_image(size: int) -> None:
    assert not needs_windows(look(client(FIREFOX), images=(size,)))


@pytest.mark.parametrize("held", [BYZANZ, RECORDMYDESKTOP], ids=["byzanz", "recordmydesktop"])
def test_who_follows_every_change_and_copies_is_recording(held: dict[str, int]) -> None:
    assert only(look(client(held), images=(8_232_960,))).strength is Strength.CAPTURING


@pytest.mark.parametrize("screen", [(1280, 800), (1366, 768), (1920, 1080), (1024, 1024)])
def test_following_changes_with_a_toolkits_pool_or_a_small_image_is_no_copy(screen: tuple[int, int]) -> None:
    gimp = {"WINDOW": 6, "GC": 31, "PIXMAP": 9, "ShmSeg": 3, "CompositeClientWindow": 1, "DamageExt": 1}
    snapshot = Snapshot((client(gimp),), (screen,), images={PID: (393_216, 4_194_304)}, windows={})
    assert judge(snapshot) == {}
    assert judge(look(client(RECORDMYDESKTOP), images=(300_000,))) == {}


def test_a_compositor_may_hold_the_whole_screen() -> None:
    assert judge(look(client(PICOM | XIMAGESRC), compositors=frozenset({0x400000}))) == {}
    assert judge(look(client(XIMAGESRC))) != {}


def test_a_compositor_may_not_record_keys() -> None:
    assert only(look(client(PICOM | XCAPE), compositors=frozenset({0x400000}))).kind is Kind.INPUT


def test_a_screen_server_is_able_while_it_waits_and_captures_for_a_viewer() -> None:
    assert only(look(client(X0VNC))).strength is Strength.ABLE
    assert only(look(client(X0VNC_VIEWED), images=(FRAME, 7680))).strength is Strength.CAPTURING


def test_copies_of_windows_are_the_business_of_compositors() -> None:
    taken = {"CompositeClientWindow": 1, "ShmSeg": 0}
    assert only(look(client(taken))).kind is Kind.WINDOW
    assert judge(look(client(taken), compositors=frozenset({0x400000}))) == {}
    assert judge(look(client(taken | {"WINDOW": 4}))) == {}


def test_copies_of_all_windows_are_a_copy_of_the_screen() -> None:
    for held in (MAIM, MAIM | {"CompositeClientWindow": 4}):
        assert only(look(client(held))).kind is Kind.SCREEN


def test_a_record_of_input_is_certain_and_names_the_program() -> None:
    verdict = only(look(client(XCAPE)))
    assert (verdict.kind, verdict.strength, verdict.certain, verdict.pid) == (
        Kind.INPUT,
        Strength.CAPTURING,
        True,
        PID,
    )


def test_a_windowless_listener_may_see_keys() -> None:
    verdict = only(look(client(XINPUT)))
    assert (verdict.kind, verdict.strength) == (Kind.INPUT, Strength.ABLE)
    assert "may see keys" in verdict.says


def test_a_game_that_is_about_to_open_its_window_is_left_alone() -> None:
    assert judge(look(client(SDL_GAME_STARTING), client({"GC": 1}, base=0x800000))) == {}


def test_a_listener_of_a_program_with_windows_is_left_alone() -> None:
    assert judge(look(client(SSR_HOTKEY), client({"WINDOW": 3}, base=0x800000))) == {}


def test_connections_without_a_process_are_told_apart() -> None:
    found = judge(look(client(FFMPEG, pid=None), client(FFMPEG, pid=None, base=0x800000)))
    assert sorted(found) == ["screen:client-400000", "screen:client-800000"]
    assert all(verdict.pid is None for verdict in found.values())


def test_one_program_has_one_verdict_a_kind_and_the_strongest_wins() -> None:
    found = judge(look(client(X0VNC), client(FFMPEG, base=0x800000), client(XCAPE, base=0xA00000)))
    assert {(v.kind, v.strength) for v in found.values()} == {
        (Kind.SCREEN, Strength.CAPTURING),
        (Kind.INPUT, Strength.CAPTURING),
    }


@pytest.mark.parametrize("held", [FIREFOX, CHROMIUM_WINDOW, {"GC": 1}, {}])
def test_ordinary_programs_are_not_mentioned(held: dict[str, int]) -> None:
    assert judge(look(client(held), images=(4_976_640,), windows={})) == {}


HELD = st.dictionaries(
    st.sampled_from(
        [
            *("WINDOW", "GC", "PIXMAP", "ShmSeg", "OTHER CLIENT", "DamageExt", "XFixesCursorClient"),
            *("RecordContext", "INPUTCLIENT", "CompositeClientWindow", "PresentEvent"),
        ]
    ),
    st.integers(0, 5),
)


@given(st.lists(HELD, max_size=5), st.data())
def test_whatever_is_held_the_exempt_are_spared_and_compositors_may_copy(
    tables: list[dict[str, int]], data: st.DataObject
) -> None:
    pids = [data.draw(st.none() | st.integers(1, 3)) for _ in tables]
    clients = [
        client(held, pid=pid, base=(n + 1) << 21)
        for n, (held, pid) in enumerate(zip(tables, pids, strict=True))
    ]
    images = {pid: (FRAME,) for pid in pids if pid is not None and data.draw(st.booleans())}
    windows = data.draw(st.none() | st.just({1 << 21: 1920 * 1080}))
    bases = frozenset(c.base for c in clients)
    free = Snapshot(tuple(clients), (SCREEN,), images=images, windows=windows)
    found = judge(free)
    assert all(key == verdict.key and verdict.pid in pids for key, verdict in found.items())
    assert judge(replace(free, exempt=bases)) == {}
    drawing = judge(replace(free, compositors=bases))
    assert {v.kind for v in drawing.values()} <= {Kind.INPUT}
    assert drawing.keys() <= found.keys()
