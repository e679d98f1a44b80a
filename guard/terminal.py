"""How the commands speak in the terminal, and what their exit codes mean."""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

DONE, TO_DO, FAILED = 0, 1, 2
"""Exit codes: nothing to do, something to do, could not run."""


def say(line: str = "") -> None:
    """Print one line of the answer, at once."""
    print(line, flush=True)  # noqa: T201 - this is where Guard speaks in the terminal


def say_json(value: dict[str, Any]) -> None:
    """Print the answer as one JSON object on one line."""
    say(json.dumps(value, ensure_ascii=False))


def complain(line: str) -> None:
    """Print one line that is no part of the answer: a warning or a failure."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - this is where Guard speaks in the terminal


@contextmanager
def told_when_slow(line: str, after: float = 2.0) -> Iterator[None]:
    """Complain with `line` once what is done inside takes longer than `after` seconds."""
    patience = threading.Timer(after, complain, (line,))
    patience.daemon = True
    patience.start()
    try:
        yield
    finally:
        patience.cancel()
