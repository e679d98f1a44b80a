"""The rules on graphs that were recorded from a real PipeWire while real programs used it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from guard.capture.finding import Confidence, Kind, Strength
from guard.capture.processes import ProcessFacts
from guard.capture.sensors.linux.pipewire.graph import Graph, Link, Node
from guard.capture.sensors.linux.pipewire.owner import ReadProcess
from guard.capture.sensors.linux.pipewire.rules import Verdict, judge

RECORDED: dict[str, Any] = json.loads(
    Path(__file__).with_name("test_graphs.json").read_text(encoding="utf-8")
)
NODE_STATES = {"error": -1, "creating": 0, "suspended": 1, "idle": 2, "running": 3}
LINK_STATES = {
    "error": -2,
    "unlinked": -1,
    "init": 0,
    "negotiating": 1,
    "allocating": 2,
    "paused": 3,
    "active": 4,
}


@dataclass(frozen=True)
class Recording:
    graph: Graph
    read: ReadProcess
    pid: int

    def judged(
        self, change: Callable[[Node], Node] = lambda node: node, *, links: int | None = None
    ) -> list[Verdict]:
        nodes = {identity: change(node) for identity, node in self.graph.nodes.items()}
        kept = {
            identity: link if links is None else replace(link, state=links)
            for identity, link in self.graph.links.items()
        }
        return list(judge(replace(self.graph, nodes=nodes, links=kept), self.read).values())


def recorded(name: str) -> Recording:
    told = RECORDED[name]
    of = {
        kind: [o for o in told["objects"] if o["type"] == kind] for kind in ("Node", "Link", "Client", "Port")
    }

    def client(props: dict[str, str]) -> int | None:
        return int(props["client.id"]) if "client.id" in props else None

    graph = Graph(
        nodes={
            o["id"]: Node(o["id"], o["serial"], client(o["props"]), NODE_STATES[o["state"]], o["props"])
            for o in of["Node"]
        },
        links={
            o["id"]: Link(o["output_node"], o["output_port"], o["input_node"], LINK_STATES[o["state"]])
            for o in of["Link"]
        },
        clients={o["id"]: o["props"] for o in of["Client"]},
        ports={o["id"]: o["props"] for o in of["Port"]},
    )
    processes = {
        int(pid): ProcessFacts(int(pid), 1, 0.0, 0, comm, exe, (exe,))
        for pid, (exe, comm) in told["processes"].items()
    }
    return Recording(graph, processes.get, told["pid"])


def with_props(media_class: str, **props: str) -> Callable[[Node], Node]:
    extra = {key.replace("__", "-").replace("_", "."): value for key, value in props.items()}
    return lambda n: replace(n, props={**n.props, **extra}) if n.media_class == media_class else n


@pytest.mark.parametrize("name", ["pw-record", "gst-record", "jack"])
def test_a_native_recorder_has_the_microphone_and_the_pid_that_the_kernel_attests(name: str) -> None:
    recording = recorded(name)
    (verdict,) = recording.judged()
    assert (verdict.kind, verdict.strength) == (Kind.MICROPHONE, Strength.CAPTURING)
    assert (verdict.owner.pid, verdict.owner.claimed) == (recording.pid, False)
    assert "Test microphone" in verdict.says


@pytest.mark.parametrize("name", ["parecord", "ffmpeg", "echo-cancel-recorded"])
def test_a_recorder_behind_the_pulse_server_has_the_pid_that_it_claims(name: str) -> None:
    recording = recorded(name)
    (verdict,) = recording.judged()
    assert (verdict.kind, verdict.strength) == (Kind.MICROPHONE, Strength.CAPTURING)
    assert (verdict.owner.pid, verdict.owner.claimed) == (recording.pid, True)


@pytest.mark.parametrize("name", ["pw-record-monitor", "parecord-monitor", "echo-cancel-speaker-recorded"])
def test_a_recording_of_the_loudspeaker_is_what_you_hear_and_not_the_microphone(name: str) -> None:
    recording = recorded(name)
    (verdict,) = recording.judged()
    assert (verdict.kind, verdict.strength) == (Kind.SYSTEM_AUDIO, Strength.CAPTURING)
    assert verdict.owner.pid == recording.pid


def test_a_screen_cast_that_is_received_is_the_screen() -> None:
    recording = recorded("cast")
    (verdict,) = recording.judged()
    assert (verdict.kind, verdict.strength) == (Kind.SCREEN, Strength.CAPTURING)
    assert (verdict.owner.pid, verdict.confidence) == (recording.pid, Confidence.HIGH)
    assert verdict.says == "It receives a screen cast from “mutter”."


def test_a_program_that_came_through_the_portal_has_the_camera_and_the_pid_that_it_claims() -> None:
    recording = recorded("portal-camera")
    (verdict,) = recording.judged()
    assert (verdict.kind, verdict.strength) == (Kind.CAMERA, Strength.CAPTURING)
    assert (verdict.owner.pid, verdict.owner.claimed) == (recording.pid, True)


def test_pictures_from_an_unknown_program_count_as_the_screen_with_less_certainty() -> None:
    names = {"media.name": "video-src", "node.name": "something"}
    recording = recorded("cast")
    graph = replace(
        recording.graph,
        clients={k: {**c, "application.name": "x"} for k, c in recording.graph.clients.items()},
    )
    (verdict,) = replace(recording, graph=graph).judged(
        lambda n: replace(n, props={**n.props, **names}) if n.media_class == "Stream/Output/Video" else n
    )
    assert (verdict.kind, verdict.strength) == (Kind.SCREEN, Strength.CAPTURING)
    assert verdict.confidence is Confidence.MEDIUM


@pytest.mark.parametrize(
    "camera",
    [
        {"media.role": "Camera"},
        {"device.api": "v4l2"},
        {"device.api": "libcamera"},
        {"api.v4l2.path": "/dev/video0"},
    ],
)
def test_the_same_stream_from_a_camera_is_the_camera(camera: dict[str, str]) -> None:
    props = {"media.class": "Video/Source", "node.description": "Built-in camera", **camera}
    (verdict,) = recorded("cast").judged(
        lambda n: replace(n, props=props) if n.media_class == "Stream/Output/Video" else n
    )
    assert (verdict.kind, verdict.strength) == (Kind.CAMERA, Strength.CAPTURING)
    assert verdict.says == "It receives pictures from the camera “Built-in camera”."


@pytest.mark.parametrize(
    "name",
    [
        "nothing",
        "pw-play",
        "paplay",
        "gst-play",
        "pw-top",
        "meter-monitor",
        "meter-microphone",
        "echo-cancel",
        "easyeffects",
        "easyeffects-playing",
        "cast-offered",
    ],
)
def test_players_meters_idle_filters_and_offers_are_nothing(name: str) -> None:
    assert recorded(name).judged() == []


@pytest.mark.parametrize("name", ["pw-record", "parecord", "cast", "pw-record-monitor"])
def test_a_paused_stream_is_able_and_no_more(name: str) -> None:
    (verdict,) = recorded(name).judged(links=LINK_STATES["paused"])
    assert verdict.strength is Strength.ABLE


def test_a_stream_that_waits_for_its_first_sound_is_able_and_no_more() -> None:
    (verdict,) = recorded("corked").judged()
    assert (verdict.kind, verdict.strength) == (Kind.MICROPHONE, Strength.ABLE)


@pytest.mark.parametrize("state", ["error", "unlinked", "init", "negotiating", "allocating"])
def test_a_link_that_is_not_made_yet_is_nothing(state: str) -> None:
    assert recorded("pw-record").judged(links=LINK_STATES[state]) == []


def test_a_stream_cannot_hide_by_saying_that_it_is_a_meter() -> None:
    disguise = with_props(
        "Stream/Input/Audio", stream_monitor="true", resample_peaks="true", node_rate="1/25"
    )
    (verdict,) = recorded("pw-record").judged(disguise)
    assert (verdict.kind, verdict.strength) == (Kind.MICROPHONE, Strength.CAPTURING)
    assert verdict.confidence is Confidence.MEDIUM


def test_a_meter_that_takes_every_sample_is_no_meter() -> None:
    (verdict,) = recorded("meter-microphone").judged(with_props("Stream/Input/Audio", node_rate="1/44100"))
    assert (verdict.kind, verdict.strength) == (Kind.MICROPHONE, Strength.CAPTURING)


def test_a_stream_cannot_hide_by_calling_itself_a_loudspeaker() -> None:
    (verdict,) = recorded("posing").judged()
    assert (verdict.kind, verdict.strength) == (Kind.MICROPHONE, Strength.CAPTURING)


def test_a_stream_cannot_hide_in_the_group_of_a_filter_that_gives_nothing() -> None:
    (verdict,) = recorded("pw-record").judged(with_props("Stream/Input/Audio", node_link__group="mine"))
    assert verdict.strength is Strength.CAPTURING


def test_a_loopback_of_a_program_hands_the_microphone_on() -> None:
    recording = recorded("loopback")
    (verdict,) = recording.judged()
    assert (verdict.kind, verdict.strength, verdict.owner.pid) == (
        Kind.MICROPHONE,
        Strength.ABLE,
        recording.pid,
    )


def test_a_noise_filter_in_use_hands_on_and_its_user_captures() -> None:
    recording = recorded("easyeffects-recorded")
    strengths = {verdict.owner.pid == recording.pid: verdict.strength for verdict in recording.judged()}
    assert strengths == {True: Strength.CAPTURING, False: Strength.ABLE}


def test_a_sound_server_that_sends_the_microphone_away_captures() -> None:
    (verdict,) = recorded("network-microphone").judged()
    assert (verdict.kind, verdict.strength, verdict.owner.claimed) == (
        Kind.MICROPHONE,
        Strength.CAPTURING,
        False,
    )


def test_names_from_programs_are_cleaned() -> None:
    (verdict,) = recorded("pw-record").judged(
        with_props("Audio/Source/Virtual", node_description="\x1b[31m Evil\nname " + "x" * 500)
    )
    assert verdict.says.isprintable()
    assert len(verdict.says) < 120


def test_a_loop_of_filters_ends() -> None:
    node = {n: Node(n, str(n), n, 3, {"media.type": "Audio"}) for n in (1, 2)}
    links = {10: Link(1, 0, 2, 4), 11: Link(2, 0, 1, 4)}
    assert len(judge(Graph(node, links), lambda _: None)) == 2


def test_midi_is_no_sound() -> None:
    nodes = {
        1: Node(1, "1", 1, 3, {"media.class": "Midi/Bridge"}),
        2: Node(2, "2", 2, 3, {"client.api": "jack"}),
    }
    assert judge(Graph(nodes, {10: Link(1, 5, 2, 4)}), lambda _: None) == {}
