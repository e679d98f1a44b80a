"""A row that wraps: buttons and pills go to the next line when the text is large or the window small."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget

from guard.ui.theme import SPACE
from guard.ui.widgets.item_layout import ItemLayout


class Flow(ItemLayout):
    """Lay widgets out like words in a line, from the side where reading begins."""

    def __init__(self, parent: QWidget | None = None, spacing: int = SPACE) -> None:
        """Keep the widgets `spacing` pixels apart."""
        super().__init__(parent)
        self.setSpacing(spacing)

    def heightForWidth(self, width: int) -> int:
        """Return the height at `width` pixels."""
        return self._place(QRect(0, 0, width, 0), really=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._place(rect, really=True)

    def sizeHint(self) -> QSize:
        """Return the size of one single row."""
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() for hint in hints) + self.spacing() * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """Return the size of the largest item."""
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, really: bool) -> int:
        left, top, row_height = 0, 0, 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            width = min(hint.width(), max(rect.width(), item.minimumSize().width()))
            if left and left + width > rect.width():
                left, top, row_height = 0, top + row_height + self.spacing(), 0
            if really:
                place = QRect(rect.topLeft() + QPoint(left, top), QSize(width, hint.height()))
                item.setGeometry(self._mirrored(place, rect))
            left += width + self.spacing()
            row_height = max(row_height, hint.height())
        return top + row_height

    def _mirrored(self, place: QRect, rect: QRect) -> QRect:
        parent = self.parentWidget()
        right_to_left = (
            parent.layoutDirection() if parent else QApplication.layoutDirection()
        ) == Qt.LayoutDirection.RightToLeft
        if right_to_left:
            place.moveRight(rect.left() + rect.right() - place.left())
        return place
