"""All pseudonyms, and one of them opened; the editor takes the place of the list."""

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from guard.ui.pages.profile_editor import ProfileEditor
from guard.ui.pages.profile_list import ProfileList
from guard.ui.pages.pseudonyms import Pseudonyms

_IDLE_MS = 200


class ProfilesPage(QStackedWidget):
    """Shows what the keyring holds; it is asked each time the page is opened."""

    copy_wanted = Signal(str, object)
    """A text to copy, and the `Profile` that it is from."""

    def __init__(
        self, desk: Pseudonyms, platforms: Mapping[str, str] | None = None, parent: QWidget | None = None
    ) -> None:
        """`platforms` are names by id, for handles."""
        super().__init__(parent)
        self._desk = desk
        self._platforms = platforms or {}
        self.setAccessibleName(self.tr("Profiles"))
        self.list = ProfileList(desk, self._platforms)
        self.editor: ProfileEditor | None = None
        """Made soon after the list, or when somebody first opens a profile."""
        self.addWidget(self.list)
        self.setFocusProxy(self.list)
        self.list.opened.connect(self.open)
        self.list.new_wanted.connect(lambda: self.open(""))
        self.list.copy_wanted.connect(self.copy_wanted)
        self._idle = QTimer(self, singleShot=True, interval=_IDLE_MS)
        self._idle.timeout.connect(self._ready)
        self.list.settled.connect(self._prepare)

    def open(self, profile_id: str) -> None:
        """Open a pseudonym; "" is a new one."""
        editor = self._ready()
        editor.open(self._desk.named(profile_id))
        self.setCurrentWidget(editor)
        editor.focus()

    def _prepare(self) -> None:
        """Make the editor before it is wanted, in a moment in which nothing else is to be done."""
        if self.isVisible() and self.editor is None:
            self._idle.start()

    def _ready(self) -> ProfileEditor:
        if self.editor is None:
            self.editor = ProfileEditor(self._desk, self._platforms)
            self.editor.closed.connect(self._closed)
        if self.indexOf(self.editor) < 0:
            self.addWidget(self.editor)
        return self.editor

    def showEvent(self, event: QShowEvent) -> None:
        """Ask the keyring, unless the window has only come back to the screen."""
        super().showEvent(event)
        if not event.spontaneous():
            self._desk.refresh()

    def _closed(self, profile_id: str) -> None:
        self.setCurrentWidget(self.list)
        if self.isVisible():
            self.list.focus_card(profile_id)
