"""The tone of every check, on all systems: calm, plain, short, and never more than what is known."""

import re
from collections import Counter

import pytest

from guard import datafile, resources
from guard.checkup.check import Check
from guard.checkup.detect import Ask

SHIPPED = tuple(
    check
    for file in resources.files("checks")
    if file.name != "links.toml"
    for check in datafile.read(file, dict[str, tuple[Check, ...]])["check"]
)
FEAR = re.compile(
    r"\b(?:danger\w*|attack\w*|hack\w*|threat\w*|criminal\w*|predator\w*|steal(?:s|ing)?|stole\w*|victim\w*|"
    r"terrif\w*|disaster\w*|catastroph\w*|urgent\w*|warning: |beware|alarming|shame\w*|naked)\b",
    re.IGNORECASE,
)
PROMISES = re.compile(
    r"\b(?:you are|you're|is|are|completely|perfectly|totally|100 ?%) (?:safe|secure|protected|anonymous)\b|"
    r"\bguarantee\w*|\bnobody can ever\b|\bimpossible\b",
    re.IGNORECASE,
)
MOST_WORDS = 30
OWN_SPELLING = ("macOS ", "iPhone ", "iCloud ", "about:")
SENTENCE_END = re.compile(r"(?<=[.?;:])\s+")


def titles(check: Check) -> tuple[str, ...]:
    return check.title.safe, check.title.unsafe, check.title.unknown, check.title.not_applicable


def texts(check: Check) -> tuple[str, ...]:
    asked = check.detect.look if isinstance(check.detect, Ask) else ""
    return (*titles(check), check.why, check.guide, asked)


def all_texts() -> list[tuple[str, str]]:
    """Return every text for people, with the check's id."""
    return [(check.id, text) for check in SHIPPED for text in texts(check)]


def test_the_words_are_calm_and_promise_nothing() -> None:
    assert [one for one in all_texts() if "!" in one[1] or FEAR.search(one[1])] == []
    assert [one for one in all_texts() if PROMISES.search(one[1])] == []


def test_sentences_are_short_and_whole() -> None:
    long = [
        (check_id, sentence)
        for check_id, text in all_texts()
        for sentence in SENTENCE_END.split(text)
        if len(sentence.split()) > MOST_WORDS
    ]
    assert long == []
    assert [
        one for one in all_texts() if one[1][:1] != one[1][:1].upper() and not one[1].startswith(OWN_SPELLING)
    ] == []
    assert [one for one in all_texts() if "  " in one[1]] == []
    bodies = [(check.id, text) for check in SHIPPED for text in (check.why, check.guide) if text]
    assert [one for one in bodies if not one[1].endswith((".", ".”", "?"))] == []


def test_each_answer_has_a_title_that_fits_a_row() -> None:
    assert [check.id for check in SHIPPED if len({one.casefold() for one in titles(check)}) < 4] == []
    shown = [(check.id, title) for check in SHIPPED for title in titles(check)]
    assert [one for one in shown if len(one[1]) > 80 or len(one[1].split()) < 3] == []
    assert [one for one in shown if one[1].endswith((".", "…"))] == []


def test_ids_are_kebab_case() -> None:
    assert [check.id for check in SHIPPED if not re.fullmatch(r"[a-z]+(?:-[a-z0-9]+)+", check.id)] == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("You are safe now", PROMISES),
        ("This Mac is completely secure", PROMISES),
        ("Hackers may steal it", FEAR),
        ("That is dangerous", FEAR),
    ],
)
def test_the_rules_find_what_they_are_for(text: str, rule: re.Pattern[str]) -> None:
    assert rule.search(text)
    assert not rule.search("Stealth mode makes this Mac harder to notice")


def test_no_two_checks_of_a_system_say_the_same() -> None:
    for what in ("why", "safe", "unsafe", "unknown"):
        said = Counter(
            (check.id.partition("-")[0], getattr(check if what == "why" else check.title, what).casefold())
            for check in SHIPPED
            if not check.desktops  # the same check for several desktops rightly says the same
        )
        assert [text for text, count in said.items() if count > 1] == [], what
