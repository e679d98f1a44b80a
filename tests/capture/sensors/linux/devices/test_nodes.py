from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.sensors.linux.devices.nodes import Node, NodeReader, Role, role_of_keys, takes_pictures
from tests.capture.sensors.linux.devices.holding import GAMEPAD_KEYS, KEYBOARD_KEYS, MOUSE_KEYS, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize(
    ("caps", "virtual", "role"),
    [
        (":capture:", False, Role.CAMERA),
        ("", False, Role.CAMERA),
        (":capture:", True, Role.VIRTUAL_CAMERA),
        (":video_output:capture:", True, Role.VIRTUAL_CAMERA),
        (":", False, Role.NOTHING),
        (":video_output:", True, Role.NOTHING),
    ],
)
def test_what_a_video_node_is(desk: Desk, caps: str, virtual: bool, role: Role) -> None:  # noqa: FBT001 - a row
    path = str(desk.camera(caps=caps, virtual=virtual))
    assert NodeReader(desk.sys, desk.udev).describe(path) == Node(path, role, "Desk Camera")


@pytest.mark.parametrize(
    ("keys", "role"),
    [
        (KEYBOARD_KEYS, Role.KEYBOARD),
        (MOUSE_KEYS, Role.NOTHING),
        (GAMEPAD_KEYS, Role.NOTHING),
        ("0", Role.NOTHING),
        ("none of the kernel's", Role.SOME_INPUT),
        ("", Role.SOME_INPUT),
    ],
)
def test_what_an_input_node_is(desk: Desk, keys: str, role: Role) -> None:
    path = str(desk.input(3, keys))
    assert NodeReader(desk.sys, desk.udev).describe(path).role is role


def test_where_nothing_is_told_of_a_node(tmp_path: Path) -> None:
    reader = NodeReader(tmp_path, tmp_path)
    assert reader.describe("/dev/video0").role is Role.CAMERA
    assert reader.describe("/dev/input/event0").role is Role.SOME_INPUT


def test_a_label_is_printable(desk: Desk) -> None:
    path = str(desk.camera(label="Cam\x1b[31mera\x00"))
    assert NodeReader(desk.sys, desk.udev).describe(path).label == "Cam[31mera"


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    role_of_keys(text)
    takes_pictures(text)
