"""The compositors' own control sockets: asked in their own words, and rude or silent answers survived."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.sensors.linux.casts.screencopy_windows import (
    WindowsError,
    _nodes,
    _pids,
    hyprland,
    niri,
    sway,
)
from tests.capture.sensors.linux.casts.test_screencopy import HEADER, MODE, served


def test_hyprland_and_niri_are_asked_in_their_own_words(home: Path) -> None:
    path = home.parent / "h"
    said = {
        b"j/clients": [{"pid": 4, "class": "foot"}, {"pid": -1}],
        b"j/monitors": [{"width": 1280, "height": 720}],
        b'"Windows"\n': {"Ok": {"Windows": [{"id": 1, "pid": 4}]}},
        b'"Outputs"\n': {"Ok": {"Outputs": {"eDP-1": {"modes": [{}, MODE], "current_mode": 1}, "off": {}}}},
    }
    with served(path, lambda asked: json.dumps(said[asked]).encode() + b"\n"):
        for ask in (hyprland, niri):
            shown = ask(path, 5)
            assert (shown.windows, shown.screens) == (frozenset({4}), frozenset({(1280, 720)}))


@pytest.mark.parametrize(
    "answer",
    [b"", b"short", b"x" * 40, HEADER.pack(b"i3-ipc", 1 << 30, 4), HEADER.pack(b"i3-ipc", 2, 4) + b"no"],
)
def test_a_rude_answer_is_cannot_tell(home: Path, answer: bytes) -> None:
    path = home.parent / "r"
    with served(path, lambda _: answer):
        for ask in (sway, hyprland, niri):
            with pytest.raises(WindowsError):
                ask(path, 2)


def test_silence_is_cannot_tell_within_the_limit(home: Path) -> None:
    path = home.parent / "s"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        with pytest.raises(WindowsError, match="in time"):
            sway(path, 0.05)
    with pytest.raises(WindowsError):
        sway(home / "none", 1)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["nodes", "floating_nodes", "pid"]), inner, max_size=3)
    ),
)


@given(JSON)
def test_any_tree_is_walked(tree: Any) -> None:
    assert all(pid > 0 for pid in _pids(_nodes(tree, 64)))
