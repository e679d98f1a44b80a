"""What the pages about boundaries work with."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from guard.profiles.profile import Profile
from guard.session.topics import Topics
from guard.ui.limits import LimitsDesk
from guard.ui.pages.counsel import Worker
from guard.ui.pages.pseudonyms import Pseudonyms


@dataclass(frozen=True, slots=True)
class BoundariesDesk:
    """`copy` puts a text of a pseudonym on the clipboard, looked over first; `worker` compares words and writes files.

    `cover` shows nothing but a widget, and with None everything again; `go_to` opens a page by its id.
    """

    limits: LimitsDesk
    pseudonyms: Pseudonyms
    topics: Topics
    worker: Worker
    copy: Callable[[str, Profile | None], None]
    cover: Callable[[QWidget | None], None]
    go_to: Callable[[str], None]
