"""Widgets below each other, measured once for each width: a long list in it is laid out in a moment.

Qt's own box layout asks every widget again and again how high it wants to be, more often
with every layout around it.
"""

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLayoutItem, QWidget, QWidgetItem

from guard.ui.widgets.item_layout import ItemLayout


class Column(ItemLayout):
    """Each widget gets the whole width and the height it wants there."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 0, top: int = 0) -> None:
        """Keep the widgets `spacing` pixels apart, with `top` pixels above the first."""
        self._heights: dict[int, int] = {}
        self._least: QSize | None = None
        super().__init__(parent)
        self.setContentsMargins(0, top, 0, 0)
        self.setSpacing(spacing)

    def insert(self, place: int, widget: QWidget) -> None:
        """Put a widget at `place`, from wherever it is."""
        at = self.indexOf(widget)
        if at >= 0:
            self._items.insert(place, self._items.pop(at))
        else:
            self.addChildWidget(widget)
            self._items.insert(place, QWidgetItem(widget))
        self.invalidate()

    def invalidate(self) -> None:
        """Measure anew."""
        self._heights.clear()
        self._least = None
        super().invalidate()

    def heightForWidth(self, width: int) -> int:
        """Return the height at `width` pixels."""
        if width not in self._heights:
            shown = [item for item in self._items if not item.isEmpty()]
            gaps = self.spacing() * max(0, len(shown) - 1)
            top = self.contentsMargins().top()
            self._heights[width] = sum(_height(item, width) for item in shown) + gaps + (top if shown else 0)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """Return a usual size."""
        width = max((item.sizeHint().width() for item in self._items if not item.isEmpty()), default=0)
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        """Be as narrow as the widest widget in it must be."""
        if self._least is None:
            widths = (item.minimumSize().width() for item in self._items if not item.isEmpty())
            self._least = QSize(max(widths, default=0), 0)
        return self._least

    def setGeometry(self, rect: QRect) -> None:
        """Place the widgets."""
        super().setGeometry(rect)
        y = rect.y() + self.contentsMargins().top()
        for item in self._items:
            if not item.isEmpty():
                height = _height(item, rect.width())
                item.setGeometry(QRect(rect.x(), y, rect.width(), height))
                y += height + self.spacing()


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
