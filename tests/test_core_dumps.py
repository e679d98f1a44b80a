"""No crash may write pseudonyms to the disk."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no core dumps")

CRASH = "import os{forbid}\nos.abort()"
FORBID = "\nfrom guard.posix import core_dumps\ncore_dumps.forbid()"


def dumps(folder: Path, code: str) -> list[Path]:
    """Crash a Python in `folder` that may dump as much as it likes; return what it left there."""
    script = f"import resource\nresource.setrlimit(resource.RLIMIT_CORE, (-1, -1))\n{code}"
    subprocess.run([sys.executable, "-c", script], cwd=folder, check=False, timeout=60)
    return list(folder.iterdir())


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root may lift the limit")
def test_a_crash_leaves_no_dump(tmp_path: Path) -> None:
    (tmp_path / "as usual").mkdir()
    (tmp_path / "forbidden").mkdir()
    if not dumps(tmp_path / "as usual", CRASH.format(forbid="")):
        pytest.skip("this system writes dumps elsewhere or not at all")
    assert dumps(tmp_path / "forbidden", CRASH.format(forbid=FORBID)) == []


def test_the_program_and_what_it_starts_may_not_dump() -> None:
    code = (
        "import resource, subprocess, sys\nfrom guard import cli\ncli.main(['stop'])\n"
        "asked = 'import resource; print(resource.getrlimit(resource.RLIMIT_CORE))'\n"
        "subprocess.run([sys.executable, '-c', asked])"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert said.stdout.splitlines()[-1] == "(1, 1)"
