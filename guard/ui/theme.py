"""The look in one place: colours, sizes, and the one style sheet filled with them.

Every other file of the user interface names a role (a dynamic property, a token) and
never a colour or a pixel of its own.
"""

from collections.abc import Mapping
from dataclasses import asdict
from string import Template

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from guard import resources
from guard.ui.palette import LIGHT, TONES, Palette, for_system, mixed, qt_palette

SPACE = 8
"""The grid in pixels: gaps and margins are multiples of it."""
RADIUS = 10
MAX_TEXT_SCALE = 2.0


def style_sheet(template: str, palette: Palette, point_size: float) -> str:
    """Fill the style sheet's `${tokens}`. Raises KeyError for a token that nobody knows."""
    sizes = {
        "size_small": point_size * 0.92,
        "size_body": point_size,
        "size_section": point_size * 1.12,
        "size_title": point_size * 1.75,
        "size_number": point_size * 2.2,
    }
    values: Mapping[str, object] = {
        **asdict(palette),
        **{name: f"{size:.1f}pt" for name, size in sizes.items()},
        **{
            f"{tone}_line": mixed(getattr(palette, tone), getattr(palette, f"{tone}_soft"), 0.35)
            for tone in TONES
        },
        "button_edge": palette.outline if palette.strong else palette.raised,
        "scroll": palette.outline if palette.strong else mixed(palette.outline, palette.window, 0.55),
        "scheme": "dark" if palette.dark else "light",
        "icons": (resources.root() / "icons").as_posix(),
        "radius": f"{RADIUS}px",
        "radius_small": f"{RADIUS - 4}px",
    }
    return Template(template).substitute(values)


class Theme(QObject):
    """Keeps one application dressed while the system's scheme, contrast or font change."""

    changed = Signal()

    def __init__(self, app: QApplication, *, dark: bool | None = None, text_scale: float = 1.0) -> None:
        """Dress `app`. `dark` None follows the system; `text_scale` comes on top of its font size."""
        super().__init__(app)
        self._app = app
        self._template = (resources.root() / "style" / "guard.qss").read_text(encoding="utf-8")
        self._system_font = QFont(app.font())
        self._dark = dark
        self._text_scale = text_scale
        self._dressing = False
        self.palette = LIGHT
        self._again = QTimer(self, singleShot=True, interval=0)
        self._again.timeout.connect(self._dress)
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._again.start)
        hints.accessibility().contrastPreferenceChanged.connect(self._again.start)
        app.setStyle("Fusion")
        self._dress()
        app.fontChanged.connect(self._system_font_changed)

    def choose(self, *, dark: bool | None, text_scale: float) -> None:
        """Take the user's own choice; `dark` None follows the system."""
        self._dark, self._text_scale = dark, text_scale
        self._dress()

    def _system_font_changed(self, font: QFont) -> None:
        if not self._dressing:
            self._system_font = QFont(font)
            self._again.start()

    def _dress(self) -> None:
        hints = self._app.styleHints()
        dark = hints.colorScheme() == Qt.ColorScheme.Dark if self._dark is None else self._dark
        strong = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
        self.palette = for_system(dark=dark, high_contrast=strong)
        font = QFont(self._system_font)
        size = _points(font) * min(max(self._text_scale, 0.8), MAX_TEXT_SCALE)
        font.setPointSizeF(size)
        self._dressing = True
        try:
            self._app.setFont(font)
            self._app.setPalette(qt_palette(self.palette))
            self._app.setStyleSheet(style_sheet(self._template, self.palette, size))
        finally:
            self._dressing = False
        self.changed.emit()


def apply(app: QApplication, *, dark: bool | None = None, text_scale: float = 1.0) -> Theme:
    """Dress `app` (again). `dark` None follows the system's colour scheme and its changes."""
    theme = app.findChild(Theme)
    if theme is None:
        return Theme(app, dark=dark, text_scale=text_scale)
    theme.choose(dark=dark, text_scale=text_scale)
    return theme


def current() -> Palette:
    """Return the tokens in use; the light ones before `apply`."""
    app = QGuiApplication.instance()
    theme = app.findChild(Theme) if app is not None else None
    return theme.palette if theme is not None else LIGHT


def reduced_motion() -> bool:
    """Tell whether the system asks for less movement: then nothing slides, fades or pulses.

    Qt says so from 6.12 on; before that nobody can tell, and the answer is False.
    """
    preference = getattr(QGuiApplication.styleHints().accessibility(), "motionPreference", None)
    return preference is not None and preference().name == "ReducedMotion"


def restyle(widget: QWidget) -> None:
    """Make the style sheet look at `widget`'s dynamic properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def _points(font: QFont) -> float:
    """Return a font's size in points, also when the system gave it in pixels."""
    if font.pointSizeF() > 0:
        return font.pointSizeF()
    screen = QGuiApplication.primaryScreen()
    dots = screen.logicalDotsPerInch() if screen is not None else 96.0
    return font.pixelSize() * 72.0 / dots
