"""Sets up everything Guard needs on this computer: `python3 bootstrap.py run|test|real|lock`.

Standard library only, and it never asks for input. It leaves the system's
Python alone: packages go into the private `.venv` beside the sources.
Exit code 0: all is there. 2: something is missing, said in plain words.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this very check is for the Pythons that cannot run the rest
    sys.exit(
        "Guard needs Python 3.11 or newer, and this is Python %d.%d; nothing was changed. "  # noqa: UP031 - read by old Pythons
        "With a newer one installed, name it: make run PYTHON=python3.12" % sys.version_info[:2]
    )

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bootstrap_report import Failure, Report, meaning
from bootstrap_system import System
from bootstrap_venv import LEVELS, Action, Venv

ROOT = Path(__file__).resolve().parents[1]


def main(words: list[str]) -> int:
    """Set up what the one word asks for. Returns the exit code."""
    if len(words) != 1 or words[0] not in (*LEVELS, "lock"):
        print(f"Usage: python3 packaging/bootstrap.py {'|'.join(LEVELS)}|lock", file=sys.stderr)
        return 2
    report = Report(ROOT / "build" / "setup.log")
    try:
        with _alone(ROOT):
            set_up(words[0], report, System.of_this_computer(ROOT / "packaging", report), Venv(ROOT, report))
    except Failure as failure:
        report.fail(str(failure))
        return 2
    except OSError as error:
        known = (
            meaning(error.strerror or "")
            or f"{error.strerror or error} ({error.filename or 'no file named'})."
        )
        report.fail(f"Guard's set-up stopped. {known}")
        return 2
    except KeyboardInterrupt:
        report.fail("Stopped. Nothing is broken; run this again to go on.")
        return 130
    return 0


def set_up(wanted: str, report: Report, system: System, venv: Venv) -> None:
    """Bring system packages and the venv to the state `wanted`. Raises `Failure`."""
    holds = "run" if wanted == "run" else "test"
    action = venv.action(holds)
    system.provide("test" if wanted == "lock" else wanted, with_venv_module=action is Action.REBUILD)
    if action is not Action.NOTHING:
        with report.step("Python packages"):
            venv.carry_out(action, holds)
    if wanted == "lock":
        with report.step("newest allowed versions"):
            venv.lock()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other set-up works in `folder`."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another set-up in this folder…", flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
