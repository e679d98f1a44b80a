"""Names on request, in several styles. Nothing is thought of before someone asks."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from guard.errors import GuardError
from guard.profiles.profile import Profile
from guard.ui.pages.choice import Choice, Option
from guard.ui.pages.counsel import CounselDesk, Ideas
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import clear
from guard.ui.widgets.flow import Flow


class Suggestions(QWidget):
    """A row of styles and a row of names; choosing a name fills it in. Hidden until `ask`."""

    chosen = Signal(str)

    def __init__(
        self, counsel: CounselDesk, taken: Callable[[], Sequence[Profile]], parent: QWidget | None = None
    ) -> None:
        """Think of nothing that is like what `taken` returns."""
        super().__init__(parent)
        self._counsel = counsel
        self._taken = taken
        self._styles: Choice | None = None
        self._ids: list[str] = []
        self._focus = False
        self._buttons: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        self._head = QVBoxLayout()
        column.addLayout(self._head)
        self._names = QWidget()
        self._row = Flow(self._names)
        column.addWidget(self._names)
        self._says = text.hint("")
        column.addWidget(self._says)
        self.more = buttons.link(self.tr("Others"), "refresh")
        self.more.clicked.connect(self.ask)
        column.addWidget(self.more)
        self.hide()

    def ask(self) -> None:
        """Think of names, in the style that is chosen."""
        self.show()
        self._focus = True
        self._say(self.tr("Thinking of names…") if not self._ids else "")
        self._ask()

    def forget(self) -> None:
        """Be gone, with everything that was suggested."""
        self._counsel.forget("suggest")
        self._clear()
        self.hide()

    def names(self) -> list[str]:
        """Return what is suggested now."""
        return [button.accessibleName() for button in self._buttons]

    def _ask(self) -> None:
        place = self._styles.place() if self._styles is not None else None
        style = self._ids[place] if place is not None else ""
        self._counsel.suggest(style, self._taken(), self._show_ideas, self._fail)

    def _show_ideas(self, ideas: Ideas) -> None:
        if self._styles is None:
            self._ids = [style.id for style in ideas.styles]
            options = [Option(style.name, detail=style.example) for style in ideas.styles]
            self._styles = Choice(options, self.tr("Style of the names"))
            self._styles.choose(self._ids.index(ideas.style))
            self._styles.chosen.connect(self._ask)
            self._head.addWidget(self._styles)
        self._clear()
        for name in ideas.names:
            button = buttons.quiet(name)
            button.setAccessibleName(name)
            button.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
            self._buttons.append(button)
            self._row.addWidget(button)
        self._say("" if ideas.names else self.tr("Nothing comes to mind in this style; try another one."))
        self._names.updateGeometry()
        if self._focus and self._buttons and self.isVisible():
            self._focus = False
            self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear(self) -> None:
        self._buttons.clear()
        clear(self._row)

    def _fail(self, error: GuardError) -> None:
        self._say(error.sentence)

    def _say(self, words: str) -> None:
        self._says.setText(words)
        self._says.setVisible(bool(words))
