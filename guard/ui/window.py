"""The main window: a sidebar of pages, the page, messages above it and the state below it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCloseEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractSlider,
    QApplication,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from guard.ui.persona import Persona
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.arrange import tab_as_seen
from guard.ui.widgets.banner import Action, Banner
from guard.ui.widgets.framed import Framed
from guard.ui.widgets.layers import Layers
from guard.ui.widgets.page import Page
from guard.ui.widgets.pill import StatusPill
from guard.ui.widgets.sidebar import Sidebar
from guard.ui.widgets.start import begin

MOST_BANNERS = 3
_FRAME = QSize(16, 48)
"""Room for what the system draws around a window."""
_MESSAGES_SHARE = 0.3
"""How much of the window's height messages may take."""
_REMARK_MS = 5000
_PAGE_CHARACTERS = 80
"""A page with less room than this gets the sidebar's words as well."""


_SCROLLS = {
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
}


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
        self.frame = Framed(self._build())
        self._layers = Layers(self.frame)
        self._layers.turned.connect(self._front_turned)
        self.setCentralWidget(self._layers)
        self._add_keys()
        self._follow_focus()
        self.resize(QSize(1040, 680).boundedTo(self.screen().availableSize() - _FRAME))

    def show_page(self, page_id: str) -> None:
        """Open a page by its id. Raises KeyError for an id that is not there."""
        rows = {page.id: row for row, page in enumerate(self._pages)}
        self.sidebar.choose(rows[page_id])

    @property
    def page(self) -> str:
        """The id of the page that is open."""
        return self._pages[self._stack.currentIndex()].id

    @property
    def covered(self) -> bool:
        """Whether something stands before pages, sidebar and messages, none of which is on screen then."""
        return self._layers.front is not None

    def cover(self, front: QWidget | None) -> None:
        """Show `front` in the place of everything; None brings it back."""
        self._layers.cover(front)

    def shut(self, front: QWidget | None) -> None:
        """Show `front` even before what covers the window, until None opens it again."""
        self._layers.shut(front)

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
        self._fit_messages()
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

    def remark(self, words: str) -> None:
        """Say something of no weight at the window's foot for a few seconds."""
        self._remark.setText(words)
        self._remark.setVisible(bool(words))
        self._footer_hint.setVisible(not words)
        self._remark_time.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def set_persona(self, persona: Persona | None) -> None:
        """Show who the user is now: a frame in the pseudonym's colour and a sentence; None takes both away.

        The title stays neutral; only assistive technology hears the name with the window.
        """
        self.frame.show_persona(persona)
        self.setAccessibleDescription(persona.sentence if persona is not None else "")

    def showEvent(self, event: QShowEvent) -> None:
        """Let the keyboard begin at what the page is for."""
        super().showEvent(event)
        if self.focusWidget() is None:
            self._focus_page()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask the program whether the window may close."""
        if self._on_close():
            event.accept()
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll the page from wherever the keyboard is."""
        step = _SCROLLS.get(Qt.Key(event.key()))
        page = next((page for page in self._stack.findChildren(Page) if page.isVisible()), None)
        if step is None or page is None:
            super().keyPressEvent(event)
        else:
            page.verticalScrollBar().triggerAction(step)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Go on in reading order, also into what was added later."""
        tab_as_seen(self._layers.front or self.frame)
        return super().focusNextPrevChild(forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the sidebar to icons when the page would get too little room."""
        super().resizeEvent(event)
        self.sidebar.fold(
            self.width()
            < self.sidebar.full_width() + self.fontMetrics().averageCharWidth() * _PAGE_CHARACTERS
        )
        self._fit_messages()

    def _front_turned(self) -> None:
        if self.isVisible():
            self._focus_page()

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
        row.addWidget(self.pill, 1)
        self._footer_hint.setWordWrap(False)
        row.addWidget(self._footer_hint)
        self._remark = text.hint("")
        self._remark.setWordWrap(False)
        self._remark.hide()
        row.addWidget(self._remark)
        self._remark_time = QTimer(self, singleShot=True, interval=_REMARK_MS)
        self._remark_time.timeout.connect(self._end_remark)
        return footer

    def _end_remark(self) -> None:
        self._remark.hide()
        self._footer_hint.show()

    def _add_keys(self) -> None:
        for row in range(min(9, len(self._pages))):
            key = QShortcut(QKeySequence(f"Ctrl+{row + 1}"), self)
            key.activated.connect(lambda row=row: self.sidebar.choose(row))
        hide = QShortcut(QKeySequence("Ctrl+H"), self)
        hide.activated.connect(self.hide_requested)

    def _show_row(self, row: int) -> None:
        focus = self.focusWidget()
        stays = focus is not None and self.sidebar.isAncestorOf(focus)
        self._stack.setCurrentIndex(row)
        if self.isVisible() and stays:
            self.sidebar.buttons[row].setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.isVisible():
            self._focus_page()
        self.page_shown.emit(self._pages[row].id)

    def _follow_focus(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._keep_focus)

    def _keep_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        """Bring the keyboard to the page when what had it is hidden; Qt would take it anywhere."""
        if old is None or new is None or not isValid(old) or old.isVisible():
            return
        ours = self._stack.isAncestorOf(old) or self._message_area.isAncestorOf(old)
        if ours and self.isAncestorOf(new) and not self._stack.isAncestorOf(new):
            self._focus_page()

    def _focus_page(self) -> None:
        """Bring the keyboard to where the open page begins; to its name in the sidebar if it has nothing."""
        row = self._stack.currentIndex()
        page = self._layers.front or self._pages[row].widget
        if not begin(page):
            self.sidebar.buttons[row].setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget(self, key: str, banner: Banner) -> None:
        if self._banners.get(key) is banner:
            del self._banners[key]
        self._messages.removeWidget(banner)
        banner.hide()
        banner.deleteLater()
        self._fit_messages()

    def _fit_messages(self) -> None:
        """Show as many messages as leave room for the page, the loudest and the newest first; one at least."""
        width = max(self.width() - self.sidebar.width() - SPACE * 4, SPACE * 30)
        left = self.height() * _MESSAGES_SHARE
        newest = list(reversed(self._banners.values()))
        newest.sort(key=lambda banner: banner.property("tone") != "alarm")
        for place, banner in enumerate(newest):
            left -= banner.heightForWidth(width) + SPACE
            banner.setVisible(place == 0 or left >= 0)
        self._message_area.setVisible(bool(newest))
