"""The main window: a sidebar of pages, the page, messages above it and the state below it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.banner import Action, Banner
from guard.ui.widgets.pill import StatusPill
from guard.ui.widgets.sidebar import Sidebar

MOST_BANNERS = 3
_PAGE_CHARACTERS = 80
"""A page with less room than this gets the sidebar's words as well."""


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page: its id for the program, its title and icon name for the sidebar, its widget."""

    id: str
    title: str
    icon: str
    widget: QWidget


class MainWindow(QMainWindow):
    """The window. It says nothing personal in its title and remembers nothing."""

    hide_requested = Signal()
    page_shown = Signal(str)

    def __init__(self, pages: Sequence[PageEntry], on_close: Callable[[], bool]) -> None:
        """Show `pages`. `on_close` decides: True lets the window close, False keeps it open."""
        super().__init__()
        self._pages = tuple(pages)
        self._on_close = on_close
        self._banners: dict[str, Banner] = {}
        self.setWindowTitle("Guard")
        self.setMinimumSize(QSize(480, 400))
        self.sidebar = Sidebar([(page.title, page.icon) for page in self._pages])
        self.sidebar.chosen.connect(self._show_row)
        self.pill = StatusPill("plain", "")
        self._footer_hint = text.hint("")
        self._stack = QStackedWidget()
        for page in self._pages:
            self._stack.addWidget(page.widget)
        self.setCentralWidget(self._build())
        self._add_keys()
        self.resize(QSize(1040, 680))

    def show_page(self, page_id: str) -> None:
        """Open a page by its id. Raises KeyError for an id that is not there."""
        for row, page in enumerate(self._pages):
            if page.id == page_id:
                self.sidebar.choose(row)
                return
        raise KeyError(page_id)

    @property
    def page(self) -> str:
        """The id of the page that is open."""
        return self._pages[self._stack.currentIndex()].id

    def tell(
        self, sentence: str, tone: str = "notice", *, key: str = "", action: Action | None = None
    ) -> Banner:
        """Show a sentence above the page; one with the same `key` (or the same words) takes its place."""
        name = key or sentence
        self.untell(name)
        if len(self._banners) >= MOST_BANNERS:
            calmest = [each for each, banner in self._banners.items() if banner.property("tone") != "alarm"]
            self.untell(calmest[0] if calmest else next(iter(self._banners)))
        banner = Banner(sentence, tone=tone, action=action)
        banner.dismissed.connect(lambda: self._forget(name, banner))
        self._banners[name] = banner
        self._messages.insertWidget(0, banner)
        banner.show()
        self._message_area.show()
        banner.announce()
        return banner

    def untell(self, key: str) -> None:
        """Take a sentence back; one that is not there is no error."""
        banner = self._banners.get(key)
        if banner is not None:
            self._forget(key, banner)

    def set_state(self, tone: str, words: str, hint: str = "") -> None:
        """Show the guard's state below the page, with a quiet remark at the other end."""
        self.pill.show_state(tone, words)
        self._footer_hint.setText(hint)

    def set_persona(self, name: str, colour: str | None) -> None:
        """Show who the user is now: a strip in the profile's colour and its name; an empty name takes both away."""
        words = self.tr("You are {name}").format(name=name) if name else ""
        self.sidebar.set_persona(words, colour)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask the program whether the window may close."""
        if self._on_close():
            event.accept()
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the sidebar to icons when the page would get too little room."""
        super().resizeEvent(event)
        self.sidebar.fold(
            self.width()
            < self.sidebar.full_width() + self.fontMetrics().averageCharWidth() * _PAGE_CHARACTERS
        )

    def _build(self) -> QWidget:
        self._message_area = QWidget()
        self._messages = QVBoxLayout(self._message_area)
        self._messages.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, 0)
        self._messages.setSpacing(SPACE)
        self._message_area.hide()
        content = QWidget()
        content.setObjectName("content")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._message_area)
        column.addWidget(self._stack, 1)
        column.addWidget(self._footer())
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(content, 1)
        return whole

    def _footer(self) -> QFrame:
        footer = QFrame()
        footer.setObjectName("footer")
        row = QHBoxLayout(footer)
        row.setContentsMargins(SPACE * 2, SPACE, SPACE * 2, SPACE)
        row.addWidget(self.pill)
        row.addStretch(1)
        self._footer_hint.setWordWrap(False)
        row.addWidget(self._footer_hint)
        return footer

    def _add_keys(self) -> None:
        for row in range(min(9, len(self._pages))):
            key = QShortcut(QKeySequence(f"Ctrl+{row + 1}"), self)
            key.activated.connect(lambda row=row: self.sidebar.choose(row))
        hide = QShortcut(QKeySequence("Ctrl+H"), self)
        hide.activated.connect(self.hide_requested)

    def _show_row(self, row: int) -> None:
        self._stack.setCurrentIndex(row)
        self.page_shown.emit(self._pages[row].id)

    def _forget(self, key: str, banner: Banner) -> None:
        if self._banners.get(key) is banner:
            del self._banners[key]
        self._messages.removeWidget(banner)
        banner.hide()
        banner.deleteLater()
        self._message_area.setVisible(bool(self._banners))
