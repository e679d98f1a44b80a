"""The helper process that talks to the keyring, so that a stuck keyring freezes nobody.

Runs as `python -m guard.vault.helper`, or as the frozen program itself. Reads requests on
stdin and answers on stdout, one JSON object a line; a secret is never on a command line, in
the environment or in a file. It leaves when its parent is gone or when nothing was asked for a while.
Only this process imports the `keyring` library.
"""

import os
import signal
import sys
from collections.abc import MutableMapping

from guard.vault.desk import serve
from guard.vault.rings import rings_here


def main() -> None:
    """Serve this system's keyrings on stdin and stdout until nobody needs it."""
    forget_overrides(os.environ)
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C in a terminal is meant for the program, which ends this one
    sink = sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not break the conversation
    serve(rings_here(), sys.stdin.buffer, sink)


def forget_overrides(environ: MutableMapping[str, str]) -> None:
    """Drop the variables with which the keyring library lets others redirect or reshape its backends."""
    for name in list(environ):
        if name.startswith(("KEYRING_", "PYTHON_KEYRING_")):
            del environ[name]


if __name__ == "__main__":
    main()
