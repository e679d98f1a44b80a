from datetime import date
from pathlib import Path

import pytest

from guard.errors import DataFileError
from guard.knowledge import services
from guard.knowledge.places import WORLD
from tests.support.plain_words import faults, sentences

SHIPPED = services.load()
ONE = """[[service]]
id = "de-one"
name = "One"
does = "Listens."
audience = "Anyone"
place = "DE"
needs = ["crisis"]
languages = ["German"]
hours = "day and night"
web = "https://example.org/"
phones = ["0800 111 0 111"]
cost = "free"
anonymous = "yes"
source = "Its page"
url = "https://example.org/about"
reviewed = 2026-11-22
review_after = 2027-05-22
confidence = "medium"
"""


def test_enough_is_known() -> None:
    assert len(SHIPPED.known) >= 32
    assert len({service.place for service in SHIPPED.known}) >= 25
    assert sum(service.confidence == "high" for service in SHIPPED.known) >= 20
    assert {"stopncii", "take-it-down", "find-a-helpline", "stop-stalkerware", "gb-refuge-tech-safety"} <= {
        service.id for service in SHIPPED.known
    }


def test_each_is_short_plain_and_dated() -> None:
    for service in SHIPPED.known:
        check(service)


def check(service: services.Service) -> None:
    assert 1 <= len(sentences(service.does)) <= 3, service.id
    assert service.does.endswith("."), service.id
    for text in (service.does, service.audience, service.hours, service.cost, service.source):
        assert faults(text, words=24) == [], service.id
    assert len(set(service.needs)) == len(service.needs), service.id
    assert 30 <= (service.review_after - service.reviewed).days <= 200, service.id
    assert date(2026, 11, 1) <= service.reviewed, service.id


def test_a_number_can_be_dialled_where_the_service_is() -> None:
    for service in SHIPPED.known:
        assert service.place != WORLD or not service.phones, "a number without a country leads astray"
        for phone in service.phones:
            assert 3 <= sum(sign.isdigit() for sign in phone) <= 12, service.id


@pytest.mark.parametrize("need", services.NEEDS)
def test_every_need_is_served(need: services.Need) -> None:
    assert any(need in service.needs for service in SHIPPED.known)


@pytest.mark.parametrize(
    "need", ["crisis", "image-removal", "under-18", "sextortion", "stalking", "abuse", "sexual-harm"]
)
def test_every_place_has_someone_for_the_worst_moments(need: services.Need) -> None:
    assert [place.id for place in SHIPPED.places.all() if not SHIPPED.at(place.id, need)] == []


def test_local_help_comes_first_and_the_world_last() -> None:
    places = [service.place for service in SHIPPED.at("GB-SCT", "stalking")]
    assert places[0] == "GB-SCT"
    assert places[-1] == WORLD
    assert places.index("GB") < places.index(WORLD)
    assert {service.place for service in SHIPPED.at("GB-SCT")} == {"GB-SCT", "GB", WORLD}


def test_help_from_elsewhere_is_not_offered() -> None:
    assert "gb-samaritans" not in {service.id for service in SHIPPED.at("IE")}
    assert {service.place for service in SHIPPED.at("ZZ")} == {WORLD}


def test_needs_are_joined_in_their_order_and_each_service_comes_once() -> None:
    found = SHIPPED.for_any("DE", ["crisis", "abuse"])
    assert [service.id for service in found[:2]] == ["de-telefonseelsorge", "de-hilfetelefon"]
    assert len({service.id for service in found}) == len(found)
    assert set(SHIPPED.for_any("DE", ["crisis"])) == set(SHIPPED.at("DE", "crisis"))
    assert SHIPPED.for_any("DE", []) == ()


@pytest.mark.parametrize(
    ("text", "where", "says"),
    [
        (ONE + ONE, "line 20, field “service 2, id”", "another service “de-one”"),
        (ONE.replace('"DE"', '"XX"'), "line 6, field “service 1, place”", "no place “XX”"),
        (ONE.replace('"crisis"', '"money"'), "line 7, field “service 1, needs 1”", "money"),
        (ONE.replace('["crisis"]', "[]"), "line 7, field “service 1, needs”", "length >= 1"),
        (ONE.replace("0800 111 0 111", "call us"), "line 11, field “service 1, phones 1”", "matching regex"),
        (
            ONE.replace("0800 111 0 111", "0800  111"),
            "line 11, field “service 1, phones 1”",
            "matching regex",
        ),
        (ONE.replace("https://example.org/a", "ftp://example.org/a"), "line 15", "matching regex"),
        (ONE.replace("2027-05-22", "2025-05-22"), "line 1, field “service 1”", "not later than reviewed"),
        (ONE + "stars = 5\n", "line 19, field “service 1, stars”", "unknown field"),
    ],
)
def test_a_broken_file_is_named_with_line_and_field(tmp_path: Path, text: str, where: str, says: str) -> None:
    file = tmp_path / "services-some.toml"
    file.write_text(text)
    with pytest.raises(DataFileError) as error:
        services.load(SHIPPED.places, [file])
    assert where in error.value.sentence
    assert says in error.value.sentence
