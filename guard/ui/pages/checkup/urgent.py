"""The one thing worth doing now, and what has changed since last time."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.checkup.check import Answer
from guard.checkup.overview import Change, Told, one_thing
from guard.ui.pages.checkup import words
from guard.ui.pages.checkup.actions import Actions
from guard.ui.pages.checkup.desk import CheckDesk, Stage
from guard.ui.pages.checkup.technical import Technical
from guard.ui.pages.marked_line import MarkedLine
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import clear
from guard.ui.widgets.card import Card

_FEW = 5  # changes shown; a new system changes more, which nobody reads one by one


class OneThing(Card):
    """Stands still while the check-up is under way; what was just done here stays until something else is."""

    details_wanted = Signal(str)
    """The id of a check."""

    def __init__(self, desk: CheckDesk, parent: QWidget | None = None) -> None:
        """Show what `desk` knows when `refresh` is called."""
        super().__init__(tone="notice", parent=parent)
        self._desk = desk
        self._told: Told | None = None
        self._heading = text.hint("")
        self._title = text.section("")
        self._says = Technical("hint")
        self._message = MarkedLine()
        self._why = text.body("")
        self._does = Technical("hint")
        self.ways = Actions(desk)
        self.more = buttons.link(self.tr("Details"))
        self.more.clicked.connect(self._ask)
        self.ways.add(self.more)
        for part in (self._heading, self._title, self._says, self._message, self._why, self._does, self.ways):
            self.body.addWidget(part)
        self.body.setSpacing(SPACE)
        self.hide()

    @property
    def told(self) -> Told | None:
        """What is shown."""
        return self._told

    def refresh(self) -> None:
        """Show what is worth doing now."""
        desk = self._desk
        self._told = self._choose()
        told = self._told
        self.setVisible(told is not None)
        if told is None:
            return
        message = desk.mending.messages.get(told.check.id)
        done = told.result.answer is Answer.SAFE
        self.tone = "calm" if done else "notice"
        self._heading.setText(self.tr("Done") if done else self.tr("One thing to do now"))
        self.setAccessibleName(f"{self._heading.text()}: {told.title}")
        self._title.setText(told.title)
        self._says.setText(told.rest)
        self._says.setVisible(bool(told.rest))
        if message is not None and message.says != self._message.words:
            calm = message.tone == "calm"
            self._message.show_line("check" if calm else "info", "calm" if calm else "notice", message.says)
        self._message.setVisible(message is not None)
        self._why.setText(told.check.why)
        self._why.setVisible(not done)
        does = words.what_a_fix_does(told.check) if told.result.fixable else told.check.guide
        self._does.setText(does)
        self._does.setVisible(bool(does) and not done)
        self.ways.show_told(told)
        self.more.setAccessibleName(self.tr("Details: {title}").format(title=told.title))

    def _choose(self) -> Told | None:
        """Stay with what was just changed here; else take what is most worth doing."""
        every = self._desk.told
        if self._told is not None:
            name = self._told.check.id
            if name in self._desk.mending.messages or name in self._desk.mending.busy:
                return next((one for one in every if one.check.id == name), None)
        if self._desk.stage in (Stage.LOOKING, Stage.FAILED) and self._told is None:
            return None
        return one_thing(every)

    def _ask(self) -> None:
        if self._told is not None:
            self.details_wanted.emit(self._told.check.id)


class Changed(Card):
    """What is not as it was at the last check-up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("What has changed"), parent=parent)
        self.body.setSpacing(SPACE)
        self._since = text.hint("")
        self.body.addWidget(self._since)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE // 2)
        self.body.addLayout(self._lines)
        self._shown: tuple[Change, ...] = ()
        self.hide()

    def show_changes(self, changes: tuple[Change, ...], desk: CheckDesk) -> None:
        """Show changes; none: nothing."""
        self.setVisible(bool(changes))
        if changes == self._shown:
            return
        self._shown = changes
        clear(self._lines)
        if not changes:
            return
        when = words.moment(min(one.since for one in changes), desk.now())
        self._since.setText(self.tr("Since {when}:").format(when=when))
        for change in changes[:_FEW]:
            line = MarkedLine()
            icon, color = words.PICTURES[change.told.result.answer]
            line.show_line(icon, color, words.change(change))
            self._lines.addWidget(line)
        if len(changes) > _FEW:
            self._lines.addWidget(text.hint(self.tr("And {number} more.").format(number=len(changes) - _FEW)))
