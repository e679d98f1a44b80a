"""A profile that was changed elsewhere while it was edited here: both are shown, and the user decides."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.profiles.profile import Profile
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending, clear
from guard.ui.widgets.card import Card
from guard.ui.widgets.flow import Flow

_tr = QCoreApplication.translate


class Meanwhile(Card):
    """Nothing is merged: the one or the other is kept whole."""

    mine_wanted = Signal()
    theirs_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tone="notice", parent=parent)
        self.setAccessibleName(self.tr("Changed elsewhere"))
        self._heading = text.section("")
        self._says = text.body("")
        self.body.addWidget(self._heading)
        self.body.addWidget(self._says)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE)
        self.body.addLayout(self._lines)
        ways = QWidget()
        row = Flow(ways)
        self.mine = buttons.quiet("")
        self.mine.clicked.connect(self.mine_wanted)
        self.theirs = buttons.quiet("")
        self.theirs.clicked.connect(self.theirs_wanted)
        row.addWidget(self.mine)
        row.addWidget(self.theirs)
        self.body.addWidget(ways)

    def show_both(self, kept: Profile | None, mine: Profile, platform: Callable[[str], str]) -> None:
        """Show what is kept now (None: it was deleted) beside what was written here."""
        clear(self._lines)
        if kept is None:
            self._heading.setText(self.tr("Deleted elsewhere"))
            self._says.setText(
                self.tr(
                    "This pseudonym was deleted while you edited it here. Nothing of yours was saved yet."
                )
            )
            self.mine.setText(self.tr("Keep mine as a new one"))
            self.theirs.setText(self.tr("Let it go"))
        else:
            self._heading.setText(self.tr("Changed elsewhere"))
            self._says.setText(
                self.tr(
                    "This pseudonym was changed while you edited it here. Nothing was overwritten; you decide."
                )
            )
            self.mine.setText(self.tr("Keep mine"))
            self.theirs.setText(self.tr("Take the other one"))
            for name, theirs, ours in differences(kept, mine, platform):
                self._lines.addWidget(self._line(name, theirs, ours))
        for button in (self.mine, self.theirs):
            button.setAccessibleName(button.text())
        self.show()

    def _line(self, name: str, theirs: str, ours: str) -> QWidget:
        line = QWidget()
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        column.addWidget(text.body(name))
        both = Bending()
        nothing = self.tr("nothing")
        here = self.tr("Here: {text}").format(text=ours or nothing)
        there = self.tr("Kept now: {text}").format(text=theirs or nothing)
        for words in (here, there):
            label = text.hint(words)
            label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
            both.row.addWidget(label, 1)
        column.addWidget(both)
        return line


def differences(kept: Profile, mine: Profile, platform: Callable[[str], str]) -> list[tuple[str, str, str]]:
    """Return what differs: the field in words, as it is kept, as it was written here."""

    def told(profile: Profile) -> list[tuple[str, str]]:
        handles = [
            " ".join(part for part in (platform(each.platform), each.handle, each.email) if part)
            for each in profile.handles
        ]
        return [
            (_tr("Meanwhile", "Name"), profile.name),
            (_tr("Meanwhile", "Pronouns"), profile.pronouns),
            (_tr("Meanwhile", "Colour"), profile.colour),
            (_tr("Meanwhile", "Note"), profile.about),
            (_tr("Meanwhile", "Handles"), "; ".join(handles)),
            (_tr("Meanwhile", "Fine to share"), "; ".join(profile.share)),
            (_tr("Meanwhile", "Never to share"), "; ".join(profile.never)),
            (_tr("Meanwhile", "Limits"), "; ".join(f"{each.topic}: {each.level}" for each in profile.limits)),
            (_tr("Meanwhile", "Retired"), profile.retired.isoformat() if profile.retired else ""),
        ]

    return [
        (name, theirs, ours)
        for (name, theirs), (_, ours) in zip(told(kept), told(mine), strict=True)
        if theirs != ours
    ]
