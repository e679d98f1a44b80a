"""The look: readable in every scheme, at every size, and complete."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QImage, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from guard import resources
from guard.ui import icons, theme
from guard.ui.palette import DARK, LIGHT, Palette, contrast, for_system, mixed
from guard.ui.tray.state import TrayState
from guard.ui.widgets import buttons, text

PALETTES = [
    LIGHT,
    DARK,
    for_system(dark=False, high_contrast=True),
    for_system(dark=True, high_contrast=True),
]
TEXT_ON = [
    ("text", "window"),
    ("text", "surface"),
    ("text", "raised"),
    ("text", "accent_soft"),
    ("text", "calm_soft"),
    ("text", "notice_soft"),
    ("text", "alarm_soft"),
    ("muted", "window"),
    ("muted", "surface"),
    ("muted", "raised"),
    ("muted", "calm_soft"),
    ("muted", "notice_soft"),
    ("muted", "alarm_soft"),
    ("accent", "window"),
    ("accent", "surface"),
    ("accent", "accent_soft"),
    ("accent_hover", "surface"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("calm", "window"),
    ("calm", "surface"),
    ("calm", "calm_soft"),
    ("notice", "surface"),
    ("notice", "notice_soft"),
    ("alarm", "surface"),
    ("alarm", "alarm_soft"),
]
EDGE_ON = [
    ("outline", "surface"),
    ("outline", "window"),
    ("focus", "surface"),
    ("focus", "window"),
    ("focus", "raised"),
]
COLOURS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)
PICTURES = sorted(file.stem for file in (resources.root() / "icons").glob("*.svg"))


@pytest.mark.parametrize("palette", PALETTES)
def test_text_is_readable(palette: Palette) -> None:
    assert [pair for pair in TEXT_ON if ratio(palette, pair) < 4.5] == []


@pytest.mark.parametrize("palette", PALETTES)
def test_edges_and_focus_are_visible(palette: Palette) -> None:
    assert [pair for pair in EDGE_ON if ratio(palette, pair) < 3] == []


def ratio(palette: Palette, pair: tuple[str, str]) -> float:
    ink, ground = pair
    return contrast(getattr(palette, ink), getattr(palette, ground))


def test_contrast_is_the_one_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@given(COLOURS, COLOURS)
def test_contrast_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.01


@given(COLOURS, COLOURS)
def test_mixing_goes_from_one_colour_to_the_other(one: str, other: str) -> None:
    assert (mixed(one, other, 1), mixed(one, other, 0)) == (one, other)


def test_the_style_sheet_names_only_tokens_and_files_that_exist() -> None:
    template = (resources.root() / "style" / "guard.qss").read_text(encoding="utf-8")
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s])", template) == []
    for palette in PALETTES:
        sheet = theme.style_sheet(template, palette, 10.0)
        assert "${" not in sheet
        files = re.findall(r'url\("([^"]+)"\)', sheet)
        assert files
        assert all(Path(file).is_file() for file in files)


def test_the_scheme_can_be_chosen(dressed: theme.Theme, qapp: QApplication) -> None:
    theme.apply(qapp, dark=True)
    assert theme.current() is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.window)
    theme.apply(qapp, dark=False)
    assert theme.current() is LIGHT


def test_the_systems_scheme_is_followed(dressed: theme.Theme, qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp)
    with qtbot.waitSignal(dressed.changed):
        QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.current().dark == (QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark)


def test_text_scales_to_twice_its_size_and_no_further(dressed: theme.Theme, qapp: QApplication) -> None:
    label = QLabel("words")
    heights = []
    for scale in (1.0, 2.0, 9.0):
        theme.apply(qapp, dark=False, text_scale=scale)
        label.ensurePolished()
        heights.append(label.fontMetrics().height())
    assert heights[1] == pytest.approx(2 * heights[0], abs=2)
    assert heights[2] == heights[1]


def test_a_new_system_font_is_followed(dressed: theme.Theme, qapp: QApplication, qtbot: QtBot) -> None:
    before = QFont(dressed._system_font)
    larger = QFont(before)
    larger.setPointSizeF(before.pointSizeF() + 5)
    with qtbot.waitSignal(dressed.changed):
        qapp.setFont(larger)
    assert qapp.font().pointSizeF() == pytest.approx(larger.pointSizeF())
    with qtbot.waitSignal(dressed.changed):
        qapp.setFont(before)


def test_buttons_grow_with_their_text(dressed: theme.Theme, qapp: QApplication) -> None:
    button = buttons.primary("Begin", "play")
    sizes = []
    for scale in (1.0, 2.0):
        theme.apply(qapp, dark=False, text_scale=scale)
        button.ensurePolished()
        sizes.append((button.sizeHint().height(), button.iconSize().height()))
    assert sizes[1][0] > sizes[0][0] * 1.6
    assert sizes[1][1] > sizes[0][1] * 1.6


@pytest.mark.parametrize("make", [text.title, text.subtitle, text.section, text.body, text.hint, text.number])
def test_words_wrap_and_are_never_read_as_markup(make: type[QLabel], dressed: theme.Theme) -> None:
    label = make("<b>a</b>")
    assert label.wordWrap()
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.property("role") == make.__name__


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_every_picture_is_drawn_at_every_size(ratio: float, dressed: theme.Theme) -> None:
    for name in PICTURES:
        for size in (16, 24, 64):
            picture = icons.pixmap(name, None, size, ratio)
            assert picture.size() == QSize(size, size) * ratio
            assert any(alpha(picture.toImage())), name


def test_icons_follow_the_theme_and_their_mode(dressed: theme.Theme, qapp: QApplication) -> None:
    picture = icons.icon("eye")
    light, disabled = ink(picture), ink(picture, QIcon.Mode.Disabled)
    theme.apply(qapp, dark=True)
    assert light == LIGHT.text
    assert disabled == LIGHT.outline
    assert ink(picture) == DARK.text
    assert ink(picture, QIcon.Mode.Selected) == DARK.accent


def test_a_picture_that_does_not_exist_is_an_error(dressed: theme.Theme) -> None:
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-picture")


@pytest.mark.parametrize("size", [16, 22])
def test_tray_icons_differ_in_shape_and_show_on_any_panel(size: int, dressed: theme.Theme) -> None:
    images = {state: icons.pixmap(f"tray-{state}", None, size).toImage() for state in TrayState}
    shapes = {state: [value > 127 for value in alpha(image)] for state, image in images.items()}
    states = list(TrayState)
    for place, one in enumerate(states):
        for other in states[place + 1 :]:
            differing = sum(a != b for a, b in zip(shapes[one], shapes[other], strict=True))
            shade = sum(
                abs(a - b) > 40 for a, b in zip(greys(images[one]), greys(images[other]), strict=True)
            )
            assert max(differing, shade) > size * size / 20, (one, other)
    for state, image in images.items():
        for panel in (10, 250):
            seen = sum(
                abs(grey - panel) > 60
                for grey, solid in zip(greys(image), shapes[state], strict=True)
                if solid
            )
            assert seen > size * size / 20, (state, panel)


def alpha(image: QImage) -> list[int]:
    return [image.pixelColor(x, y).alpha() for y in range(image.height()) for x in range(image.width())]


def greys(image: QImage) -> list[int]:
    return [image.pixelColor(x, y).lightness() for y in range(image.height()) for x in range(image.width())]


def ink(picture: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> str:
    image = picture.pixmap(QSize(64, 64), mode).toImage()
    solid = [
        image.pixelColor(x, y) for x in range(64) for y in range(64) if image.pixelColor(x, y).alpha() == 255
    ]
    return solid[0].name()
