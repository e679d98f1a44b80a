"""Each failure Guard knows, with the one sentence its user reads.

A sentence says what happened, what is safe and what to do. It never holds
secrets, pseudonyms or a traceback.
"""

from pathlib import Path


class GuardError(Exception):
    """A failure that has a sentence for its user."""

    @property
    def sentence(self) -> str:
        """What happened, what is safe and what to do, in one sentence."""
        return str(self)


class BadInputError(GuardError):
    """The user or a caller handed in something that cannot be used. Nothing was changed."""


class DataFileError(GuardError):
    """A file under `resources/` is missing, malformed or breaks its schema."""

    def __init__(
        self, file: Path, problem: str, *, line: int | None = None, field: str | None = None
    ) -> None:
        """Name `file`, the 1-based `line` and the `field` as far as they are known."""
        self.file = file
        self.line = line
        self.field = field
        self.problem = problem
        where = f"{file.parent.name}/{file.name}"
        if line is not None:
            where += f", line {line}"
        if field:
            where += f", field “{field}”"
        super().__init__(
            f"Guard cannot read its data file {where}: {problem}. Nothing was changed; mend the file or reinstall Guard."
        )
