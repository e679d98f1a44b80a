"""A real, unlocked Secret Service keyring on a private bus."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.support.children import running
from tests.support.waiting import wait_until

_ASK_FOR_DEFAULT_COLLECTION = (
    "--print-reply",
    "--reply-timeout=5000",
    "--dest=org.freedesktop.secrets",
    "/org/freedesktop/secrets",
    "org.freedesktop.Secret.Service.ReadAlias",
    "string:default",
)


_CLEAR = """[keyring]
display-name=Default keyring
ctime=0
mtime=0
lock-on-idle=false
lock-after=false
"""


def make_passwordless(data_home: Path) -> Path:
    """Make the default keyring, before its daemon starts, one whose user chose no password; return its file."""
    folder = data_home / "keyrings"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "default").write_text("Default_keyring", encoding="utf-8")
    file = folder / "Default_keyring.keyring"
    file.write_text(_CLEAR, encoding="utf-8")
    return file


@contextmanager
def gnome_keyring(bus: str, folder: Path, *, password: str = "throw-away") -> Iterator[Mapping[str, str]]:  # noqa: S107 - guards nothing
    """Run gnome-keyring-daemon on `bus`, unlocked; yields the environment for programs that use it."""
    env = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": bus}
    daemon = [
        _program(folder),
        "--foreground",
        "--unlock",
        "--components=secrets",
        f"--control-directory={folder}",
    ]
    with (
        (folder / "keyring.log").open("wb") as log,
        running(daemon, env=env, stdin=subprocess.PIPE, stderr=log) as child,
    ):
        assert child.stdin is not None
        child.stdin.write(password.encode())
        child.stdin.close()
        try:
            wait_until(lambda: _default_collection(bus), what="an unlocked keyring")
        except AssertionError as error:
            error.add_note((folder / "keyring.log").read_text(errors="replace"))
            raise
        yield env


def _default_collection(bus: str) -> bool:
    """Tell whether the keyring is on `bus` and has a default collection."""
    asked = subprocess.run(
        ["dbus-send", f"--bus={bus}", *_ASK_FOR_DEFAULT_COLLECTION], capture_output=True, check=False
    )
    return b'object path "/org/' in asked.stdout


def _program(folder: Path) -> str:
    """Return the daemon, or a copy without its file capability where a container forbids that."""
    program = shutil.which("gnome-keyring-daemon")
    assert program is not None, "gnome-keyring-daemon is not installed; `make test` installs it"
    try:
        subprocess.run([program, "--version"], capture_output=True, check=True)
    except PermissionError:
        return shutil.copy(program, str(folder / "gnome-keyring-daemon"))
    return program
