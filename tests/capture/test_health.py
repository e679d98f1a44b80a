"""What is said of sensors: the last word on each, in their order."""

from guard.capture.finding import SensorMode, SensorState
from guard.capture.health import ALWAYS_UNSEEN, Health, off

ON = SensorState("x11", SensorMode.ON, "it works", ("Keymaps.", "Mirrors."))


def test_the_last_word_counts_and_blind_spots_add_up() -> None:
    health = Health(["pipewire", "x11"])
    assert list(health.silent) == ["pipewire", "x11"]
    assert list(health.coverage.blind_spots) == list(ALWAYS_UNSEEN)
    health.note(ON)
    health.note(SensorState("pipewire", SensorMode.LIMITED, "half of it", ("Mirrors.", "Echoes.")))
    assert list(health.silent) == []
    assert [state.name for state in health.coverage.sensors] == ["pipewire", "x11"]
    assert list(health.coverage.blind_spots) == ["Mirrors.", "Echoes.", "Keymaps.", *ALWAYS_UNSEEN]
    health.note(off("pipewire", "it is gone"))
    assert [state.mode for state in health.coverage.sensors] == [SensorMode.OFF, SensorMode.ON]
    assert "pipewire" in health.coverage.blind_spots[0]


def test_forgotten_is_silent_again() -> None:
    health = Health(["x11"])
    health.note(ON)
    health.forget()
    assert list(health.silent) == ["x11"]
    assert health.coverage.sensors == ()
