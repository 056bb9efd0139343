"""Messages about help to one person, as the Rokiškis programme would cause them: directory, mediation, assistance."""

from typing import Any
from uuid import UUID

from shared.contracts import counting, events, invitations, organisations, visits, volunteers
from shared.contracts.envelope import Message
from shared.contracts.parts import Contact, PartnerName, Waiting
from tests.contract.people_of_help import (
    ASK,
    CLINIC,
    CONFIRMING,
    DAUGHTER,
    HELPER,
    INVITATION,
    OFFER,
    OFFERED,
    ORGANISATION,
    PARTNER,
    POST,
    PROJECT,
    REFERRAL,
    REFERRED,
    REQUEST,
    REQUESTED,
    RIDE,
    SERVICE,
    STAFF,
    SUBSCRIPTION,
    VOLUNTEER,
    WISH,
    ZOFIJA,
    number,
)
from tests.support.clock import vilnius

INVITED: dict[str, Any] = {
    "contact": CLINIC,
    "organisation": "Rokiškio socialinės paramos centras",
    "title": {"lt": "Kaimynų popietė", "ru": "Соседская встреча"},
    "starts_at": vilnius(2026, 12, 10, 15),
    "ends_at": vilnius(2026, 12, 10, 17),
    "zone": "Europe/Vilnius",
    "venue": "Rokiškio kultūros centras",
}
EXAMPLES: tuple[tuple[Message, UUID, int], ...] = (
    (volunteers.VolunteerContactChanged(contact=HELPER), VOLUNTEER, 4),
    (
        organisations.PostJudged(
            staff_id=STAFF,
            contact=CLINIC,
            decision="sent_back",
            title=POST.title,
            reason="Parašykite, kada kursai prasideda.",
            link="https://talka.rokiskis.example/organise/board/kursai",
        ),
        number(34),
        2,
    ),
    (
        volunteers.RequestAsked(request_id=REQUEST, organisation_id=ORGANISATION, until=vilnius(2026, 12, 3, 8, 20)),
        REQUEST,
        2,
    ),
    (
        counting.RequestCounted(
            request_id=REQUEST,
            organisation_id=ORGANISATION,
            kind="ride",
            target_group="senior",
            language="ru",
            asked_at=vilnius(2026, 11, 30, 10, 15),
        ),
        REQUEST,
        1,
    ),
    (
        volunteers.RequestOpened(**REQUESTED, code="K7M2QX", by="relative", target_group="senior"),
        REQUEST,
        1,
    ),
    (
        volunteers.RequestOffered(
            **OFFERED,
            link="https://talka.rokiskis.example/volunteer/offers/Zs81kQ",
            expires_at=vilnius(2026, 12, 1, 18),
            asking="Rokiškio dekanato Caritas",
            asked_for="Rokiškio socialinės paramos centras",
            counts_until=vilnius(2026, 12, 1, 20),
            return_at=vilnius(2026, 12, 3, 11),
        ),
        OFFER,
        1,
    ),
    (volunteers.RequestOfferWithdrawn(**OFFERED), OFFER, 2),
    (volunteers.RequestOfferAnswered(request_id=REQUEST, offer_id=OFFER, answer="declined"), OFFER, 2),
    (
        volunteers.RequestAssigned(
            **REQUESTED,
            helper=HELPER,
            helper_name="Olga",
            helper_link="https://talka.rokiskis.example/volunteer/requests/mine",
            helper_names=("Olga",),
            beside=("Ona",),
        ),
        REQUEST,
        2,
    ),
    (volunteers.RequestReopened(**REQUESTED, helper=HELPER), REQUEST, 3),
    (volunteers.RequestMoved(**REQUESTED, state="open", helper=HELPER, was=RIDE), REQUEST, 4),
    (
        volunteers.RequestClosed(
            **REQUESTED, outcome="cancelled", reason="no_longer_needed", by="asker", helper=HELPER
        ),
        REQUEST,
        4,
    ),
    (
        volunteers.CoordinatorNeeded(
            organisation_id=ORGANISATION,
            request_id=REQUEST,
            alarm="nobody_helps",
            errand=RIDE,
            link="https://talka.rokiskis.example/volunteer/board/requests/1",
        ),
        REQUEST,
        3,
    ),
    (
        volunteers.PartnerAsked(
            organisation_id=PARTNER,
            ask_id=ASK,
            asking="Rokiškio socialinės paramos centras",
            errand=RIDE,
            link="https://talka.rokiskis.example/volunteer/partners/1",
            answer_by=vilnius(2026, 12, 1, 13),
        ),
        ASK,
        1,
    ),
    (
        organisations.PartnersChanged(
            project_id=PROJECT,
            members=(
                PartnerName(organisation_id=ORGANISATION, name="Rokiškio socialinės paramos centras"),
                PartnerName(organisation_id=PARTNER, name="Rokiškio dekanato Caritas"),
            ),
        ),
        PROJECT,
        2,
    ),
    (
        volunteers.VisitOverdue(
            request_id=REQUEST,
            errand=RIDE,
            helper=HELPER,
            link="https://talka.rokiskis.example/volunteer/requests/mine",
        ),
        REQUEST,
        4,
    ),
    (visits.HelpCalled(request_id=REQUEST, helper=HELPER), REQUEST, 5),
    (
        volunteers.HelperInformed(
            request_id=REQUEST,
            errand=RIDE,
            helper=HELPER,
            link="https://talka.rokiskis.example/volunteer/requests/mine",
            news="joined",
            beside=("Ona",),
        ),
        REQUEST,
        4,
    ),
    (organisations.StaffAsked(ask_id=ASK, people=2), ASK, 1),
    (
        organisations.StaffAwaited(
            staff_id=STAFF,
            organisation_id=ORGANISATION,
            contact=Contact(channel="email", email="rasa@rokiskis.example", language="lt"),
            waiting=(
                Waiting(what="referral", number=2, link="https://talka.rokiskis.example/organise/mediation/?show=ours"),
            ),
        ),
        STAFF,
        1,
    ),
    (
        events.StaffAlerted(
            staff_id=STAFF,
            contact=Contact(channel="email", email="rasa@rokiskis.example", language="lt", any_hour=True),
            alarm="partner_asks",
            errand=RIDE,
            link="https://talka.rokiskis.example/volunteer/board/requests/1",
            asking="Rokiškio socialinės paramos centras",
            answer_by=vilnius(2026, 12, 1, 13),
        ),
        REQUEST,
        3,
    ),
    (
        events.AssistanceAsked(
            request_id=REQUEST,
            organisation_id=ORGANISATION,
            referral_id=REFERRAL,
            errand=RIDE,
            by="relative",
            name="Zofija",
            person=ZOFIJA,
            asker=DAUGHTER,
            place="Topolių g. 5, Kavoliškis",
            languages=("ru",),
            target_group="senior",
            companion=True,
            return_at=vilnius(2026, 12, 3, 11),
        ),
        REQUEST,
        1,
    ),
    (
        events.ServiceCheckAsked(
            service_id=SERVICE,
            service=REFERRED["service"],
            provider=CLINIC,
            due_at=vilnius(2026, 12, 1, 9),
            link=CONFIRMING,
            expires_at=vilnius(2026, 12, 15, 9),
        ),
        SERVICE,
        1,
    ),
    (
        events.ReferralAsked(
            **REFERRED,
            provider_link="https://talka.rokiskis.example/directory/answers/Pw0aXx",
            expires_at=vilnius(2026, 12, 6, 9),
        ),
        REFERRAL,
        1,
    ),
    (
        events.ReferralAnswered(
            **REFERRED,
            answer="accepted",
            appointment_at=vilnius(2026, 12, 3, 10),
            venue="Rokiškio poliklinika, Juodupės g. 1A",
        ),
        REFERRAL,
        2,
    ),
    (
        events.ReferralClosed(
            **REFERRED,
            outcome="expired",
            provider_link="https://talka.rokiskis.example/directory/answers/Pw0aXx",
            by="clock",
        ),
        REFERRAL,
        3,
    ),
    (events.ReferralFollowedUp(**REFERRED), REFERRAL, 4),
    (
        events.TakeAwayAsked(
            contact=DAUGHTER,
            text={"lt": "Rokiškio socialinės paramos centras, 8 458 71 234"},
            link="https://talka.rokiskis.example/k/3F7K",
        ),
        WISH,
        1,
    ),
    (
        events.SubscriptionAsked(
            contact=Contact(channel="email", email="olena@example.com", language="uk", any_hour=True),
            link="https://talka.rokiskis.example/board/confirm/u1Vb7mX0",
            expires_at=vilnius(2026, 12, 2, 18),
        ),
        SUBSCRIPTION,
        1,
    ),
    (
        events.DigestDue(contact=CLINIC, posts=(POST,), stop_link="https://talka.rokiskis.example/board/stop/aX8"),
        SUBSCRIPTION,
        1,
    ),
    (
        invitations.RepresentativeInvited(**INVITED, link="https://talka.rokiskis.example/organise/invitations/kk2"),
        INVITATION,
        1,
    ),
    (invitations.RepresentativeUninvited(**INVITED), INVITATION, 2),
)
"""Message, subject, and the subject's version."""
