"""Arrangements that still fit when the window is small or the text is large."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QScrollArea, QSizePolicy, QWidget

from guard.ui.theme import SPACE

_SLACK = SPACE * 2
"""Pixels to spare before a column becomes a row again. More than a scroll bar is wide: bending
may take the scroll bar away, and the room that it leaves must not unbend the row, or both go on for ever."""
_SHORT_LINE = 26  # characters that running text gets at least, before a row becomes a column


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
        """As narrow as the widest widget in it; a short line is a wish, the longest word a need."""
        needs = [
            widget.minimumSizeHint() if _wraps(widget) else widget.sizeHint() for widget in self._widgets()
        ]
        return QSize(max((need.width() for need in needs), default=0), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Bend or unbend."""
        super().resizeEvent(event)
        needed = sum(size.width() for size in self._sizes()) + self.row.spacing() * max(
            0, self.row.count() - 1
        )
        bent = self.row.direction() is QBoxLayout.Direction.TopToBottom
        column = needed + (_SLACK if bent else 0) > event.size().width()
        direction = QBoxLayout.Direction.TopToBottom if column else QBoxLayout.Direction.LeftToRight
        if self.row.direction() is not direction:
            self.row.setDirection(direction)
            self.updateGeometry()

    def _sizes(self) -> list[QSize]:
        """Return the size that each widget wants in a row; running text wants room for a short line."""
        line = self.fontMetrics().averageCharWidth() * _SHORT_LINE
        return [
            widget.minimumSizeHint().expandedTo(QSize(line, 0)) if _wraps(widget) else widget.sizeHint()
            for widget in self._widgets()
        ]

    def _widgets(self) -> Iterator[QWidget]:
        for index in range(self.row.count()):
            item = self.row.itemAt(index)
            widget = item.widget() if item is not None else None
            if widget is not None and not widget.isHidden():
                yield widget


def _wraps(widget: QWidget) -> bool:
    return widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Preferred


def tab_as_read(page: QWidget) -> None:
    """Let Tab go through `page` in reading order, whatever was added when."""
    for before, after in pairwise(_stops(page)):
        QWidget.setTabOrder(before, after)


def tab_as_seen(window: QWidget) -> None:
    """Do the same for what is on screen in `window` now, quickly enough for every key."""
    for before, after in pairwise(_stops(window, seen=True)):
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


def _stops(widget: QWidget, *, seen: bool = False) -> Iterator[QWidget]:
    """Yield every widget in `widget` that takes the keyboard, in the order of the layouts; or only what is `seen`."""
    inside = widget.widget() if isinstance(widget, QScrollArea) else widget
    layout = inside.layout() if inside is not None else None
    if layout is not None:
        yield from _stops_along(layout, seen=seen)


def _stops_along(layout: QLayout, *, seen: bool) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        child = item.widget() if item is not None else None
        inner = item.layout() if item is not None else None
        if child is not None and not (seen and child.isHidden()):
            if child.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                yield child
            yield from _stops(child, seen=seen)
        elif inner is not None:
            yield from _stops_along(inner, seen=seen)


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
