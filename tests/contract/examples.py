"""One message of every type, as the Kaišiadorys programme would cause it. Its golden file holds it as it goes out."""

from datetime import datetime
from typing import Any
from uuid import UUID

from shared.contracts import events, notifications, volunteers
from shared.contracts.envelope import Envelope, Message
from shared.contracts.parts import Contact, Occurrence, PlannedShift, Shift, Venue
from tests.contract import helping, people_of_help, privacy
from tests.support.clock import vilnius


def number(last: int) -> UUID:
    """A time-ordered id that is the same in every run."""
    return UUID(f"01938a00-0000-7000-8000-{last:012}")


ORGANISATION, EVENT, OCCURRENCE, SHIFT = number(1), number(2), number(3), number(4)
REGISTRATION, VOLUNTEER, SIGN_UP, STAFF, MESSAGE = number(5), number(6), number(7), number(8), number(9)
NOTE, CAMPAIGN = number(10), number(11)
BEGINS, ENDS = vilnius(2026, 11, 28, 14), vilnius(2026, 11, 28, 16, 30)
TITLE = {
    "lt": "Kultūrų pažinimas: ukrainiečių vakaras",
    "lt-simple": "Susipažinkime: vakaras apie Ukrainą",
    "en": "Getting to know cultures: a Ukrainian evening",
    "uk": "Знайомство з культурами: український вечір",
    "ru": "Знакомство с культурами: украинский вечер",
    "ar": "التعرف على الثقافات: أمسية أوكرانية",
}
INTERPRETING = {"lt": "Vertėja", "uk": "Перекладачка", "ar": "مترجمة"}
VENUE = Venue(
    name="Kaišiadorių kultūros centras",
    address="Gedimino g. 40, Kaišiadorys",
    access=("step_free", "hearing_loop"),
)
PLANNED = PlannedShift(
    shift_id=SHIFT,
    title=INTERPRETING,
    places=2,
    languages=("uk", "ar"),
    skills=("interpreting",),
    at_screen=False,
    starts_at=vilnius(2026, 11, 28, 13, 30),
    ends_at=ENDS,
)
FAMILY = Contact(channel="sms", phone="+37061234567", language="uk")
ASTA = Contact(channel="email", email="asta@kaisiadorys.example", language="lt", any_hour=True)
PARTY: dict[str, Any] = {
    "registration_id": REGISTRATION,
    "event_id": EVENT,
    "occurrence_id": OCCURRENCE,
    "party": 4,
    "code": "K7M2QX",
    "link": "https://talka.kaisiadorys.example/r/q7Rk2mZ1sVbX9dTn",
    "contact": FAMILY,
}


def facts(state: str = "on", version: int = 1, starts_at: datetime = BEGINS) -> dict[str, Any]:
    """What the three messages about an event have in common."""
    occurrence = Occurrence(
        occurrence_id=OCCURRENCE,
        version=version,
        state=state,
        starts_at=starts_at,
        ends_at=ENDS,
        zone="Europe/Vilnius",
        venue=VENUE,
        shifts=(PLANNED,),
    )
    return {
        "event_id": EVENT,
        "organisation_id": ORGANISATION,
        "organisation": "Kauno regiono plėtros agentūra",
        "kind": "cultural_exchange",
        "title": TITLE,
        "occurrences": (occurrence,),
    }


def shift(version: int, starts_at: datetime) -> Shift:
    """The interpreters' shift as volunteers are told of it."""
    return Shift(
        shift_id=SHIFT,
        version=version,
        event_id=EVENT,
        occurrence_id=OCCURRENCE,
        title=INTERPRETING,
        event_title=TITLE,
        organisation="Kauno regiono plėtros agentūra",
        starts_at=starts_at,
        ends_at=ENDS,
        zone="Europe/Vilnius",
        venue=VENUE,
    )


EARLIER = shift(1, vilnius(2026, 11, 28, 13, 30))
LATER = shift(2, vilnius(2026, 11, 28, 14, 30))
HELP: dict[str, Any] = {
    "sign_up_id": SIGN_UP,
    "volunteer_id": VOLUNTEER,
    "contact": ASTA,
    "link": "https://talka.kaisiadorys.example/volunteer/",
}
REASON = {"lt": "Salėje įvyko avarija.", "uk": "У залі сталася аварія."}

EXAMPLES: tuple[tuple[Message, UUID, int], ...] = (
    (events.EventPublished(**facts()), EVENT, 1),
    (events.EventChanged(**facts(version=2, starts_at=vilnius(2026, 11, 28, 15))), EVENT, 2),
    (events.EventCancelled(**facts(state="cancelled", version=3), reason=REASON), EVENT, 3),
    (events.RegistrationConfirmed(**PARTY), REGISTRATION, 1),
    (events.RegistrationWaitlisted(**PARTY, position=2), REGISTRATION, 1),
    (events.RegistrationOffered(**PARTY, expires_at=vilnius(2026, 11, 20, 18)), REGISTRATION, 2),
    (events.RegistrationPromoted(**PARTY), REGISTRATION, 3),
    (events.RegistrationCancelled(**PARTY, by="reply"), REGISTRATION, 4),
    (events.StaffRightsChanged(staff_id=STAFF), STAFF, 1),
    (
        events.StaffSignInRequested(
            contact=Contact(channel="email", email="rasa@kaisiadorys.example", language="lt", any_hour=True),
            link="https://talka.kaisiadorys.example/organise/sign-in/Jx3PqW9a",
            expires_at=vilnius(2026, 11, 16, 9, 15),
        ),
        STAFF,
        1,
    ),
    (volunteers.SignUpConfirmed(**HELP, shift=EARLIER), SIGN_UP, 1),
    (volunteers.SignUpCancelled(**HELP, shift=EARLIER, by="volunteer"), SIGN_UP, 2),
    (volunteers.ShiftChanged(shift=LATER, clashes=(SIGN_UP,)), SHIFT, 2),
    (volunteers.ShiftCancelled(shift=shift(3, LATER.starts_at)), SHIFT, 3),
    (
        volunteers.VolunteerSignInRequested(contact=ASTA, code="482913", expires_at=vilnius(2026, 11, 16, 9, 15)),
        VOLUNTEER,
        1,
    ),
    (notifications.ReplyReceived(answer="no", about="registration", subject_id=REGISTRATION), REGISTRATION, 1),
    (
        notifications.MessageDelivered(
            message_id=MESSAGE, about="registration", subject_id=REGISTRATION, purpose="event_changed", by="staff"
        ),
        MESSAGE,
        9,
    ),
    (
        notifications.MessageFailed(
            message_id=MESSAGE,
            about="sign_up",
            subject_id=SIGN_UP,
            purpose="reminder",
            state="uncertain",
            subject_version=2,
        ),
        SIGN_UP,
        1,
    ),
    (
        notifications.ConsentChanged(
            about="registration", subject_id=REGISTRATION, wanted=False, at=vilnius(2026, 11, 16, 8, 55)
        ),
        REGISTRATION,
        1,
    ),
    (
        notifications.NoteWritten(occurrence_id=OCCURRENCE, staff_id=STAFF, to_waiting=True, to_volunteers=False),
        NOTE,
        1,
    ),
    (
        notifications.CampaignDecided(organisation_id=ORGANISATION, staff_id=STAFF, decision="approved", people=120),
        CAMPAIGN,
        1,
    ),
    (
        notifications.CampaignCounted(
            campaign_id=CAMPAIGN,
            organisation_id=people_of_help.ORGANISATION,
            topic="services",
            began_at=vilnius(2026, 11, 16, 8, 55),
            counts=(
                notifications.Fates(language="lt", target_group="senior", fate="delivered", number=41),
                notifications.Fates(language="uk", target_group="", fate="open", number=7),
            ),
        ),
        CAMPAIGN,
        3000,
    ),
    *helping.EXAMPLES,
    *privacy.EXAMPLES,
)
"""Message, subject, and the subject's version."""


def envelope(message: Message, subject: UUID, version: int) -> Envelope:
    """The example on its way, written at nine on a Monday."""
    return Envelope(
        id=number(100),
        source=f"/talka/{message.type.split('.', 1)[0]}",
        type=message.type,
        time=vilnius(2026, 11, 16, 9),
        subject=str(subject),
        version=version,
        correlation_id="6f1c9e52a7d04d0e9a51c3d8b7e2f410",
        data=message.dump(),
    )
