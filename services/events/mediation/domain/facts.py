"""What is said in a referral: who asked, for whom, what they agreed to, and how it was answered."""

from collections.abc import Mapping
from enum import StrEnum

from shared.errors import Conflict, Invalid, _


class By(StrEnum):
    """Who asked for the service."""

    PERSON = "person"
    RELATIVE = "relative"
    SOCIAL_WORKER = "social_worker"
    PARTNER = "partner"


class TargetGroup(StrEnum):
    """Whom the person belongs to, by the words of the messages about assistance; `unsaid` is everybody else."""

    SENIOR = "senior"
    DISABILITY = "disability"
    LARGE_FAMILY = "large_family"
    SINGLE_PARENT = "single_parent"
    ON_SUPPORT = "on_support"
    NEWCOMER = "newcomer"
    UNSAID = "unsaid"


class Shared(StrEnum):
    """What the provider may be told, each only if the person agreed to it."""

    NAME = "name"
    CONTACT = "contact"
    LANGUAGE = "language"
    TARGET_GROUP = "target_group"
    NEED = "need"


class Consent(StrEnum):
    """How the person agreed."""

    IN_PERSON = "in_person"
    BY_PHONE = "by_phone"
    IN_WRITING = "in_writing"
    ONLINE = "online"


class Reason(StrEnum):
    """Why a provider refused."""

    FULL = "full"
    NOT_ELIGIBLE = "not_eligible"
    WRONG_PLACE = "wrong_place"
    NEEDS_DOCUMENTS = "needs_documents"
    OTHER = "other"


class WhyNot(StrEnum):
    """Why a person did not get what was promised."""

    NOT_CONTACTED = "not_contacted"
    TOO_FAR = "too_far"
    TOO_EXPENSIVE = "too_expensive"
    REFUSED = "refused"
    OTHER = "other"


class Kind(StrEnum):
    """What volunteers can add to an appointment."""

    RIDE = "ride"
    ACCOMPANIMENT = "accompaniment"


class Gender(StrEnum):
    """Of whom the person wishes to be helped, by the words of the messages about assistance."""

    NONE = "none"
    WOMAN = "woman"
    MAN = "man"


BY_NAMES = {
    By.PERSON: _("The person"),
    By.RELATIVE: _("A relative"),
    By.SOCIAL_WORKER: _("A social worker"),
    By.PARTNER: _("A partner"),
}
TARGET_GROUP_NAMES = {
    TargetGroup.SENIOR: _("Seniors"),
    TargetGroup.DISABILITY: _("People with disabilities"),
    TargetGroup.LARGE_FAMILY: _("Large families"),
    TargetGroup.SINGLE_PARENT: _("Single parents"),
    TargetGroup.ON_SUPPORT: _("People on social support"),
    TargetGroup.NEWCOMER: _("Refugees and newcomers"),
    TargetGroup.UNSAID: _("Not said"),
}
SHARED_NAMES = {
    Shared.NAME: _("Name"),
    Shared.CONTACT: _("Phone and e-mail"),
    Shared.LANGUAGE: _("Language"),
    Shared.TARGET_GROUP: _("Group"),
    Shared.NEED: _("What is needed"),
}
CONSENT_NAMES = {
    Consent.IN_PERSON: _("In person"),
    Consent.BY_PHONE: _("By phone"),
    Consent.IN_WRITING: _("In writing"),
    Consent.ONLINE: _("On our page"),
}
REASON_NAMES = {
    Reason.FULL: _("No place is free"),
    Reason.NOT_ELIGIBLE: _("Not for this person"),
    Reason.WRONG_PLACE: _("We do not work in this place"),
    Reason.NEEDS_DOCUMENTS: _("Documents are missing"),
    Reason.OTHER: _("Another reason"),
}
WHY_NOT_NAMES = {
    WhyNot.NOT_CONTACTED: _("Nobody got in touch"),
    WhyNot.TOO_FAR: _("It was too far"),
    WhyNot.TOO_EXPENSIVE: _("It was too expensive"),
    WhyNot.REFUSED: _("They refused after all"),
    WhyNot.OTHER: _("Another reason"),
}
KIND_NAMES = {Kind.RIDE: _("A ride there"), Kind.ACCOMPANIMENT: _("Somebody to come along")}
GENDER_NAMES = {Gender.NONE: _("It does not matter"), Gender.WOMAN: _("A woman"), Gender.MAN: _("A man")}
MOST_MINUTES = 60
"""So long at most somebody is helped in; whoever needs more needs another car."""
HELP_NAMES = {
    "asked": _("Asked for"),
    "open": _("Somebody is sought"),
    "assigned": _("Somebody comes"),
    "done": _("Done"),
    "unmet": _("Nobody was found"),
    "cancelled": _("Cancelled"),
    "no_show": _("Did not take place"),
}
"""What became of help that was asked of volunteers -> what it is called."""
ASKED_BY_STAFF = {"asker_channel": False, "staff_id": True}
"""Facts of a referral -> whether each is there if one of the staff asked for the person, and so hears what comes of it.

No relative is, who would hear it in their place. Rows are asked for it as well (`queries.lists`).
"""
LIVE_HELP = ("asked", "open", "assigned")


def is_asked_by_staff(facts: Mapping[str, object]) -> bool:
    """Whether one of the staff asked for the person, by the facts that ASKED_BY_STAFF names."""
    return all((facts[name] is not None) == there for name, there in ASKED_BY_STAFF.items())


class NoWayToReach(Invalid):
    """Whoever asks for themselves must hear the answer."""

    code = "no-way-to-reach"
    title = _("Give a phone number or an e-mail address, so that we can tell you the answer.")


class NoAppointment(Conflict):
    """A ride needs a time at which the person must be there."""

    code = "no-appointment"
    title = _("There is no appointment ahead, so nobody can be asked to come along yet.")


class HelpIsThere(Conflict):
    """The same help was asked for already."""

    code = "help-is-there"
    title = _("This help has been asked for already. You see below what became of it.")


class StartsTooLate(Invalid):
    """A ride that begins after the appointment."""

    code = "starts-too-late"
    title = _("The ride must begin before the appointment.")

    def __init__(self) -> None:
        """The field that is wrong."""
        super().__init__({"starts": [self.title]})


class ReturnsTooEarly(Invalid):
    """A way back before the appointment."""

    code = "returns-before-appointment"
    title = _("The way back must come after the appointment.")

    def __init__(self) -> None:
        """The field that is wrong."""
        super().__init__({"back": [self.title]})
