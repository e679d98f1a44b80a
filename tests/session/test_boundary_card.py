import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.errors import DataFileError
from guard.session import topics as known
from guard.session.boundaries import Channel, Level, Limit, Limits, change, from_plain
from guard.session.boundary_card import card
from tests.support.plain_words import faults

TOPICS = known.load()
HASTY = {
    "should have",
    "must",
    "forbidden",
    "wrong",
    "bad",
    "shame",
    "guilty",
    "dirty",
    "sex",
    "nude",
    "naked",
}


def test_there_are_many_topics_in_plain_words() -> None:
    assert len(TOPICS.topics) >= 24
    names = [topic.name for topic in TOPICS.topics]
    assert len(set(names)) == len(names)
    for topic in TOPICS.topics:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", topic.id)
        assert len(topic.name) <= 40
        assert len(topic.hint) <= 80
        assert topic.hint.endswith((".", "…"))
        said = f"{topic.name} {topic.hint}".lower()
        assert "!" not in said
        assert not HASTY & set(re.findall(r"[a-z]+", said))


def test_the_card_groups_by_level_and_says_how_to_stop() -> None:
    limits = from_plain(
        [("face", "picture", "never"), ("face", "live", "never"), ("voice", "live", "ask-first")]
    )
    limits = change(
        limits, Limit("My garden", Channel.TEXT, Level.FINE_TODAY), by_owner=True, in_session=False
    )
    made = card(limits, TOPICS, name="Juniper", pronouns="they/them", stop_word="red")
    assert [(group.heading, group.items) for group in made.groups] == [
        ("Please never", ("My face",)),
        ("Ask me first", ("My voice (live on camera)",)),
        ("Fine today", ("My garden (in writing)",)),
    ]
    assert made.text.startswith("Juniper (they/them): ")
    assert "“red”" in made.text
    assert "change my mind" in made.text
    assert "!" not in made.text


def test_an_empty_card_is_still_kind_and_whole() -> None:
    made = card(Limits(), TOPICS, name="Juniper")
    assert made.groups == ()
    assert "When I say stop, we stop" in made.text
    assert "()" not in made.text


@given(st.text(max_size=30), st.text(max_size=20), st.text(max_size=20), st.text(min_size=1, max_size=20))
def test_no_words_break_the_card_or_hide_in_it(name: str, pronouns: str, word: str, topic: str) -> None:
    limits = Limits({(topic, Channel.TEXT): Level.NEVER})
    made = card(limits, TOPICS, name=name, pronouns=pronouns, stop_word=word)
    lines = made.text.split("\n")
    assert len(lines) == 9
    assert all(line.isprintable() for line in lines)


def test_what_stands_on_the_card_stays_out_of_logs() -> None:
    limits = from_plain([("My garden", "text", "never")])
    made = card(limits, TOPICS, name="Juniper", stop_word="red")
    assert not {"Juniper", "garden", "red"} & set(re.findall(r"\w+", repr(made)))


GROUP = '[[group]]\nid = "g"\ntitle = "G"\nicon = "eye"\n'
TOPIC = '[[topic]]\nid = "a"\ngroup = "g"\nname = "A"\nhint = "h."\nchannels = ["text"]\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (TOPIC, "words of the card are missing"),
        (TOPIC + TOPIC, "stands there twice"),
        (TOPIC.replace('"a"', '"A"'), "small letters"),
        (TOPIC.replace('["text"]', "[]"), "at least one"),
        (TOPIC.replace('["text"]', '["smell"]'), "channels"),
        (TOPIC.replace('"g"', '"h"'), "no group “h”"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "topics.toml"
    file.write_text(GROUP + text)
    with pytest.raises(DataFileError) as error:
        known.load([file])
    assert says in error.value.sentence


def test_every_topic_has_its_group_and_plain_words() -> None:
    assert {topic.group for topic in TOPICS.topics} == {group.id for group in TOPICS.groups}
    assert sum(len(TOPICS.of(group.id)) for group in TOPICS.groups) == len(TOPICS.topics)
    texts = [text for topic in TOPICS.topics for text in (topic.name, topic.hint, topic.together) if text]
    assert [
        fault
        for text in (*texts, *(group.title for group in TOPICS.groups))
        for fault in faults(text, words=14)
    ] == []


def test_what_two_people_compare_is_said_for_both_of_them() -> None:
    together = [topic.together for topic in TOPICS.topics if topic.together]
    assert len(together) > 25
    assert len(set(together)) == len(together)
    assert not any(re.search(r"\b(my|me|I)\b", words) for words in together)
