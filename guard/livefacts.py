"""What the capture guard knows, as answers to checklist items. Pure.

A sensor that cannot see answers "cannot tell", never "no".
"""

from collections.abc import Callable, Iterable

from guard.capture.finding import Coverage, Finding, Kind, Level, SensorMode, Strength
from guard.capture.watch import PROCESS_SENSOR
from guard.session.checklist import Answer, Fact

_RECORDING = frozenset(Kind) - {Kind.REMOTE_CONTROL}
_SHARING = frozenset({Kind.SCREEN, Kind.WINDOW, Kind.REMOTE_CONTROL})
_SHARING_SENSORS = ("x11", "pipewire", "screencopy")


def live_facts(
    findings: Iterable[Finding], coverage: Coverage, level: Callable[[Finding], Level]
) -> dict[str, Fact]:
    """Return the answers that can be given now, by the name of the fact."""
    loud = [finding for finding in findings if level(finding) is not Level.QUIET]
    modes = {sensor.name: sensor.mode for sensor in coverage.sensors}
    return {
        "capture.no-recorder": _no_recorder(loud, modes.get(PROCESS_SENSOR)),
        "capture.nothing-shared": _nothing_shared(loud, modes),
        "capture.no-remote-host": _no_remote_host(loud, modes.get(PROCESS_SENSOR)),
    }


def _no_recorder(loud: list[Finding], mode: SensorMode | None) -> Fact:
    recorders = [one for one in loud if one.kind in _RECORDING]
    if recorders:
        return Fact(Answer.NO, f"Running now: {_names(recorders)}.")
    return _looked(
        mode, "Every running program was compared with the recorders Guard knows; none is running."
    )


def _no_remote_host(loud: list[Finding], mode: SensorMode | None) -> Fact:
    hosts = [one for one in loud if one.kind is Kind.REMOTE_CONTROL]
    if hosts:
        return Fact(Answer.NO, f"Running now: {_names(hosts)}.")
    return _looked(
        mode, "Every running program was compared with the remote-access tools Guard knows; none is running."
    )


def _nothing_shared(loud: list[Finding], modes: dict[str, SensorMode]) -> Fact:
    sharing = [one for one in loud if one.kind in _SHARING and one.strength is Strength.CAPTURING]
    if sharing:
        return Fact(Answer.NO, f"Taking in the screen now: {_names(sharing)}.")
    on = [name for name in _SHARING_SENSORS if modes.get(name) is SensorMode.ON]
    if not on:
        return Fact(Answer.NOT_SURE, "Cannot tell: no sensor here sees whether the screen is being read.")
    return Fact(Answer.YES, "No program was seen reading the screen by the sensors that are on.")


def _looked(mode: SensorMode | None, says: str) -> Fact:
    if mode is None or mode is SensorMode.OFF:
        return Fact(
            Answer.NOT_SURE, "Cannot tell: the programs on this computer cannot be watched right now."
        )
    return Fact(Answer.YES, says)


def _names(findings: list[Finding]) -> str:
    return ", ".join(dict.fromkeys(finding.name for finding in findings))
