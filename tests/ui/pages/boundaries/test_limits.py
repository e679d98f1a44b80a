"""The limits of every pseudonym: what is kept, what counts for today, and what a session does to both."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guard.profiles.editing import ChangedMeanwhile
from guard.profiles.parts import Limit as KeptLimit
from guard.session.boundaries import Channel, Level
from guard.session.model import AftercareDone, Cancel, ReflectDone, Stop
from tests.ui.pages.boundaries.conftest import ALL, Limiting


def test_a_no_goes_to_the_keyring_and_a_yes_stays_in_memory(limiting: Limiting) -> None:
    limiting.decide("face", Level.NEVER)
    limiting.decide("voice", Level.ASK_FIRST)
    limiting.decide("camera", Level.FINE_TODAY)
    limiting.decide("video", Level.NOT_TODAY)
    assert limiting.kept() == {("face", "live"): "never", ("voice", "live"): "ask-first"}
    assert limiting.kept("p2") == {}
    assert limiting.level("camera") is Level.FINE_TODAY
    assert limiting.level("camera", profile_id="p2") is None


def test_many_changes_make_one_change_to_the_keyring(limiting: Limiting) -> None:
    for level in (Level.ASK_FIRST, Level.NEVER, Level.ASK_FIRST, Level.NEVER):
        limiting.decide("face", level)
    assert limiting.worker.jobs == []
    limiting.limits.saving._keep()
    assert len(limiting.worker.jobs) == 1
    limiting.worker.finish()
    assert not limiting.limits.saving._unsaved


def test_what_is_changed_while_the_keyring_is_busy_is_kept_afterwards(limiting: Limiting) -> None:
    limiting.decide("face", Level.NEVER)
    limiting.limits.saving._keep()
    limiting.decide("voice", Level.NEVER)
    limiting.decide("face", Level.ASK_FIRST)
    limiting.worker.finish()
    assert limiting.level("face") is Level.ASK_FIRST
    assert limiting.kept() == {("face", "live"): "ask-first", ("voice", "live"): "never"}


def test_a_limit_that_could_not_be_kept_still_holds_and_is_kept_later(limiting: Limiting) -> None:
    limiting.decide("face", Level.NEVER)
    limiting.limits.saving._keep()
    limiting.worker.refuse("The keyring is locked.")
    assert limiting.limits.saving.stuck
    assert limiting.level("face") is Level.NEVER
    limiting.pseudonyms.forget_trouble()
    assert limiting.worker.jobs == []
    limiting.limits.saving.again()
    assert limiting.kept() == {("face", "live"): "never"}
    assert not limiting.limits.saving.stuck


def test_a_change_by_another_guard_is_not_overwritten(limiting: Limiting) -> None:
    limiting.decide("face", Level.NEVER)
    theirs = KeptLimit(topic="voice", channel="live", level="never")
    limiting.keyring.kept[0] = msgspec.structs.replace(limiting.keyring.kept[0], limits=(theirs,))
    limiting.save()
    assert limiting.kept() == {("voice", "live"): "never", ("face", "live"): "never"}
    assert limiting.sentences == []


def test_a_change_that_never_stays_is_taken_back_with_a_sentence(
    limiting: Limiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_args: object, **_kept: object) -> None:
        raise ChangedMeanwhile("It was changed elsewhere.")

    monkeypatch.setattr(limiting.keyring, "update", never)
    limiting.decide("face", Level.NEVER)
    for _ in range(6):
        limiting.save()
    assert limiting.sentences == ["It was changed elsewhere."]
    assert limiting.level("face") is None
    assert limiting.pseudonyms.refusal is None


def test_without_room_the_last_change_is_taken_back_and_the_others_stay(
    limiting: Limiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guard.profiles.parts.MAX_LIMITS", 1)
    limiting.decide("face", Level.NEVER)
    assert limiting.kept() == {("face", "live"): "never"}
    limiting.decide("voice", Level.NEVER)
    assert limiting.kept() == {("face", "live"): "never"}
    assert limiting.level("voice") is None
    assert "There is room for 1 limits" in limiting.sentences[0]


def test_a_session_takes_the_yeses_with_it_and_leaves_every_no(limiting: Limiting) -> None:
    limiting.decide("face", Level.NEVER)
    limiting.decide("voice", Level.FINE_TODAY)
    limiting.decide("camera", Level.NOT_TODAY)
    limiting.decide("voice", Level.FINE_TODAY, "p2")
    limiting.begin()
    assert limiting.level("voice") is Level.FINE_TODAY
    limiting.keeper.do(Stop())
    assert limiting.level("voice") is None
    assert limiting.level("voice", profile_id="p2") is None
    assert limiting.level("face") is Level.NEVER
    assert limiting.level("camera") is Level.NOT_TODAY
    limiting.limits.undo()
    assert limiting.level("voice") is None


def test_a_session_that_never_began_takes_the_yeses_as_well(limiting: Limiting) -> None:
    limiting.decide("voice", Level.FINE_TODAY)
    limiting.agree()
    limiting.keeper.do(Cancel())
    assert limiting.level("voice") is None


def test_limits_only_get_tighter_from_agreed_to_over(limiting: Limiting) -> None:
    limiting.decide("face", Level.NEVER)
    limiting.decide("voice", Level.FINE_TODAY)
    limiting.agree()
    for go_on in (False, True):
        if go_on:
            limiting.begin()
        assert not limiting.decide("face", Level.ASK_FIRST)
        assert not limiting.decide("face", None)
        assert limiting.level("face") is Level.NEVER
    assert all("afterwards" in sentence for sentence in limiting.sentences)
    assert limiting.decide("voice", Level.NOT_TODAY)
    assert limiting.limits.last is None  # taking it back would loosen it
    limiting.limits.undo()
    assert limiting.level("voice") is Level.NOT_TODAY
    limiting.keeper.do(Stop())
    assert limiting.decide("face", Level.ASK_FIRST)


def test_all_channels_at_once_leaves_the_stricter_ones_alone_during_a_session(limiting: Limiting) -> None:
    limiting.limits.decide("p1", "place", [Channel.TEXT], Level.NEVER)
    limiting.begin()
    assert limiting.limits.decide("p1", "place", ALL, Level.NOT_TODAY)
    standing = limiting.limits.standing("p1")
    assert [standing.decided("place", each) for each in ALL] == [Level.NEVER, *[Level.NOT_TODAY] * 3]
    assert limiting.sentences == []


def test_today_ends_in_the_morning_but_never_during_a_session(limiting: Limiting) -> None:
    limiting.decide("face", Level.NOT_TODAY)
    limiting.days.pass_hours(5)
    limiting.limits.look_at_the_day()
    assert limiting.level("face") is Level.NOT_TODAY  # it is half past two, and still this evening
    limiting.begin()
    limiting.days.pass_hours(4)
    limiting.limits.look_at_the_day()
    assert limiting.level("face") is Level.NOT_TODAY
    limiting.keeper.do(Stop())
    assert limiting.level("face") is None


def test_undo_goes_back_step_by_step(limiting: Limiting) -> None:
    limiting.decide("face", Level.NEVER)
    limiting.decide("face", Level.FINE_TODAY)
    limiting.limits.undo()
    assert limiting.level("face") is Level.NEVER
    limiting.limits.undo()
    assert limiting.level("face") is None
    assert limiting.limits.last is None
    limiting.limits.undo()
    assert limiting.kept() == {}


def test_a_deleted_pseudonym_leaves_nothing_behind(limiting: Limiting) -> None:
    limiting.decide("face", Level.FINE_TODAY)
    limiting.decide("voice", Level.NEVER)
    limiting.pseudonyms.remove("p1")
    limiting.worker.finish()
    assert limiting.limits._today == {}
    assert limiting.limits.saving._unsaved == {}
    assert not limiting.limits.standing("p1").holding.levels
    limiting.decide("face", Level.NEVER)
    assert not limiting.limits.standing("p1").holding.levels


def test_words_that_are_no_topic_are_refused_with_a_sentence(limiting: Limiting) -> None:
    assert not limiting.decide("...", Level.NEVER)
    assert "a word or two" in limiting.sentences[0]


actions = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["face", "voice"]), st.sampled_from([*Level, None])),
        st.sampled_from(["save", "undo", "begin", "stop", "morning"]),
    ),
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(actions)
def test_whatever_happens_a_running_session_never_gets_looser(
    limiting: Limiting, actions: list[str | tuple[str, Level | None]]
) -> None:
    _act(limiting, "stop")
    for action in actions:
        held = {
            topic: limiting.limits.standing("p1").holding.level(topic, Channel.LIVE)
            for topic in ("face", "voice")
        }
        settled = limiting.limits.in_session
        _act(limiting, action)
        if settled and limiting.limits.in_session:
            now = limiting.limits.standing("p1").holding
            assert all(
                now.level(topic, Channel.LIVE).openness <= level.openness for topic, level in held.items()
            )
    kept = limiting.kept().values()
    assert set(kept) <= {"never", "ask-first"}


def _act(limiting: Limiting, action: str | tuple[str, Level | None]) -> None:
    if isinstance(action, tuple):
        limiting.decide(*action)
    elif action == "save":
        limiting.save()
    elif action == "undo":
        limiting.limits.undo()
    elif action == "begin":
        limiting.begin()
    elif action == "stop":
        for event in (Stop(), AftercareDone(), ReflectDone()):
            limiting.keeper.do(event)
    else:
        limiting.days.pass_hours(24)
        limiting.limits.look_at_the_day()
