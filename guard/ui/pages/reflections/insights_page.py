"""The tab of insights: asks for them each time it is seen, and only while they are wanted."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from guard.errors import GuardError
from guard.ui.pages.reflections.insights_view import InsightsView
from guard.ui.pages.reflections.reading import Reading
from guard.ui.preferences import Preferences
from guard.ui.widgets import buttons
from guard.ui.widgets.empty import EmptyState
from guard.ui.widgets.page import Page
from guard.wellbeing.insight import Insights


class InsightsPage(Page):
    """Turned off, it works nothing out."""

    def __init__(self, preferences: Preferences, reading: Reading, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.title.setText(self.tr("Insights"))
        self.subtitle.setText(self.tr("What your notes tell together."))
        self.subtitle.show()
        self.setAccessibleName(self.tr("Insights"))
        self._preferences, self._reading = preferences, reading
        self.view = InsightsView()
        self._turn_on = buttons.primary(self.tr("Show insights"))
        self._turn_on.clicked.connect(lambda: preferences.change(show_insights=True))
        self._off = EmptyState(
            "reflections",
            self.tr("Insights are turned off"),
            self.tr("Your notes are still there. Nothing is worked out of them."),
            self._turn_on,
        )
        self._state: QWidget | None = None
        for part in (self.view, self._off):
            self.column.addWidget(part)
        self.column.addStretch(1)
        preferences.changed.connect(self.look)
        self.view.hide()
        self._off.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """Work them out, unless the window has only come back."""
        super().showEvent(event)
        if not event.spontaneous():
            self.look()

    def look(self) -> None:
        """Ask for what the notes tell now."""
        wanted = self._preferences.now.show_insights
        self._off.setVisible(not wanted)
        if not wanted:
            self.view.hide()
            self._say(None)
        elif self.isVisible():
            self._reading.insights(self._show, self._cannot)

    def _show(self, insights: Insights | None) -> None:
        if not self._preferences.now.show_insights:
            return
        self.view.setVisible(insights is not None)
        if insights is None:
            self._say(
                EmptyState(
                    "reflections",
                    self.tr("Nothing is noted yet"),
                    self.tr("From five sessions on, your notes tell something here."),
                )
            )
            return
        self._say(None)
        self.view.show_insights(insights)

    def _cannot(self, error: GuardError) -> None:
        self.view.hide()
        again = buttons.quiet(self.tr("Try again"), "refresh")
        again.clicked.connect(self.look)
        self._say(EmptyState("lock", self.tr("The notes cannot be read now"), error.sentence, again))

    def _say(self, state: QWidget | None) -> None:
        """Show one state in the place of insights."""
        if self._state is not None:
            self.column.removeWidget(self._state)
            self._state.hide()
            self._state.deleteLater()
        self._state = state
        if state is not None:
            self.column.insertWidget(self.column.count() - 1, state)
