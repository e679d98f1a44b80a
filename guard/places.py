"""Where Guard keeps its few files; nothing personal is in their names."""

from dataclasses import dataclass
from pathlib import Path

import platformdirs

_APP = "guard"


@dataclass(frozen=True, slots=True)
class Places:
    """`state` outlives the login, `runtime` does not."""

    state: Path
    runtime: Path


def usual() -> Places:
    """The places this system wants."""
    return Places(
        state=platformdirs.user_state_path(_APP, appauthor=False),
        runtime=platformdirs.user_runtime_path(_APP, appauthor=False),
    )
