"""What the events service tells the others."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from shared.contracts.envelope import Message
from shared.contracts.parts import Contact, Errand, Headline, Occurrence, Texts


@dataclass(frozen=True, kw_only=True)
class EventFacts(Message):
    """A published event as it stands now, with all its occurrences; subject = the event, version = its version."""

    event_id: UUID
    organisation_id: UUID
    organisation: str
    kind: str
    title: Texts
    occurrences: tuple[Occurrence, ...]


@dataclass(frozen=True, kw_only=True)
class EventPublished(EventFacts):
    """An event can now be registered for, and its shifts signed up for."""

    type: ClassVar[str] = "events.event.published"


@dataclass(frozen=True, kw_only=True)
class EventChanged(EventFacts):
    """A published event changed; occurrences whose `version` rose are news to the people who come to them."""

    type: ClassVar[str] = "events.event.changed"


@dataclass(frozen=True, kw_only=True)
class EventCancelled(EventFacts):
    """What was to come of the event will not take place: those occurrences are `cancelled`. `reason` may be empty."""

    type: ClassVar[str] = "events.event.cancelled"
    reason: Texts


@dataclass(frozen=True, kw_only=True)
class RegistrationFacts(Message):
    """A party's registration; subject = the registration, version = its version. `link` lets them see and cancel it."""

    registration_id: UUID
    event_id: UUID
    occurrence_id: UUID
    party: int
    code: str
    link: str
    contact: Contact


@dataclass(frozen=True, kw_only=True)
class RegistrationConfirmed(RegistrationFacts):
    """The party has its places. `moved_from` is the occurrence it had them at until now, of a party that was moved."""

    type: ClassVar[str] = "events.registration.confirmed"
    moved_from: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class RegistrationWaitlisted(RegistrationFacts):
    """The party waits for places; `position` counts from 1."""

    type: ClassVar[str] = "events.registration.waitlisted"
    position: int


@dataclass(frozen=True, kw_only=True)
class RegistrationOffered(RegistrationFacts):
    """Free places are held for the waiting party until `expires_at`; it has to say yes."""

    type: ClassVar[str] = "events.registration.offered"
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class RegistrationPromoted(RegistrationFacts):
    """The waiting party got its places."""

    type: ClassVar[str] = "events.registration.promoted"


@dataclass(frozen=True, kw_only=True)
class RegistrationCancelled(RegistrationFacts):
    """The party does not come. `by` is `participant`, `organiser`, `reply` or `expiry` (an offer ran out).

    `moved`: it comes at another date instead, which its other registration tells it.
    """

    type: ClassVar[str] = "events.registration.cancelled"
    by: str
    moved: bool = False


@dataclass(frozen=True, kw_only=True)
class StaffRightsChanged(Message):
    """What a staff member may do has changed: tokens of before are good no more; version counts their changes."""

    type: ClassVar[str] = "events.staff.rights_changed"
    staff_id: UUID


@dataclass(frozen=True, kw_only=True)
class StaffSignInRequested(Message):
    """A staff member asked for a one-use sign-in link; subject = the staff member."""

    type: ClassVar[str] = "events.staff.sign_in_requested"
    contact: Contact
    link: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class StaffAlerted(Message):
    """One staff member must act at once on what `volunteers` could not settle; subject = the assistance request.

    Of the phone on duty, `staff_id` is one of those who are alerted beside it. Of the alarm `partner_asks` the subject
    is the question; `asking` is that partner's name, and an answer is waited for until `answer_by`.
    """

    type: ClassVar[str] = "events.staff.alerted"
    staff_id: UUID
    contact: Contact
    alarm: str
    errand: Errand
    link: str
    asking: str = ""
    answer_by: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class AssistanceAsked(Message):
    """Somebody asked here (kiosk, directory, mediation) for help that volunteers give; subject = the request.

    `request_id` is the new request's id. `referral_version` is how the referral stood whose appointment it
    leads to. `by` and `errand.kind` are as in the messages of `volunteers`. `place` is
    where the person is fetched or visited, `name` theirs: only the confirmed helper and staff see them.
    `prefers_gender` is `none`, `woman` or `man`; `load_minutes` are minutes to help in, and out again.
    """

    type: ClassVar[str] = "events.assistance.asked"
    request_id: UUID
    organisation_id: UUID
    referral_id: UUID | None = None
    referral_version: int = 0
    errand: Errand
    by: str
    name: str
    person: Contact
    asker: Contact | None = None
    place: str
    languages: tuple[str, ...] = ()
    target_group: str = ""
    wheelchair: bool = False
    stairs: bool = False
    companion: bool = False
    return_at: datetime | None = None
    note: str = ""
    prefers_gender: str = "none"
    load_minutes: int = 0


@dataclass(frozen=True, kw_only=True)
class ServiceCheckAsked(Message):
    """A provider is asked whether an entry of the directory still holds; subject = the service.

    `link` confirms or corrects it without an account, until `expires_at`; `due_at` is when it had to be checked.
    """

    type: ClassVar[str] = "events.service.check_asked"
    service_id: UUID
    service: Texts
    provider: Contact
    due_at: datetime
    link: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReferralFacts(Message):
    """A mediation: a person is to get a service of a provider; subject = the referral, version = its version.

    `link` shows it to the person and whoever asked for them; `provider_link` to the provider, without an account.
    """

    referral_id: UUID
    organisation_id: UUID
    service_id: UUID
    service: Texts
    provider_name: str
    provider: Contact
    person: Contact
    asker: Contact | None = None
    link: str


@dataclass(frozen=True, kw_only=True)
class ReferralAsked(ReferralFacts):
    """The provider is asked to take the person, or reminded of it (`reminder`), until `expires_at`."""

    type: ClassVar[str] = "events.referral.asked"
    provider_link: str
    expires_at: datetime
    reminder: bool = False


@dataclass(frozen=True, kw_only=True)
class ReferralAnswered(ReferralFacts):
    """The provider answered: `accepted`, with `appointment_at` if there is one, or `refused` with the code `reason`.

    `changed`: it had accepted before, and this takes the place of what was agreed; `provider_link` is given then.
    """

    type: ClassVar[str] = "events.referral.answered"
    answer: str
    appointment_at: datetime | None = None
    venue: str = ""
    reason: str = ""
    changed: bool = False
    provider_link: str = ""


@dataclass(frozen=True, kw_only=True)
class ReferralClosed(ReferralFacts):
    """It ended without a service: `outcome` is `expired` (no answer came) or `withdrawn` (by the person).

    `provider_link` shows the provider which of its appointments is free again, without the person. `by` is `staff`,
    `clock`, or `link`: the person or whoever asked for them, who have the same one.
    """

    type: ClassVar[str] = "events.referral.closed"
    outcome: str
    provider_link: str = ""
    by: str = "link"


@dataclass(frozen=True, kw_only=True)
class ReferralFollowedUp(ReferralFacts):
    """The person is asked whether they got the service; `link` takes the answer."""

    type: ClassVar[str] = "events.referral.followed_up"


@dataclass(frozen=True, kw_only=True)
class TakeAwayAsked(Message):
    """Somebody at the kiosk wants a page on their phone; subject = the wish itself. `text` fits an SMS."""

    type: ClassVar[str] = "events.kiosk.take_away_asked"
    contact: Contact
    text: Texts
    link: str


@dataclass(frozen=True, kw_only=True)
class SubscriptionAsked(Message):
    """Somebody wants news of the board by e-mail; subject = the subscription. `link` confirms it until `expires_at`."""

    type: ClassVar[str] = "events.board.subscription_asked"
    contact: Contact
    link: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class DigestDue(Message):
    """A subscriber's news of the board; subject = the subscription, version counts digests. `stop_link` ends it."""

    type: ClassVar[str] = "events.board.digest_due"
    contact: Contact
    posts: tuple[Headline, ...]
    stop_link: str
