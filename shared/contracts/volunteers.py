"""What the volunteers service tells the others."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from shared.contracts.envelope import Message
from shared.contracts.parts import Contact, Errand, Shift


@dataclass(frozen=True, kw_only=True)
class SignUpFacts(Message):
    """A volunteer's sign-up for a shift; subject = the sign-up, version = its version."""

    sign_up_id: UUID
    volunteer_id: UUID
    contact: Contact
    link: str
    shift: Shift


@dataclass(frozen=True, kw_only=True)
class SignUpConfirmed(SignUpFacts):
    """The volunteer has a place in the shift."""

    type: ClassVar[str] = "volunteers.sign_up.confirmed"


@dataclass(frozen=True, kw_only=True)
class SignUpCancelled(SignUpFacts):
    """The volunteer does not come. `by` is `volunteer`, `coordinator` or `reply`; `staff_id` is which coordinator."""

    type: ClassVar[str] = "volunteers.sign_up.cancelled"
    by: str
    staff_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ShiftChanged(Message):
    """A shift moved in time or place; subject = the shift. `clashes` names sign-ups that now overlap another one."""

    type: ClassVar[str] = "volunteers.shift.changed"
    shift: Shift
    clashes: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ShiftCancelled(Message):
    """A shift is not needed any more; subject = the shift."""

    type: ClassVar[str] = "volunteers.shift.cancelled"
    shift: Shift


@dataclass(frozen=True, kw_only=True)
class VolunteerSignInRequested(Message):
    """A volunteer asked for a one-use sign-in code; subject = the volunteer."""

    type: ClassVar[str] = "volunteers.volunteer.sign_in_requested"
    contact: Contact
    code: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class VolunteerContactChanged(Message):
    """A volunteer's phone or e-mail is another one now; `contact` is the old one, and the new one is not told.

    Subject = the volunteer, version = theirs.
    """

    type: ClassVar[str] = "volunteers.volunteer.contact_changed"
    contact: Contact


@dataclass(frozen=True, kw_only=True)
class RequestFacts(Message):
    """An assistance request; subject = the request, version = its version.

    `person` is whom it is for, `asker` who entered it for them (a relative, a social worker), if they want to hear.
    `link` shows the request to both, without a sign-in.
    """

    request_id: UUID
    organisation_id: UUID
    referral_id: UUID | None = None
    errand: Errand
    person: Contact
    asker: Contact | None = None
    link: str


@dataclass(frozen=True, kw_only=True)
class RequestAsked(Message):
    """A stranger asks for help, and nobody is sought before a coordinator's yes; subject = the request.

    At `until` it is given up if nobody has looked at it. It tells nothing of the person: anybody can type anything.
    """

    type: ClassVar[str] = "volunteers.request.asked"
    request_id: UUID
    organisation_id: UUID
    until: datetime


@dataclass(frozen=True, kw_only=True)
class RequestOpened(RequestFacts):
    """Help was asked for. `by` is `person`, `relative`, `social_worker`, `kiosk` or `partner`.

    The first of a weekly request says when the `last_at` begins and when the way back of each is (`return_at`, of the
    first). Of the rest of it, `of_series`, whoever asked has heard by that.
    """

    type: ClassVar[str] = "volunteers.request.opened"
    code: str
    by: str
    target_group: str = ""
    last_at: datetime | None = None
    return_at: datetime | None = None
    of_series: bool = False


@dataclass(frozen=True, kw_only=True)
class RequestOffered(Message):
    """A volunteer is asked whether they can help; subject = the offer. Their answer is waited for until `expires_at`.

    A later yes counts until `counts_until` if nobody else was found; None is `expires_at`. `return_at` is when a way
    back begins that nobody has promised. Of a partner's volunteer, `asking` names who asks, `asked_for` whose it is.
    """

    type: ClassVar[str] = "volunteers.request.offered"
    request_id: UUID
    offer_id: UUID
    errand: Errand
    volunteer: Contact
    link: str
    expires_at: datetime
    asking: str = ""
    asked_for: str = ""
    counts_until: datetime | None = None
    return_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class RequestOfferWithdrawn(Message):
    """Whoever was asked is not needed any more: somebody else helps, or nobody has to; subject = the offer.

    `reason` is the code of a rule that keeps this volunteer from helping there (`licence`), if one does.
    """

    type: ClassVar[str] = "volunteers.request.offer_withdrawn"
    request_id: UUID
    offer_id: UUID
    errand: Errand
    volunteer: Contact
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class RequestOfferAnswered(Message):
    """A volunteer has answered, by whatever way, and is asked no more; subject = the offer.

    `answer` is `accepted` or `declined`.
    """

    type: ClassVar[str] = "volunteers.request.offer_answered"
    request_id: UUID
    offer_id: UUID
    answer: str


@dataclass(frozen=True, kw_only=True)
class RequestAssigned(RequestFacts):
    """A volunteer helps. Where to and whom stands behind `helper_link` alone; `helper_name` is a first name.

    Of several each is told by a message of their own: `helper_names` are all who come by this request, and `beside`
    whoever helps the same person beside this helper, also by another request; first names.
    """

    type: ClassVar[str] = "volunteers.request.assigned"
    helper: Contact
    helper_name: str
    helper_link: str
    helper_names: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RequestReopened(RequestFacts):
    """The helper cannot come, and another is sought. `helper` is who, of two, still does."""

    type: ClassVar[str] = "volunteers.request.reopened"
    helper: Contact | None = None


@dataclass(frozen=True, kw_only=True)
class RequestMoved(RequestFacts):
    """What volunteers were asked with is otherwise by now, and they are asked anew.

    `what` is `time` (its appointment was moved, or staff have corrected it) or `needs`: something else that decides who
    can help. `state` is `asked` (nobody is sought before a coordinator's yes) or `open`. `helper` is who had promised
    the old, and `was` what that was. Of weeks that move together one says when the `last_at` is, for all `of_series`.
    """

    type: ClassVar[str] = "volunteers.request.moved"
    state: str
    helper: Contact | None = None
    was: Errand | None = None
    what: str = "time"
    last_at: datetime | None = None
    of_series: bool = False


@dataclass(frozen=True, kw_only=True)
class RequestClosed(RequestFacts):
    """How a request ended. `outcome` is `done`, `unmet`, `cancelled` or `no_show`; `reason` is a code.

    `by` is `person`, `asker`, `either` (they have one link), `helper`, `coordinator`, `provider` (of the service it led
    to) or `clock`. `helper` is who had promised to come; of several each is told by a message of their own, and
    `helpers` says how many they are. Of a weekly request that is stopped, the first that falls away says when the
    `last_at` would have begun; the others are `of_series`, as when it was opened.
    """

    type: ClassVar[str] = "volunteers.request.closed"
    outcome: str
    reason: str = ""
    by: str
    helper: Contact | None = None
    helpers: int = 1
    last_at: datetime | None = None
    of_series: bool = False

    @property
    def unsaid(self) -> bool:
        """Whether it is over only because nobody has said for days how it went; at the screen it ends by itself."""
        return (self.outcome, self.by) == ("done", "clock") and self.errand.kind != "kiosk_help"


@dataclass(frozen=True, kw_only=True)
class CoordinatorNeeded(Message):
    """Staff of an organisation must act; subject = the request. `link` leads to it and asks for a sign-in.

    `alarm` is `nobody_helps`, `nobody_looked` (at what a stranger asks), `visit_overdue`, `panic`, `appointment_moved`
    (which the help could not follow), `helper_unfit` (for safety), `way_there_missed` (is the way back still wanted?)
    or `incident` (a helper's report). Volunteers are asked on meanwhile where it `goes_on`.
    """

    type: ClassVar[str] = "volunteers.coordinator.needed"
    organisation_id: UUID
    request_id: UUID
    alarm: str
    errand: Errand
    link: str
    goes_on: bool = True


@dataclass(frozen=True, kw_only=True)
class PartnerAsked(Message):
    """An organisation's volunteers could not help, and its partner is asked to ask theirs; subject = the question.

    `organisation_id` is the partner, `asking` the name of the organisation whose request it is. `link` leads to the
    question and asks for a sign-in; until `answer_by` an answer is waited for, and a later one still counts.
    """

    type: ClassVar[str] = "volunteers.partner.asked"
    organisation_id: UUID
    ask_id: UUID
    asking: str
    errand: Errand
    link: str
    answer_by: datetime


@dataclass(frozen=True, kw_only=True)
class VisitOverdue(Message):
    """A helper has not said that the visit is over; subject = the request. `link` takes "all is well"."""

    type: ClassVar[str] = "volunteers.visit.overdue"
    request_id: UUID
    errand: Errand
    helper: Contact
    link: str


@dataclass(frozen=True, kw_only=True)
class HelperInformed(Message):
    """News of a promise that holds; subject = the request. `link` leads to the helper's own page.

    `news` is `joined` (`beside`, first names, help the same person at the same time), `way_there_missed` (nobody came
    to the way there, and it is asked whether the way back is wanted) or `corrected` (address or phone are others).
    """

    type: ClassVar[str] = "volunteers.helper.informed"
    request_id: UUID
    errand: Errand
    helper: Contact
    link: str
    news: str
    beside: tuple[str, ...] = ()
