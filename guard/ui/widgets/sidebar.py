"""The list of pages beside the page; folds to icons when room is scarce."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from guard.ui import icons, theme
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.picture import Picture

_BY_KEY = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}


class Sidebar(QFrame):
    """Pages as a column of buttons, one of them down: arrow keys move, and moving opens.

    Buttons rather than a list, so that assistive technology can press what it reads.
    """

    chosen = Signal(int)

    def __init__(self, pages: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """Show `pages`, each a title and an icon's name."""
        super().__init__(parent)
        self.setObjectName("sidebar")
        self._titles = [title for title, _icon in pages]
        self._folded = False
        self._scroll = _Room()  # a small screen or large text may leave no room for every page
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._brand = text.section("Guard")
        self._brand.setWordWrap(False)
        self.buttons: list[_PageButton] = [self._button(title, name) for title, name in pages]
        for row, button in enumerate(self.buttons):
            button.clicked.connect(lambda _checked=False, row=row: self.choose(row))
            button.focused.connect(lambda row=row: self._scroll.ensureWidgetVisible(self.buttons[row]))
        self.row = -1
        """Which page is open."""
        self._lay_out()
        self._fit()
        self.choose(0)

    def choose(self, row: int) -> None:
        """Open the page in `row`."""
        if row == self.row:
            return
        self.row = row
        for each, button in enumerate(self.buttons):
            button.setProperty("current", each == row)
            button.setAccessibleDescription(self.tr("This page is open") if each == row else "")
            theme.restyle(button)
        self._scroll.ensureWidgetVisible(self.buttons[row])
        self.chosen.emit(row)

    @property
    def folded(self) -> bool:
        """Whether only the icons are shown."""
        return self._folded

    def fold(self, folded: bool) -> None:  # noqa: FBT001 -- a setter of one flag
        """Show icons only, or icons and titles."""
        if folded == self._folded:
            return
        self._folded = folded
        self._brand.setVisible(not folded)
        for button, title in zip(self.buttons, self._titles, strict=True):
            button.setText("" if folded else title)
            button.setToolTip(title if folded else "")
        self._fit()

    def full_width(self) -> int:
        """Return the width with titles, in pixels."""
        metrics = self.fontMetrics()
        longest = max((metrics.horizontalAdvance(title) for title in self._titles), default=0)
        return longest + self._icon_side() + metrics.height() * 2 + SPACE * 5

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move to the next or the last page, and open it."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        row = (self.row + step) % len(self.buttons)
        self.buttons[row].setFocus(Qt.FocusReason.TabFocusReason)
        self.choose(row)

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the open page's button in sight."""
        super().resizeEvent(event)
        if self.row >= 0:
            QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.buttons[self.row]))

    def _button(self, title: str, name: str) -> "_PageButton":
        button = _PageButton(icons.icon(name), title)
        button.setProperty("kind", "page")
        button.setAutoDefault(False)
        button.setAccessibleName(title)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(SPACE, 0, 0, 0)
        head.setSpacing(SPACE)
        head.addWidget(Picture("guard", ems=1.7))
        head.addWidget(self._brand, 1)
        column = QVBoxLayout()
        column.setContentsMargins(SPACE, SPACE * 2, SPACE, SPACE)
        column.setSpacing(SPACE)
        column.addLayout(head)
        pages = QWidget()
        around = QVBoxLayout(pages)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(SPACE // 4)
        for button in self.buttons:
            around.addWidget(button)
        around.addStretch(1)
        self._scroll.setWidget(pages)
        column.addWidget(self._scroll, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(column, 1)

    def _icon_side(self) -> int:
        return round(self.fontMetrics().height() * 1.25)

    def _fit(self) -> None:
        side = self._icon_side()
        for button in self.buttons:
            button.setIconSize(QSize(side, side))
        folded = side + self.fontMetrics().height() + SPACE * 4
        self.setFixedWidth(folded if self._folded else self.full_width())


class _Room(QScrollArea):
    """Leaves every key to the sidebar and to the page."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


class _PageButton(QPushButton):
    """Leaves the arrow keys to the sidebar, and shows the focus ring to those who use keys."""

    focused = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()
        if event.reason() in _BY_KEY or event.reason() is Qt.FocusReason.MouseFocusReason:
            self.setProperty("ring", event.reason() in _BY_KEY)
            theme.restyle(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            event.ignore()
        else:
            super().keyPressEvent(event)
