"""Arrangements that still fit when the window is small or the text is large."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QLayoutItem, QScrollArea, QSizePolicy, QWidget

from guard.ui.theme import SPACE

_SHORT_LINE = 26  # characters that running text gets at least, before a row becomes a column


class Flow(QLayout):
    """Lays widgets out like words: from the leading edge on, and on the next line when one is full."""

    def __init__(self, parent: QWidget | None = None, spacing: int = SPACE) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more item."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item; None past the end, which is how Qt finds the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Let go of an item; None past the end."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Never grow by itself."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that all lines need."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put every item in its place."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """Return the size of one single line."""
        shown = [item for item in self._items if not item.isEmpty()]
        width = sum(item.sizeHint().width() for item in shown) + self.spacing() * max(0, len(shown) - 1)
        return QSize(width, max((item.sizeHint().height() for item in shown), default=0))

    def minimumSize(self) -> QSize:
        """Return the size of the largest item."""
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, area: QRect, *, move: bool) -> int:
        """Return the height that the items need in `area`, and put them there if asked to."""
        x, y, line = 0, 0, 0
        home = self.parentWidget()
        mirrored = home is not None and home.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().boundedTo(QSize(max(area.width(), item.minimumSize().width()), 1 << 20))
            if x and x + size.width() > area.width():
                x, y, line = 0, y + line + self.spacing(), 0
            if move:
                left = area.width() - x - size.width() if mirrored else x
                item.setGeometry(QRect(area.topLeft() + QPoint(left, y), size))
            x += size.width() + self.spacing()
            line = max(line, size.height())
        return y + line


class Bending(QWidget):
    """A row that becomes a column when it is too narrow for a row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(SPACE * 3 // 2)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest widget in it."""
        return QSize(
            max((size.width() for size in self._sizes()), default=0), super().minimumSizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Bend or unbend."""
        super().resizeEvent(event)
        needed = sum(size.width() for size in self._sizes()) + self.row.spacing() * max(
            0, self.row.count() - 1
        )
        column = needed > event.size().width()
        direction = QBoxLayout.Direction.TopToBottom if column else QBoxLayout.Direction.LeftToRight
        if self.row.direction() is not direction:
            self.row.setDirection(direction)
            self.updateGeometry()

    def _sizes(self) -> list[QSize]:
        """Return the least size of each widget; running text wants room for a short line."""
        found = []
        for index in range(self.row.count()):
            item = self.row.itemAt(index)
            widget = item.widget() if item is not None else None
            if widget is not None and not widget.isHidden():
                wraps = widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Preferred
                least = widget.minimumSizeHint()
                line = self.fontMetrics().averageCharWidth() * _SHORT_LINE
                found.append(QSize(max(least.width(), line), least.height()) if wraps else widget.sizeHint())
        return found


def tab_as_read(page: QWidget) -> None:
    """Let Tab go through `page` in reading order, whatever was added when."""
    for before, after in pairwise(_stops(page)):
        QWidget.setTabOrder(before, after)


def first_stop(page: QWidget) -> QWidget | None:
    """Return where Tab comes first on `page`."""
    tab = Qt.FocusPolicy.TabFocus
    return next(
        (
            stop
            for stop in _stops(page)
            if stop.focusPolicy() & tab and stop.isVisibleTo(page) and stop.isEnabled()
        ),
        None,
    )


def _stops(widget: QWidget) -> Iterator[QWidget]:
    """Yield every widget in `widget` that takes the keyboard, in the order of the layouts."""
    inside = widget.widget() if isinstance(widget, QScrollArea) else widget
    layout = inside.layout() if inside is not None else None
    if layout is not None:
        yield from _stops_along(layout)


def _stops_along(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        child = item.widget() if item is not None else None
        inner = item.layout() if item is not None else None
        if child is not None:
            if child.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                yield child
            yield from _stops(child)
        elif inner is not None:
            yield from _stops_along(inner)


def clear(layout: QLayout) -> None:
    """Take every widget and inner layout out of `layout` and let them go."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
