"""Words on a page: labels that wrap, grow with the text size and take a role from the style sheet."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from guard.ui import theme


def title(text: str) -> QLabel:
    """Return the one heading of a page."""
    return _label(text, "title")


def subtitle(text: str) -> QLabel:
    """Return the sentence under the heading."""
    return _label(text, "subtitle")


def section(text: str) -> QLabel:
    """Return the heading of a part."""
    return _label(text, "section")


def body(text: str) -> QLabel:
    """Return running text."""
    return _label(text, "body")


def strong(text: str) -> QLabel:
    """Return a short heading within a part."""
    return _label(text, "strong")


def hint(text: str) -> QLabel:
    """Return a quiet remark."""
    return _label(text, "hint")


def number(text: str) -> QLabel:
    """Return a figure to be seen at a glance."""
    return _label(text, "number")


def sentence(words: str) -> str:
    """Write `words` as a sentence: a capital letter first, a full stop last."""
    words = words.strip()
    if not words:
        return ""
    return words[0].upper() + words[1:] + ("" if words[-1] in ".?!…" else ".")


def set_tone(widget: QWidget, tone: str) -> None:
    """Give `widget` a tone: plain, calm, notice or alarm."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        theme.restyle(widget)


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
