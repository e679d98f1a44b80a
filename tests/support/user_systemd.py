"""A real `systemd --user`, also where the computer was not started by systemd.

Root gives it a view of its own: control groups that it may divide, and a `/run` that looks
as if systemd had started the computer. An ordinary user takes the computer as it is.
"""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.children import running
from tests.support.waiting import wait_until

_MANAGER = Path("/usr/lib/systemd/systemd")
_SECONDS = 20.0
_VIEW = """
set -e
mount -t cgroup2 none /sys/fs/cgroup
mkdir /sys/fs/cgroup/{group}
echo $$ > /sys/fs/cgroup/{group}/cgroup.procs
mount -t tmpfs none /run
mkdir -p {everybody} /etc/systemd/user
mount --bind {everybody} /etc/systemd/user
mkdir -p /run/systemd/system
exec {manager} --user
"""
_LEAVE = """
mount -t cgroup2 none /sys/fs/cgroup
find /sys/fs/cgroup/{group} -depth -type d -exec rmdir {{}} +
"""
_INSIDE = """#!/bin/sh
exec {nsenter} -t {pid} -m -- {systemctl} "$@"
"""


@dataclass(frozen=True)
class UserSystemd:
    """`env` is a session in which `systemctl --user` reaches it.

    `units` is where its user's unit files go, `everybody` where those of all users go; None: out of reach.
    """

    env: Mapping[str, str]
    units: Path
    everybody: Path | None

    def systemctl(self, *words: str) -> str:
        done = subprocess.run(
            ["systemctl", "--user", *words], env=dict(self.env), capture_output=True, text=True, check=True
        )
        return done.stdout


@contextmanager
def user_systemd(home: Path, folder: Path) -> Iterator[UserSystemd]:
    """Run one for the session of `home`; skips the test where it cannot run. `folder` takes a tool."""
    if sys.platform != "linux" or not _MANAGER.exists():
        pytest.skip("systemd is not installed")
    env = dict(os.environ)
    units = home / ".config/systemd/user"
    units.mkdir(parents=True, exist_ok=True)
    group = f"guard-test-{os.getpid()}"
    everybody = folder / "everybody"
    command = _own_view(group, everybody)
    with running(command or [str(_MANAGER), "--user"], env=env) as child:
        socket = Path(env["XDG_RUNTIME_DIR"]) / "systemd/private"
        with suppress(TimeoutError, AssertionError):
            wait_until(lambda: socket.exists() or child.poll() is not None, _SECONDS, what="systemd")
        if child.poll() is not None or not socket.exists():
            pytest.skip("the user's systemd cannot run here (it needs control groups of its own)")
        if not command:
            yield UserSystemd(env, units, None)
            return
        yield UserSystemd({**env, "PATH": f"{_tool(folder, child.pid)}:{env['PATH']}"}, units, everybody)
    if command:
        subprocess.run(["unshare", "-m", "sh", "-c", _LEAVE.format(group=group)], check=False)


def _own_view(group: str, everybody: Path) -> list[str]:
    """Return the command that gives root's manager a view of its own; none for an ordinary user."""
    if os.getuid() != 0 or not all(shutil.which(tool) for tool in ("unshare", "nsenter", "systemctl")):
        return []
    view = _VIEW.format(group=group, manager=_MANAGER, everybody=shlex.quote(str(everybody)))
    return ["unshare", "-m", "sh", "-c", view]


def _tool(folder: Path, pid: int) -> Path:
    """Make a `systemctl` that sees what the manager sees; the real one does the work."""
    folder.mkdir(exist_ok=True)
    tool = folder / "systemctl"
    tool.write_text(
        _INSIDE.format(nsenter=shutil.which("nsenter"), pid=pid, systemctl=shutil.which("systemctl"))
    )
    tool.chmod(0o755)
    return folder
