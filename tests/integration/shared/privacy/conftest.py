"""Zofija, of whom all three services know: by her phone, her e-mail and her name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from services.events.board.domain import SubscriptionLinks
from services.events.board.operations import ask_for_news
from services.events.directory.operations.reporting import report_error
from services.events.invitations.domain import Guest, InvitationLinks
from services.events.invitations.operations import invite
from services.events.kiosk.models import KioskCall
from services.events.mediation.models import Referral
from services.events.mediation.operations import withdraw
from services.events.organisations.models import Organisation
from services.events.programme.models import Occurrence
from services.notifications.privacy.operations.erasing import ask_erasure
from services.notifications.privacy.operations.opening import Asked, open_case, redeem
from services.notifications.recipients.domain import Address, Channel
from services.notifications.replies.operations import Incoming, keep_text
from services.volunteers.assistance.operations.claims import accept
from shared.database import moment
from tests.support.factories.assistance import LINKS, a_contact, a_helper, a_request, asked
from tests.support.factories.events import a_party, a_worker, an_evening, an_event, an_organisation
from tests.support.factories.mediation import REFERRALS, a_kept_service, a_referral
from tests.support.factories.volunteers import SECRET, a_sign_up, an_open_shift
from tests.support.neighbours import Neighbours
from tests.support.postgres import Postgres

PHONE, EMAIL, NAME = "+37061234567", "zofija@pastas.example", "Zofija"
WORDS = (PHONE, EMAIL, NAME)
URL = "http://talka.test"


class Known(NamedTuple):
    """The databases of the three services, and the ids of what is hers."""

    urls: dict[str, str]
    ids: dict[str, UUID]


@dataclass
class Town:
    """Three services that know Zofija, and the ids of what is hers."""

    all: Neighbours
    ids: dict[str, UUID] = field(default_factory=dict)

    @property
    def terms(self) -> Any:
        """As the handlers of notifications get them."""
        return self.all.services["notifications"].due["tell_note"].args[0]  # type: ignore[attr-defined]

    def asks(self, address: str = PHONE, language: str = "lt", **more: Any) -> UUID:
        """Somebody types an address."""
        of_mail = "@" in address
        where = (
            Address(Channel.EMAIL, address) if of_mail else Address(Channel.SMS, address, "LT", more.pop("fault", None))
        )
        with self.all.writing("notifications") as session:
            return open_case(
                session, self.terms, Asked(address=where, language=language, served=frozenset({"LT"}), **more)
            )

    def code(self, case_id: UUID) -> str:
        """The code that was sent for a case last."""
        written = (
            "SELECT substring(m.body from '[0-9]{6}') FROM messages m JOIN recipients r ON r.id = m.recipient_id "
            "JOIN privacy_cases c ON lower(c.address) = lower(r.address) "
            "WHERE c.id = :id AND m.purpose LIKE 'privacy_%' AND m.body IS NOT NULL ORDER BY m.id DESC LIMIT 1"
        )
        return str(self.all.rows("notifications", written, id=case_id)[0][0])

    def proves(self, case_id: UUID, code: str) -> None:
        """Somebody types a code."""
        with self.all.writing("notifications") as session:
            redeem(session, case_id, code, SECRET.encode())

    def erases(self, case_id: UUID) -> None:
        """Somebody says that all is to be erased."""
        with self.all.writing("notifications") as session:
            ask_erasure(session, case_id)
        self.all.talk()

    def sends(self) -> None:
        """All that was written arrives."""
        settle = "UPDATE messages SET state = 'delivered' WHERE state = 'queued' RETURNING id"
        self.all.rows("notifications", settle)

    def opens(self, address: str = PHONE, **more: Any) -> UUID:
        """Somebody types an address and its code, and all who are not away answer."""
        case_id = self.asks(address, **more)
        self.proves(case_id, self.code(case_id))
        self.all.talk()
        return case_id

    def report(self, case_id: UUID, column: str = "left") -> dict[str, int]:
        """What a case has left or ended, as its services have answered."""
        told = f'SELECT "{column}" FROM privacy_parts WHERE case_id = :id'  # noqa: S608 - our own words
        rows = self.all.rows("notifications", told, id=case_id)
        return {one["what"]: one["number"] for row in rows for one in row[0] or []}


@pytest.fixture(scope="session")
def known(postgres: Postgres, migrated: Callable[[str], str]) -> Known:
    """Everything that the three services may know of somebody, to be copied and never written to."""
    neighbours = Neighbours(lambda name: postgres.create(f"zofija_{name}", migrated(name)))
    town = Town(neighbours)
    with neighbours.writing("events") as session:
        worker = a_worker(session, an_organisation(session))
        ahead, past = an_evening(session), an_evening(session)
        hers: dict[str, Any] = {"phone": PHONE, "email": EMAIL, "names": ("Zofija", "Ona"), "party": 2}
        town.ids["ahead"] = a_party(session, ahead, note="Zofija negirdi", needs=("hard_of_hearing",), **hers)["id"]
        town.ids["past"] = a_party(session, past, **hers)["id"]
        past_one = {"starts_at": Occurrence.starts_at - timedelta(30), "ends_at": Occurrence.ends_at - timedelta(30)}
        session.execute(update(Occurrence).where(Occurrence.id == past).values(past_one))
        service_id = a_kept_service(session, worker)
        town.ids["referral"] = a_referral(session, worker, service_id, phone=PHONE)
        withdraw(session, REFERRALS, a_referral(session, worker, service_id, phone=PHONE))
        town.ids["referral_for_another"] = a_referral(session, worker, service_id, name="Albinas", phone="+37061266666")
        other = session.get_one(Referral, town.ids["referral_for_another"])
        other.asker_name, other.asker_channel, other.asker_phone, other.asker_language = NAME, "sms", PHONE, "lt"
        session.add(
            KioskCall(id=uuid4(), organisation_id=next(iter(worker.roles)), name=NAME, phone=PHONE, language="lt")
        )
        session.get_one(Organisation, next(iter(worker.roles))).duty_phone = PHONE
        ask_for_news(session, SubscriptionLinks(SECRET, URL), email=EMAIL, language="lt", categories=["jobs"])
        report_error(session, service_id, "hours", "Zofija klausė", "0 612 34567")
        event = an_event(session, worker)
        date = event["occurrences"][0]["id"]
        guest = Guest(NAME, EMAIL, "lt", None)
        invite(session, InvitationLinks(SECRET, URL), worker, event["id"], occurrence_id=date, partners=(), guest=guest)
    with neighbours.writing("volunteers") as session:
        town.ids["shift"] = an_open_shift(session)
        helped = a_request(session, name="Albinas", person=a_contact(phone="+37061255555"))
        town.ids["helped"] = helped.id
        zofija = a_helper(session, name="Zofija Petrauskienė", phone=PHONE, email=EMAIL, language="lt")
        a_sign_up(session, town.ids["shift"], zofija.id)
        (offer,) = asked(session, helped)
        accept(session, LINKS, offer.id, "volunteer")
        town.ids["request"] = a_request(session, person=a_contact(phone=PHONE), note="Zofija mato blogai").id
        town.ids["for_another"] = a_request(
            session, person=a_contact(phone="+37061266666"), asker=a_contact(phone=PHONE), name="Albinas"
        ).id
    neighbours.talk()
    with neighbours.writing("notifications") as session:
        keep_text(session, Incoming("builtin", "1", PHONE, "Cia Zofija"), SECRET.encode(), moment(session))
    neighbours.due("notifications", "follow_text")
    town.sends()
    neighbours.close()
    return Known({name: service.settings.database_url for name, service in neighbours.services.items()}, town.ids)


@pytest.fixture
def town(postgres: Postgres, known: Known) -> Iterator[Town]:
    """A copy of it, in which the test may really commit."""
    urls = {name: postgres.create(name, url) for name, url in known.urls.items()}
    neighbours = Neighbours(urls.__getitem__)
    yield Town(neighbours, known.ids)
    neighbours.close()
    for url in urls.values():
        postgres.drop(url)
