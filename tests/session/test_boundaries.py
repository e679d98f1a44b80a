import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.session.boundaries import (
    UNDECIDED,
    BoundaryRefused,
    Channel,
    Level,
    Limit,
    Limits,
    change,
    expired,
    forget,
    from_plain,
    likeness,
    merged,
)

topics = st.sampled_from(["face", "voice", "My garden", "\uff37ork"])
channels = st.sampled_from(list(Channel))
levels = st.sampled_from(list(Level))
some_limits = st.builds(Limit, topics, channels, levels)
plain = st.tuples(st.text(max_size=12), st.text(max_size=8) | channels, st.text(max_size=8) | levels)


def decided(*wanted: Limit) -> Limits:
    limits = Limits()
    for limit in wanted:
        limits = change(limits, limit, by_owner=True, in_session=False)
    return limits


@given(
    before=st.lists(some_limits, max_size=8),
    wanted=some_limits,
    by_owner=st.booleans(),
    in_session=st.booleans(),
)
def test_only_the_owner_loosens_and_only_outside_a_session(
    before: list[Limit], wanted: Limit, *, by_owner: bool, in_session: bool
) -> None:
    limits = decided(*before)
    held = limits.level(wanted.topic, wanted.channel)
    looser = wanted.level.openness > held.openness
    if looser and (in_session or not by_owner):
        with pytest.raises(BoundaryRefused):
            change(limits, wanted, by_owner=by_owner, in_session=in_session)
    else:
        after = change(limits, wanted, by_owner=by_owner, in_session=in_session)
        assert after.level(wanted.topic, wanted.channel) is wanted.level
        others = [
            limit
            for limit in limits.all()
            if (likeness(limit.topic), limit.channel) != (likeness(wanted.topic), wanted.channel)
        ]
        assert all(after.level(limit.topic, limit.channel) is limit.level for limit in others)


@given(st.lists(some_limits, max_size=8))
def test_yeses_expire_and_nothing_gets_looser(before: list[Limit]) -> None:
    limits = decided(*before)
    left = expired(limits)
    assert Level.FINE_TODAY not in left.levels.values()
    for limit in limits.all():
        now = left.level(limit.topic, limit.channel)
        assert now is (UNDECIDED if limit.level is Level.FINE_TODAY else limit.level)


@given(st.lists(plain, max_size=8), st.lists(some_limits, max_size=8))
def test_defaults_only_tighten_whatever_they_hold(
    defaults: list[tuple[str, str, str]], today: list[Limit]
) -> None:
    limits = decided(*today)
    both = merged(defaults, limits)
    for limit in limits.all():
        assert both.level(limit.topic, limit.channel).openness <= limit.level.openness
    fine = {place for place, level in both.levels.items() if level is Level.FINE_TODAY}
    assert fine <= {place for place, level in limits.levels.items() if level is Level.FINE_TODAY}


@pytest.mark.parametrize(
    ("default", "channel", "level"),
    [
        (("face", "picture", "never"), Channel.PICTURE, Level.NEVER),
        (("face", "picture", "fine-today"), Channel.PICTURE, UNDECIDED),
        (("face", "picture", "whatever"), Channel.PICTURE, Level.NEVER),
        (("face", "telepathy", "not-today"), Channel.LIVE, Level.NOT_TODAY),
    ],
)
def test_a_default_that_is_not_understood_is_the_strictest(
    default: tuple[str, str, str], channel: Channel, level: Level
) -> None:
    assert from_plain([default]).level("face", channel) is level


def test_a_session_has_its_own_sentence_for_each_refusal() -> None:
    limits = decided(Limit("face", Channel.LIVE, Level.NEVER))
    wanted = Limit("Face ", Channel.LIVE, Level.ASK_FIRST)
    with pytest.raises(BoundaryRefused, match="during a session"):
        change(limits, wanted, by_owner=True, in_session=True)
    with pytest.raises(BoundaryRefused, match="somebody else"):
        change(limits, wanted, by_owner=False, in_session=False)
    with pytest.raises(BoundaryRefused, match="during a session"):
        forget(limits, "face", by_owner=True, in_session=True)
    assert forget(limits, "FACE", by_owner=True, in_session=False) == Limits()


@pytest.mark.parametrize("topic", ["", "  ", "...", "a" * 81, "a\u0000b"])
def test_words_that_say_nothing_are_no_topic(topic: str) -> None:
    with pytest.raises(BoundaryRefused, match="Nothing was changed"):
        decided(Limit(topic, Channel.TEXT, Level.NEVER))


def test_there_is_room_for_many_limits_but_not_for_any_number() -> None:
    limits = decided(*(Limit(f"topic {number}", Channel.TEXT, Level.NEVER) for number in range(200)))
    one_more = Limit("one more", Channel.TEXT, Level.NEVER)
    with pytest.raises(BoundaryRefused, match="room for 200"):
        change(limits, one_more, by_owner=True, in_session=True)


def test_limits_go_to_a_profile_and_come_back_as_they_were_written() -> None:
    limits = decided(
        Limit("My garden", Channel.TEXT, Level.NEVER), Limit("my  GARDEN", Channel.LIVE, Level.NOT_TODAY)
    )
    assert limits.plain() == (("My garden", "text", "never"), ("My garden", "live", "not-today"))
    assert from_plain(limits.plain()) == limits


def test_limits_stay_out_of_logs() -> None:
    limits = decided(Limit("My garden", Channel.TEXT, Level.NEVER))
    assert "arden" not in repr(limits)
    assert "arden" not in repr(limits.all())
