"""Reads a small settings file of the user's that may be absent, enormous, or no file at all."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from guard.profiles.git_identity import people
from guard.profiles.self_words import SelfWord

MAX_BYTES = 256 * 1024


def read_text(file: Path) -> str | None:
    """Return the start of a file; "" when there is none, None when there is one that cannot be read. Never waits."""
    try:
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except (OSError, ValueError):
        return None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        with os.fdopen(os.dup(handle), "rb") as opened:
            return opened.read(MAX_BYTES).decode("utf-8", "replace")
    except OSError:
        return None
    finally:
        os.close(handle)


def git_words(home: Path, environment: Mapping[str, str]) -> tuple[list[SelfWord], bool]:
    """Return what git's global settings say of the user, and whether every file there is could be read."""
    folder = environment.get("XDG_CONFIG_HOME", "")
    config = Path(folder) if folder.startswith("/") else home / ".config"
    files = [config / "git" / "config", home / ".gitconfig"]
    if named := environment.get("GIT_CONFIG_GLOBAL"):
        files = [Path(named)]
    texts = [read_text(file) for file in files]
    words = [
        SelfWord("git-name" if key == "name" else "git-email", value)
        for text in texts
        for key, value in people(text or "")
    ]
    return words, None not in texts
