"""How well each sensor works, and so what the watch can and cannot see."""

from collections.abc import Sequence

from guard.capture.finding import Coverage, SensorMode, SensorState

ALWAYS_UNSEEN = (
    "The other person's device, a second phone or a camera pointed at a screen.",
    "Capture hardware between this computer and its display, and anything outside a virtual machine.",
    "Programs that hide with administrator rights, such as drivers and rootkits.",
    "A renamed recorder that is not installed here, before it is seen capturing.",
)


class Health:
    """The last word on every sensor, in the order of `names`."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = tuple(names)
        self._states: dict[str, SensorState] = {}
        self.coverage = self._covered()

    @property
    def silent(self) -> tuple[str, ...]:
        """The sensors that have not said yet how well they work."""
        return tuple([name for name in self._names if name not in self._states])

    def forget(self) -> None:
        """Know of no sensor again."""
        self._states.clear()
        self.coverage = self._covered()

    def note(self, state: SensorState) -> None:
        """Take the latest word on one sensor."""
        self._states[state.name] = state
        self.coverage = self._covered()

    def _covered(self) -> Coverage:
        states = tuple([self._states[name] for name in self._names if name in self._states])
        here = [spot for state in states for spot in state.blind_spots]
        return Coverage(states, tuple(dict.fromkeys([*here, *ALWAYS_UNSEEN])))


def off(sensor: str, why: str) -> SensorState:
    """The state of a sensor that does not work."""
    return SensorState(sensor, SensorMode.OFF, why, (f"What the sensor {sensor} watches.",))
