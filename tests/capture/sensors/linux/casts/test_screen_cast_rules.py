"""What is said on the bus, judged: recorded sequences of real services, and any sequence at all."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from jeepney import DBusAddress, HeaderFields, new_method_call, new_method_return, new_signal

from guard.capture.finding import Kind
from guard.capture.sensors.linux.casts.screen_cast_messages import (
    Answered,
    Asked,
    Came,
    Closed,
    Granted,
    Left,
    Topic,
    heard,
)
from guard.capture.sensors.linux.casts.screen_cast_people import children
from guard.capture.sensors.linux.casts.screen_cast_rules import Casts, Change

APP, PORTAL, HELPER, MUTTER = ":1.7", ":1.2", ":1.3", ":1.4"
SESSION = "/org/freedesktop/portal/desktop/session/1_7/s"
CAST = "/org/gnome/Mutter/ScreenCast/Session/u1"
START = Asked(Topic.PORTAL_START, APP, SESSION, 5, "t1")
SCREEN = Granted(APP, PORTAL, "t1", yes=True, kinds=(Kind.SCREEN,))


def nobody(_: str) -> bool:
    return False


def helper(name: str) -> bool:
    return name == HELPER


def kinds(change: Change) -> list[Kind]:
    return [verdict.kind for verdict in change.say]


def hear_all(casts: Casts, *said: Any) -> Change:
    change = Change()
    for one in said:
        change = casts.hear(one)
    return change


def test_a_granted_portal_cast_counts_until_its_session_is_closed() -> None:
    casts = Casts(nobody)
    assert casts.hear(START) == Change()
    change = casts.hear(SCREEN)
    assert kinds(change) == [Kind.SCREEN]
    assert change.say[0].caller == APP
    assert casts.hear(Closed(PORTAL, SESSION)).gone == (change.say[0].key,)
    assert casts.hear(Closed(PORTAL, SESSION)).gone == ()


def test_a_refused_cast_and_a_session_that_only_exists_are_nothing() -> None:
    casts = Casts(nobody)
    assert hear_all(casts, START, Granted(APP, PORTAL, "t1", yes=False)) == Change()
    assert casts.hear(SCREEN) == Change()


def test_an_answer_to_another_request_grants_nothing() -> None:
    other = Granted(APP, PORTAL, "t2", yes=True, kinds=(Kind.SCREEN,))
    assert hear_all(Casts(nobody), START, other) == Change()
    stranger = Granted(":1.8", PORTAL, "t1", yes=True, kinds=(Kind.SCREEN,))
    assert hear_all(Casts(nobody), START, stranger) == Change()


def test_a_request_without_a_token_is_known_by_what_it_is_given() -> None:
    untold = Asked(Topic.PORTAL_START, APP, SESSION, 5)
    assert kinds(hear_all(Casts(nobody), untold, SCREEN)) == [Kind.SCREEN]
    assert hear_all(Casts(nobody), untold, Granted(APP, PORTAL, "t0", yes=True)) == Change()


def test_remote_control_is_told_beside_the_screen_that_comes_with_it() -> None:
    grant = Granted(APP, PORTAL, "t1", yes=True, kinds=(Kind.SCREEN,), control=True)
    assert kinds(hear_all(Casts(nobody), START, grant)) == [Kind.SCREEN, Kind.REMOTE_CONTROL]


def test_a_forged_end_ends_nothing() -> None:
    casts = Casts(nobody)
    hear_all(casts, START, SCREEN)
    assert casts.hear(Closed(":1.99", SESSION)).gone == ()
    assert casts.hear(Asked(Topic.PORTAL_CLOSE, ":1.99", SESSION, 3)).gone == ()
    assert casts.hear(Asked(Topic.PORTAL_CLOSE, APP, SESSION, 9)).gone


def test_a_cast_ends_with_its_program_and_with_its_service() -> None:
    for name in (APP, PORTAL):
        casts = Casts(nobody)
        hear_all(casts, START, SCREEN)
        assert casts.hear(Left(name)).gone


def test_mutter_tells_a_monitor_from_a_window() -> None:
    for kind in (Kind.SCREEN, Kind.WINDOW):
        casts = Casts(nobody)
        hear_all(
            casts,
            Asked(Topic.MUTTER_RECORD, APP, CAST, 4, kind=kind),
            Answered(APP, MUTTER, 4, yes=True),
            Asked(Topic.MUTTER_START, APP, CAST, 5),
        )
        change = casts.hear(Answered(APP, MUTTER, 5, yes=True))
        assert kinds(change) == [kind]
        assert casts.hear(Closed(MUTTER, CAST)).gone == (change.say[0].key,)


def test_a_remote_desktop_session_starts_the_cast_that_belongs_to_it() -> None:
    casts = Casts(nobody)
    change = hear_all(
        casts,
        Asked(Topic.MUTTER_RECORD, APP, CAST, 4),
        Asked(
            Topic.MUTTER_CONTROL,
            APP,
            "/org/gnome/Mutter/RemoteDesktop/Session/u1",
            6,
            "",
            Kind.REMOTE_CONTROL,
        ),
        Answered(APP, MUTTER, 6, yes=True),
    )
    assert set(kinds(change)) == {Kind.SCREEN, Kind.REMOTE_CONTROL}


def test_a_portal_helper_is_not_named_for_what_it_does_for_another() -> None:
    helped = (
        Asked(Topic.MUTTER_RECORD, HELPER, CAST, 4),
        Asked(Topic.MUTTER_START, HELPER, CAST, 5),
        Answered(HELPER, MUTTER, 5, yes=True),
    )
    casts = Casts(helper)
    assert hear_all(casts, START, *helped) == Change()
    assert [verdict.caller for verdict in casts.hear(SCREEN).say] == [APP]


def test_a_program_that_only_poses_as_a_helper_is_named() -> None:
    change = hear_all(
        Casts(helper),
        Asked(Topic.MUTTER_RECORD, HELPER, CAST, 4),
        Asked(Topic.MUTTER_START, HELPER, CAST, 5),
        Answered(HELPER, MUTTER, 5, yes=True),
    )
    assert [verdict.caller for verdict in change.say] == [HELPER]


def test_a_screenshot_is_told_once_and_only_if_it_was_taken() -> None:
    shot = Asked(Topic.SHELL_SHOT, APP, "/org/gnome/Shell/Screenshot", 8)
    change = hear_all(Casts(nobody), shot, Answered(APP, MUTTER, 8, yes=True))
    assert [verdict.one_shot for verdict in change.say] == [True]
    assert change.gone == (change.say[0].key,)
    assert hear_all(Casts(nobody), shot, Answered(APP, MUTTER, 8, yes=False)) == Change()


def test_who_wants_no_answer_or_does_not_wait_for_it_is_told_all_the_same() -> None:
    shot = Asked(Topic.SHELL_SHOT, APP, "/org/gnome/Shell/Screenshot", 8)
    assert kinds(hear_all(Casts(nobody), shot, Left(APP))) == [Kind.SCREEN]
    assert hear_all(Casts(nobody), shot, Left(":1.99")) == Change()
    casts = Casts(nobody)
    casts.hear(Asked(Topic.MUTTER_RECORD, APP, CAST, 4, mute=True))
    assert kinds(casts.hear(Asked(Topic.MUTTER_START, APP, CAST, 5, mute=True))) == [Kind.SCREEN]
    assert casts.hear(Closed(MUTTER, CAST)).gone


def test_two_screenshots_are_two() -> None:
    casts = Casts(nobody)
    asked = Asked(Topic.PORTAL_SHOT, APP, "/org/freedesktop/portal/desktop", 5, "t1")
    granted = Granted(APP, PORTAL, "t1", yes=True)
    first, second = (hear_all(casts, asked, granted).say[0] for _ in range(2))
    assert first.key != second.key


def test_a_picture_from_kwin_is_told_from_its_other_answers() -> None:
    fields = {"type": ("s", "raw"), "width": ("u", 4), "height": ("u", 4), "format": ("u", 6)}
    call = new_method_call(DBusAddress("/", "org.kde.KWin", "org.kde.KWin.ScreenShot2"), "CaptureScreen")
    call.header.fields[HeaderFields.sender] = APP
    call.header.serial = 12
    for body, expected in (
        ({**fields, "windowId": ("s", "w")}, [Kind.WINDOW]),
        (fields, [Kind.SCREEN]),
        ({"width": ("u", 4)}, []),
    ):
        answer = heard(new_method_return(call, "a{sv}", (body,)))
        assert isinstance(answer, Answered)
        assert kinds(Casts(nobody).hear(answer)) == expected


def test_the_portals_answer_is_read_as_it_really_looks() -> None:
    where = DBusAddress(
        "/org/freedesktop/portal/desktop/request/1_7/t1", interface="org.freedesktop.portal.Request"
    )
    streams = [(42, {"source_type": ("u", 1)}), (43, {"source_type": ("u", 2)}), (44, {})]
    signal = new_signal(
        where, "Response", "ua{sv}", (0, {"streams": ("a(ua{sv})", streams), "devices": ("u", 3)})
    )
    signal.header.fields[HeaderFields.destination] = APP
    signal.header.fields[HeaderFields.sender] = PORTAL
    assert heard(signal) == Granted(
        APP, PORTAL, "t1", yes=True, kinds=(Kind.SCREEN, Kind.WINDOW), control=True
    )


def test_introspection_lists_children_and_nothing_comes_of_nonsense() -> None:
    real = '<!DOCTYPE node PUBLIC "-//x" "http://x">\n<!-- GDBus -->\n<node>\n  <node name="u1"/>\n</node>\n'
    assert children(real) == ["u1"]
    for odd in ("", "<node>", "no", '<!DOCTYPE node [<!ENTITY a "b">]><node name="&a;"/>', "<node/>"):
        assert children(odd) == []


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(
            st.sampled_from(["streams", "devices", "handle_token", "type", "source_type"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)
MEMBERS = st.sampled_from(["Start", "Response", "Closed", "NameOwnerChanged", "Screenshot", "Close"])
INTERFACES = st.sampled_from(
    [
        "org.freedesktop.portal.ScreenCast",
        "org.freedesktop.portal.Screenshot",
        "org.freedesktop.portal.Request",
        "org.freedesktop.portal.Session",
        "org.freedesktop.DBus",
    ]
)


@given(st.sampled_from(["call", "signal", "return"]), INTERFACES, MEMBERS, st.lists(VALUES, max_size=4))
def test_no_message_however_odd_is_an_error(
    shape: str, interface: str, member: str, body: list[object]
) -> None:
    where = DBusAddress("/x", APP, interface)
    message = new_method_call(where, member)
    message.header.serial = 1
    if shape == "signal":
        message = new_signal(where, member)
    elif shape == "return":
        message.header.fields[HeaderFields.sender] = APP
        message = new_method_return(message)
    message.body = tuple(body)
    heard(message)


NAMES = st.sampled_from([APP, PORTAL, HELPER])
PATHS = st.sampled_from([SESSION, CAST])
SOME_KINDS = st.lists(st.sampled_from([Kind.SCREEN, Kind.WINDOW]), unique=True, max_size=2).map(tuple)
EVENTS = st.one_of(
    st.builds(
        Asked,
        st.sampled_from(Topic),
        NAMES,
        PATHS,
        st.integers(1, 3),
        st.sampled_from(["", "t1"]),
        mute=st.booleans(),
    ),
    st.builds(Answered, NAMES, NAMES, st.integers(1, 3), st.booleans(), st.sampled_from([None, Kind.SCREEN])),
    st.builds(Granted, NAMES, NAMES, st.just("t1"), st.booleans(), SOME_KINDS, st.booleans()),
    st.builds(Closed, NAMES, PATHS),
    st.builds(Left, NAMES),
    st.builds(Came, NAMES),
)


@given(st.lists(EVENTS, max_size=40))
def test_what_was_said_is_taken_back_and_nothing_outlives_everybody(events: list[Any]) -> None:
    casts = Casts(helper)
    open_keys: set[str] = set()
    for event in (*events, Left(APP), Left(PORTAL), Left(HELPER)):
        change = casts.hear(event)
        open_keys |= {verdict.key for verdict in change.say}
        assert set(change.gone) <= open_keys
        open_keys -= set(change.gone)
    assert not open_keys


def test_a_program_that_asks_without_end_is_forgotten_in_part() -> None:
    casts = Casts(nobody)
    for serial in range(1000):
        casts.hear(Asked(Topic.MUTTER_START, APP, CAST, serial))
        casts.hear(Asked(Topic.MUTTER_RECORD, APP, f"{CAST}{serial}", serial))
    assert len(casts._asked) <= 256
    assert len(casts._recorded) <= 256
