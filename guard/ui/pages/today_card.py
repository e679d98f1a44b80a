"""The card of the one thing worth doing now; hidden when there is none."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.ui.pages.today_thing import Known, Thing
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending
from guard.ui.widgets.card import Card
from guard.ui.widgets.picture import Picture

_PICTURES = {
    Thing.TROUBLE: ("key", "notice"),
    Thing.MORNING: ("reflections", "accent"),
    Thing.PSEUDONYM: ("person", "accent"),
    Thing.KIT: ("lock", "accent"),
    Thing.CHECK: ("checkup", "notice"),
}


class ThingCard(Card):
    """What the session or the guard have to say stands in their own places; everything else is here."""

    wanted = Signal(str)
    """The id of the thing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.thing: Thing | None = None
        self._line = Bending()
        self._picture: Picture | None = None
        said = QWidget()
        column = QVBoxLayout(said)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        column.addWidget(text.hint(self.tr("One thing worth doing")))
        self._words = text.body("")
        column.addWidget(self._words)
        self.go = buttons.quiet("")
        self.go.clicked.connect(self._want)
        self._line.row.addWidget(said, 1)
        self._line.row.addWidget(self.go)
        self.body.addWidget(self._line)
        self.hide()

    def show_thing(self, thing: Thing | None, known: Known) -> None:
        """Show `thing`, or nothing."""
        self.thing = thing if thing in _PICTURES else None
        if self.thing is None:
            self.hide()
            return
        says, does = self._says(self.thing, known)
        self._words.setText(says)
        self.go.setText(does)
        self.go.setAccessibleName(does)
        self.go.setAccessibleDescription(says)
        self.setAccessibleName(self.tr("One thing worth doing"))
        self._draw(*_PICTURES[self.thing])
        self.show()

    def _says(self, thing: Thing, known: Known) -> tuple[str, str]:
        match thing:
            case Thing.TROUBLE:
                return known.trouble, self.tr("Have a look")
            case Thing.MORNING:
                return self.tr("How is it on the day after? Two quick choices, if you like."), self.tr(
                    "Look back"
                )
            case Thing.PSEUDONYM:
                return self.tr(
                    "You have no pseudonym yet. A name of its own keeps these conversations apart from the rest of your life."
                ), self.tr("Make a pseudonym")
            case Thing.KIT:
                return self.tr(
                    "There is no recovery kit yet. With one you can get back in when this computer is lost."
                ), self.tr("Make a recovery kit")
            case _:
                return self.tr("{title}: the check-up shows what to do.").format(title=known.urgent), self.tr(
                    "Open the check-up"
                )

    def _draw(self, icon: str, color: str) -> None:
        if self._picture is not None:
            self._line.row.removeWidget(self._picture)
            self._picture.hide()
            self._picture.deleteLater()
        self._picture = Picture(icon, color, ems=1.6)
        self._line.row.insertWidget(0, self._picture, 0, Qt.AlignmentFlag.AlignTop)

    def _want(self) -> None:
        if self.thing is not None:
            self.wanted.emit(self.thing.value)
