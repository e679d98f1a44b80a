import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.checkup.check import Answer
from guard.checkup.names import compared, holds, words_of
from guard.errors import BadInputError


@pytest.mark.parametrize(
    ("shown", "name", "found"),
    [
        ("ANNA-PC", "Anna", True),
        ("annas-macbook", "Anna", True),
        ("Ann\u2019s iMac", "Ann", True),
        ("a.n.n.a", "Anna", True),
        ("pc-muller", "Jörg Müller", True),
        ("anna7", "anna", True),
        ("张伟的电脑", "张伟", True),
        ("\u210carald", "Harald", True),
        ("planner", "Ann", False),
        ("blue-fox", "Anna Lee", False),
        ("MacBook Pro", "Pro", False),
        ("office-pc", "The Office", False),
        ("al-pc", "Al", False),
    ],
)
def test_a_name_is_found_however_it_is_spelled(shown: str, name: str, found: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert holds(shown, words_of([name])) is found


def test_own_names_tell_even_when_the_words_to_hide_cannot_be_read() -> None:
    def locked() -> list[str]:
        raise BadInputError("It is locked.")

    assert compared("anna-pc", "It is anna-pc.", ["Anna"], locked).answer is Answer.UNSAFE
    reading = compared("fox", "It is fox.", ["Anna"], locked)
    assert reading.answer is Answer.UNKNOWN
    assert "It is locked." in reading.why


@given(st.text(), st.lists(st.text(), max_size=4))
def test_any_names_can_be_compared(shown: str, names: list[str]) -> None:
    words = words_of(names)
    assert all(len(word) >= 2 for word in words)
    assert holds(shown, words) in {True, False}
    assert not holds(shown, [])


@given(
    st.text(alphabet=st.characters(categories=["Ll", "Lu"]), min_size=4, max_size=20), st.text(), st.text()
)
def test_a_long_name_is_found_inside_any_other(name: str, before: str, after: str) -> None:
    words = words_of([name])
    assert not words or holds(f"{before}{name}{after}", words)
