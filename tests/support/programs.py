"""Guard itself, run as its user runs it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import guard

SOURCE = Path(guard.__file__).parent.parent
COMMAND_SECONDS = 60.0


def run_guard(
    *words: str, env: Mapping[str, str] | None = None, cwd: Path | None = None, source: Path = SOURCE
) -> subprocess.CompletedProcess[str]:
    """Run `guard WORDS` from the tree `source` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "guard", *words],
        env={**os.environ, **(env or {}), "PYTHONPATH": str(source)},
        cwd=cwd or source,
        capture_output=True,
        text=True,
        timeout=COMMAND_SECONDS,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def json_of(run: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """Return the one JSON object a command printed."""
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def copied_tree(folder: Path) -> Path:
    """Copy the program and its data to `folder`, to break something there."""
    for part in ("guard", "resources"):
        shutil.copytree(SOURCE / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    return folder
