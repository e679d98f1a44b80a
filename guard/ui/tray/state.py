"""What the tray shows in each state; words that tell a bystander nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from guard.session.phase import Asking

translate = QCoreApplication.translate

MOST_NAMES = 4


class TrayState(StrEnum):
    """What the program is doing."""

    IDLE = "idle"
    PREPARING = "preparing"
    LIVE = "live"
    ALARM = "alarm"
    PAUSED = "paused"
    ASKING = "asking"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu: `id` is what `Tray.chosen` sends, empty for words alone."""

    id: str
    text: str
    enabled: bool = True
    separator: bool = False
    icon: str = ""


_LINE = Entry("", "", separator=True)


def entries(
    state: TrayState,
    *,
    window_visible: bool,
    session_live: bool,
    finding_names: Sequence[str] = (),
    asking: Asking | None = None,
) -> list[Entry]:
    """Return the menu. Choices: window, prepare, stop, cover, lock, hide, quit, and answers to `asking`."""
    menu = [Entry("", tooltip(state), enabled=False)]
    menu += [Entry("", name, enabled=False) for name in finding_names[:MOST_NAMES]]
    if len(finding_names) > MOST_NAMES:
        menu.append(
            Entry(
                "",
                translate("Tray", "and {count} more").format(count=len(finding_names) - MOST_NAMES),
                enabled=False,
            )
        )
    menu.append(_LINE)
    menu += _answers(asking)
    if session_live:
        menu.append(Entry("stop", translate("Tray", "Stop"), icon="stop"))
    menu.append(Entry("cover", translate("Tray", "Cover the screen"), icon="curtain"))
    if not session_live:
        menu.append(
            Entry("prepare", translate("Tray", "Prepare"), enabled=state != TrayState.PREPARING, icon="play")
        )
    menu.append(_LINE)
    menu.append(
        Entry(
            "window",
            translate("Tray", "Hide the window") if window_visible else translate("Tray", "Show the window"),
            icon="window",
        )
    )
    menu.append(Entry("lock", translate("Tray", "Lock"), icon="lock"))
    menu.append(Entry("hide", translate("Tray", "Hide everything"), icon="eye-off"))
    menu.append(_LINE)
    menu.append(Entry("quit", translate("Tray", "Quit Guard"), icon="quit"))
    return menu


def _answers(asking: Asking | None) -> list[Entry]:
    if asking is None:
        return []
    if asking is Asking.HOW:
        return [
            Entry("comfortable", translate("Tray", "Comfortable"), icon="check"),
            Entry("adjust", translate("Tray", "Adjust"), icon="pause"),
        ]
    return [
        Entry("finish", translate("Tray", "Finish"), icon="check"),
        Entry("longer", translate("Tray", "A little longer"), icon="clock"),
    ]


def tooltip(state: TrayState) -> str:
    """Return the state in a few neutral words."""
    return {
        TrayState.IDLE: translate("Tray", "Guard"),
        TrayState.PREPARING: translate("Tray", "Guard: getting ready"),
        TrayState.LIVE: translate("Tray", "Guard: watching"),
        TrayState.ALARM: translate("Tray", "Guard: please look"),
        TrayState.ASKING: translate("Tray", "Guard: a short question"),
        TrayState.PAUSED: translate("Tray", "Guard: paused"),
    }[state]
