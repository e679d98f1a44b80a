"""The icon of somebody else's program, found and read on a thread of its own."""

import logging
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QImage, QImageReader, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from guard.ui import icons, theme
from guard.ui.linux import icon_files
from guard.ui.widgets.picture import Picture

_SIDE = 128  # enough for 32 at twice the text size on a screen with two pixels to the point
_WIDEST = 4_096
_AT_ONCE = 4
_EMS = 1.9
_BLACK = 0xFF000000
_BADGE = 0.56  # of the icon's side

_log = logging.getLogger(__name__)


class ProgramIcons(QObject):
    """Reads each icon once. A file that does not answer keeps one thread waiting, never the window."""

    ready = Signal(str, QImage)
    """An icon has been read: its name, and the picture."""
    _done = Signal(str, QImage)

    def __init__(self, parent: QObject, read: Callable[[str], QImage]) -> None:
        """Read with `read`, which returns a null image for what is no picture."""
        super().__init__(parent)
        self._read = read
        self._known: dict[str, QImage] = {}
        self._waiting: list[str] = []
        self._busy: set[str] = set()
        self._done.connect(self._keep, Qt.ConnectionType.QueuedConnection)

    def get(self, icon: str) -> QImage:
        """Return the picture of `icon`; a null image as long as it is not known, or for good."""
        known = self._known.get(icon)
        if known is not None:
            return known
        if icon not in self._busy and icon not in self._waiting:
            self._waiting.append(icon)
            self._begin()
        return QImage()

    def _begin(self) -> None:
        while self._waiting and len(self._busy) < _AT_ONCE:
            icon = self._waiting.pop(0)
            self._busy.add(icon)
            threading.Thread(target=self._work, args=(icon,), name="guard-icon", daemon=True).start()

    def _work(self, icon: str) -> None:
        try:
            image = self._read(icon)
        except Exception:  # noqa: BLE001 - the thread's door: without a picture the symbol stays
            _log.exception("an icon could not be read")
            image = QImage()
        with suppress(RuntimeError):  # the window has gone in the meantime
            self._done.emit(icon, image)

    def _keep(self, icon: str, image: QImage) -> None:
        self._known[icon] = image
        self._busy.discard(icon)
        self._begin()
        self.ready.emit(icon, image)  # from here, so that who asked in the meantime hears it too


class ProgramIcon(Picture):
    """A program's icon; the symbol `name` of this program's own, `ems` text heights high, as long as there is none.

    Its room is the same for both, so that nothing moves when the icon arrives. With `badge` the symbol stays, small, in the corner of the icon. It says nothing to a
    screen reader.
    """

    def __init__(
        self,
        name: str,
        color: str = "text",
        *,
        ems: float = 1.35,
        badge: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Show the symbol."""
        super().__init__(name, color, ems=_EMS, parent=parent)
        self._symbol = ems / _EMS
        self._badge = badge
        self._program = ""
        self._pixmap = QPixmap()
        self._icons = shared()
        self._icons.ready.connect(self._take)

    @property
    def has_program(self) -> bool:
        """Whether the program's own icon is shown."""
        return not self._pixmap.isNull()

    def show_program(self, icon: str) -> None:
        """Show `icon` (a name of the icon theme or an absolute path) as soon as it is read; empty: the symbol."""
        if icon != self._program:
            self._program = icon
            self._show(self._icons.get(icon) if icon else QImage())

    def show_symbol(self, name: str, color: str) -> None:
        """Change the symbol."""
        self._icon = icons.icon(name, color)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the program's icon, or the symbol."""
        painter = QPainter(self)
        if not self.has_program:
            self._icon.paint(painter, self._square(self._symbol))
            painter.end()
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        side = round(min(self.width(), self.height()) * self.devicePixelRatioF())
        small = self._pixmap.scaled(
            QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        place = QRect(0, 0, *(round(each / self.devicePixelRatioF()) for each in small.size().toTuple()))
        place.moveCenter(self.rect().center())
        painter.drawPixmap(place, small)
        if self._badge:
            self._paint_badge(painter)
        painter.end()

    def _paint_badge(self, painter: QPainter) -> None:
        place = self._square(_BADGE)
        place.moveBottomRight(self.rect().bottomRight())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().surface))
        painter.drawEllipse(place)
        self._icon.paint(painter, place.adjusted(1, 1, -1, -1))

    def _square(self, share: float) -> QRect:
        side = round(min(self.width(), self.height()) * share)
        place = QRect(0, 0, side, side)
        place.moveCenter(self.rect().center())
        return place

    def _take(self, icon: str, image: QImage) -> None:
        if icon == self._program:
            self._show(image)

    def _show(self, image: QImage) -> None:
        self._pixmap = QPixmap.fromImage(image)
        self.update()


def shared() -> ProgramIcons:
    """Return the icons of this application."""
    app = QCoreApplication.instance()
    if app is None:
        raise RuntimeError("icons need an application")
    found = app.findChild(ProgramIcons)
    return found if found is not None else ProgramIcons(app, reader())


def reader() -> Callable[[str], QImage]:
    """Return what finds and reads icons in the desktop's theme, which Qt knows on the window's thread only."""
    where = icon_files.places(os.environ, Path.home(), (QIcon.themeName(), QIcon.fallbackThemeName()))

    def read(icon: str) -> QImage:
        file = icon_files.find(icon, where)
        return read_picture(file) if file else QImage()

    return read


def read_picture(file: str) -> QImage:
    """Read a picture, at most as large as it is ever shown; a null image for what is none."""
    picture = QImageReader(file)
    size = picture.size()
    if not size.isValid() or size.isEmpty() or max(size.toTuple()) > _WIDEST:
        return QImage()
    drawing = picture.format().data() in {b"svg", b"svgz"}
    if drawing or max(size.toTuple()) > _SIDE:
        picture.setScaledSize(size.scaled(_SIDE, _SIDE, Qt.AspectRatioMode.KeepAspectRatio))
    image = picture.read()
    return QImage() if drawing and _is_misdrawn(image) else image


def _is_misdrawn(image: QImage) -> bool:
    """Tell whether all corners are black: so Qt draws the masks and filters that it does not know."""
    right, bottom = image.width() - 1, image.height() - 1
    corners = {image.pixel(x, y) for x in (0, right) for y in (0, bottom)} if not image.isNull() else set()
    return corners == {_BLACK}
