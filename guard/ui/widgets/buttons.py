"""Buttons by what they mean: the next step, a side step, the calm but clear stop, a link."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QToolButton

from guard.ui import icons


def primary(text: str, icon: str | None = None) -> QPushButton:
    """Return the one clear next action of a page."""
    return _Button(text, "primary", icon, "on_accent")


def quiet(text: str, icon: str | None = None) -> QPushButton:
    """Return an action beside the main one."""
    return _Button(text, "quiet", icon, "text")


def danger(text: str, icon: str | None = None) -> QPushButton:
    """Return an action that ends or removes something."""
    return _Button(text, "danger", icon, "alarm")


def link(text: str, icon: str | None = None) -> QPushButton:
    """Return an action that reads as part of the text."""
    return _Button(text, "link", icon, "accent")


def close(name: str) -> QToolButton:
    """Return the small cross; `name` tells a screen reader what it closes."""
    return _Cross(name)


class _Button(QPushButton):
    """A button whose icon grows with its text."""

    def __init__(self, text: str, kind: str, icon: str | None, color: str) -> None:
        super().__init__(text)
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        if icon is not None:
            self.setIcon(icons.icon(icon, color))
        _fit_icon(self, 1.35)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            _fit_icon(self, 1.35)


class _Cross(QToolButton):
    """The small cross."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setIcon(icons.icon("close", "muted"))
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        _fit_icon(self, 1.0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            _fit_icon(self, 1.0)


def _fit_icon(button: QAbstractButton, widening: float) -> None:
    """Size the icon by the text; a picture wider than high keeps its distance from the words."""
    side = round(button.fontMetrics().height() * 1.1)
    button.setIconSize(QSize(round(side * widening), side))
