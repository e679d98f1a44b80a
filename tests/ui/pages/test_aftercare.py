"""Aftercare: what is offered by how it ended, and the short exercise with and without movement."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from guard.errors import DataFileError
from guard.session import aftercare
from guard.session.model import EndReason
from guard.ui.pages.session.aftercare import AftercareStep
from guard.ui.pages.session.exercise import ExercisePlayer
from guard.wellbeing import grounding
from guard.wellbeing.entries import Person
from tests.ui.pages.conftest import Dress
from tests.ui.pages.looking import button, buttons, nameless, texts, too_wide
from tests.ui.pages.stand_ins import Clock

WREN = Person(name="Wren", reach="ring twice", when="evenings")
HARD = [reason for reason in EndReason if reason.hard]
KNOWN = grounding.load()

Open = Callable[[EndReason | None], AftercareStep]


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Open]:
    steps = []

    def show(reason: EndReason | None) -> AftercareStep:
        step = AftercareStep(aftercare.load())
        steps.append(step)
        qtbot.addWidget(step)
        step.show_ending(reason)
        step.resize(900, 700)
        step.show()
        qtbot.waitExposed(step)
        step.activateWindow()
        return step

    yield show
    steps.clear()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def player(qtbot: QtBot, clock: Clock) -> ExercisePlayer:
    made = ExercisePlayer(clock, still=lambda: False)
    qtbot.addWidget(made)
    return made


def plays(player: ExercisePlayer) -> bool:
    return player.playing


def exercise(name: str) -> grounding.Exercise:
    found = KNOWN.get(name)
    assert found is not None
    return found


@pytest.mark.parametrize("reason", [None, *EndReason])
def test_every_end_offers_water_a_light_somebody_and_a_quiet_minute(
    opened: Open, reason: EndReason | None
) -> None:
    seen = texts(opened(reason))
    assert "glass of water" in seen
    assert "warm light" in seen
    assert "A quiet minute" in seen
    assert "Hello is enough" in seen or "a friend" in seen
    assert "{" not in seen


@pytest.mark.parametrize("reason", [None, *EndReason])
def test_help_is_offered_after_a_hard_end_and_nothing_is_asked(
    opened: Open, reason: EndReason | None
) -> None:
    step = opened(reason)
    hard = reason is None or reason in HARD
    for words in ("Help and people to talk to", "Services where you are"):
        assert (words in buttons(step)) is hard
    if hard:
        assert "?" not in texts(step)
        assert "Walk" not in texts(step), "only what grounds and who helps"


def test_one_of_their_own_people_takes_the_place_of_somebody(opened: Open, qtbot: QtBot) -> None:
    step = opened(EndReason.STOPPED)
    assert "somebody you trust" in texts(step)
    step.show_person(WREN)
    seen = texts(step)
    assert "Write to Wren. Hello is enough." in seen
    assert "ring twice, evenings" in seen
    with qtbot.waitSignal(step.copy_wanted) as copied:
        button(step, "Copy how to reach Wren").click()
    assert copied.args == ["ring twice"]
    step.show_person(None)
    assert "Wren" not in texts(step)


def test_ticks_are_kept_nowhere(opened: Open) -> None:
    step = opened(EndReason.FINISHED)
    step.findChildren(QCheckBox)[0].click()
    step.show_ending(EndReason.FINISHED)
    assert not any(box.isChecked() for box in step.findChildren(QCheckBox))


def test_words_that_cannot_be_read_cost_the_exercise_only(qtbot: QtBot, tmp_path: Path) -> None:
    def broken() -> grounding.Grounding:
        raise DataFileError(tmp_path / "grounding.toml", "it cannot be opened")

    step = AftercareStep(aftercare.load(), broken)
    qtbot.addWidget(step)
    step.show_ending(EndReason.STOPPED)
    step.show()
    assert "Drink some water" in texts(step)
    assert "A quiet minute" not in texts(step)
    assert button(step, "Done for now").isEnabled()


def test_an_exercise_has_the_page_for_itself_and_can_be_left_at_once(opened: Open, qtbot: QtBot) -> None:
    step = opened(EndReason.FINISHED)
    button(step, "Take a minute for a slow breath.").click()
    assert plays(step.player)
    assert "glass of water" not in texts(step)
    assert "Breathe in" in texts(step)
    qtbot.waitUntil(lambda: button(step, "Leave it here").hasFocus())
    QTest.keyClick(button(step, "Leave it here"), Qt.Key.Key_Space)
    assert not plays(step.player)
    assert "glass of water" in texts(step)
    qtbot.waitUntil(lambda: button(step, "Take a minute for a slow breath.").hasFocus())


def test_escape_leaves_an_exercise_and_means_nothing_without_one(opened: Open, qtbot: QtBot) -> None:
    step = opened(EndReason.FINISHED)
    with qtbot.assertNotEmitted(step.done):
        QTest.keyClick(button(step, "Done for now"), Qt.Key.Key_Escape)
        button(step, "Take a minute for a slow breath.").click()
        QTest.keyClick(button(step, "Leave it here"), Qt.Key.Key_Escape)
    assert not plays(step.player)
    assert "glass of water" in texts(step)
    qtbot.waitUntil(lambda: button(step, "Take a minute for a slow breath.").hasFocus())


def test_done_ends_the_exercise_with_the_page(opened: Open, qtbot: QtBot) -> None:
    step = opened(EndReason.FINISHED)
    button(step, "Take a minute for a slow breath.").click()
    with qtbot.waitSignal(step.done):
        button(step, "Done for now").click()
    assert not plays(step.player)


def test_the_circle_follows_the_breath_and_the_words_change_with_it(
    player: ExercisePlayer, clock: Clock
) -> None:
    player.start(exercise("breath"))
    sizes = {}
    for second in (0, 2, 4, 7, 9.9):
        clock.now = 1000.0 + second
        player.look()
        sizes[second] = (player.words.text(), round(player.breath.filled, 2))
    assert sizes == {
        0: ("Breathe in", 0.0),
        2: ("Breathe in", 0.5),
        4: ("Breathe out slowly", 1.0),
        7: ("Breathe out slowly", 0.5),
        9.9: ("Breathe out slowly", 0.0),
    }
    assert player.step.text() == "1 of 6"
    clock.now += 10
    player.look()
    assert player.step.text() == "2 of 6"


def test_it_comes_to_an_end_by_itself_and_can_be_done_again(player: ExercisePlayer, clock: Clock) -> None:
    player.start(exercise("breath"))
    clock.now += 60
    player.look()
    assert not plays(player)
    assert "That was all." in player.words.text()
    button(player, "Once more").click()
    assert plays(player)
    assert player.words.text() == "Breathe in"


@pytest.mark.parametrize("by_system", [True, False])
def test_without_movement_the_words_carry_it_and_nothing_moves(
    qtbot: QtBot, clock: Clock, *, by_system: bool
) -> None:
    player = ExercisePlayer(clock, still=lambda: by_system)
    qtbot.addWidget(player)
    player.start(exercise("breath"))
    if not by_system:
        button(player, "Without movement").click()
    player.look()
    assert player.breath.isHidden()
    assert player.words.text() == "Breathe in and count: one, two, three, four."
    before = player.breath.filled
    clock.now += 2
    player.look()
    assert player.breath.filled == before
    button(player, "With movement").click()
    player.look()
    assert not player.breath.isHidden()
    assert player.words.text() == "Breathe in"


def test_nothing_moves_while_nobody_sees_it(player: ExercisePlayer, clock: Clock) -> None:
    player.start(exercise("senses"))
    player.hide()
    assert not plays(player)
    clock.now += 30
    player.show()
    assert plays(player)
    player.look()
    assert player.step.text() == "2 of 5"


@pytest.mark.parametrize("each", KNOWN.exercises, ids=lambda each: each.id)
def test_every_exercise_can_be_gone_through(
    player: ExercisePlayer, clock: Clock, each: grounding.Exercise
) -> None:
    player.start(each)
    said = set()
    for second in range(each.seconds):
        clock.now = 1000.0 + second
        player.look()
        said.add(player.words.text())
        assert 0.0 <= player.breath.filled <= 1.0
    assert said == {step.say for step in each.step}


@pytest.mark.parametrize("reason", [EndReason.FINISHED, EndReason.STOPPED])
def test_it_fits_a_small_window_with_large_text(opened: Open, dress: Dress, reason: EndReason) -> None:
    dress(dark=True, scale=2.0)
    step = opened(reason)
    step.show_person(WREN)
    step.resize(540, 430)
    assert too_wide(step) == []
    assert nameless(step) == []
    step._play(exercise("breath"))
    assert too_wide(step) == []
    assert nameless(step) == []
