"""What the size of a program's windows, and whose windows it listens to, say of it."""

import pytest

from guard.capture.finding import Kind, Strength
from guard.capture.sensors.linux.x11.rules import Verdict, judge
from tests.capture.sensors.linux.x11.test_rules import FRAME, PARENT, client, look, only

SMALL_WINDOW = {"GC": 1, "ShmSeg": 1, "WINDOW": 1}


@pytest.mark.parametrize(
    ("held", "window", "images", "strength"),
    [
        (SMALL_WINDOW, 200 * 100, (FRAME,), Strength.CAPTURING),
        (SMALL_WINDOW, 200 * 100, (FRAME, FRAME), Strength.CAPTURING),
        (SMALL_WINDOW, 1000 * 800, (FRAME,), Strength.ABLE),
        (SMALL_WINDOW, 200 * 100, (FRAME, 80_000), Strength.ABLE),
        (SMALL_WINDOW | {"PIXMAP": 1}, 200 * 100, (FRAME,), Strength.ABLE),
    ],
    ids=["small", "two copies", "large window", "draws from shared memory", "with a toolkit"],
)
def test_a_small_window_excuses_no_copy_of_the_whole_screen(
    held: dict[str, int], window: int, images: tuple[int, ...], strength: Strength
) -> None:
    assert only(look(client(held), images=images, windows={0x400000: window})).strength is strength


def test_who_listens_to_nearly_every_window_may_see_keys() -> None:
    others = client({"WINDOW": 40}, pid=PARENT, base=0x800000)
    verdict = only(look(client({"GC": 1, "OTHER CLIENT": 38}), others))
    assert (verdict.kind, verdict.strength) == (Kind.INPUT, Strength.ABLE)
    assert verdict.looks > Verdict("", None, Kind.INPUT, Strength.ABLE, "").looks


@pytest.mark.parametrize(
    ("held", "windows"),
    [
        ({"GC": 1, "OTHER CLIENT": 38, "WINDOW": 1}, 40),
        ({"GC": 1, "OTHER CLIENT": 12}, 40),
        ({"GC": 1, "OTHER CLIENT": 5}, 6),
        ({"GC": 1, "OTHER CLIENT": 1}, 1),
    ],
    ids=["a pager", "one that follows some", "an empty desktop", "one that follows the root"],
)
def test_who_follows_some_windows_is_not_mentioned(held: dict[str, int], windows: int) -> None:
    others = client({"WINDOW": windows}, pid=PARENT, base=0x800000)
    assert judge(look(client(held), others)) == {}


def test_what_draws_the_desktop_may_listen_to_every_window() -> None:
    others = client({"WINDOW": 40}, pid=PARENT, base=0x800000)
    listener = client({"GC": 1, "OTHER CLIENT": 38})
    assert judge(look(listener, others, compositors=frozenset({listener.base}))) == {}
