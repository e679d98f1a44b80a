import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.profiles.common import read_common
from guard.profiles.exposure import Exposure
from guard.profiles.parts import Handle
from guard.profiles.self_words import Kind, SelfWord
from tests.profiles.people import person

COMMON = read_common()


def about(kind: Kind, own: str, field: str, text: str) -> str:
    look = Exposure([SelfWord(kind, own)], COMMON)
    caution = getattr(look, f"of_{field}")(text)
    return caution.sentence if caution else ""


HOLDS: list[tuple[Kind, str, str, str]] = [
    ("login", "john", "name", "John"),
    ("login", "john", "name", "JOHN Fox"),
    ("login", "john", "name", "Jöhn"),
    ("login", "john", "name", "JohnFox"),
    ("login", "john", "name", "j0hn"),
    ("login", "john", "handle", "xx_j0hn_87"),
    ("login", "john", "handle", "john1987"),
    ("login", "john", "handle", "@jo.hn"),
    ("login", "john", "handle", "J.O.H.N"),
    ("login", "john", "handle", "@john:example.org"),
    ("login", "john", "email", "j-o-h-n@proton.me"),
    ("login", "john", "about", "I am john, hello"),
    ("login", "tom", "handle", "tom@somewhere.net"),
    ("login", "tom", "about", "write to tom@somewhere.net"),
    ("full-name", "Tom Hill", "about", "call me Tom"),
    ("login", "anna", "handle", "annafox"),
    ("login", "billy", "handle", "8i11y"),
    ("login", "katze7", "name", "Katze"),
    ("login", "r0b1n", "name", "Robin"),
    ("login", "peter", "handle", "bluepeterfish"),
    ("full-name", "John Smith", "name", "Heron Smith"),
    ("full-name", "John Smith", "handle", "smith.j"),
    ("full-name", "John Smith", "handle", "jsmith"),
    ("full-name", "María José Núñez", "name", "Nunez"),
    ("full-name", "Иван Петров", "name", "ПЕТРОВ"),
    ("full-name", "李小龙", "handle", "李小龙88"),
    ("host", "marias-macbook-pro", "name", "Marias"),
    ("home", "wagner", "name", "Wagner Owl"),
    ("git-name", "Grete Sundt", "about", "my friends say Grete"),
    ("git-email", "12345+foxglove@users.noreply.github.com", "handle", "foxgl0ve"),
    ("git-email", "jane@thatcottage.org", "email", "heron@thatcottage.org"),
    ("email", "s.lindqvist@gmail.com", "handle", "lindqvist"),
]

RESEMBLES: list[tuple[Kind, str, str, str]] = [
    ("login", "john", "name", "nhoj"),
    ("login", "johnsmith", "name", "John Heron"),
    ("login", "christopher", "name", "Chris"),
    ("login", "robin", "name", "Robyn"),
    ("login", "robin", "name", "Rboin"),
    ("login", "jonathan", "name", "Jonatan"),
    ("login", "jonathan", "name", "Jonnatahn"),
    ("login", "mueller", "name", "Muller"),
    ("full-name", "李小龙", "name", "小龙"),
    ("host", "johns-laptop", "name", "John"),
    ("login", "wagner", "about", "people say wagnar"),
]

SILENT: list[tuple[Kind, str, str, str]] = [
    ("login", "john", "name", "Calm Heron"),
    ("login", "john", "about", ""),
    ("login", "user", "name", "User Heron"),
    ("login", "user1", "name", "User"),
    ("login", "root", "name", "Root"),
    ("login", "admin", "handle", "admin99"),
    ("login", "guest", "handle", "guesthouse"),
    ("home", "home", "name", "Home Owl"),
    ("host", "debian", "name", "Debian Owl"),
    ("host", "debian-12-laptop", "name", "Laptop"),
    ("host", "smith-home", "name", "Home Owl"),
    ("host", "ip-10-0-0-5", "name", "10 Downing"),
    ("login", "river", "name", "Raven"),
    ("login", "finn", "name", "Ravn"),
    ("login", "anna", "name", "Savanna Moon"),
    ("login", "eva", "handle", "evaluate"),
    ("login", "al", "name", "Alder"),
    ("login", "mark", "about", "we met at the market"),
    ("login", "peter", "about", "one meter away"),
    ("login", "tom", "about", "the tomato is red"),
    ("login", "may", "about", "i may be late"),
    ("login", "may", "about", "3 maybes"),
    ("full-name", "John Smith", "name", "Smooth Jazz"),
    ("full-name", "Ann Lee", "name", "Planning Leek"),
    ("git-email", "john@gmail.com", "email", "heron@gmail.com"),
    ("git-email", "info@web.de", "email", "info@web.de"),
    ("login", "", "name", "Heron"),
    ("login", "1987", "name", "Heron 1987"),
]


@pytest.mark.parametrize(("kind", "own", "field", "text"), HOLDS)
def test_what_holds_a_word_of_the_users_is_told(kind: Kind, own: str, field: str, text: str) -> None:
    assert "holds" in about(kind, own, field, text)


@pytest.mark.parametrize(("kind", "own", "field", "text"), RESEMBLES)
def test_what_resembles_a_word_of_the_users_is_told(kind: Kind, own: str, field: str, text: str) -> None:
    assert "resembles" in about(kind, own, field, text)


@pytest.mark.parametrize(("kind", "own", "field", "text"), SILENT)
def test_what_only_looks_so_is_not(kind: Kind, own: str, field: str, text: str) -> None:
    assert about(kind, own, field, text) == ""


def test_every_field_that_others_see_is_looked_at_and_named() -> None:
    heron = person(
        "Wagner Heron",
        about="ask for wagner",
        pronouns="they",
        handles=(
            Handle(platform="x", handle="owl"),
            Handle(platform="y", handle="wagner", email="w.agner@a.org"),
        ),
        share=("tea", "i am a wagner"),
        never=("Wagner",),
    )
    found = Exposure([SelfWord("login", "wagner"), SelfWord("home", "wagner")], COMMON).of_profile(heron)
    assert [caution.field for caution in found] == [
        "name",
        "about",
        "handles.1.handle",
        "handles.1.email",
        "share.1",
    ]
    assert found[0].sentence == (
        "The name holds your login name and your home folder's name, so it could lead back to you."
    )
    assert not any("wagner" in caution.sentence.lower() for caution in found)


def test_the_same_words_give_the_same_cautions_in_any_order_of_hashing() -> None:
    words = [SelfWord("login", "wagner"), SelfWord("git-name", "Ada Wagner")]
    assert {Exposure(words, COMMON).of_name("wagner ada").what for _ in range(5)} == {"login"}  # type: ignore[union-attr] # it is one


@given(st.text(max_size=40), st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_no_word_and_no_text_is_too_strange(own: str, text: str) -> None:
    for field in ("name", "handle", "email", "about"):
        about("full-name", own, field, text)


@given(st.from_regex(r"[b-df-hj-np-tv-z][aeiou][a-z]{3,8}", fullmatch=True), st.integers(0, 9999))
@settings(max_examples=100, deadline=None)
def test_a_login_is_found_whatever_is_around_it(login: str, year: int) -> None:
    if login in COMMON.words:
        return
    for handle in (
        login,
        login.upper(),
        f"{login}{year}",
        f"the_{login}",
        login.replace("o", "0").replace("e", "3"),
    ):
        assert about("login", login, "handle", handle), handle
