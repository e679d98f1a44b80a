"""Runs programs as an ordinary user, also when the tests run as root."""

import os
import shutil
import subprocess
import sys
from functools import cache

NOBODY = 65534


@cache
def as_ordinary_user() -> tuple[str, ...]:
    """Return the words before a command that make an ordinary user run it; none if it is one already."""
    if os.getuid() != 0:
        return ()
    return ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")


@cache
def why_no_ordinary_user() -> str:
    """Return why no ordinary user can run Guard here, or nothing when one can."""
    if sys.platform != "linux":
        return "only Linux tells an ordinary user of every program"
    if os.getuid() == 0 and not shutil.which("setpriv"):
        return "needs setpriv to become an ordinary user"
    probe = [*as_ordinary_user(), sys.executable, "-c", "import guard.cli, msgspec, psutil"]
    tried = subprocess.run(probe, capture_output=True, check=False, cwd="/", timeout=60)
    return "" if tried.returncode == 0 else "an ordinary user cannot run this Python"


@cache
def can_start_this_python() -> bool:
    """Tell whether an ordinary user may start this very Python; one that lives in root's home is out of reach."""
    if os.getuid() != 0:
        return True
    try:
        probe = [sys.executable, "-c", ""]
        subprocess.run(probe, user=NOBODY, group=NOBODY, extra_groups=[], check=True, cwd="/", timeout=60)
    except (OSError, subprocess.SubprocessError):
        return False
    return True
