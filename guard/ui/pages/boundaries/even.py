"""Widgets of one width side by side; two by two, or below each other, where there is too little room."""

from PySide6.QtCore import QRect, QSize, Qt

from guard.ui.widgets.item_layout import ItemLayout


class Even(ItemLayout):
    """Every widget is as wide as the widest needs, and they keep together where reading begins."""

    def heightForWidth(self, width: int) -> int:
        """Return the height at `width` pixels."""
        return -(-len(self._items) // self._columns(width)) * self._each().height()

    def sizeHint(self) -> QSize:
        """Return the size of one row."""
        each = self._each()
        return QSize(each.width() * len(self._items), each.height())

    def minimumSize(self) -> QSize:
        """Be as narrow as the widest widget."""
        return self._each()

    def setGeometry(self, rect: QRect) -> None:
        """Place the widgets, in the middle of a place that is too high."""
        super().setGeometry(rect)
        columns, each = self._columns(rect.width()), self._each()
        width = min(rect.width() // columns, each.width() * len(self._items) // columns)
        top = rect.y() + max(0, rect.height() - self.heightForWidth(rect.width())) // 2
        parent = self.parentWidget()
        mirrored = parent is not None and parent.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for place, item in enumerate(self._items):
            row, column = divmod(place, columns)
            left = column * width
            x = rect.right() + 1 - left - width if mirrored else rect.x() + left
            item.setGeometry(QRect(x, top + row * each.height(), width, each.height()))

    def _columns(self, width: int) -> int:
        needed = self._each().width()
        return next((columns for columns in (len(self._items), 2) if width >= columns * needed), 1)

    def _each(self) -> QSize:
        size = QSize(1, 1)
        for item in self._items:
            size = size.expandedTo(item.sizeHint())
        return size
