"""The list of pages beside the page, with who the user is now above it; folds to icons when room is scarce."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from guard.ui import icons, theme
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.picture import Picture


class Sidebar(QFrame):
    """Pages as a list: arrow keys move, and moving opens."""

    chosen = Signal(int)

    def __init__(self, pages: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """Show `pages`, each a title and an icon's name."""
        super().__init__(parent)
        self.setObjectName("sidebar")
        self._titles = [title for title, _icon in pages]
        self._folded = False
        self._strip = QFrame()
        self._strip.setFixedWidth(SPACE // 2)
        self._strip.hide()
        self._brand = text.section("Guard")
        self._brand.setWordWrap(False)
        self.persona = text.hint("")
        self.persona.hide()
        self.list = _Pages()
        self._fill(pages)
        self._lay_out()
        self._fit()

    def choose(self, row: int) -> None:
        """Open the page in `row`."""
        self.list.setCurrentRow(row)

    def set_persona(self, words: str, colour: str | None) -> None:
        """Show `words` and a strip of `colour` (#rrggbb); without words both go."""
        self.persona.setText(words)
        self.persona.setVisible(bool(words) and not self._folded)
        self._strip.setToolTip(words)
        self._strip.setAccessibleName(words)
        tint = QColor(colour) if colour else QColor()
        self._strip.setVisible(bool(words) and tint.isValid())
        if tint.isValid():
            self._strip.setStyleSheet(f"background: {tint.name()}; border: none;")

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
        self.persona.setVisible(bool(self.persona.text()) and not folded)
        for row, title in enumerate(self._titles):
            item = self.list.item(row)
            item.setText("" if folded else title)
            item.setToolTip(title if folded else "")
        self._fit()

    def full_width(self) -> int:
        """Return the width with titles, in pixels."""
        metrics = self.list.fontMetrics()
        longest = max((metrics.horizontalAdvance(title) for title in self._titles), default=0)
        return longest + self._icon_side() + metrics.height() * 2 + SPACE * 5

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fill(self, pages: Sequence[tuple[str, str]]) -> None:
        for title, name in pages:
            item = QListWidgetItem(icons.icon(name), title)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, title)
            self.list.addItem(item)
        self.list.setAccessibleName(self.tr("Pages"))
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(1)
        self.list.setCurrentRow(0)
        self.list.currentRowChanged.connect(self.chosen)

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
        self.persona.setContentsMargins(SPACE, 0, 0, 0)
        column.addWidget(self.persona)
        column.addWidget(self.list, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._strip)
        row.addLayout(column, 1)

    def _icon_side(self) -> int:
        return round(self.list.fontMetrics().height() * 1.25)

    def _fit(self) -> None:
        side = self._icon_side()
        self.list.setIconSize(QSize(side, side))
        folded = side + self.list.fontMetrics().height() + SPACE * 4
        self.setFixedWidth(folded if self._folded else self.full_width())
        self.list.scheduleDelayedItemsLayout()


class _Pages(QListWidget):
    """The list itself; it shows its focus ring once the keyboard is used in it."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.scheduleDelayedItemsLayout()  # the style sheet's item sizes are known only now

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        keyboard = {
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        }
        self._ring(shown=event.reason() in keyboard)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._ring(shown=True)
        super().keyPressEvent(event)

    def _ring(self, *, shown: bool) -> None:
        if self.property("ring") != shown:
            self.setProperty("ring", shown)
            theme.restyle(self)
