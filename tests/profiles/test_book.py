import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from guard.profiles.book import (
    MAX_PROFILES,
    BookFromNewerGuard,
    BookUnreadable,
    NoSuchProfile,
    ProfileBook,
    decode,
    encode,
)
from guard.profiles.parts import Handle, Limit
from guard.profiles.profile import Profile
from guard.profiles.wording import ProfileRefused, likeness

TODAY = date(2026, 11, 22)


def profile(profile_id: str, name: str) -> Profile:
    return Profile(id=profile_id, name=name, colour="plum", created=TODAY)


PROFILES = st.builds(
    Profile,
    id=st.text("abc_-", min_size=1, max_size=12),
    name=st.text(min_size=1, max_size=64),
    colour=st.sampled_from(["juniper", "plum", "a colour of tomorrow"]),
    created=st.dates(),
    pronouns=st.text(max_size=32),
    about=st.text(max_size=280),
    handles=st.lists(
        st.builds(
            Handle, platform=st.text(max_size=9), handle=st.text(max_size=9), email=st.text(max_size=9)
        ),
        max_size=2,
    ).map(tuple),
    share=st.lists(st.text(max_size=20), max_size=3).map(tuple),
    never=st.lists(st.text(max_size=20), max_size=3).map(tuple),
    limits=st.lists(
        st.builds(
            Limit,
            topic=st.text(max_size=9),
            channel=st.sampled_from(["text", "live"]),
            level=st.sampled_from(["never", "ask-first"]),
        ),
        max_size=2,
    ).map(tuple),
    picture=st.text("0123456789abcdef", max_size=64),
    retired=st.none() | st.dates(),
)


@given(st.lists(PROFILES, max_size=8))
def test_a_book_reads_back_as_it_was_written(profiles: list[Profile]) -> None:
    book = ProfileBook(tuple(profiles))
    assert decode(encode(book)) == book


def test_the_written_form_stays_readable_for_years() -> None:
    data = (
        b'{"version":2,"profiles":[{"id":"x1","name":"Calm Heron","colour":"plum","created":"2026-11-22",'
        b'"handles":[{"platform":"signal","handle":"@calm"}],"share":["tea"],"never":["Elm Street"],'
        b'"limits":[{"topic":"face","channel":"picture","level":"never"}],"picture":"00ff00ff00ff00ff",'
        b'"retired":"2026-12-01"}]}'
    )
    full = Profile(
        id="x1",
        name="Calm Heron",
        colour="plum",
        created=TODAY,
        handles=(Handle(platform="signal", handle="@calm"),),
        share=("tea",),
        never=("Elm Street",),
        limits=(Limit(topic="face", channel="picture", level="never"),),
        picture="00ff00ff00ff00ff",
        retired=date(2026, 12, 1),
    )
    assert decode(data) == ProfileBook((full,))
    assert encode(ProfileBook((full,))) == data


def test_a_book_of_version_1_is_read_and_written_as_version_2() -> None:
    profiles = (
        b'"profiles":[{"id":"x1","name":"Calm Heron","colour":"plum","created":"2026-11-22","pronouns":"they","about":"a"},'
        b'{"id":"x2","name":"Wren","colour":"plum","created":"2026-11-22"}]}'
    )
    book = decode(b'{"version":1,' + profiles)
    assert [(each.name, each.pronouns, each.handles, each.retired) for each in book.profiles] == [
        ("Calm Heron", "they", (), None),
        ("Wren", "", (), None),
    ]
    assert encode(book) == b'{"version":2,' + profiles


@pytest.mark.parametrize(
    "data",
    [
        b'{"version":3,"people":[]}',
        b'{"version":3,"profiles":[]}',
        b'{"version":1,"profiles":[],"extra":1}',
        b'{"version":2,"profiles":[],"extra":1}',
        b'{"version":2,"profiles":[{"id":"x","name":"n","colour":"c","created":"2026-11-22","frame":"wide"}]}',
        b'{"version":1,"profiles":[{"id":"x","name":"n","colour":"c","created":"2026-11-22","share":["a"]}]}',
        b'{"version":1,"profiles":[{"id":"x","name":"n","colour":"c","created":"2026-11-22","frame":"wide"}]}',
    ],
)
def test_what_a_newer_guard_wrote_is_neither_read_nor_lost(data: bytes) -> None:
    with pytest.raises(BookFromNewerGuard, match="update Guard"):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b'{"version":"1"}',
        b'{"version":1}',
        b'{"version":2}',
        b'{"version":0,"profiles":[]}',
        b'{"version":-1,"profiles":[]}',
        (
            b'{"version":2,"profiles":[{"id":"x","name":"n","colour":"c","created":"2026-11-22",'
            b'"limits":[{"topic":"t","channel":"smell","level":"never"}]}]}'
        ),
        b'{"version":1,"profiles":[{"id":"x"}]}',
        b"\xff\xfe",
        b'{"version":1,"profiles":',
    ],
)
def test_what_is_no_book_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(BookUnreadable):
        decode(data)


@given(
    st.binary(max_size=200)
    | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps).map(str.encode)
)
@settings(max_examples=50)
def test_nothing_strange_gets_through_as_a_book(data: bytes) -> None:
    with pytest.raises((BookUnreadable, BookFromNewerGuard)):
        decode(data)


def test_two_profiles_never_share_a_name() -> None:
    book = ProfileBook().add(profile("1", "Robin")).add(profile("2", "Wren"))
    with pytest.raises(ProfileRefused, match="already"):
        book.add(profile("3", "ROBIN"))
    with pytest.raises(ProfileRefused, match="already"):
        book.rename("2", " robin ")
    assert book.rename("1", "ROBIN").get("1").name == "ROBIN"


def test_a_profile_that_is_not_there_is_told() -> None:
    book = ProfileBook((profile("1", "Robin"),))
    for attempt in (lambda: book.get("2"), lambda: book.remove("2"), lambda: book.rename("2", "Wren")):
        with pytest.raises(NoSuchProfile):
            attempt()


def test_a_full_book_says_so() -> None:
    book = ProfileBook(tuple(profile(str(number), f"Name {number}") for number in range(MAX_PROFILES)))
    with pytest.raises(ProfileRefused, match="room for 200"):
        book.add(profile("x", "Robin"))
    assert book.remove("7").add(profile("x", "Robin")).get("x")


class Books(RuleBasedStateMachine):
    """Any sequence of changes keeps ids and names apart, and the model and the book agree."""

    names = st.text("aAbBß ﬁ", min_size=0, max_size=4)

    def __init__(self) -> None:
        super().__init__()
        self.book = ProfileBook()
        self.model: dict[str, str] = {}

    @rule(number=st.integers(0, 9), name=names)
    def add(self, number: int, name: str) -> None:
        if str(number) in self.model:
            return
        try:
            self.book = self.book.add(profile(str(number), name))
        except ProfileRefused:
            assert likeness(name) in map(likeness, self.model.values())
        else:
            self.model[str(number)] = name

    @rule(number=st.integers(0, 9))
    def remove(self, number: int) -> None:
        try:
            self.book = self.book.remove(str(number))
        except NoSuchProfile:
            assert str(number) not in self.model
        else:
            del self.model[str(number)]

    @rule(number=st.integers(0, 9), name=names)
    def rename(self, number: int, name: str) -> None:
        try:
            self.book = self.book.rename(str(number), name)
        except (NoSuchProfile, ProfileRefused):
            return
        self.model[str(number)] = self.book.get(str(number)).name

    @invariant()
    def agree(self) -> None:
        assert {each.id: each.name for each in self.book.profiles} == self.model
        assert len({likeness(name) for name in self.model.values()}) == len(self.model)
        assert decode(encode(self.book)) == self.book


TestBooks = Books.TestCase
TestBooks.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
