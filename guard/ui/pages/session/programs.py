"""Which programs are meant to use the camera or the microphone in this session. Nothing is ticked beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from guard.capture.finding import Kind
from guard.session.model import Expectation
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending, clear
from guard.ui.widgets.flow import Flow

_SHOWN_AT_FIRST = 6


@dataclass(frozen=True, slots=True)
class ProgramChoice:
    """A program that could be expected: catalogue id or executable, name, and the kinds it is known to use."""

    id: str
    name: str
    suggested_kinds: tuple[str, ...] = ()


class ProgramList(QWidget):
    """A row for each program; the platform's own come first, the long tail on request."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(SPACE)
        self._programs: tuple[ProgramChoice, ...] = ()
        self._own: tuple[str, ...] = ()
        self._ticked: set[Expectation] = set()
        self._all = False

    def show_programs(self, programs: Sequence[ProgramChoice], own: Sequence[str]) -> None:
        """Offer `programs`; `own` are the ids of the platform's own. What is ticked stays ticked."""
        ordered = tuple(
            sorted(
                programs, key=lambda one: (one.id not in own, not one.suggested_kinds, one.name.casefold())
            )
        )
        if (ordered, tuple(own)) != (self._programs, self._own):
            self._programs, self._own = ordered, tuple(own)
            self._draw()

    def expected(self) -> tuple[Expectation, ...]:
        """Return what is ticked, in a fixed order."""
        return tuple(sorted(self._ticked, key=lambda one: (one.program, one.kind)))

    def clear(self) -> None:
        """Untick everything."""
        self._ticked.clear()
        self._all = False
        self._draw()

    def _draw(self) -> None:
        clear(self._rows)
        wanted = {one.program for one in self._ticked}
        first = [
            one
            for place, one in enumerate(self._programs)
            if self._all or place < _SHOWN_AT_FIRST or one.id in wanted
        ]
        for program in first:
            self._rows.addWidget(self._row(program))
        if not first:
            self._rows.addWidget(text.hint(self.tr("No program that could use them is open right now.")))
        hidden = len(self._programs) - len(first)
        if hidden:
            more = buttons.link(
                self.tr("Show 1 more") if hidden == 1 else self.tr("Show %n more", "", hidden)
            )
            more.clicked.connect(self._show_all)
            self._rows.addWidget(more)

    def _row(self, program: ProgramChoice) -> QWidget:
        row = Bending()
        label = QWidget()
        words = QVBoxLayout(label)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(text.body(program.name))
        remark = self._remark(program)
        if remark:
            words.addWidget(text.hint(remark))
        row.row.addWidget(label, 1)
        boxes = QWidget()
        flow = Flow(boxes, spacing=SPACE * 2)
        flow.addWidget(
            self._box(program, Kind.CAMERA, self.tr("Camera"), self.tr("{name} may use the camera"))
        )
        flow.addWidget(
            self._box(
                program, Kind.MICROPHONE, self.tr("Microphone"), self.tr("{name} may use the microphone")
            )
        )
        row.row.addWidget(boxes)
        return row

    def _remark(self, program: ProgramChoice) -> str:
        camera, microphone = (
            kind.value in program.suggested_kinds for kind in (Kind.CAMERA, Kind.MICROPHONE)
        )
        if camera and microphone:
            return self.tr("Often uses both")
        if camera:
            return self.tr("Often uses the camera")
        return self.tr("Often uses the microphone") if microphone else ""

    def _box(self, program: ProgramChoice, kind: Kind, words: str, spoken: str) -> QCheckBox:
        box = QCheckBox(words)
        box.setAccessibleName(spoken.format(name=program.name))
        expectation = Expectation(program.id, kind.value)
        box.setChecked(expectation in self._ticked)
        box.toggled.connect(lambda on: (self._ticked.add if on else self._ticked.discard)(expectation))
        return box

    def _show_all(self) -> None:
        self._all = True
        self._draw()
        first = self.findChild(QCheckBox)
        if first is not None:
            first.setFocus()
