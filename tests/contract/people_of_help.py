"""Who takes part in the examples of help to one person, and what is said of them in each."""

from typing import Any
from uuid import UUID

from shared.contracts.parts import Contact, Errand, Headline
from tests.support.clock import vilnius


def number(last: int) -> UUID:
    """A time-ordered id that is the same in every run."""
    return UUID(f"01938a00-0000-7000-8000-{last:012}")


ORGANISATION, REQUEST, OFFER, REFERRAL, SERVICE = number(21), number(22), number(23), number(24), number(25)
STAFF, WISH, SUBSCRIPTION, INVITATION = number(26), number(27), number(28), number(29)
VOLUNTEER, PARTNER, ASK, PROJECT = number(30), number(31), number(32), number(33)
ZOFIJA = Contact(channel="none", phone="+37045852123", language="ru")
DAUGHTER = Contact(channel="sms", phone="+37061234567", language="lt")
HELPER = Contact(channel="sms", phone="+37067654321", language="lt")
CLINIC = Contact(channel="email", email="registratura@poliklinika.example", language="lt")
RIDE = Errand(
    kind="ride",
    starts_at=vilnius(2026, 12, 3, 9, 20),
    ends_at=vilnius(2026, 12, 3, 10),
    zone="Europe/Vilnius",
    area="Rokiškis, Kavoliškis",
    destination="Rokiškio poliklinika",
    appointment_at=vilnius(2026, 12, 3, 10),
)
REQUESTED: dict[str, Any] = {
    "request_id": REQUEST,
    "organisation_id": ORGANISATION,
    "referral_id": REFERRAL,
    "errand": RIDE,
    "person": ZOFIJA,
    "asker": DAUGHTER,
    "link": "https://talka.rokiskis.example/volunteer/requests/q7Rk2mZ1sVbX9dTn",
}
OFFERED: dict[str, Any] = {"request_id": REQUEST, "offer_id": OFFER, "errand": RIDE, "volunteer": HELPER}
REFERRED: dict[str, Any] = {
    "referral_id": REFERRAL,
    "organisation_id": ORGANISATION,
    "service_id": SERVICE,
    "service": {"lt": "Šeimos gydytojo konsultacija", "ru": "Консультация семейного врача"},
    "provider_name": "Rokiškio poliklinika",
    "provider": CLINIC,
    "person": ZOFIJA,
    "asker": DAUGHTER,
    "link": "https://talka.rokiskis.example/directory/referrals/hV5sLw0Qe8",
}
CONFIRMING = "https://talka.rokiskis.example/directory/checks/Jx3PqW9a"
POST = Headline(
    title={"lt": "Nemokami lietuvių kalbos kursai", "uk": "Безкоштовні курси литовської"},
    link="https://talka.rokiskis.example/board/kursai",
)
