"""The card as it will look, as wide as the page allows."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from guard.ui import theme

_WIDE = 420


class Preview(QWidget):
    """A screen reader hears the words of the card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.setAccessibleName(self.tr("The card as it will look"))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMaximumWidth(_WIDE)

    def show_card(self, image: QImage, words: str) -> None:
        """Show a picture and what stands on it."""
        self._image = image
        self.setAccessibleDescription(words)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Return that it keeps the card's shape."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at `width` pixels."""
        return round(width * self._image.height() / max(1, self._image.width()))

    def sizeHint(self) -> QSize:
        """Return the usual size."""
        return QSize(_WIDE, self.heightForWidth(_WIDE))

    def minimumSizeHint(self) -> QSize:
        """Be as small as need be."""
        return QSize(160, 80)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card with a hair around it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = QRect(0, 0, self.width(), self.height())
        ratio = self.devicePixelRatioF()
        painter.drawImage(
            place,
            self._image.scaled(
                place.size() * ratio,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            ),
        )
        painter.setPen(QPen(QColor(theme.current().border), 1))
        painter.drawRect(place.adjusted(0, 0, -1, -1))
        painter.end()
