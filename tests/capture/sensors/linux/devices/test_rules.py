import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.finding import Kind, Sighting, Strength
from guard.capture.sensors.linux.devices.node_watch import Change, What
from guard.capture.sensors.linux.devices.nodes import Node, Role
from guard.capture.sensors.linux.devices.patience import Patience
from guard.capture.sensors.linux.devices.rules import Openings, Use, is_quiet, sightings, unseen_sighting
from tests.capture.strategies import make_facts

CAMERA = Node("/dev/video0", Role.CAMERA, "Desk Camera")
KEYBOARD = Node("/dev/input/event3", Role.KEYBOARD, "Desk Keyboard")


@pytest.mark.parametrize(
    ("role", "kind", "strength"),
    [
        (Role.CAMERA, Kind.CAMERA, Strength.CAPTURING),
        (Role.VIRTUAL_CAMERA, Kind.CAMERA, Strength.ABLE),
        (Role.KEYBOARD, Kind.INPUT, Strength.CAPTURING),
        (Role.SOME_INPUT, Kind.INPUT, Strength.ABLE),
    ],
)
def test_what_holding_a_node_means(role: Role, kind: Kind, strength: Strength) -> None:
    ((sighting, certain),) = sightings([Use(7, Node("/dev/video0", role, "It"))])
    assert (sighting.kind, sighting.strength, sighting.pid, certain) == (kind, strength, 7, False)
    assert "“It”" in sighting.says


def test_a_mouse_or_a_codec_means_nothing() -> None:
    assert list(sightings([Use(7, Node("/dev/video9", Role.NOTHING))])) == []


def test_several_nodes_are_one_sighting_and_the_strongest_counts() -> None:
    virtual = Node("/dev/video2", Role.VIRTUAL_CAMERA)
    seen = dict(
        sightings([Use(7, CAMERA), Use(7, virtual), Use(7, KEYBOARD), Use(8, CAMERA, shares_memory=True)])
    )
    assert {(one.key, one.strength): certain for one, certain in seen.items()} == {
        ("camera:7", Strength.CAPTURING): False,
        ("input:7", Strength.CAPTURING): False,
        ("camera:8", Strength.CAPTURING): True,
    }


def test_an_unknown_desktop_is_able_only() -> None:
    ((sighting, _),) = sightings([Use(7, KEYBOARD, offers_display=True)])
    assert sighting.strength is Strength.ABLE


def test_a_camera_nobody_visible_holds_is_told_and_a_keyboard_not() -> None:
    sighting = unseen_sighting(CAMERA)
    assert sighting is not None
    assert (sighting.pid, sighting.kind, sighting.strength) == (None, Kind.CAMERA, Strength.CAPTURING)
    assert unseen_sighting(KEYBOARD) is None
    assert unseen_sighting(Node("/dev/video2", Role.VIRTUAL_CAMERA)) is None


@pytest.mark.parametrize(
    ("kind", "exe", "offers", "quiet"),
    [
        (Kind.CAMERA, "/usr/bin/pipewire", False, True),
        (Kind.CAMERA, "/usr/bin/wireplumber", False, True),
        (Kind.CAMERA, "/usr/libexec/xdg-desktop-portal-gtk", False, True),
        (Kind.CAMERA, "/home/me/pipewire", False, False),
        (Kind.CAMERA, "/usr/bin/ffmpeg", False, False),
        (Kind.CAMERA, "/usr/bin/sway", True, False),
        (Kind.CAMERA, None, False, False),
        (Kind.INPUT, "/usr/lib/systemd/systemd-logind", False, True),
        (Kind.INPUT, "/usr/libexec/upowerd", False, True),
        (Kind.INPUT, "/usr/bin/a-new-compositor", True, True),
        (Kind.INPUT, "/usr/bin/gnome-shell", True, True),
        (Kind.INPUT, "/usr/bin/evtest", False, False),
        (Kind.INPUT, "/usr/bin/python3.11", True, False),
        (Kind.INPUT, "/usr/bin/socat", True, False),
        (Kind.INPUT, "/home/me/sway", True, False),
        (Kind.INPUT, "/home/me/Xorg", False, False),
        (Kind.INPUT, "/usr/bin/pipewire", False, False),
        (Kind.INPUT, None, True, False),
    ],
)
def test_who_is_a_part_of_the_desktop(kind: Kind, exe: str | None, offers: bool, quiet: bool) -> None:  # noqa: FBT001 - a row
    assert is_quiet(kind, make_facts("pipewire", exe=exe), offers_display=offers) is quiet
    assert not is_quiet(kind, None, offers_display=offers)


def opened(times: int, path: str = "/dev/video0") -> list[Change]:
    return [Change(What.OPENED, path)] * times


def test_what_is_open_beyond_the_visible_holders_is_unseen() -> None:
    openings = Openings()
    openings.count(opened(2))
    assert openings.unseen({"/dev/video0": 1}) == {"/dev/video0"}
    assert openings.unseen({"/dev/video0": 2}) == set()
    assert openings.unseen({"/dev/video1": 2}) == {"/dev/video0"}


@pytest.mark.parametrize("what", [What.CLOSED, What.LOST, What.WENT, What.CAME])
def test_nothing_is_claimed_after_a_closing_a_loss_or_a_new_node(what: What) -> None:
    openings = Openings()
    openings.count([*opened(2), Change(what, "/dev/video0")])
    assert openings.unseen({}) == set()
    openings.count(opened(1))
    assert openings.unseen({}) == {"/dev/video0"}


@given(st.lists(st.tuples(st.sampled_from([What.OPENED, What.CLOSED]), st.booleans())), st.integers(0, 5))
def test_an_unseen_holder_is_never_invented(events: list[tuple[What, bool]], before: int) -> None:
    """However many held it before, and however the kernel joins equal events, no more are claimed than there are."""
    really, last = before, None
    openings = Openings()
    for what, joined in events:
        if what is What.CLOSED and not really:
            continue
        really += 1 if what is What.OPENED else -1
        if not (joined and what is last):
            openings.count([Change(what, "/dev/video0")])
        last = what
    assert openings.unseen({"/dev/video0": really}) == set()


def one(key: str = "camera:7", says: str = "It keeps the camera open.") -> Sighting:
    return Sighting("devices", key, Kind.CAMERA, Strength.CAPTURING, says, 7)


def test_a_use_counts_when_it_has_lasted() -> None:
    patience = Patience(1.0)
    assert patience.update([(one(), False)], 10.0) == ([], [])
    assert patience.due() == 11.0
    assert patience.update([(one(), False)], 10.9) == ([], [])
    assert patience.update([(one(), False)], 11.0) == ([one()], [])
    assert patience.due() is None
    assert patience.update([(one(), False)], 12.0) == ([], [])
    assert patience.update([], 13.0) == ([], ["camera:7"])
    assert not patience.busy


def test_a_short_use_is_never_told() -> None:
    patience = Patience(1.0)
    assert patience.update([(one(), False)], 10.0) == ([], [])
    assert patience.update([], 10.5) == ([], [])
    assert patience.update([(one(), False)], 11.2) == ([], [])


def test_what_is_certain_or_was_there_before_is_told_at_once() -> None:
    assert Patience(1.0).update([(one(), True)], 10.0) == ([one()], [])
    patience = Patience(1.0)
    patience.update([(one(), False)], 10.0)
    assert patience.update([(one(), False)], 10.3, hold=0) == ([one()], [])


def test_better_knowledge_is_told_again() -> None:
    patience = Patience(1.0)
    patience.update([(one(), True)], 10.0)
    better = one(says="It takes pictures.")
    assert patience.update([(better, True)], 10.1) == ([better], [])


@given(st.lists(st.tuples(st.floats(0, 3), st.sets(st.sampled_from("abc")))), st.floats(0, 2))
def test_whatever_is_told_is_taken_back_once(looks: list[tuple[float, set[str]]], hold: float) -> None:
    patience, told, now = Patience(hold), set[str](), 0.0
    for pause, keys in looks:
        now += pause
        say, over = patience.update([(one(key), False) for key in keys], now)
        assert {sighting.key for sighting in say}.isdisjoint(told)
        assert set(over) <= told
        told = (told | {sighting.key for sighting in say}) - set(over)
        assert told <= keys
        assert (patience.due() or now + 1) > now
