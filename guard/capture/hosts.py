"""Which processes let others see or steer this computer, as far as the watch has found out."""

from collections.abc import Callable, Mapping, Sequence

from guard.capture.finding import Finding, Kind


class RemoteHosts:
    """Answers the sensor that looks whether somebody is connected. Safe from any thread."""

    def __init__(self) -> None:
        """Know of nobody before `follow`."""
        self._findings: Callable[[], Sequence[Finding]] = tuple

    def follow(self, findings: Callable[[], Sequence[Finding]]) -> None:
        """Ask `findings` from now on."""
        self._findings = findings

    def __call__(self) -> Mapping[int, str]:
        """Return the name of each remote-access program by its pid."""
        return {
            finding.pid: finding.name
            for finding in self._findings()
            if finding.kind is Kind.REMOTE_CONTROL and finding.pid is not None
        }
