import ipaddress

import pytest

from guard.capture.finding import Confidence, Kind, Strength
from guard.capture.sensors.linux.remote.rules import Host, judge
from guard.capture.sensors.linux.remote.tcp_table import Connection, End, Listener, TcpTable

HERE, ELSEWHERE, LOOP = "192.0.2.2", "192.0.2.77", "127.0.0.1"
VNC, RDP, OWN_PORT, HTTPS = 5900, 3389, 7070, 443


def joined(local: tuple[str, int], remote: tuple[str, int], inode: int, uid: int = 1000) -> Connection:
    ends = [End(ipaddress.ip_address(address), port) for address, port in (local, remote)]
    return Connection(ends[0], ends[1], uid, inode)


def said(host: Host, *entries: Connection | Listener, more: tuple[Host, ...] = ()) -> str:
    table = TcpTable(
        tuple(one for one in entries if isinstance(one, Connection)),
        tuple(one for one in entries if isinstance(one, Listener)),
    )
    found = [one for one in judge({one.pid: one for one in (host, *more)}, table) if one.pid == host.pid]
    assert len(found) <= 1
    for one in found:
        assert (one.kind, one.strength, one.who) == (Kind.REMOTE_CONTROL, Strength.CAPTURING, host.name)
        assert not any(address in one.says for address in (HERE, ELSEWHERE, LOOP))
        assert (one.confidence is Confidence.MEDIUM) is (host.sockets is None)
    return found[0].says if found else ""


HOST = Host(7, "x11vnc", frozenset({1, 2}), 1000)


@pytest.mark.parametrize("port", [VNC, RDP, OWN_PORT])
def test_who_comes_in_from_elsewhere_is_told(port: int) -> None:
    says = said(HOST, Listener(port, 1000, 1), joined((HERE, port), (ELSEWHERE, 40000), 2))
    assert "another computer" in says


def test_a_tunnel_to_the_desktop_is_told() -> None:
    inside = joined((LOOP, VNC), (LOOP, 40000), 2)
    outside = joined((LOOP, 40000), (LOOP, VNC), 99)
    assert "tunnel" in said(HOST, Listener(VNC, 1000, 1), inside, outside)


def test_a_visit_from_this_computer_by_its_own_name_is_no_far_one() -> None:
    inside = joined((HERE, VNC), (HERE, 40000), 2)
    outside = joined((HERE, 40000), (HERE, VNC), 99)
    assert "tunnel" in said(HOST, Listener(VNC, 1000, 1), inside, outside)


def test_a_viewer_that_was_called_is_told() -> None:
    assert "called" in said(HOST, joined((HERE, 40000), (ELSEWHERE, 5500), 2))


@pytest.mark.parametrize(
    "entries",
    [
        (),
        (Listener(VNC, 1000, 1),),
        (joined((HERE, 40000), (ELSEWHERE, HTTPS), 2),),
        (Listener(OWN_PORT, 1000, 1), joined((HERE, 40000), (ELSEWHERE, HTTPS), 2)),
        (Listener(OWN_PORT, 1000, 1), joined((LOOP, OWN_PORT), (LOOP, 40000), 2)),
        (Listener(VNC, 1000, 1), joined((HERE, VNC), (ELSEWHERE, 40000), 99)),
    ],
    ids=["nothing", "idle", "relay", "relay and a port", "its own window", "somebody else's connection"],
)
def test_who_is_idle_is_quiet(entries: tuple[Connection | Listener, ...]) -> None:
    assert said(HOST, *entries) == ""


def test_parts_of_one_tool_that_talk_to_each_other_are_quiet() -> None:
    inside, outside = joined((LOOP, VNC), (LOOP, 40000), 2), joined((LOOP, 40000), (LOOP, VNC), 3)
    other = Host(8, "x11vnc", frozenset({3}), 1000)
    assert said(HOST, Listener(VNC, 1000, 1), inside, outside, more=(other,)) == ""
    stranger = Host(8, "websockify", frozenset({3}), 1000)
    assert said(HOST, Listener(VNC, 1000, 1), inside, outside, more=(stranger,))


def test_a_host_of_another_user_is_judged_by_its_usual_port() -> None:
    xrdp = Host(9, "xrdp", None, 120)
    visit = joined((HERE, RDP), (ELSEWHERE, 40000), 5, uid=120)
    for owner in (120, 0):
        assert "seems" in said(xrdp, Listener(RDP, owner, 4), visit)
    assert said(xrdp, Listener(RDP, 120, 4)) == ""
    assert said(xrdp, Listener(RDP, 33, 4), visit) == ""
    assert said(xrdp, Listener(OWN_PORT, 120, 4), joined((HERE, OWN_PORT), (ELSEWHERE, 40000), 5)) == ""
    assert said(xrdp, Listener(RDP, 120, 4), joined((LOOP, RDP), (LOOP, 40000), 5)) == ""
