"""What the other services tell notifications about help to one person and about mediation."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from shared.contracts import events, volunteers
from shared.contracts.parts import Contact, Errand
from tests.support.factories.notifications import NOBODY, by_email, by_sms, days

ASKER, HELPER, OTHER = "+37061111111", "+37062222222", "+37063333333"
CLINIC = "registratura@poliklinika.example"
LINK = "https://talka.test/volunteer/requests/q7Rk2mZ1"


def an_errand(starts_at: datetime | None = None, **facts: Any) -> Errand:
    """A ride in three days, of forty minutes."""
    starts_at = starts_at or days(3)
    known: dict[str, Any] = {
        "kind": "ride",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=40),
        "zone": "Europe/Vilnius",
        "area": "Kavoliškis",
        "destination": "Rokiškio poliklinika",
        "appointment_at": starts_at + timedelta(minutes=40),
    }
    return Errand(**known | facts)


@dataclass
class Request:
    """An assistance request that a daughter asked for, as the volunteers service tells of it."""

    request_id: UUID = field(default_factory=uuid7)
    errand: Errand = field(default_factory=an_errand)
    person: Contact = NOBODY
    asker: Contact | None = field(default_factory=lambda: by_sms("ru", ASKER))

    def _facts(self) -> dict[str, Any]:
        return {
            "request_id": self.request_id,
            "organisation_id": uuid7(),
            "errand": self.errand,
            "person": self.person,
            "asker": self.asker,
            "link": LINK,
        }

    def opened(self) -> volunteers.RequestOpened:
        """Help was asked for."""
        return volunteers.RequestOpened(**self._facts(), code="K7M2QX", by="relative")

    def assigned(self, helper: Contact | None = None) -> volunteers.RequestAssigned:
        """Olga helps."""
        return volunteers.RequestAssigned(
            **self._facts(),
            helper=helper or by_sms("lt", HELPER),
            helper_name="Olga",
            helper_link="https://talka.test/volunteer/requests/mine",
        )

    def reopened(self, helper: Contact | None = None) -> volunteers.RequestReopened:
        """Olga cannot come; the helper, of two, still does."""
        return volunteers.RequestReopened(**self._facts(), helper=helper)

    def moved(self, helper: Contact | None = None) -> volunteers.RequestMoved:
        """The appointment is at another time; the helper had promised the old one."""
        return volunteers.RequestMoved(**self._facts(), state="open", helper=helper)

    def closed(
        self, outcome: str, helper: Contact | None = None, reason: str = "", by: str = "helper"
    ) -> volunteers.RequestClosed:
        """It ended."""
        return volunteers.RequestClosed(**self._facts(), outcome=outcome, by=by, helper=helper, reason=reason)

    def offered(self, offer_id: UUID, expires_at: datetime | None = None, **more: Any) -> volunteers.RequestOffered:
        """A volunteer is asked; in another's name if `asking` and `asked_for` are given."""
        return volunteers.RequestOffered(
            request_id=self.request_id,
            offer_id=offer_id,
            errand=self.errand,
            volunteer=by_sms("lt", HELPER),
            link="https://talka.test/volunteer/offers/Zs81kQ",
            expires_at=expires_at or days(1),
            **more,
        )

    def withdrawn(self, offer_id: UUID) -> volunteers.RequestOfferWithdrawn:
        """Whoever was asked is not needed any more."""
        return volunteers.RequestOfferWithdrawn(
            request_id=self.request_id, offer_id=offer_id, errand=self.errand, volunteer=by_sms("lt", HELPER)
        )

    def overdue(self) -> volunteers.VisitOverdue:
        """Olga has not said that the visit is over."""
        return volunteers.VisitOverdue(
            request_id=self.request_id, errand=self.errand, helper=by_sms("lt", HELPER), link=LINK
        )

    def alerted(self, alarm: str, contact: Contact | None = None, **more: Any) -> events.StaffAlerted:
        """One of the staff must act."""
        to = contact or by_sms("lt", OTHER)
        return events.StaffAlerted(staff_id=uuid7(), contact=to, alarm=alarm, errand=self.errand, link=LINK, **more)


@dataclass
class Referral:
    """A mediation that the events service tells of."""

    referral_id: UUID = field(default_factory=uuid7)
    person: Contact = field(default_factory=lambda: by_sms("uk", ASKER))

    def facts(self) -> dict[str, Any]:
        """What every message about it says."""
        return {
            "referral_id": self.referral_id,
            "organisation_id": uuid7(),
            "service_id": uuid7(),
            "service": {"lt": "Priklausomybių konsultantas", "uk": "Консультант із залежностей"},
            "provider_name": "Rokiškio poliklinika",
            "provider": by_email("lt", CLINIC),
            "person": self.person,
            "link": "https://talka.test/directory/referrals/hV5s",
        }

    def asked(self, *, reminder: bool = False) -> events.ReferralAsked:
        """The provider is asked, or reminded."""
        answering: dict[str, Any] = {
            "provider_link": "https://talka.test/directory/answers/Pw0a",
            "expires_at": days(8),
        }
        return events.ReferralAsked(**self.facts(), **answering, reminder=reminder)

    def answered(self, answer: str, **more: Any) -> events.ReferralAnswered:
        """The provider answered."""
        return events.ReferralAnswered(**self.facts(), answer=answer, **more)

    def closed(self, outcome: str) -> events.ReferralClosed:
        """It ended without a service."""
        link = "https://talka.test/directory/answers/Pw0a"
        return events.ReferralClosed(**self.facts(), outcome=outcome, provider_link=link)

    def followed_up(self) -> events.ReferralFollowedUp:
        """The person is asked whether they got it."""
        return events.ReferralFollowedUp(**self.facts())
