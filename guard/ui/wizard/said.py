"""Words that several parts of the set-up share."""

from collections.abc import Collection

from PySide6.QtCore import QCoreApplication

from guard.ui.wizard.flow import Deed, Reason, Step

translate = QCoreApplication.translate


def name(step: Step) -> str:
    """Name a step."""
    return {
        Step.WELCOME: translate("wizard", "Welcome"),
        Step.SECRETS: translate("wizard", "Where your secrets live"),
        Step.COMPUTER: translate("wizard", "This computer"),
        Step.PLATFORMS: translate("wizard", "Where you talk"),
        Step.PSEUDONYM: translate("wizard", "Your first pseudonym"),
        Step.LIMITS: translate("wizard", "Your limits"),
        Step.DEFAULTS: translate("wizard", "How Guard behaves"),
        Step.DONE: translate("wizard", "Ready"),
    }[step]


def reason(why: Reason) -> str:
    """Say why a step was skipped, after its name."""
    return {
        Reason.LATER: translate("wizard", "for later"),
        Reason.NOT_NEEDED: translate("wizard", "not needed"),
        Reason.SOMEONE_ELSE: translate("wizard", "somebody else looks after it"),
        Reason.RATHER_NOT: translate("wizard", "left open"),
    }[why]


def deed(done: Deed) -> str:
    """Say what was done."""
    return {
        Deed.PLACE: translate("wizard", "The place for your secrets is set."),
        Deed.KIT: translate("wizard", "The recovery kit is in use."),
        Deed.CHANGE: translate("wizard", "What you changed on this computer holds."),
        Deed.PSEUDONYM: translate("wizard", "The pseudonym you made is kept."),
    }[done]


def parting(deeds: Collection[Deed]) -> str:
    """Say what becomes of a set-up that was left."""
    kept = [deed(each) for each in deeds]
    open_ = translate("wizard", "The set-up is not finished, and no setting was changed.")
    return " ".join((open_, *kept))
