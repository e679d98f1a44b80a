"""The colour tokens, light, dark and in high contrast; nobody else names a colour."""

from dataclasses import dataclass, replace

from PySide6.QtGui import QColor, QPalette

TONES = ("calm", "notice", "alarm")
_NEARLY_BLACK = 0.04045  # below it sRGB is linear


@dataclass(frozen=True, slots=True)
class Palette:
    """The colour tokens, each as `#rrggbb`.

    `strong` marks the high-contrast palettes. `outline` is for the edge of something that can be operated (3:1 at least), `border`
    for edges that only decorate. A `..._soft` token is the ground behind its tone.
    """

    dark: bool
    strong: bool
    window: str
    surface: str
    raised: str
    text: str
    muted: str
    border: str
    outline: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    calm: str
    calm_soft: str
    notice: str
    notice_soft: str
    alarm: str
    alarm_soft: str
    focus: str


LIGHT = Palette(
    dark=False,
    strong=False,
    window="#f5f3ef",
    surface="#ffffff",
    raised="#ebe8e2",
    text="#23292b",
    muted="#5a6264",
    border="#dfdbd3",
    outline="#85857f",
    accent="#1f6b68",
    accent_hover="#185653",
    accent_soft="#dcebe8",
    on_accent="#ffffff",
    calm="#2a7148",
    calm_soft="#e2f0e6",
    notice="#815200",
    notice_soft="#f9eed6",
    alarm="#a03f26",
    alarm_soft="#fae7e0",
    focus="#1b5a8c",
)
DARK = Palette(
    dark=True,
    strong=False,
    window="#1a1d1e",
    surface="#232728",
    raised="#2e3334",
    text="#edebe6",
    muted="#aab0ae",
    border="#393f40",
    outline="#818987",
    accent="#84c9c1",
    accent_hover="#9ad7d0",
    accent_soft="#263b3a",
    on_accent="#0e2523",
    calm="#8acb9e",
    calm_soft="#22342a",
    notice="#e5b865",
    notice_soft="#3a301c",
    alarm="#f2a189",
    alarm_soft="#432b24",
    focus="#9ccbf2",
)


def for_system(*, dark: bool, high_contrast: bool = False) -> Palette:
    """Return the tokens for a colour scheme; high contrast drops the in-between shades."""
    base = DARK if dark else LIGHT
    if not high_contrast:
        return base
    ink, ground = ("#ffffff", "#000000") if dark else ("#000000", "#ffffff")
    base = replace(base, strong=True, window=ground, surface=ground, text=ink, muted=ink)
    return replace(base, border=ink, outline=ink, focus=ink)


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two colours, 1 to 21."""
    low, high = sorted((_luminance(QColor(one)), _luminance(QColor(other))))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return float(part / 12.92 if part <= _NEARLY_BLACK else ((part + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def mixed(colour: str, ground: str, share: float) -> str:
    """Return `share` (0 to 1) of one colour over another."""
    over, under = QColor(colour), QColor(ground)
    parts = ((over.red(), under.red()), (over.green(), under.green()), (over.blue(), under.blue()))
    return "#" + "".join(f"{round(one * share + other * (1 - share)):02x}" for one, other in parts)


def qt_palette(tokens: Palette) -> QPalette:
    """Return the tokens as Qt's own roles, for what Fusion paints without the style sheet."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    for target, colour in (
        (role.Window, tokens.window),
        (role.WindowText, tokens.text),
        (role.Base, tokens.surface),
        (role.AlternateBase, tokens.raised),
        (role.Text, tokens.text),
        (role.Button, tokens.surface),
        (role.ButtonText, tokens.text),
        (role.BrightText, tokens.alarm),
        (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.on_accent),
        (role.Accent, tokens.accent),
        (role.Link, tokens.accent),
        (role.LinkVisited, tokens.accent),
        (role.PlaceholderText, tokens.muted),
        (role.ToolTipBase, tokens.surface),
        (role.ToolTipText, tokens.text),
        (role.Light, tokens.surface),
        (role.Midlight, tokens.raised),
        (role.Mid, tokens.border),
        (role.Dark, tokens.outline),
        (role.Shadow, tokens.border),
    ):
        palette.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(group.Disabled, target, QColor(tokens.outline))
    return palette
