"""One pseudonym in the list: who it is at a glance, the way into its editor, and what can be copied."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QSpacerItem,
    QToolButton,
    QWidget,
)

from guard.profiles.profile import Profile
from guard.ui import icons, theme
from guard.ui.pages.avatar import paint_face
from guard.ui.pages.dot import Shades
from guard.ui.theme import SPACE

_RING = 2.0
_PAD = SPACE * 3 // 2
_GAP = SPACE // 2  # between lines
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


@dataclass(frozen=True, slots=True)
class Glance:
    """What a card shows: `shades` of the colour called `colour`, `places` by name, `linked` in words."""

    profile: Profile
    shades: Shades | None
    colour: str
    places: tuple[str, ...] = ()
    linked: str = ""


class ProfileCard(QAbstractButton):
    """Painted rather than put together, so that two hundred of them are there in a moment.

    One of a list is a stop for Tab; arrow keys go from one to the next.
    """

    stepped = Signal(int)
    """An arrow key was pressed: one down is 1, one up is -1."""
    copy_wanted = Signal(str)

    def __init__(self, glance: Glance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.glance = glance
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.copy = QToolButton(self)
        self.copy.setIcon(icons.icon("copy", "muted"))
        self.copy.clicked.connect(self._offer)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        row.addStretch(1)
        row.addWidget(self.copy)
        self._chevron = QSpacerItem(0, 0)
        row.addSpacerItem(self._chevron)
        self._fit()
        self.set_stop(stop=False)
        self.show_glance(glance)

    def show_glance(self, glance: Glance) -> None:
        """Show a changed profile."""
        grown = bool(glance.linked) != bool(self.glance.linked)
        self.glance = glance
        profile = glance.profile
        self.setAccessibleName(profile.name)
        told = (profile.pronouns, self._second_line(), glance.linked)
        self.setAccessibleDescription(". ".join(part for part in (*told, glance.colour) if part))
        self.setToolTip("\n".join(part for part in (profile.name, glance.linked) if part))
        self.copy.setAccessibleName(self.tr("Copy from {name}").format(name=profile.name))
        self.copy.setToolTip(self.copy.accessibleName())
        if grown:
            self.updateGeometry()
        self.update()

    def set_stop(self, *, stop: bool) -> None:
        """Make it the list's stop for Tab, or one that only arrow keys and the mouse reach."""
        policy = Qt.FocusPolicy.StrongFocus if stop else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(policy)
        self.copy.setFocusPolicy(policy)

    def copies(self) -> Sequence[tuple[str, str]]:
        """Return what can be copied: words for a menu, and the text."""
        profile = self.glance.profile
        found = [(self.tr("Name: {text}").format(text=profile.name), profile.name)]
        for place, each in zip(self.glance.places, profile.handles, strict=True):
            found += [
                (self.tr("{place}: {text}").format(place=place, text=text), text)
                for text in (each.handle, each.email)
                if text
            ]
        return found

    def sizeHint(self) -> QSize:
        """Return room for two lines, and a third for a link."""
        lines = 3 if self.glance.linked else 2
        return QSize(SPACE * 40, self._line(lines - 1).bottom() + 1 + _PAD)

    def minimumSizeHint(self) -> QSize:
        """Be as narrow as need be; long words are cut, and heard in full."""
        return QSize(SPACE * 24, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Return as well as with Space; step with the arrows."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be opened."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Stop showing it."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, face, lines and the focus ring."""
        tokens = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        near = self.underMouse()
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.focus), _RING))
        else:
            painter.setPen(QPen(QColor(tokens.accent if near else tokens.border), 1))
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(area, theme.RADIUS, theme.RADIUS)
        self._paint_inside(painter)
        painter.end()

    def _paint_inside(self, painter: QPainter) -> None:
        glance, height = self.glance, self.fontMetrics().lineSpacing()
        resting = glance.profile.retired is not None
        side = round(height * 2.1)
        face = QRect(SPACE * 2, SPACE * 3 // 2, side, side)
        paint_face(painter, QRectF(self._mirrored(face)), glance.profile.name, glance.shades, resting=resting)
        tokens = theme.current()
        self._paint_name(painter, self._line(0))
        self._write(painter, self._line(1), self._second_line(), tokens.muted)
        if glance.linked:
            self._write(painter, self._line(2), glance.linked, tokens.notice)
        chevron = round(height * 0.9)
        place = QRect(self.width() - SPACE * 2 - chevron, (self.height() - chevron) // 2, chevron, chevron)
        name = "chevron-left" if self._mirrors() else "chevron-right"
        icons.icon(name, "muted").paint(painter, self._mirrored(place))

    def _fit(self) -> None:
        """Keep the icons as large as the text."""
        side = round(self.fontMetrics().height() * 1.1)
        self.copy.setIconSize(QSize(side, side))
        self._chevron.changeSize(side + SPACE * 2, 0)

    def _face(self) -> QRect:
        side = self.fontMetrics().lineSpacing() * 2 + _GAP
        return QRect(SPACE * 2, _PAD, side, side)

    def _line(self, number: int) -> QRect:
        """Return the place of a line of words, as it is where one reads from left to right."""
        height = self.fontMetrics().lineSpacing()
        left = self._face().right() + SPACE * 2
        copy = self._mirrored(self.copy.geometry())
        return QRect(left, _PAD + number * (height + _GAP), max(0, copy.x() - left - SPACE), height)

    def _paint_name(self, painter: QPainter, line: QRect) -> None:
        profile, tokens = self.glance.profile, theme.current()
        bold = QFont(self.font())
        bold.setBold(True)
        ink = tokens.muted if profile.retired is not None else tokens.text
        used = self._write(painter, line, profile.name, ink, bold)
        rest = line.adjusted(used + SPACE, 0, 0, 0)
        if profile.pronouns and rest.width() > self.fontMetrics().averageCharWidth() * 4:
            self._write(painter, rest, profile.pronouns, tokens.muted)

    def _write(self, painter: QPainter, line: QRect, words: str, ink: str, font: QFont | None = None) -> int:
        """Write one line, cut where the room ends; return how wide it became."""
        font = font or self.font()
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(words.replace("\n", " "), Qt.TextElideMode.ElideRight, line.width())
        painter.setFont(font)
        painter.setPen(QColor(ink))
        side = Qt.AlignmentFlag.AlignRight if self._mirrors() else Qt.AlignmentFlag.AlignLeft
        absolute = Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self._mirrored(line), side | absolute, shown)
        return metrics.horizontalAdvance(shown)

    def _second_line(self) -> str:
        profile = self.glance.profile
        if profile.about:
            return profile.about
        return ", ".join(dict.fromkeys(self.glance.places)) or self.glance.colour

    def _offer(self) -> None:
        """Let the user choose what to copy."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, text in self.copies():
            menu.addAction(words.replace("&", "&&"), partial(self.copy_wanted.emit, text))
        corner = QPoint(0, self.copy.height())
        if self._mirrors():
            corner.setX(self.copy.width() - menu.sizeHint().width())
        menu.popup(self.copy.mapToGlobal(QPointF(corner).toPoint()))

    def _mirrors(self) -> bool:
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft

    def _mirrored(self, place: QRect) -> QRect:
        if not self._mirrors():
            return place
        return QRect(self.width() - place.x() - place.width(), place.y(), place.width(), place.height())
