"""Where its user talks: what is found on this computer comes first; nothing is ticked beforehand."""

from collections.abc import Collection
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from guard.knowledge.platforms import Platform
from guard.ui.pages.counsel import Worker
from guard.ui.pages.marked_line import MarkedLine
from guard.ui.pages.platforms.desk import PlatformDesk
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.card import Card
from guard.ui.widgets.flow import Flow
from guard.ui.wizard.desk import installed
from guard.ui.wizard.flow import Choices, SetUp, Step
from guard.ui.wizard.step_page import StepPage, empty

_LONG = 20  # letters


class PlatformsPage(StepPage):
    """Ticks, and the one thing worth knowing about each ticked platform."""

    step = Step.PLATFORMS

    def __init__(self, desk: PlatformDesk, worker: Worker, parent: QWidget | None = None) -> None:
        """Ask what is installed in the background."""
        super().__init__("", parent=parent)
        self._known = {each.id: each for each in desk.platforms.values() if each.status != "retired"}
        self.boxes: dict[str, QCheckBox] = {}
        self.title.setText(self.tr("Where do you talk?"))
        self.subtitle.setText(
            self.tr("Guard then shows the settings of these first. The list stays on this computer.")
        )
        self.subtitle.show()
        self._found = Card(self.tr("Found on this computer"))
        self._rest = Card(self.tr("All others"))
        self._tips = Card(self.tr("Worth knowing"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE)
        self._tips.body.addLayout(self._lines)
        self._tip: dict[str, MarkedLine] = {}
        for card in (self._found, self._rest, self._tips):
            self.column.addWidget(card)
        self.column.addStretch(1)
        self._arrange(())
        worker.run(lambda: installed(self._known.values()), self._arrange, lambda _error: None)

    def show_state(self, now: SetUp) -> None:
        """Show what is chosen."""
        for each, box in self.boxes.items():
            box.setChecked(each in now.choices.platforms)

    def chosen(self, choices: Choices) -> Choices:
        """Return the ticked ones; what this list does not know stays."""
        unknown = tuple(each for each in choices.platforms if each not in self._known)
        ticked = tuple(each for each, box in self.boxes.items() if box.isChecked())
        return replace(choices, platforms=(*unknown, *sorted(ticked)))

    def _arrange(self, found: Collection[str]) -> None:
        ticked = {each for each, box in self.boxes.items() if box.isChecked()}
        here = [each for each in self._known.values() if each.id in found]
        rest = [each for each in self._known.values() if each.id not in found]
        self.boxes = {}
        for card, platforms in ((self._found, here), (self._rest, rest)):
            self._fill(card, platforms, ticked)
        self._found.setVisible(bool(here))
        if self._rest.heading is not None:
            self._rest.heading.setText(self.tr("All others") if here else self.tr("Platforms"))
        self._show_tips()

    def _fill(self, card: Card, platforms: Collection[Platform], ticked: Collection[str]) -> None:
        empty(card)
        grid = QWidget()
        row = Flow(grid)
        boxes = [_box(platform.name) for platform in platforms]
        width = max((box.sizeHint().width() for box in boxes), default=0)
        for platform, box in zip(platforms, boxes, strict=True):
            box.setMinimumWidth(width)
            box.setChecked(platform.id in ticked)
            box.toggled.connect(self._show_tips)
            self.boxes[platform.id] = box
            row.addWidget(box)
        card.body.addWidget(grid)

    def _show_tips(self) -> None:
        ticked = [each for each, box in self.boxes.items() if box.isChecked()]
        for each in [each for each in self._tip if each not in ticked]:
            line = self._tip.pop(each)
            self._lines.removeWidget(line)
            line.hide()
            line.deleteLater()
        for each in ticked:
            if each not in self._tip and self._known[each].tip:
                line = MarkedLine()
                line.show_line(
                    "info", "accent", f"{self._known[each].name}: {text.sentence(self._known[each].tip)}"
                )
                self._tip[each] = line
                self._lines.addWidget(line)
        self._tips.setVisible(bool(self._tip))


def _box(name: str) -> QCheckBox:
    """Return a box whose name stands on two lines if it is long, for narrow windows and large text."""
    box = QCheckBox(name)
    box.setAccessibleName(name)
    spaces = [place for place, letter in enumerate(name) if letter == " "]
    if len(name) > _LONG and spaces:
        middle = min(spaces, key=lambda place: abs(place - len(name) // 2))
        box.setText(f"{name[:middle]}\n{name[middle + 1 :]}")
    return box
