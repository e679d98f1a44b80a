"""Every text of the room: plain, warm, and without blame, diagnosis, contest or anything explicit."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

import pytest

from guard import resources
from guard.wellbeing import insight
from tests.wellbeing.plain import (
    BLAME,
    CAUSES,
    CONTEST,
    DIAGNOSIS,
    EXPLICIT,
    MAX_WORDS,
    MIN_EASE,
    MIN_MEAN_EASE,
    ease,
    found,
    sentences,
    syllables,
)

NO_TEXT = frozenset({"id", "answers", "suits", "place", "company", "move", "kind", "after", "exercise"})
FILES = [*resources.files("prompts"), *resources.files("wellbeing")]
SHORT_WORDS = 5
"""Texts of fewer words say too little about how they read."""


def texts(value: object, key: str = "") -> Iterator[str]:
    """Yield every text of a file; what is not known to be none is one."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from texts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, key)
    elif isinstance(value, str) and key not in NO_TEXT:
        yield value


def of(file: Path) -> list[str]:
    return list(texts(tomllib.loads(file.read_text(encoding="utf-8"))))


def names(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"


@pytest.mark.parametrize(
    ("word", "count"),
    [("smile", 1), ("asked", 1), ("wanted", 2), ("little", 2), ("area", 3), ("evening", 3), ("somebody", 3), ("takes", 1),
     ("quiet", 2), ("question", 2), ("usually", 4), ("the", 1), ("window", 2), ("voices", 2), ("curious", 3), ("idea", 3)],
)  # fmt: skip
def test_the_counter_of_syllables_is_near(word: str, count: int) -> None:
    assert abs(syllables(word) - count) <= (count >= 3)


def test_the_measure_tells_plain_from_heavy() -> None:
    plain = "I could tell what was play and what was meant."
    heavy = "Subsequent utilisation of communicative opportunities necessitates considerable deliberation."
    assert ease(plain) > MIN_MEAN_EASE
    assert ease(heavy) < 0


@pytest.mark.parametrize("file", FILES, ids=names)
def test_it_reads_plainly(file: Path) -> None:
    told = [text for text in of(file) if len(text.split()) >= SHORT_WORDS]
    assert not [(round(ease(text)), text) for text in told if ease(text) < MIN_EASE]
    if told:
        assert mean(map(ease, told)) >= MIN_MEAN_EASE
    assert not [text for text in told if max(map(len, sentences(text))) > MAX_WORDS]


@pytest.mark.parametrize("file", FILES, ids=names)
def test_nothing_explicit_no_blame_no_diagnosis_no_shouting(file: Path) -> None:
    for text in of(file):
        assert not found(text, (*EXPLICIT, *BLAME, *DIAGNOSIS)), text
        assert "!" not in text
        assert text == " ".join(text.split())
        assert "guarantee" not in text.lower()
        assert "you are safe" not in text.lower()


@pytest.mark.parametrize("file", FILES, ids=names)
def test_nothing_is_a_contest(file: Path) -> None:
    for text in of(file):
        assert not found(text, CONTEST), text


def test_no_insight_names_a_cause_or_scolds() -> None:
    for text in of(resources.root() / "wellbeing" / "insights.toml"):
        assert not found(text, CAUSES), text
        assert not found(text, ("must", "should", "never", "always", "stop", "again")), text


def test_every_suggestion_leaves_the_choice() -> None:
    for words in insight.load().of.values():
        for text in words.suggestions.values():
            assert found(text, ("may", "can", "often")), text


def test_the_words_it_looks_for_would_be_found() -> None:
    for listed in (EXPLICIT, BLAME, DIAGNOSIS, CAUSES, CONTEST):
        assert all(found(f"So: {each.title()}, then.", listed) for each in listed)
    assert not found("a simple mental note of the classical scorecard", ("sex", "score"))
    assert re.search(r"\bsex\b", "sex")
