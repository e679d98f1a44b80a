import pytest

from tests.support.plain_words import faults, reading_ease, sentences


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Recording is legal here.", "allowed: is legal"),
        ("You may share it.", "allowed: You may share"),
        ("You are safe.", "allowed: You are safe"),
        ("Nude pictures are covered.", "explicit: Nude"),
        ("It was your own fault.", "blame: your own fault"),
        ("Stop now!", "an exclamation mark"),
        ("One two three four five six.", "long: One two three four five six."),
        ("Two  spaces.", "stray spaces"),
    ],
)
def test_a_fault_is_found(text: str, fault: str) -> None:
    assert fault in faults(text, words=5)


@pytest.mark.parametrize(
    "text",
    [
        "Get legal advice.",
        "None of it is your doing.",
        "Illegal content is reported.",
        "A safe place helps.",
        "Be calm. Stop now.",
    ],
)
def test_plain_words_pass(text: str) -> None:
    assert faults(text, words=6) == []


def test_sentences_are_told_apart() -> None:
    assert sentences("One. Two? Three: four; five (v. 1).") == [
        "One.",
        "Two?",
        "Three:",
        "four;",
        "five (v.",
        "1).",
    ]


def test_short_words_read_more_easily_than_long_ones() -> None:
    hard = "Jurisdictional considerations notwithstanding, dissemination constitutes criminality."
    assert reading_ease("Stop the chat. Tell a friend.") > 90
    assert reading_ease(hard) < 30
