"""Limits to begin every session with: a few topics that come up first; the others are on a page of their own."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from guard.errors import GuardError
from guard.profiles.profile import Profile
from guard.session.boundaries import UNDECIDED, Channel, Level
from guard.session.topics import Topic
from guard.ui.pages.choice import Choice, Option
from guard.ui.pages.marked_line import MarkedLine
from guard.ui.pages.settings.line import Line, add_lines
from guard.ui.widgets import buttons, text
from guard.ui.widgets.card import Card
from guard.ui.wizard.desk import SetUpDesk
from guard.ui.wizard.flow import Choices, Deed, SetUp, Step
from guard.ui.wizard.step_page import StepPage, empty

_ASKED = ("face", "real-name", "place", "recording", "screenshots", "passing-on", "meeting")
_LEVELS = (Level.NEVER, Level.ASK_FIRST)


class LimitsPage(StepPage):
    """Shows what holds for the pseudonym; what is chosen here is written only at the end."""

    step = Step.LIMITS

    def __init__(self, desk: SetUpDesk, parent: QWidget | None = None) -> None:
        """Make a line for each topic."""
        super().__init__("", parent=parent)
        self._desk = desk
        self._profile: Profile | None = None
        self._held: dict[str, Level | None] = {}
        self.choices: dict[str, Choice] = {}
        self.title.setText(self.tr("Where are your limits?"))
        self.subtitle.show()
        self._whose = MarkedLine()
        self.make = buttons.quiet(self.tr("Make a pseudonym"), "person")
        self.make.clicked.connect(lambda: self.jump.emit(Step.PSEUDONYM))
        self._topics: Sequence[Topic] = ()
        self._card = Card()
        self._card.setAccessibleName(self.tr("Limits"))
        self._note = text.hint(
            self.tr(
                "What nobody has decided counts as “ask first”. There are more topics under Boundaries, "
                "and you can make any limit tighter at any time."
            )
        )
        for part in (self._whose, self.make, self._card, self._note):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self._fill()

    def show_state(self, now: SetUp) -> None:
        """Show what holds, and over it what was chosen."""
        self._profile = self._first(made=Deed.PSEUDONYM in now.deeds)
        profile, limits = self._profile, self._desk.limits
        self._held = {}
        if profile is not None and limits is not None:
            standing = limits.standing(profile.id)
            for topic in self._topics:
                held = {standing.decided(topic.id, Channel(each)) or UNDECIDED for each in topic.channels}
                self._held[topic.id] = held.pop() if len(held) == 1 else None
        chosen = dict(now.choices.limits) if profile and now.choices.limits_of == profile.id else {}
        for topic_id, choice in self.choices.items():
            level = chosen.get(topic_id, self._held.get(topic_id))
            choice.choose(_LEVELS.index(Level(level)) if level in _LEVELS else None)
        self._say(profile)

    def chosen(self, choices: Choices) -> Choices:
        """Return the topics whose level is not what holds."""
        if self._profile is None:
            return replace(choices, limits=(), limits_of="")
        found = []
        for topic_id, choice in self.choices.items():
            place = choice.place()
            if place is not None and _LEVELS[place] is not self._held.get(topic_id):
                found.append((topic_id, _LEVELS[place].value))
        return replace(choices, limits=tuple(found), limits_of=self._profile.id if found else "")

    def _first(self, *, made: bool) -> Profile | None:
        """Return the pseudonym that was just made, else the first one."""
        known = self._desk.pseudonyms.in_use or ()
        if not known:
            return None
        return known[-1] if made else known[0]

    def _say(self, profile: Profile | None) -> None:
        self.make.setVisible(profile is None)
        self._card.setVisible(profile is not None and bool(self.choices))
        self._note.setVisible(profile is not None)
        self._whose.setVisible(profile is not None)
        if profile is None:
            self.subtitle.setText(
                self.tr("Limits belong to a pseudonym, and there is none yet that Guard can read.")
            )
            return
        self.subtitle.setText(
            self.tr("Every session begins with these. They are written when you finish, and not before.")
        )
        self._whose.show_line("person", "accent", self.tr("For {name}").format(name=profile.name))

    def _fill(self) -> None:
        try:
            known = self._desk.topics()
        except GuardError as error:
            self._note.setText(error.sentence)
            return
        empty(self._card)
        self._topics = [topic for each in _ASKED if (topic := known.get(each)) is not None]
        words = {Level.NEVER: self.tr("Never"), Level.ASK_FIRST: self.tr("Ask first")}
        for topic in self._topics:
            choice = Choice([Option(words[level]) for level in _LEVELS], topic.name)
            self.choices[topic.id] = choice
            add_lines(self._card, Line(topic.name, topic.hint, choice))
