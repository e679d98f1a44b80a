from datetime import date
from pathlib import Path

import pytest

from guard.errors import DataFileError
from guard.knowledge import guides, services
from tests.support.plain_words import faults, reading_ease

SHIPPED = guides.load()
SERVICES = services.load()
STEP = '[[guide.step]]\nid = "{id}"\nwhen = "{when}"\ntext = "Do it."\n'


def one(*steps: tuple[str, str]) -> str:
    head = """[[guide]]
id = "one"
title = "One"
opening = "It happens."
avoid = ["Haste."]
needs = ["crisis"]
source = "Its page"
url = "https://example.org/"
reviewed = 2026-11-22
review_after = 2027-11-22
confidence = "high"
"""
    return head + "".join(STEP.format(id=name, when=when) for name, when in steps)


GOOD = (("a", "right-now"), ("b", "next"), ("c", "next"), ("d", "later"))


def words(guide: guides.Guide) -> list[str]:
    return [guide.title + ".", guide.opening, *guide.avoid, *(step.text for step in guide.step)]


def test_the_situations_that_matter_are_there() -> None:
    assert [guide.id for guide in SHIPPED] == [
        "threat-to-share",
        "recorded",
        "monitoring-program",
        "under-age",
        "consent-withdrawn",
        "feel-bad",
        "shared-too-much",
        "impersonated",
        "pressured",
    ]


@pytest.mark.parametrize("guide", SHIPPED, ids=lambda guide: guide.id)
def test_each_is_calm_short_and_dated(guide: guides.Guide) -> None:
    assert 4 <= len(guide.step) <= 8
    for text in words(guide):
        assert faults(text, words=20) == []
        assert text.endswith((".", "?"))
    assert reading_ease(" ".join(words(guide))) >= 65
    assert date(2026, 11, 1) <= guide.reviewed
    assert 30 <= (guide.review_after - guide.reviewed).days <= 366


def test_each_finds_help_in_every_place() -> None:
    for guide in SHIPPED:
        assert set(guide.needs) <= set(services.NEEDS)
        for place in SERVICES.places.all():
            assert SERVICES.for_any(place.id, guide.needs), (guide.id, place.id)


def by_id(name: str) -> guides.Guide:
    return next(guide for guide in SHIPPED if guide.id == name)


def test_a_monitoring_program_is_not_removed_in_a_hurry() -> None:
    guide = by_id("monitoring-program")
    assert guide.step[0].id == "other-device"
    order = [step.id for step in guide.step]
    assert order.index("plan-first") < order.index("new-accounts") < order.index("remove-later")
    assert order.index("keep-evidence") < order.index("remove-later")
    assert guide.step[order.index("remove-later")].when == "later"
    assert "Removing it in a hurry" in guide.avoid[0]
    assert guide.needs[0] == "stalking"


def test_images_of_someone_under_age_are_never_kept() -> None:
    guide = by_id("under-age")
    assert [step.id for step in guide.step[:2]] == ["stop-at-once", "nothing-more"]
    assert {step.when for step in guide.step[:2]} == {"right-now"}
    assert "Do not save, forward or photograph anything" in guide.step[1].text
    assert guide.needs[0] == "under-18"
    assert not any("screenshot" in step.text.lower() for step in guide.step)


def test_what_is_kept_is_kept_before_anything_is_blocked() -> None:
    for name, keep, block in (
        ("threat-to-share", "keep-messages", "report-account"),
        ("pressured", "keep-threats", "block"),
        ("impersonated", "keep-proof", "report"),
    ):
        order = [step.id for step in by_id(name).step]
        assert order.index(keep) < order.index(block), name


def test_a_guide_is_read(tmp_path: Path) -> None:
    file = tmp_path / "guides.toml"
    file.write_text(one(*GOOD))
    (guide,) = guides.load([file])
    assert [step.id for step in guide.step] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (one(*GOOD) + one(*GOOD), "another guide “one”"),
        (one(*GOOD[:3]), "length >= 4"),
        (one(*GOOD, *((f"x{n}", "later") for n in range(5))), "length <= 8"),
        (one(*GOOD[1:], ("e", "later")), "do not go from right-now"),
        (one(GOOD[0], GOOD[3], GOOD[1], GOOD[2]), "do not go from right-now"),
        (one(*GOOD, ("a", "later")), "same id"),
        (one(*GOOD).replace('"crisis"', '"money"'), "money"),
        (one(*GOOD).replace("2027-11-22", "2026-11-22"), "not later than reviewed"),
        (one(*GOOD).replace('"Do it."', '""'), "length >= 1"),
    ],
)
def test_a_guide_that_breaks_a_rule_is_refused(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "guides.toml"
    file.write_text(text)
    with pytest.raises(DataFileError) as error:
        guides.load([file])
    assert says in error.value.sentence
