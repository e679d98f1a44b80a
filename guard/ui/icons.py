"""The program's own one-colour pictures, tinted by the theme each time they are painted."""

from functools import cache

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from guard import resources
from guard.ui import theme

_INK = "currentColor"


def icon(name: str, color: str | None = None) -> QIcon:
    """Return the picture `resources/icons/<name>.svg`, crisp at every size.

    `color` is a token of the theme (`accent`, `on_accent`, `alarm`, ...) or `#rrggbb`;
    None means the text colour. Tokens follow the theme while the icon is in use.
    Raises FileNotFoundError for a name that has no picture.
    """
    return QIcon(_Engine(name, color or "text"))


def app_icon() -> QIcon:
    """Return the program's own icon."""
    return icon("guard")


def pixmap(name: str, color: str | None, size: int, ratio: float = 1.0) -> QPixmap:
    """Return one picture of `size` logical pixels for a screen of `ratio` device pixels each."""
    return _tinted(name, _resolved(color or "text"), QSize(size, size), ratio)


class _Engine(QIconEngine):
    """Renders when asked and keeps nothing; Qt's pixmap cache holds what is on screen."""

    def __init__(self, name: str, color: str) -> None:
        super().__init__()
        self._name = name
        self._color = color
        _source(name)

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._color)

    def actualSize(self, size: QSize, _mode: QIcon.Mode, _state: QIcon.State) -> QSize:
        return size

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float) -> QPixmap:
        """`size` is in device pixels; `scale` is how many of them make a logical one."""
        return _tinted(self._name, self._ink(mode), (size / scale), scale)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        picture = _tinted(self._name, self._ink(mode), rect.size(), painter.device().devicePixelRatioF())
        painter.drawPixmap(QPointF(rect.topLeft()), picture)

    def _ink(self, mode: QIcon.Mode) -> str:
        if mode == QIcon.Mode.Disabled:
            return theme.current().outline
        if mode == QIcon.Mode.Selected and self._color == "text":
            return theme.current().accent
        return _resolved(self._color)


def _resolved(color: str) -> str:
    return color if color.startswith("#") else str(getattr(theme.current(), color))


@cache
def _source(name: str) -> str:
    return (resources.root() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def _tinted(name: str, ink: str, size: QSize, ratio: float) -> QPixmap:
    if size.isEmpty():
        return QPixmap()  # of a button that has no room yet
    key = f"guard:{name}:{ink}:{size.width()}x{size.height()}@{ratio}"
    picture = QPixmap()
    if QPixmapCache.find(key, picture):
        return picture
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(Qt.GlobalColor.transparent))
    side = float(min(size.width(), size.height()))
    place = QRectF((size.width() - side) / 2, (size.height() - side) / 2, side, side)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(_source(name).replace(_INK, ink).encode())).render(painter, place)
    painter.end()
    QPixmapCache.insert(key, picture)
    return picture
