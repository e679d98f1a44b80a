"""Exercises for coming down, and what is offered by how it ended."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.errors import DataFileError
from guard.wellbeing import grounding
from guard.wellbeing.entries import End, Person

KNOWN = grounding.load()
EXERCISES = st.sampled_from(KNOWN.exercises)


def test_the_known_exercises_are_short() -> None:
    assert {each.id for each in KNOWN.exercises} >= {"breath", "senses", "feet", "water", "window"}
    for exercise in KNOWN.exercises:
        assert 30 <= exercise.seconds <= 120


def test_the_slow_breath_is_four_in_and_six_out() -> None:
    breath = KNOWN.get("breath")
    assert breath is not None
    assert [(step.move, step.seconds) for step in breath.step] == [("in", 4), ("out", 6)]
    assert breath.seconds == 60
    said = [
        (place.round, place.number, place.done) for at in (0, 2, 4, 7, 10, 59.4) if (place := breath.at(at))
    ]
    assert said == [(0, 0, 0), (0, 0, 0.5), (0, 1, 0), (0, 1, 0.5), (1, 0, 0), (5, 1, pytest.approx(0.9))]
    assert breath.at(60) is None


def test_without_movement_the_words_carry_it() -> None:
    breath = KNOWN.get("breath")
    assert breath is not None
    begin = breath.at(0)
    assert begin is not None
    assert begin.words() == "Breathe in"
    assert "one, two, three, four" in begin.words(reduced_motion=True)
    senses = KNOWN.get("senses")
    assert senses is not None
    first = senses.at(0)
    assert first is not None
    assert first.words(reduced_motion=True) == first.words()


@settings(deadline=None)
@given(EXERCISES, st.floats())
def test_any_moment_is_in_a_step_or_after_the_end(exercise: grounding.Exercise, seconds: float) -> None:
    place = exercise.at(seconds)
    assert (place is None) == (not seconds < exercise.seconds)
    if place is not None:
        assert exercise.step[place.number] is place.step
        assert 0 <= place.round < exercise.rounds
        assert 0 <= place.done < 1


@pytest.mark.parametrize("end", End)
def test_every_end_has_water_light_and_a_person(end: End) -> None:
    kinds = [offer.kind for offer in KNOWN.offers(end)]
    assert {"water", "light", "person", "grounding"} <= set(kinds)
    assert 4 <= len(kinds) <= 8
    assert ("help" in kinds) == end.hard
    assert all(offer.exercise for offer in KNOWN.offers(end) if offer.kind == "grounding")


@pytest.mark.parametrize("end", [End.FINISHED, End.DISCOMFORT])
def test_the_person_is_one_of_their_own(end: End) -> None:
    wren = Person(name="Wren {person}", reach="by phone")
    own = next(offer for offer in KNOWN.offers(end, [wren]) if offer.kind == "person")
    assert own.person is wren
    assert "Wren {person}" in own.text
    nobody = next(offer for offer in KNOWN.offers(end) if offer.kind == "person")
    assert nobody.person is None
    assert "{" not in nobody.text


EXERCISE = (
    '[[exercise]]\nid = "a"\ntitle = "t"\nintro = "i"\nrounds = 1\nstep = [{ say = "s", seconds = 9 }]\n'
)
OFFER = '[[offer]]\nid = "a"\nkind = "water"\ntext = "t"\nafter = ["soft"]\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (EXERCISE + EXERCISE + OFFER, "“a” is there already"),
        (EXERCISE + OFFER + OFFER, "line 13, field “offer 2, id”"),
        (EXERCISE + OFFER + 'exercise = "b"', "there is no such exercise"),
        (EXERCISE + OFFER.replace('"t"', '"Write to {person}."'), "go together"),
        (EXERCISE.replace("seconds = 9", "seconds = 900") + OFFER, "seconds"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "grounding.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as error:
        grounding.load(file)
    assert says in error.value.sentence
