"""The boundary card: what it says, what it looks like, and what a file of it holds."""

import os
import stat
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from guard.session import topics
from guard.session.boundaries import Channel, Level, Limit, Limits, change, from_plain
from guard.session.boundary_card import card
from guard.ui.pages.boundaries import writing
from guard.ui.pages.boundaries.card_picture import WIDTH, file_of, picture
from guard.ui.pages.boundaries.card_step import CardStep
from guard.ui.pages.boundaries.png import png
from tests.ui.pages.boundaries.conftest import Opened
from tests.ui.pages.conftest import Dress
from tests.ui.pages.looking import button, texts

TOPICS = topics.load()
SOME = from_plain(
    [("face", "live", "never"), ("voice", "live", "ask-first"), ("Mein Garten", "text", "never")]
)


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    place = 8
    while place < len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        name, content = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        (check,) = struct.unpack(">I", data[place + 8 + length : place + 12 + length])
        assert check == zlib.crc32(name + content)
        yield name, content
        place += 12 + length


def made(limits: Limits = SOME, name: str = "Juniper", word: str = "") -> QImage:
    return picture(card(limits, TOPICS, name=name, stop_word=word))


def test_the_file_holds_the_picture_and_nothing_else(qtbot: QtBot) -> None:
    image = made()
    data = file_of(image)
    found = list(chunks(data))
    assert [name for name, _ in found] == [b"IHDR", b"IDAT", b"IEND"]
    assert len(found[0][1]) == 13
    assert b"Juniper" not in data
    back = QImage.fromData(data)
    assert back.convertToFormat(QImage.Format.Format_RGB888) == image
    assert back.textKeys() == []


def test_the_same_card_is_the_same_file_whatever_the_window_looks_like(qtbot: QtBot, dress: Dress) -> None:
    before = file_of(made())
    assert file_of(made()) == before
    dress(dark=True, scale=2.0)
    assert file_of(made()) == before


def test_a_picture_of_the_wrong_size_is_no_file() -> None:
    with pytest.raises(ValueError, match="fill"):
        png(2, 2, b"\0" * 11)
    assert next(name for name, _ in chunks(png(1, 1, b"abc"))) == b"IHDR"


def test_it_is_as_wide_as_a_phone_wants_and_light(qtbot: QtBot) -> None:
    image = made()
    assert image.width() == WIDTH
    assert image.pixelColor(2, 2).lightness() > 230
    assert image.pixelColor(2, image.height() - 3) == image.pixelColor(2, 2)


def test_more_limits_and_longer_words_make_it_higher_and_nothing_touches_the_edge(qtbot: QtBot) -> None:
    limits = SOME
    heights = [made(limits).height()]
    for number in range(60):
        words = f"{number} " + ("word " * 12 if number % 2 else "x" * 70)
        limits = change(limits, Limit(words, Channel.TEXT, Level.NEVER), by_owner=True, in_session=False)
        if number % 20 == 19:
            image = made(limits, name="W" * 64, word="m" * 40)
            heights.append(image.height())
            edge = {image.pixelColor(WIDTH - 40, row).name() for row in range(0, image.height(), 3)}
            assert edge == {image.pixelColor(2, 2).name()}
    assert heights == sorted(set(heights))


def ink_on_the_left(image: QImage) -> int:
    """Count the dark pixels of the title's line in the left half."""
    return sum(
        image.pixelColor(x, y).lightness() < 100 for x in range(72, WIDTH // 2, 4) for y in range(170, 230, 4)
    )


def test_a_card_in_a_script_from_right_to_left_is_mirrored(qtbot: QtBot) -> None:
    words = msgspec.structs.replace(TOPICS.card, title="{name}", intro="זה עוזר לי להרגיש בנוח איתך.")
    hebrew = topics.Topics(TOPICS.topics, words, TOPICS.groups)
    here, there = (picture(card(SOME, known, name="שקד")) for known in (hebrew, TOPICS))
    assert ink_on_the_left(here) == 0
    assert ink_on_the_left(there) > 0


@pytest.mark.parametrize("words", ["日本語の話題", "موضوع بالعربية", "หัวข้อ", "विषय", "🙂"])
def test_any_script_has_its_place(qtbot: QtBot, words: str) -> None:
    limits = from_plain([(words, "text", "never")])
    assert made(limits, name=words, word=words).height() > 600


@pytest.fixture
def step(opened: Opened) -> CardStep:
    opened.it.decide("camera", Level.NEVER)
    opened.it.decide("place", Level.FINE_TODAY)
    opened.page.overview.make_card.click()
    assert opened.page.card is not None
    return opened.page.card


def test_a_yes_stands_on_it_only_on_demand(step: CardStep) -> None:
    shown = step.card()
    assert shown is not None
    assert "My camera being on" in shown.text
    assert "Where I am" not in shown.text
    step.yeses.click()
    again = step.card()
    assert again is not None
    assert "Where I am" in again.text


def test_the_preview_tells_a_screen_reader_what_stands_on_it(step: CardStep, qtbot: QtBot) -> None:
    assert "My camera being on" in step.preview.accessibleDescription()
    step.word.setText("lantern")
    qtbot.waitUntil(lambda: "lantern" in step.preview.accessibleDescription())


def test_copying_goes_through_the_care_for_the_clipboard(step: CardStep, opened: Opened) -> None:
    step.word.setText("lantern")
    step.copy.click()
    ((text, profile),) = opened.copied
    assert "“lantern”" in text
    assert profile is not None
    assert profile.name == "Juniper"


def test_without_a_limit_there_is_nothing_to_give_away(opened: Opened, tmp_path: Path) -> None:
    opened.page.overview.make_card.click()
    step = opened.page.card
    assert step is not None
    step.saving.target.field.setText(str(tmp_path / "card.png"))
    assert not step.copy.isEnabled()
    assert not step.saving.save.isEnabled()
    step.saving._save()
    assert list(tmp_path.iterdir()) == []
    assert "Decide one or two limits first" in texts(step)


@pytest.mark.parametrize(
    ("name", "written"), [("card.png", "card.png"), ("card", "card.png"), ("Note.TXT", "Note.TXT")]
)
def test_it_is_saved_as_a_picture_or_as_text(step: CardStep, tmp_path: Path, name: str, written: str) -> None:
    step.saving.target.field.setText(str(tmp_path / name))
    step.saving.save.click()
    file = tmp_path / written
    assert [file] == list(tmp_path.iterdir())
    assert f"Saved: {file}" in texts(step)
    shown = step.card()
    assert shown is not None
    if written.endswith("png"):
        assert file.read_bytes() == file_of(picture(shown))
    else:
        assert file.read_text(encoding="utf-8") == shown.text


def test_no_other_kind_of_file_is_written(step: CardStep, tmp_path: Path) -> None:
    step.saving.target.field.setText(str(tmp_path / "card.jpg"))
    step.saving.save.click()
    assert list(tmp_path.iterdir()) == []
    assert ".png for a picture" in texts(step)


def test_a_file_that_is_there_is_replaced_only_on_demand(step: CardStep, tmp_path: Path) -> None:
    file = tmp_path / "card.txt"
    file.write_text("mine")
    step.saving.target.field.setText(str(file))
    step.saving.save.click()
    assert file.read_text() == "mine"
    assert "There is a file of that name already" in texts(step)
    button(step, "Replace it").click()
    assert "camera" in file.read_text()


def test_a_word_that_is_never_shared_stops_it_until_its_owner_says_so(
    step: CardStep, opened: Opened, tmp_path: Path
) -> None:
    profile = opened.it.pseudonyms.named("p1")
    assert profile is not None
    opened.page._close_card()
    opened.it.pseudonyms.save(msgspec.structs.replace(profile, never=("Rowena",)), profile)
    opened.it.worker.finish()
    opened.page.open_card()
    step.word.setText("r0wena")
    file = tmp_path / "card.txt"
    file.write_text("mine")
    step.saving.target.field.setText(str(file))
    step.saving.save.click()
    assert "never share as Juniper" in texts(step)
    button(step, "Save it all the same").click()
    assert file.read_text() == "mine"  # the other question is asked as well
    button(step, "Replace it").click()
    assert "r0wena" in file.read_text()
    step.word.setText("rowena!")
    step.saving.save.click()
    assert "r0wena" in file.read_text()


def test_a_place_that_cannot_be_written_is_told(step: CardStep, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    step.saving.target.field.setText(str(tmp_path / "file" / "card.png"))
    step.saving.save.click()
    assert "Nothing was saved; choose another place." in texts(step)
    assert step.saving.save.isEnabled()


def test_leaving_forgets_the_word_and_the_file(step: CardStep, opened: Opened) -> None:
    step.word.setText("lantern")
    step.saving.target.field.setText("/somewhere/card.png")
    step.back.click()
    assert opened.page.currentWidget() is opened.page.overview
    opened.page.open_card()
    assert step.word.text() == ""
    assert step.saving.target.path is None
    QTest.qWait(250)
    assert "lantern" not in step.preview.accessibleDescription()


def test_a_new_file_has_the_usual_permissions_and_a_replaced_one_keeps_its_own(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        file = tmp_path / "card.png"
        assert writing.write(file, b"one", instead=False)
        assert stat.S_IMODE(file.stat().st_mode) == 0o644
        file.chmod(0o600)
        assert not writing.write(file, b"two", instead=False)
        assert file.read_bytes() == b"one"
        assert writing.write(file, b"two", instead=True)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert [file] == list(tmp_path.iterdir())
    finally:
        os.umask(mask)
