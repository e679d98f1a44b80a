"""Carries what was agreed at the gate to the pages that come after it, and forgets it with aftercare."""

from guard.session.checklist import Checklist
from guard.session.phase import Phase
from guard.ui.pages.session.picks import Picks, picked
from guard.ui.pages.session.steps import ComingSteps

_NEEDED = frozenset({Phase.READY, Phase.LIVE, Phase.CHECK_IN, Phase.PAUSED, Phase.AFTERCARE})


class Carried:
    """Holds the picks of one session. Only `follow` changes them."""

    def __init__(self, coming: ComingSteps, checklist: Checklist) -> None:
        """Show them on the steps of `coming`, made or not."""
        self._coming, self._checklist = coming, checklist
        self._held = Picks()
        coming.live.when_made(lambda live: live.show_agreed(self._held))
        coming.paused.when_made(lambda paused: paused.show_agreed(self._held))
        coming.aftercare.when_made(lambda aftercare: aftercare.show_agreed(self._held))

    def follow(self, phase: Phase) -> None:
        """Take the picks when everything is agreed, and let go of them when nothing needs them any more."""
        if phase is Phase.READY:
            self._hold(picked(self._checklist, self._coming.checklist.now().replies()))
        elif phase not in _NEEDED:
            self._hold(Picks())

    def _hold(self, picks: Picks) -> None:
        if picks == self._held:
            return
        self._held = picks
        for step in (self._coming.live.made, self._coming.paused.made, self._coming.aftercare.made):
            if step is not None:
                step.show_agreed(picks)
