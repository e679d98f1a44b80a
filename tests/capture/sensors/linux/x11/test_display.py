from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.sensors.linux.x11.display import (
    Cookie,
    Display,
    addresses,
    cookie,
    from_environment,
    parse_authority,
)

LOCAL, WILD, INTERNET = 256, 65535, 0


def entry(
    family: int, address: bytes, number: bytes, data: bytes, name: bytes = b"MIT-MAGIC-COOKIE-1"
) -> bytes:
    fields = b"".join(len(field).to_bytes(2, "big") + field for field in (address, number, name, data))
    return family.to_bytes(2, "big") + fields


@pytest.mark.parametrize("name", [":3", ":3.0", "unix:3", "box/unix:3"])
def test_a_local_display_listens_on_its_socket(name: str) -> None:
    places = [address.where for address in addresses(name)]
    assert places == ["/tmp/.X11-unix/X3", "\0/tmp/.X11-unix/X3"]  # noqa: S108 - the X protocol's own place


@pytest.mark.parametrize("name", ["localhost:10", "localhost:10.0", "127.0.0.1:10"])
def test_a_forwarded_display_listens_on_the_loopback(name: str) -> None:
    assert [address.where for address in addresses(name)] == [("127.0.0.1", 6010)]


@pytest.mark.parametrize(
    "name", ["", "wayland-0", ":", "x:y", "example.org:0", "10.0.0.2:0", ":123456", "localhost:65000"]
)
def test_other_computers_and_nonsense_are_not_connected_to(name: str) -> None:
    assert addresses(name) == ()


@pytest.mark.parametrize(("name", "path"), [("/run/x/sock", "/run/x/sock"), ("/run/x/sock.0", "/run/x/sock")])
def test_a_path_is_a_display(name: str, path: str) -> None:
    assert [address.where for address in addresses(name)] == [path]


def test_the_environment_names_display_key_and_session(tmp_path: Path) -> None:
    assert from_environment({}, tmp_path) == Display("", tmp_path / ".Xauthority")
    full = {"DISPLAY": ":1", "XAUTHORITY": "/run/key", "WAYLAND_DISPLAY": "wayland-0"}
    assert from_environment(full, tmp_path) == Display(":1", Path("/run/key"), wayland=True)
    assert from_environment({"XDG_SESSION_TYPE": "wayland"}, tmp_path).wayland
    assert not from_environment({"XDG_SESSION_TYPE": "x11"}, tmp_path).wayland


def found(tmp_path: Path, *entries: bytes) -> bytes | None:
    file = tmp_path / "authority"
    file.write_bytes(b"".join(entries))
    key = cookie(Display(":3", file), "box")
    return key.data if key else None


def test_the_key_of_this_computer_and_display_is_taken(tmp_path: Path) -> None:
    other = entry(LOCAL, b"box", b"2", b"other display")
    wild = entry(WILD, b"", b"", b"any")
    right = entry(LOCAL, b"box", b"3", b"right")
    assert found(tmp_path, other, wild, right) == b"right"
    assert found(tmp_path, other, wild) == b"any"
    assert found(tmp_path, entry(LOCAL, b"old name", b"3", b"renamed")) == b"renamed"
    assert found(tmp_path, other) is None
    assert found(tmp_path, entry(LOCAL, b"box", b"3", b"x", name=b"XDM-AUTHORIZATION-1")) is None


def test_without_the_file_there_is_no_key(tmp_path: Path) -> None:
    assert cookie(Display(":3", tmp_path / "absent"), "box") is None
    assert cookie(Display(":3", tmp_path), "box") is None


def test_a_key_does_not_show_itself() -> None:
    assert "secret" not in repr(Cookie(b"MIT-MAGIC-COOKIE-1", b"secret"))


@given(st.binary(max_size=200))
def test_any_authority_file_can_be_read(data: bytes) -> None:
    list(parse_authority(data))


@given(st.binary(max_size=20), st.integers(0, 60))
def test_an_authority_file_cut_short_keeps_its_whole_entries(data: bytes, cut: int) -> None:
    whole = entry(LOCAL, b"box", b"3", data)
    both = whole + entry(LOCAL, b"box", b"4", data)
    entries = list(parse_authority(both[: len(whole) + min(cut, len(whole) - 1)]))
    assert [number for _, _, number, _ in entries] == [b"3"]
