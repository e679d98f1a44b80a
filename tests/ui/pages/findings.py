"""Things for the guard to have seen."""

from guard.capture.finding import Coverage, Evidence, Finding, Kind, SensorMode, SensorState, Strength

COVERAGE = Coverage(
    (
        SensorState("process-events", SensorMode.ON, "The kernel tells of every new program."),
        SensorState("x11", SensorMode.LIMITED, "Only X11 windows are seen.", ("Wayland windows.",)),
        SensorState("pipewire", SensorMode.OFF, "PipeWire is not running.", ("Shares by the desktop.",)),
    ),
    ("The other person's device.",),
)
ALL_OFF = Coverage((SensorState("x11", SensorMode.OFF, "There is no display."),), ())


def found(
    name: str, kind: Kind = Kind.SCREEN, strength: Strength = Strength.CAPTURING, *, one_shot: bool = False
) -> Finding:
    """Return one finding."""
    says = (Evidence("x11", "It reads the whole screen."), Evidence("process", "It was started to record."))
    return Finding(
        name, kind, strength, name, name.lower(), 4711, "/usr/bin/x", 1_795_000_000.0, says, one_shot=one_shot
    )
