from datetime import date
from pathlib import Path

import pytest

from guard.errors import DataFileError
from guard.knowledge import platforms

SHIPPED = platforms.load()
ONE = """[[platform]]
id = "one"
name = "One"
text = "yes"
voice = "no"
video = "unknown"
tip = "A tip."
programs = ["browser"]
source = "Its maker"
reviewed = 2026-01-31
confidence = "high"
"""


def test_enough_is_known() -> None:
    assert len(SHIPPED) >= 20
    assert {"signal", "whatsapp", "telegram", "discord", "zoom", "skype"} <= {known.id for known in SHIPPED}


def test_names_ids_and_words_are_fit_for_people() -> None:
    assert len({known.name for known in SHIPPED}) == len(SHIPPED)
    for known in SHIPPED:
        assert known.id == known.id.lower()
        assert known.programs, known.id
        assert len(set(known.programs)) == len(known.programs)
        assert known.source
        assert known.tip.endswith(".")
        assert len(known.tip) <= 110, known.id
        assert "!" not in known.tip + known.name
        assert "safe" not in known.tip.lower()


def test_every_fact_has_its_day() -> None:
    assert all(date(2025, 1, 1) < known.reviewed for known in SHIPPED)


def test_retired_platforms_come_last_and_say_so() -> None:
    retired = [known for known in SHIPPED if known.status == "retired"]
    assert [known.id for known in retired] == ["skype"]
    assert SHIPPED[-len(retired) :] == tuple(retired)
    assert all("closed" in known.tip for known in retired)
    names = [known.name.casefold() for known in SHIPPED if known.status == "active"]
    assert names == sorted(names)


@pytest.mark.parametrize(
    ("platform", "text", "voice"),
    [
        ("signal", "yes", "yes"),
        ("telegram", "opt-in", "yes"),
        ("discord", "no", "yes"),
        ("instagram", "no", "no"),
    ],
)
def test_what_is_encrypted(platform: str, text: str, voice: str) -> None:
    known = next(known for known in SHIPPED if known.id == platform)
    assert (known.text, known.voice) == (text, voice)


def test_a_platform_is_read(tmp_path: Path) -> None:
    file = tmp_path / "some.toml"
    file.write_text(ONE)
    (one,) = platforms.load([file])
    assert one.reviewed == date(2026, 1, 31)
    assert one.status == "active"


@pytest.mark.parametrize(
    ("text", "where", "says"),
    [
        (ONE + ONE, "line 13, field “platform 2, id”", "another platform “one”"),
        (ONE.replace('voice = "no"', 'voice = "perhaps"'), "line 5, field “platform 1, voice”", "perhaps"),
        (ONE.replace("2026-01-31", '"yesterday"'), "line 10, field “platform 1, reviewed”", "date"),
        (ONE.replace('"high"', '"low"'), "line 11, field “platform 1, confidence”", "low"),
        (ONE.replace('tip = "A tip."\n', ""), "line 1, field “platform 1, tip”", "missing required"),
        (ONE + "rating = 5\n", "line 12, field “platform 1, rating”", "unknown field"),
        (ONE.replace("2026-01-31", "2026-02-31"), "line 10, field “reviewed”", "Invalid date"),
        ("", "", "missing required field `platform`"),
    ],
)
def test_a_broken_file_is_named_with_line_and_field(tmp_path: Path, text: str, where: str, says: str) -> None:
    file = tmp_path / "some.toml"
    file.write_text(text)
    with pytest.raises(DataFileError) as error:
        platforms.load([file])
    assert where in error.value.sentence
    assert says in error.value.sentence
