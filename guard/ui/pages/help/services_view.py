"""Who can help at a place: every service Guard knows there, then the worldwide ones."""

from PySide6.QtWidgets import QComboBox, QWidget

from guard.knowledge.services import NEEDS, Need
from guard.ui.pages.help import labels
from guard.ui.pages.help.desk import HelpDesk
from guard.ui.pages.help.outward import opens_browser
from guard.ui.pages.help.place_picker import PlacePicker
from guard.ui.pages.help.service_list import ServiceList
from guard.ui.pages.help.view import View
from guard.ui.pages.marked_line import MarkedLine
from guard.ui.widgets import text

_FEW = 5


class ServicesView(View):
    """Guard belongs to none of them and reaches none of them by itself."""

    def __init__(self, desk: HelpDesk, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.title.setText(self.tr("Who can help"))
        self.setAccessibleName(self.title.text())
        self.subtitle.setText(
            self.tr("People and services outside Guard. Guard contacts nobody; what you use is up to you.")
        )
        self.subtitle.show()
        self._desk = desk
        watched = MarkedLine()
        watched.show_line(
            "eye", "notice", self.tr("If somebody may be watching this computer, use another device for it.")
        )
        self.column.addWidget(watched)
        self.column.addWidget(text.hint(opens_browser()))
        self.column.addWidget(PlacePicker(desk))
        self.need = self._needs()
        self.column.addWidget(self.need)
        self.services = ServiceList(desk, _FEW)
        self.column.addWidget(self.services)
        self.end()
        self._show_services()
        self.need.currentIndexChanged.connect(self._show_services)
        desk.whereabouts.changed.connect(self._show_services)

    def _needs(self) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(self.tr("Kind of help"))
        combo.setMinimumContentsLength(12)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.addItem(self.tr("Every kind of help"), None)
        for need in NEEDS:
            combo.addItem(labels.need(need), need)
        return combo

    def _show_services(self) -> None:
        need: Need | None = self.need.currentData()
        self.services.show_services(self._desk.book.services.at(self._desk.whereabouts.place, need))
