"""A keyring without a password is told by its file, and one with a password never is."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from guard.vault.client import KeyringStore, Limits
from guard.vault.linux.clear_keyring import WARNING, keyring_warning
from tests.support.keyrings import gnome_keyring, make_passwordless

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="GNOME Keyring is Linux's")


@pytest.fixture
def rings(tmp_path: Path) -> Path:
    folder = tmp_path / ".local" / "share" / "keyrings"
    folder.mkdir(parents=True)
    return folder


def warning(home: Path, environ: Mapping[str, str] | None = None) -> str:
    return keyring_warning(environ or {}, home)


def test_the_default_keyring_counts_and_no_other(rings: Path, tmp_path: Path) -> None:
    (rings / "login.keyring").write_bytes(b"[keyring]\ndisplay-name=Login\n")
    assert warning(tmp_path) == WARNING
    (rings / "default").write_text("Mine\n")
    assert warning(tmp_path) == ""  # the one that is meant is not there
    (rings / "Mine.keyring").write_bytes(b"GnomeKeyring\n\r\0\n" + bytes(100))
    assert warning(tmp_path) == ""
    (rings / "Mine.keyring").write_bytes(b"\n[keyring]\n")
    assert warning(tmp_path) == WARNING
    assert warning(tmp_path, {"XDG_DATA_HOME": str(tmp_path / "elsewhere")}) == ""


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\0b", "", "x" * 500])
def test_an_odd_name_is_no_trouble(rings: Path, tmp_path: Path, name: str) -> None:
    (rings / "default").write_text(name)
    assert warning(tmp_path) == ""


def test_a_pipe_in_its_place_makes_nobody_wait(rings: Path, tmp_path: Path) -> None:
    os.mkfifo(rings / "login.keyring")
    assert warning(tmp_path) == ""


@pytest.mark.real
@pytest.mark.parametrize("clear", [True, False])
def test_a_real_keyring(bus: str, home: Path, *, clear: bool) -> None:
    folder = home.parent / "keyring"
    folder.mkdir(mode=0o700)
    if clear:
        make_passwordless(Path(os.environ["XDG_DATA_HOME"]))
    with gnome_keyring(bus, folder):
        store = KeyringStore(limits=Limits(start=60, call=30, asking=30))
        store.write("book", "kept")
        store.close()
        assert bool(keyring_warning(os.environ, home)) is clear
