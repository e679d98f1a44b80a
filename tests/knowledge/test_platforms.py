from datetime import date
from pathlib import Path

import pytest

from guard.errors import DataFileError
from guard.knowledge import platforms
from tests.knowledge.entries import ONE


def test_a_platform_is_read(tmp_path: Path) -> None:
    file = tmp_path / "some.toml"
    file.write_text(ONE)
    (one,) = platforms.load([file])
    assert (one.reviewed, one.review_after) == (date(2026, 1, 31), date(2026, 7, 31))
    assert (one.status, one.status_note) == ("active", None)
    assert (one.group_text, one.group_call) == ("partly", "not-offered")
    assert one.view_once.note == "On phones only."
    assert [setting.id for setting in one.settings] == ["one-number"]


def test_a_platform_without_settings_is_read(tmp_path: Path) -> None:
    file = tmp_path / "some.toml"
    file.write_text(ONE.partition("[[platform.setting]]")[0])
    assert platforms.load([file])[0].settings == ()


@pytest.mark.parametrize("status", ["downgraded", "retired"])
def test_a_change_for_the_worse_is_read_with_its_note(tmp_path: Path, status: str) -> None:
    file = tmp_path / "some.toml"
    file.write_text(
        ONE.replace('tip = "', f'status = "{status}"\nstatus-note = "Since May 2026."\ntip = "', 1)
    )
    (one,) = platforms.load([file])
    assert (one.status, one.status_note) == (status, "Since May 2026.")


def test_retired_platforms_come_last(tmp_path: Path) -> None:
    gone = ONE.replace('"one"', '"alpha"').replace("one-number", "alpha-number").replace('"One"', '"Alpha"')
    gone = gone.replace('tip = "', 'status = "retired"\nstatus-note = "Closed in 2020."\ntip = "', 1)
    first, second = tmp_path / "a.toml", tmp_path / "b.toml"
    first.write_text(gone)
    second.write_text(ONE)
    assert [known.id for known in platforms.load([first, second])] == ["one", "alpha"]


@pytest.mark.parametrize(
    ("text", "where", "says"),
    [
        (ONE + ONE, "line 36, field “platform 2, id”", "another platform “one”"),
        (ONE.replace('voice = "no"', 'voice = "perhaps"'), "line 7, field “platform 1, voice”", "perhaps"),
        (ONE.replace("2026-01-31", '"yesterday"'), "line 24, field “platform 1, reviewed”", "date"),
        (ONE.replace('"high"', '"low"'), "line 26, field “platform 1, confidence”", "low"),
        (ONE.replace('tip = "A tip."\n', ""), "line 1, field “platform 1, tip”", "missing required"),
        (
            ONE.replace('source = "', 'rating = 5\nsource = "'),
            "line 22, field “platform 1, rating”",
            "unknown",
        ),
        (ONE.replace("2026-01-31", "2026-02-31"), "line 24, field “reviewed”", "Invalid date"),
        (ONE.replace("https:", "http:"), "line 23, field “platform 1, source-url”", "regex"),
        (ONE.replace("weight = 3", "weight = 4"), "line 34, field “platform 1, setting 1, weight”", "4"),
        (ONE.replace('where = "phone"', 'where = "car"'), "setting 1, where”", "car"),
        (
            ONE.replace('note = "On phones only."', 'note = ""'),
            "field “platform 1, view-once, note”",
            "length",
        ),
        (ONE.replace('id = "one-number"', 'id = "one-"'), "setting 1, id”", "regex"),
        (ONE.replace('id = "one"', 'id = "O ne"'), "line 2, field “platform 1, id”", "regex"),
        ("", "", "missing required field `platform`"),
    ],
)
def test_a_broken_file_is_named_with_line_and_field(tmp_path: Path, text: str, where: str, says: str) -> None:
    refused = _refused(tmp_path, text)
    assert where in refused
    assert says in refused


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('tip = "', 'status = "retired"\ntip = "', "status-note"),
        ('tip = "', 'status-note = "Closed in 2020."\ntip = "', "status-note"),
        ('phone = "either"', 'phone = "needed"', "at both phone and email"),
        ('email = "either"', 'email = "no"', "at both phone and email"),
        ('real-name = "no"', 'real-name = "either"', "between phone and email only"),
        ("review-after = 2026-07-31", "review-after = 2026-01-31", "after the day of reviewed"),
        ("review-after = 2026-07-31", "review-after = 2027-07-31", "half a year at most"),
        ('id = "one-number"', 'id = "two-number"', "begins with “one-”"),
    ],
)
def test_what_the_schema_cannot_say_is_checked_too(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in ONE
    assert says in _refused(tmp_path, ONE.replace(old, new))


def test_a_setting_is_listed_once(tmp_path: Path) -> None:
    again = ONE[ONE.index("[[platform.setting]]") :]
    refused = _refused(tmp_path, ONE + again)
    assert "another setting “one-number”" in refused
    assert "setting 2, id" in refused


def _refused(folder: Path, text: str) -> str:
    file = folder / "some.toml"
    file.write_text(text)
    with pytest.raises(DataFileError) as error:
        platforms.load([file])
    return error.value.sentence
