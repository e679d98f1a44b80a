"""What stands in `resources/platforms`: enough, dated, unambiguous, and in plain words."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from guard.knowledge import platforms
from guard.knowledge.platforms import Answered, Platform

SHIPPED = platforms.load()
BY_ID = {known.id: known for known in SHIPPED}
ALIVE = [known for known in SHIPPED if known.status != "retired"]
each_platform = pytest.mark.parametrize("known", SHIPPED, ids=lambda known: known.id)

_JARGON = re.compile(
    r"\b(E2EE|TLS|MLS|DAVE|WebRTC|TURN|P2P|metadata|protocol|endpoint|cryptograph\w*)\b", re.IGNORECASE
)
_BOASTS = re.compile(r"\b(you are safe|safe|secure|anonymous|guaranteed|impossible|100 ?%)\b", re.IGNORECASE)
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MOST_WORDS = 30


def sentences(known: Platform) -> Iterator[str]:
    """Every text of a platform that is a sentence for people."""
    yield from (known.tip, known.encryption, known.sign_up, known.metadata, known.backup)
    yield from (each.note for each in answers(known))
    yield from (setting.why for setting in known.settings)
    if known.status_note:
        yield known.status_note


def answers(known: Platform) -> tuple[Answered, ...]:
    return known.screenshots, known.recordings, known.disappearing, known.view_once


def encrypted(known: Platform) -> tuple[str, ...]:
    return known.text, known.voice, known.video, known.group_text, known.group_call


def test_enough_is_known() -> None:
    assert len(ALIVE) >= 36
    assert sum(len(known.settings) for known in ALIVE) >= 180
    assert {
        *("signal", "whatsapp", "telegram", "apple", "messenger", "instagram", "snapchat", "discord", "zoom"),
        *("teams", "google-meet", "google-messages", "element", "wire", "threema", "session", "simplex"),
        *("viber", "line", "wechat", "kakaotalk", "kik", "jitsi", "briar", "olvid", "delta-chat", "jami"),
        *("mumble", "tinder", "bumble", "hinge", "feeld", "okcupid", "grindr", "skype", "wickr"),
    } <= set(BY_ID)


def test_names_and_ids_are_one_of_a_kind() -> None:
    assert len({known.name.casefold() for known in SHIPPED}) == len(SHIPPED)
    settings = [setting.id for known in SHIPPED for setting in known.settings]
    assert [ident for ident, times in Counter(settings).items() if times > 1] == []
    assert all(_ID.fullmatch(ident) for ident in (*BY_ID, *settings))


@each_platform
def test_words_are_plain_and_short(known: Platform) -> None:
    for text in sentences(known):
        assert text[0].isupper() or text[0].isdigit(), text
        assert text.endswith("."), text
        assert "!" not in text, text
        assert "  " not in text, text
        assert not _JARGON.search(text), text
        assert not _BOASTS.search(text), text
        for one in re.split(r"(?<=[.;:]) ", text):
            assert len(one.split()) <= _MOST_WORDS, one


@each_platform
def test_settings_say_where_to_go_and_why(known: Platform) -> None:
    assert len({setting.title for setting in known.settings}) == len(known.settings)
    assert len({setting.path for setting in known.settings}) == len(known.settings)
    for setting in known.settings:
        assert setting.title[0].isupper(), setting.id
        assert not setting.title.endswith("."), setting.id
        assert not setting.path.endswith("."), setting.id
        assert all(step == step.strip() and step for step in setting.path.split(" > ")), setting.id
        assert "!" not in setting.title + setting.path
        assert not re.search(r"->|→|\|", setting.path), setting.id
        assert setting.why.count(". ") == 0, setting.id


@pytest.mark.parametrize("known", ALIVE, ids=lambda known: known.id)
def test_there_is_something_to_do_first(known: Platform) -> None:
    assert any(setting.weight == 3 for setting in known.settings)


@pytest.mark.parametrize("ident", ["signal", "whatsapp", "telegram", "apple", "discord", "zoom", "simplex"])
def test_the_much_used_ones_are_covered_well(ident: str) -> None:
    assert len(BY_ID[ident].settings) >= 7
    assert {setting.weight for setting in BY_ID[ident].settings} == {1, 2, 3}


@each_platform
def test_every_fact_has_its_day_and_its_source(known: Platform) -> None:
    assert date(2026, 11, 1) <= known.reviewed <= date(2026, 12, 31)
    assert 80 <= (known.review_after - known.reviewed).days <= 190
    assert re.search(r"[A-Za-z]{3}", known.source)
    assert known.source_url.count("://") == 1


@each_platform
def test_no_notice_is_said_to_see_everything(known: Platform) -> None:
    assert known.screenshots.answer != "yes"
    assert known.recordings.answer != "yes"


@each_platform
def test_what_could_not_be_confirmed_says_so(known: Platform) -> None:
    for each in answers(known):
        admits = "not be confirmed" in each.note or "not found" in each.note or "no longer runs" in each.note
        assert (each.answer == "unknown") is admits, each.note


@each_platform
def test_a_view_once_picture_is_never_called_gone(known: Platform) -> None:
    if known.view_once.answer != "no":
        assert re.search(
            r"second (phone|camera)|confirmed|not found|longer runs|leave the discussion",
            known.view_once.note,
        )


def test_retired_and_downgraded_platforms_say_since_when() -> None:
    worse = {known.id: known for known in SHIPPED if known.status != "active"}
    assert {ident: known.status for ident, known in worse.items()} == {
        "instagram": "downgraded",
        "skype": "retired",
        "wickr": "retired",
    }
    for known in worse.values():
        assert re.search(r"\b20\d\d\b", known.status_note or ""), known.id
        assert re.search(r"\b20\d\d\b", known.tip), known.id


def test_retired_platforms_come_last_and_offer_nothing() -> None:
    retired = [known for known in SHIPPED if known.status == "retired"]
    assert SHIPPED[-len(retired) :] == tuple(retired)
    assert all("closed" in known.tip for known in retired)
    assert all(set(encrypted(known)) == {"not-offered"} for known in retired)
    names = [known.name.casefold() for known in ALIVE]
    assert names == sorted(names)


@pytest.mark.parametrize(
    ("ident", "expected"),
    [
        ("signal", ("yes", "yes", "yes", "yes", "yes")),
        ("telegram", ("opt-in", "yes", "yes", "no", "partly")),
        ("discord", ("no", "yes", "yes", "no", "yes")),
        ("instagram", ("no", "no", "no", "no", "no")),
        ("zoom", ("no", "opt-in", "opt-in", "no", "opt-in")),
        ("briar", ("yes", "not-offered", "not-offered", "yes", "not-offered")),
        ("wechat", ("no", "no", "no", "no", "no")),
    ],
)
def test_what_is_encrypted(ident: str, expected: tuple[str, ...]) -> None:
    assert encrypted(BY_ID[ident]) == expected


@each_platform
def test_programs_and_tips_fit_the_session_page(known: Platform) -> None:
    assert len(set(known.programs)) == len(known.programs)
    assert len(known.tip) <= 110


def test_dating_apps_are_never_said_to_be_end_to_end_encrypted() -> None:
    for ident in ("tinder", "bumble", "hinge", "feeld", "okcupid", "grindr"):
        assert not {"yes", "opt-in", "partly"} & set(encrypted(BY_ID[ident])), ident
