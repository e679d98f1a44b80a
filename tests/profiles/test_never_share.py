import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.profiles.never_share import NeverShare, find
from guard.profiles.parts import clean_never

FOUND = [
    ("Elm Street", "I live on elm  street 4", "elm  street"),
    ("Elm Street", "ELM-STREET!", "ELM-STREET"),
    ("Elm Street", "xx elmstreet xx", "elmstreet"),
    ("Elm Street", "Elm\u00a0\n\tStreet", "Elm\u00a0\n\tStreet"),
    ("Elm Street", "Elm Str\u200beet", "Elm Str\u200beet"),
    ("Müller", "mueller!", "mueller"),
    ("Mueller", "ah Müller", "Müller"),
    ("Müller", "(MULLER)", "MULLER"),
    ("Müller", "Mu\u0308ller", "Mu\u0308ller"),
    ("straße", "die STRASSE da", "STRASSE"),
    ("Łódź", "Lodz", "Lodz"),
    ("İzmir", "izmir", "izmir"),
    ("John", "j0hn here", "j0hn"),
    ("j0hn", "john", "john"),
    ("anna", "it is @nna", "@nna"),
    ("O'Brien", "O\u2019Brien", "O\u2019Brien"),
    ("O'Brien", "obrien", "obrien"),
    ("St. John", "st. john", "st. john"),
    ("12 Elm", "12, Elm", "12, Elm"),
    ("C++", "I do c++ daily", "c++"),
    ("🦊", "a 🦊 b", "🦊"),
    ("jo@x.org", "mail JO@X.ORG now", "JO@X.ORG"),
    ("小龙", "我叫小龙啊", "小龙"),
    ("Jane", "我叫Jane啊", "Jane"),
    ("민수", "김민수는", "민수"),
    ("+44 7700 900123", "at 07700 900123.", "07700 900123"),
    ("+44 7700 900123", "call 0044-7700-900-123", "0044-7700-900-123"),
    ("+44 7700 900123", "+44 (0)7700 900 123", "+44 (0)7700 900 123"),
    ("07700 900123", "+447700900123", "+447700900123"),
    ("07700 900123", "in 2024 0770 090 0123 ok", "0770 090 0123"),
    ("07700 900123", "\u0660\u0667\u0667\u0660\u0660 \u0669\u0660\u0660\u0661\u0662\u0663", None),
    ("555 0199", "5550199", "5550199"),
    ("1987-04-12", "1987 04 12", "1987 04 12"),
    ("4711", "47 11", "47 11"),
    ("-ann-", "xx ann yy", "ann"),
]

NOT_FOUND = [
    ("Elm Street", "I like the elm. Street is wet"),
    ("Elm Street", "an elm"),
    ("Ann", "planning an annual"),
    ("John", "johnny"),
    ("art", "start"),
    ("Jo", "Joe is a major"),
    ("C++", "the c key"),
    ("07700 900123", "07700 900124"),
    ("07700 900123", "107700900123456"),
    ("+44 7700 900123", "900123"),
    ("4711", "14711"),
    ("4711", "47115"),
    ("12", "1234"),
    ("小龙", "小 大龙"),
    ("はは", "ぱぱ"),
    ("", "anything"),
    ("   ", "any thing"),
]


@pytest.mark.parametrize(("word", "text", "there"), FOUND)
def test_what_is_never_shared_is_found_however_it_is_written(word: str, text: str, there: str | None) -> None:
    found = find(text, [word])
    assert found
    assert text[found[0].start : found[0].end] == (there or text)
    assert word in found[0].sentence


@pytest.mark.parametrize(("word", "text"), NOT_FOUND)
def test_what_only_looks_like_it_is_not(word: str, text: str) -> None:
    assert find(text, [word]) == ()


def test_every_place_is_told_in_the_order_of_the_text() -> None:
    found = find("Rose, elm, rose", ["Elm", "rose"])
    assert [(each.start, each.end, each.word) for each in found] == [
        (0, 4, "rose"),
        (6, 9, "Elm"),
        (11, 15, "rose"),
    ]


@given(st.lists(st.text(max_size=30), max_size=6), st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_nothing_is_too_strange_and_places_lie_in_the_text(words: list[str], text: str) -> None:
    for each in find(text, words):
        assert 0 <= each.start < each.end <= len(text)
        assert each.word in words


AROUND = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]), max_size=20)


@given(
    AROUND,
    st.sampled_from(["ab", "7x", "42", "李", "SSe", "ﬁx", "가나", "राम", "C3"]),
    AROUND,
    st.text(),
    st.text(),
)
@settings(max_examples=300, deadline=None)
def test_what_stands_there_word_for_word_is_always_found(
    first: str, core: str, last: str, before: str, after: str
) -> None:
    (kept,) = clean_never([f"{first}{core}{last}"])
    text = f"{before} {kept} {after}"
    start = len(before) + 1
    assert any(each.start <= start + len(kept) and each.end >= start for each in find(text, [kept]))


def test_a_long_text_and_a_long_list_take_no_time_worth_mentioning() -> None:
    never = NeverShare(
        [f"word {number} - {number}{number}55 0199" for number in range(20)] + ["0123 4567 890"] * 20
    )
    began = time.process_time()
    never.find("word  " * 2000 + "0 1-2 " * 2000 + " " * 5000 + "-" * 5000)
    assert time.process_time() - began < 5
