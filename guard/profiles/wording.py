"""What a text must be like to be kept in a profile, and when two names look the same. Pure."""

import unicodedata

from guard.errors import BadInputError

_JOINERS = "\u200c\u200d"  # needed inside words of some scripts and inside emoji


class ProfileRefused(BadInputError):  # noqa: N818 - named for what happened to the user's input
    """A field of a profile cannot be used as it is; `field` names it for the form that shows it.

    The field of a list is followed by the place and the part: `handles.0.email`, `never.2`.
    """

    def __init__(self, field: str, sentence: str) -> None:
        """Keep the field's name and the sentence for its user."""
        self.field = field
        super().__init__(sentence)


def clean(field: str, spoken: str, text: str, longest: int, *, breaks: bool = False) -> str:
    """Return `text` trimmed, composed and with single spaces. Raises `ProfileRefused` for what hides or is too long.

    `breaks` allows line breaks; `spoken` names the field at the start of a sentence.
    """
    if breaks:
        text = text.replace("\r\n", "\n")
    if any(_unwanted(character) and not (breaks and character == "\n") for character in text):
        raise ProfileRefused(
            field,
            f"{spoken} holds a line break or an invisible character. Please type it afresh on one line."
            if not breaks
            else f"{spoken} holds an invisible character. Please type it afresh.",
        )
    lines = [" ".join(line.split()) for line in unicodedata.normalize("NFC", text).split("\n")]
    kept = "\n".join(lines).strip()
    if len(kept) > longest:
        raise ProfileRefused(
            field, f"{spoken} is too long: {len(kept)} characters, and there is room for {longest}."
        )
    return kept


def can_be_seen(text: str) -> bool:
    """Tell whether `text` holds anything that leaves a mark of its own."""
    return any(
        unicodedata.category(character)[0] not in "CZ" and unicodedata.category(character) != "Mn"
        for character in text
    )


def likeness(name: str) -> str:
    """Return a key under which names that people cannot tell apart are equal."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join("".join(character for character in folded if character not in _JOINERS).split())


def _unwanted(character: str) -> bool:
    """Tell whether `character` breaks lines, is invisible, or turns the direction of what follows."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and character not in _JOINERS
