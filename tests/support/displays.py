"""A real X display with a window manager, seen by nobody."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.support.children import running
from tests.support.homes import make_home
from tests.support.waiting import wait_until

_SOCKETS = Path("/tmp/.X11-unix")  # noqa: S108 - the X protocol's own place


@contextmanager
def x_display(folder: Path, *, size: str = "1280x800x24") -> Iterator[str]:
    """Run Xvfb and openbox, with their files in `folder`; yields the display's name, like ":7"."""
    env = {**os.environ, **make_home(folder)}
    env.pop("WAYLAND_DISPLAY", None)
    _make_socket_folder()
    reading, writing = os.pipe()
    server = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
    with (folder / "xvfb.log").open("wb") as log, running(server, env=env, stderr=log, pass_fds=[writing]):
        os.close(writing)
        with os.fdopen(reading, "rb") as answer:
            number = answer.readline().decode().strip()
        if not number:
            raise AssertionError(f"Xvfb did not start: {(folder / 'xvfb.log').read_text(errors='replace')}")
        display = f":{number}"
        env["DISPLAY"] = display
        ready = (
            folder / "openbox-is-ready"
        )  # announced on the display too early: windows mapped then stay unmanaged
        with running(["openbox", "--sm-disable", "--startup", f"touch '{ready}'"], env=env):
            wait_until(ready.exists, what="openbox")
            yield display


def _make_socket_folder() -> None:
    """Make the folder of X sockets, which on a machine without a display server nobody made."""
    with suppress(FileExistsError):
        _SOCKETS.mkdir()
        _SOCKETS.chmod(0o1777)
