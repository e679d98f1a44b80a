"""What the parts of the Help page share: the book, the chosen place, and the ways out of the program."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from PySide6.QtCore import QLocale, QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from guard.knowledge.places import Place
from guard.ui.pages.help.book import HelpBook
from guard.ui.pages.support.people import People


class Whereabouts(QObject):
    """The place its user chose; nobody else chooses one, and it is forgotten with the program."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin without a place."""
        super().__init__(parent)
        self._place = ""

    @property
    def place(self) -> str:
        """The chosen place's id, or nothing."""
        return self._place

    def choose(self, place: str) -> None:
        """Take another place; "" for none."""
        if place != self._place:
            self._place = place
            self.changed.emit()


class Keys(Protocol):
    """Keys that the desktop gives for use in every window; see `guard.ui.shortcuts.Shortcuts`."""

    @property
    def keys(self) -> Mapping[str, str]:
        """What to press, for "stop" and "hide"; empty where nobody gives any."""

    @property
    def refused(self) -> bool:
        """Whether somebody was asked and said no."""

    def ask_again(self) -> None:
        """Let the desktop be asked again."""


@dataclass(frozen=True, slots=True)
class HelpDesk:
    """`copy` takes a text, `open_page` opens an address in the browser and tells whether that began.

    `territory` returns the code of the language settings' territory, or nothing. `people` are one's own,
    None where no journal can be had; `keys` are those that stop and hide from anywhere. `locked` tells that
    the page stands before the locked window.
    """

    book: HelpBook
    whereabouts: Whereabouts
    copy: Callable[[str], None]
    open_page: Callable[[str], bool]
    today: Callable[[], date]
    territory: Callable[[], str]
    people: People | None = None
    keys: Keys | None = None
    locked: bool = False

    @property
    def place(self) -> Place | None:
        """The chosen place."""
        return self.book.places.known.get(self.whereabouts.place)


def system_territory() -> str:
    """Return the territory that the language settings name, as "CA"; nothing when they name none."""
    territory = QLocale.system().territory()
    return "" if territory == QLocale.Country.AnyCountry else QLocale.territoryToCode(territory)


def open_in_browser(address: str) -> bool:
    """Ask the system to open `address`."""
    return QDesktopServices.openUrl(QUrl(address))
