from datetime import date
from pathlib import Path

import pytest

from guard.errors import DataFileError
from guard.knowledge import law
from guard.knowledge.places import WORLD
from tests.support.plain_words import faults, sentences

SHIPPED = law.load()
ONE = """[[law]]
id = "de-one"
place = "DE"
subject = "recording"
statute = "Some Act, section 1"
in_force = "2024-01-31"
summary = "One thing. Another thing."
source = "Its text"
url = "https://example.org/act"
reviewed = 2026-11-22
review_after = 2027-11-22
confidence = "high"
"""


def test_enough_is_known() -> None:
    places = {known.place for known in SHIPPED.known} - {WORLD}
    assert len(places) >= 32
    assert len(SHIPPED.known) >= 64
    wanted = {"EU", "GB-EAW", "GB-SCT", "GB-NIR", "IE", "DE", "FR", "ES", "IT", "NL", "BE", "AT", "CH", "PL"}
    wanted |= {"SE", "NO", "DK", "FI", "PT", "US", "CA", "AU", "NZ", "JP", "KR", "SG", "IN", "ZA", "BR", "MX"}
    assert wanted | {"AR"} <= places
    assert {known.subject for known in SHIPPED.known} == set(law.SUBJECTS)


def test_each_is_short_plain_and_dated() -> None:
    for known in SHIPPED.known:
        check(known)


def check(known: law.Law) -> None:
    assert len(sentences(known.summary)) == 2, known.id
    assert known.summary.endswith("."), known.id
    assert faults(known.summary, words=26) == [], known.id
    assert faults(known.source, words=16) == [], known.id
    assert known.id.startswith("world" if known.place == WORLD else known.place.lower()), known.id
    assert date(2026, 11, 1) <= known.reviewed, known.id
    assert 30 <= (known.review_after - known.reviewed).days <= 366, known.id
    assert known.in_force == law.NOT_FOUND or "1900" < known.in_force < known.reviewed.isoformat(), known.id


def test_what_to_read_first_is_there() -> None:
    assert len(SHIPPED.note) == 3
    assert all(faults(sentence, words=20) == [] for sentence in SHIPPED.note)
    assert "not legal advice" in SHIPPED.note[0]
    assert "adults only" in SHIPPED.note[2]


def test_every_place_has_an_answer_on_every_subject() -> None:
    for place in SHIPPED.places.all():
        answers = SHIPPED.at(place.id)
        assert [answer.subject for answer in answers] == list(law.SUBJECTS), place.id
        assert all(answer.laws or answer.gap for answer in answers), place.id
        assert all(known.subject == answer.subject for answer in answers for known in answer.laws), place.id
        assert answers[-1].laws, f"age is not answered for {place.id}"


def test_a_gap_is_said_only_where_the_place_itself_is_silent() -> None:
    images, fakes, unwanted, recording, age = SHIPPED.at("PL")
    assert (images.gap, images.laws[0].place) == ("", "PL")
    assert "Guard has nothing confirmed on this" in fakes.gap
    assert "Poland" in fakes.gap
    assert [known.place for known in fakes.laws] == ["EU"]
    assert [known.place for known in unwanted.laws] == ["EU"]
    assert (recording.laws, recording.gap != "") == ((), True)
    assert age.gap == ""


def test_local_law_comes_before_wider_law() -> None:
    places = [known.place for known in SHIPPED.at("US-CA")[law.SUBJECTS.index("recording")].laws]
    assert places == ["US-CA", "US"]
    assert [known.place for known in SHIPPED.at("DE")[0].laws] == ["DE", "EU"]
    assert {known.place for answer in SHIPPED.at("GB-SCT") for known in answer.laws} == {"GB-SCT", WORLD}


def test_a_place_nobody_knows_gets_what_holds_everywhere() -> None:
    answers = SHIPPED.at("ZZ")
    assert {known.place for answer in answers for known in answer.laws} == {WORLD}
    assert all(answer.gap for answer in answers if not answer.laws)


def test_a_law_is_overdue_once_its_day_is_over(tmp_path: Path) -> None:
    file = tmp_path / "law-some.toml"
    file.write_text(ONE)
    (one,) = law.load(SHIPPED.places, [file]).known
    assert not one.overdue(date(2027, 11, 22))
    assert one.overdue(date(2027, 11, 23))


@pytest.mark.parametrize(
    ("text", "where", "says"),
    [
        (ONE + ONE, "line 14, field “law 2, id”", "another law “de-one”"),
        (ONE.replace('"DE"', '"XX"'), "line 3, field “law 1, place”", "no place “XX”"),
        (ONE.replace('"DE"', '"Germany"'), "line 3, field “law 1, place”", "matching regex"),
        (ONE.replace("recording", "taxes"), "line 4, field “law 1, subject”", "taxes"),
        (ONE.replace("2024-01-31", "31 January 2024"), "line 6, field “law 1, in_force”", "matching regex"),
        (ONE.replace("https:", "http:"), "line 9, field “law 1, url”", "matching regex"),
        (ONE.replace("2027-11-22", "2026-11-22"), "line 1, field “law 1”", "not later than reviewed"),
        (ONE.replace('"high"', '"weak"'), "line 12, field “law 1, confidence”", "weak"),
        (
            ONE.replace('summary = "One thing. Another thing."\n', ""),
            "line 1, field “law 1, summary”",
            "missing",
        ),
        (ONE + 'penalty = "much"\n', "line 13, field “law 1, penalty”", "unknown field"),
    ],
)
def test_a_broken_file_is_named_with_line_and_field(tmp_path: Path, text: str, where: str, says: str) -> None:
    file = tmp_path / "law-some.toml"
    file.write_text(text)
    with pytest.raises(DataFileError) as error:
        law.load(SHIPPED.places, [file])
    assert where in error.value.sentence
    assert says in error.value.sentence
