"""What tests look for on any page."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QWidget

from guard.ui.pages.profile_card import ProfileCard
from guard.ui.pages.profile_list import ProfileList
from guard.ui.pages.profile_rows import Rows
from tests.support.waiting import wait_until

_FOCUS = Qt.FocusPolicy.TabFocus


def texts(page: QWidget) -> str:
    """Return all words that can be seen on a page."""
    QApplication.processEvents()  # what was just added is shown with the next turn of the event loop
    words = [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]
    for card in page.findChildren(ProfileCard):
        if card.isVisibleTo(page):
            words += [card.accessibleName(), card.accessibleDescription()]
    return "\n".join(words)


def nameless(page: QWidget) -> list[str]:
    """Return the controls on a page that a screen reader could not name."""
    QApplication.processEvents()
    found = []
    for widget in page.findChildren(QWidget):
        if not widget.isVisibleTo(page) or not widget.focusPolicy() & _FOCUS:
            continue
        spoken = QAccessible.queryAccessibleInterface(widget)
        if spoken is None or not spoken.text(QAccessible.Text.Name):
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


def too_wide(page: QWidget) -> list[str]:
    """Return the scrolling parts of a page whose content does not fit their width."""
    QApplication.processEvents()
    areas = [page, *page.findChildren(QScrollArea)]
    return [
        area.accessibleName()
        for area in areas
        if isinstance(area, QScrollArea) and area.isVisible() and area.horizontalScrollBar().maximum() > 0
    ]


def button(page: QWidget, words: str) -> QAbstractButton:
    """Return the visible button with these words or this accessible name."""
    QApplication.processEvents()
    return next(
        each
        for each in page.findChildren(QAbstractButton)
        if each.isVisibleTo(page) and words in {each.text(), each.accessibleName()}
    )


def buttons(page: QWidget) -> list[str]:
    """Return the words of all visible buttons."""
    QApplication.processEvents()
    return [each.text() for each in page.findChildren(QAbstractButton) if each.isVisibleTo(page)]


def complete(page: QWidget) -> None:
    """Wait until every card and every row that can be seen is there."""

    def there() -> bool:
        QApplication.processEvents()
        lists = all(each.complete for each in page.findChildren(ProfileList))
        return lists and not any(rows.isVisible() and rows._pending for rows in page.findChildren(Rows))

    wait_until(there, what="all cards and rows")
    QApplication.processEvents()  # what was added last is shown with the next turn
