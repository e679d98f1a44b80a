"""A page of the set-up: a heading, one short paragraph, what was found, and what can be done about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from guard.ui.widgets.arrange import clear
from guard.ui.widgets.card import Card
from guard.ui.widgets.page import Page
from guard.ui.wizard.flow import Choices, SetUp, Step


class StepPage(Page):
    """Shows and offers; never writes a setting itself."""

    step: Step
    can_skip = True
    did = Signal(object)
    """A `Deed` that holds at once."""
    undid = Signal(object)
    """A `Deed` that holds no more."""
    go_on = Signal()
    jump = Signal(object)
    """A `Step` to go back to."""

    def enter(self) -> None:
        """Find out what is not known yet; called each time before the page is seen."""

    def show_state(self, now: SetUp) -> None:
        """Show what was chosen so far; called each time before the page is seen."""

    def chosen(self, choices: Choices) -> Choices:
        """Return `choices` with what this page holds."""
        return choices

    def finish_first(self) -> bool:
        """Tell whether something typed has to be kept before it goes on; `go_on` follows then."""
        return False

    def start(self) -> QWidget | None:
        """Return where the keyboard begins; None for the next step."""
        return None


def give_focus(widget: QWidget) -> None:
    """Bring the keyboard to `widget`."""
    widget.setFocus(Qt.FocusReason.OtherFocusReason)


def empty(card: Card) -> None:
    """Take everything out of `card` but its heading."""
    heading = card.heading
    if heading is not None:
        card.body.removeWidget(heading)
    clear(card.body)
    if heading is not None:
        card.body.addWidget(heading)
