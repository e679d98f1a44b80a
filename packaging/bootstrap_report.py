"""What the set-up says and writes down: progress lines, a log, and failures in one sentence."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOUR = 3600.0

# (what the program printed, what that means for the person); the first match counts
_MEANINGS = (
    (
        r"No space left on device|don't have enough free space",
        "The disk is full. Free some space (about 1 GB) and run this again.",
    ),
    (
        r"dpkg was interrupted",
        "An earlier installation on this system was interrupted. Run “sudo dpkg --configure -a”, then this again.",
    ),
    (
        r"Could not get lock|Unable to lock|Unable to acquire the dpkg",
        "Another program keeps installing software. Let it finish, then run this again.",
    ),
    (
        (
            r"[Tt]emporary failure (?:in name resolution|resolving)|Could not resolve|Network is unreachable|NewConnectionError"
            r"|Failed to establish a new connection|Could not connect|Connection (?:refused|failed|timed out)|[Rr]ead timed out"
            r"|ConnectTimeout|NameResolutionError"
        ),
        "The download server cannot be reached. Check the network connection and run this again.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|[Cc]ertificate verif",
        "The download server's certificate is not trusted by this computer.",
    ),
    (r"Permission denied", "This account may not write where it has to. Is the folder another user's?"),
)
# What pip prints around an error without saying what it is; its boxes are drawn with characters beyond ASCII.
_CHATTER = re.compile(r"\s*(?:note:|hint:|\[end of output\]|[^\x00-\x7f]|error: metadata-generation-failed)")


class Failure(Exception):  # noqa: N818 - raised to be read by a person, not as a program's error
    """The set-up cannot go on; its text says what is missing and what to do."""


@dataclass(frozen=True)
class Result:
    """What a finished program left: its exit code, and standard output and error together."""

    code: int
    output: str


def meaning(output: str) -> str | None:
    """Return the sentence for a failure this module knows by what the program printed."""
    return next((sentence for pattern, sentence in _MEANINGS if re.search(pattern, output)), None)


class Report:
    """Tells the person how far the set-up is, and keeps what the programs printed in a log."""

    def __init__(self, log: Path) -> None:
        """Write to `log`, which is begun anew by the first program that runs."""
        self._log = log
        self._log_begun = False
        self._step_open = False
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Announce `what`, and at its good end the seconds it took."""
        print(f"Setting up Guard: {what}…", end="", flush=True)
        self._step_open = True
        begun = time.monotonic()
        yield
        print(f" done in {time.monotonic() - begun:.0f} s", flush=True)
        self._step_open = False

    def say(self, sentence: str) -> None:
        """Print one line between or within steps."""
        print(("\n" if self._step_open else "") + sentence, flush=True)
        self._step_open = False

    def fail(self, text: str) -> None:
        """Print why the set-up ends here."""
        if self._step_open:
            print(" stopped", flush=True)
        print(text, file=sys.stderr, flush=True)

    def run(
        self, argv: Sequence[str], *, env: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> Result:
        """Run a program to its end without input; what it prints goes to the log.

        `env` adds to the environment. Raises `Failure` when it takes longer than an hour.
        """
        surroundings = {**os.environ, "LC_ALL": "C.UTF-8", **(env or {})}
        with subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=surroundings,
            cwd=cwd,
        ) as child:
            try:
                raw, _ = child.communicate(timeout=HOUR)
            except subprocess.TimeoutExpired as stuck:
                child.kill()
                raise Failure(
                    f"{argv[0]} did not finish within an hour and was stopped. Run this again."
                ) from stuck
        output = raw.decode("utf-8", "replace")
        self._write(f"$ {' '.join(argv)}\n{output}[exit code {child.returncode}]\n\n")
        return Result(child.returncode, output)

    def failure(self, what: str, result: Result) -> Failure:
        """Return the failure for a program that ended badly: a known sentence, or its last lines."""
        sentence = meaning(result.output)
        if sentence is None:
            last = [line for line in result.output.splitlines() if line.strip() and not _CHATTER.match(line)][
                -6:
            ]
            sentence = "The last it said:\n  " + "\n  ".join(last)
        return Failure(f"{what}. {sentence}\nThe whole story is in {self._log}.")

    def _write(self, text: str) -> None:
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("a" if self._log_begun else "w", encoding="utf-8") as log:
            log.write(text)
        self._log_begun = True
