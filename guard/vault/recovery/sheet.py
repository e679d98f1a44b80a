"""The words of the kit, once as blocks for a printed sheet and once as a text file. Nothing personal is in them.

The text file is an age identity file: every line of words is a comment, so `age -d -i kit.txt` takes it as it is.
"""

import textwrap
from dataclasses import dataclass, field
from datetime import date

from guard.vault.recovery import qr
from guard.vault.recovery.kit import Kit

TITLE = "Recovery kit for Guard"
FILE_NAME = "guard-recovery-kit.txt"
_GROUP = 4
_WIDTH = 88


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words under a short heading."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """The secret line, unbroken, and in groups that are easier to type."""

    line: str = field(repr=False)
    groups: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """A QR code of the secret line: rows of modules, True for dark, quiet zone included."""

    rows: tuple[tuple[bool, ...], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is printed, from top to bottom."""

    title: str
    made: date
    code: Code
    picture: Picture
    paragraphs: tuple[Paragraph, ...]


def sheet(kit: Kit, made: date) -> Sheet:
    """Return the kit as blocks to lay out."""
    groups = tuple(textwrap.wrap(kit.code, _GROUP, break_on_hyphens=False))
    return Sheet(TITLE, made, Code(kit.code, groups), Picture(qr.matrix(kit.code)), paragraphs(made))


def kit_text(kit: Kit, made: date) -> str:
    """Return the kit as the text of a file that the `age` tool takes as an identity file."""
    words = [TITLE, ""]
    for paragraph in paragraphs(made):
        words += [paragraph.heading, *textwrap.wrap(paragraph.text, _WIDTH), ""]
    comments = "\n".join(f"# {line}".rstrip() for line in words)
    return f"{comments}\n{kit.code}\n"


def paragraphs(made: date) -> tuple[Paragraph, ...]:
    """Return what a stranger to Guard, or its owner in ten years, needs to know."""
    return (
        Paragraph(
            "What this is",
            f"Made on {made.isoformat()}. It is the key to the encrypted copies that Guard keeps of your profiles and of "
            "the key to your journal. Guard does not keep this kit, and nobody can make it a second time.",
        ),
        Paragraph(
            "What it opens",
            "The file recovery.age, which Guard keeps up to date in its own folder on your computer, and every backup "
            "that you make for this kit. It opens nothing else, and without one of these files it holds nothing.",
        ),
        Paragraph(
            "Where to keep it",
            "Where only you reach it, on paper or on a stick, and not beside the encrypted copies: "
            "whoever has both can read them.",
        ),
        Paragraph(
            "With Guard",
            "Choose “Restore” in Guard, or type: guard restore FILE. Then type, paste or scan the code, or choose the "
            "file that holds it. Capitals, spaces and line breaks do not matter.",
        ),
        Paragraph(
            "Without Guard",
            "The files are in the open age format. Save the code as one line in a file kit.txt (a saved text file of this kit "
            "serves as it is) and type: age -d -i kit.txt recovery.age > copy.tar. The archive copy.tar opens with any tar "
            "program and holds a README.",
        ),
    )
