"""How strong a passphrase is said to be, in Guard's own words."""

import time

import pytest
import zxcvbn  # type: ignore[import-untyped]  # it has no type information
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.vault.passphrase.errors import PassphraseRefused
from guard.vault.passphrase.kdf import LIGHT, STANDARD
from guard.vault.passphrase.strength import judge, rate
from guard.vault.passphrase.suggestion import BITS, suggest

WEAK = [
    "password",
    "qwertyuiop",
    "aaaaaaaaaaaa",
    "abcdefgh",
    "1990-06-14",
    "robin",
    "P@ssw0rd",
    "drowssap",
    "letmein1",
]
STRONG = [
    "correct horse battery staple",
    "rainy otter kettle prairie",
    "xk29fTq!mmv7Lw3",
    "lantern otter 7 velvet moon",
]


@pytest.mark.parametrize("passphrase", WEAK)
def test_a_weak_one_is_refused_kindly_with_something_to_do(passphrase: str) -> None:
    rated = rate(passphrase)
    assert not rated.enough
    assert rated.suggestions[0].startswith("Add another word")
    with pytest.raises(PassphraseRefused, match="Nothing was changed") as caught:
        judge()(passphrase)
    assert passphrase not in caught.value.sentence
    assert "!" not in caught.value.sentence


@pytest.mark.parametrize("passphrase", STRONG)
def test_a_strong_one_is_taken(passphrase: str) -> None:
    assert rate(passphrase).enough
    judge()(passphrase)


@pytest.mark.parametrize("empty", ["", "   ", "\u3000"])
def test_an_empty_one_has_no_strength(empty: str) -> None:
    assert rate(empty).score == 0
    with pytest.raises(PassphraseRefused, match="empty"):
        judge()(empty)


@pytest.mark.parametrize(
    "passphrase", ["Quietmarvellousheron", "quiet marvellous heron", "marvellous-heron", "Heron.Marvellous9"]
)
def test_words_of_ones_own_make_it_weaker(passphrase: str) -> None:
    without, given_away = rate(passphrase), rate(passphrase, ["Quiet Marvellous Heron"])
    assert given_away.seconds < without.seconds
    assert given_away.score < 3


def test_own_words_are_not_kept_in_memory_of_the_estimator() -> None:
    rate("anything at all", ["Unmistakable Heron"])
    assert "user_inputs" not in zxcvbn.matching.RANKED_DICTIONARIES
    assert rate("unmistakableheron").seconds > rate("unmistakableheron", ["Unmistakable Heron"]).seconds


@pytest.mark.parametrize(
    ("passphrase", "part"),
    [
        ("password", "tried first"),
        ("robinson", "word of yours"),
        ("asdfghjkl;'", "neighbouring keys"),
        ("zzzzzzzz", "repeats"),
        ("efghijk", "Runs such as"),
        ("14.06.1990", "Years and dates"),
    ],
)
def test_it_says_what_is_weak(passphrase: str, part: str) -> None:
    assert any(part in one for one in rate(passphrase, ["Robinson"]).suggestions)


def test_the_time_follows_from_what_a_guess_costs() -> None:
    dear, cheap = rate("xk29fTq!m", cost=STANDARD), rate("xk29fTq!m", cost=LIGHT)
    assert dear.score == cheap.score
    assert dear.seconds == pytest.approx(cheap.seconds * 4)
    assert "about" in dear.sentence
    assert "as far as can be estimated" in dear.sentence
    assert "more than a thousand years" in rate(STRONG[0]).sentence


def test_one_that_is_taken_but_could_be_better_says_so() -> None:
    barely = next(rated for n in range(3, 40) if (rated := rate("xk29fTqmmv7Lw3zQp8Rn"[:n])).enough)
    assert barely.suggestions[0].startswith("Add another word")
    assert rate(STRONG[0]).suggestions[0].startswith("Write it down")


@pytest.mark.parametrize(
    "passphrase",
    ["x" * 100_000, "4@8({[<369&!1|705$2%+" * 50, "password" * 500, "\0" * 300, "\U0001f600" * 500],
)
def test_long_and_odd_ones_are_answered_soon(passphrase: str) -> None:
    began = time.process_time()
    rate(passphrase, ["y" * 100_000] * 1000)
    assert time.process_time() - began < 10


@settings(deadline=None)
@given(st.text(max_size=40), st.lists(st.text(max_size=20), max_size=3))
def test_whatever_is_typed_gets_an_answer(passphrase: str, own: list[str]) -> None:
    rated = rate(passphrase, own)
    assert 0 <= rated.score <= 4
    assert rated.seconds >= 0
    assert rated.suggestions


def test_suggestions_are_strong_different_and_made_of_enough_chance() -> None:
    made = {suggest() for _ in range(200)}
    assert len(made) == 200
    assert BITS >= 70
    assert all(rate(one).score == 4 for one in list(made)[:20])
    assert all(len(one.split()) == 4 for one in made)
    assert suggest(lambda choices: choices[0]) == "bababa bababa bababa bababa"
