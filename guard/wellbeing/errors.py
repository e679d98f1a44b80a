"""What can go wrong with a note."""

from guard.errors import BadInputError, GuardError


class NoteNotKeptError(BadInputError):
    """A value is out of its bounds."""

    def __init__(self, field: str, *, too_long: bool = False) -> None:
        """Name the `field`, never what was in it."""
        self.field = field
        problem = f"the text in “{field}” is too long" if too_long else f"“{field}” cannot hold this"
        super().__init__(
            f"Guard did not keep this note: {problem}. What was kept before is still there; change it and try again."
        )


class NewerNoteError(GuardError):
    """A note was written by a newer Guard."""

    def __init__(self, count: int = 1) -> None:
        """Say so of `count` notes."""
        some = "A note was" if count == 1 else f"{count} notes were"
        where = "It is" if count == 1 else "They are"
        super().__init__(
            f"{some} written by a newer Guard. {where} safe in the journal; update Guard to read on here."
        )


class UnreadableNoteError(GuardError):
    """A note is none that Guard knows."""

    def __init__(self, count: int = 1) -> None:
        """Say so of `count` notes."""
        what = "a note" if count == 1 else f"{count} notes"
        super().__init__(
            f"Guard cannot read {what}. All is left as it was; you can still export or delete it."
        )
