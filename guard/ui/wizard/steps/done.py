"""Ready: what will be written now, what is done already, and what was left out."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from guard.ui.pages.marked_line import MarkedLine
from guard.ui.pages.settings.line import Line, add_lines
from guard.ui.widgets import buttons
from guard.ui.widgets.card import Card
from guard.ui.wizard import said
from guard.ui.wizard.flow import End, SetUp, Step, to_write
from guard.ui.wizard.step_page import StepPage, empty


class DonePage(StepPage):
    """Made anew from the state each time it is shown."""

    step = Step.DONE
    can_skip = False

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__("", parent=parent)
        self.title.setText(self.tr("Ready"))
        self.subtitle.setText(
            self.tr("This is how it will be. Settings are written when you finish, and not before.")
        )
        self.subtitle.show()
        self._set = Card()
        self._set.setAccessibleName(self.tr("What is set"))
        self._left = Card(self.tr("Left out"))
        self.column.addWidget(self._set)
        self.column.addWidget(self._left)
        self.column.addStretch(1)

    def show_state(self, now: SetUp) -> None:
        """Show the sum."""
        empty(self._set)
        for words in self._sum(now):
            line = MarkedLine()
            line.show_line("check", "calm", words)
            self._set.body.addWidget(line)
        empty(self._left)
        for step, why in now.skipped:
            go = buttons.quiet(self.tr("Go there"))
            go.setAccessibleName(self.tr("Go to: {step}").format(step=said.name(step)))
            go.clicked.connect(lambda _=False, to=step: self.jump.emit(to))
            add_lines(self._left, Line(said.name(step), said.reason(why), go))
        self._left.setVisible(bool(now.skipped))

    def _sum(self, now: SetUp) -> list[str]:
        kept = to_write(replace(now, end=End.FINISHED)) or now.choices
        words = [said.deed(deed) for deed in now.deeds]
        words.append(self.tr("A check-in every %n minutes", None, kept.check_in) + ".")
        words.append(self.tr("Discreet notices.") if kept.discreet else self.tr("Notices name programs."))
        words.append(
            self.tr("Guard starts with the login.")
            if kept.autostart
            else self.tr("Guard starts when you start it.")
        )
        if kept.platforms:
            words.append(self.tr("Platforms picked: {number}.").format(number=len(kept.platforms)))
        if kept.limits:
            words.append(
                self.tr("Limits changed for your pseudonym: {number}.").format(number=len(kept.limits))
            )
        return words
