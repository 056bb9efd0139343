"""Staff sign in by links that work once, and owners say who works for them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.organisations import operations, queries
from services.events.organisations.domain import LastOwner, StaffIsThere
from shared.database import Database
from shared.errors import Forbidden, Gone, NotFound
from tests.support.factories.events import Worker, a_worker, an_organisation
from tests.support.ledger import audited, told
from tests.support.services import NewDatabase

PUBLIC = "http://talka.test"
SIGN_IN = "events.staff.sign_in_requested"


def counts(session: Session) -> tuple[int, int, int]:
    rows = "SELECT (SELECT count(*) FROM sign_in_links), (SELECT count(*) FROM outbox), (SELECT count(*) FROM audit)"
    links, messages, noted = session.execute(text(rows)).one()
    return links, messages, noted


def asked(session: Session, email: str = "rasa@example.lt") -> str:
    """The token in the link that was sent."""
    operations.request_sign_in(session, email, PUBLIC)
    link: str = told(session, SIGN_IN)[-1].link
    assert link.startswith(f"{PUBLIC}/organise/sign-in/")
    return link.rsplit("/", 1)[1]


@pytest.fixture
def rasa(events_session: Session) -> Worker:
    return a_worker(events_session, an_organisation(events_session), email="rasa@example.lt")


def test_a_known_address_in_any_case_gets_a_link_for_fifteen_minutes(events_session: Session, rasa: Worker) -> None:
    operations.request_sign_in(events_session, "Rasa@Example.LT", PUBLIC)
    (message,) = told(events_session, SIGN_IN)
    assert (message.contact.email, message.contact.channel) == ("rasa@example.lt", "email")
    assert message.contact.any_hour
    assert timedelta(minutes=14) < message.expires_at - datetime.now(UTC) <= timedelta(minutes=15)


def test_an_unknown_address_writes_nothing(events_session: Session) -> None:
    operations.request_sign_in(events_session, "nobody@example.lt", PUBLIC)
    assert counts(events_session) == (0, 0, 0)
    with pytest.raises(NotFound):
        operations.sign_in_link(events_session, "nobody@example.lt", PUBLIC)


def test_each_request_is_a_message_of_its_own(events_session: Session, rasa: Worker) -> None:
    asked(events_session)
    asked(events_session)
    versions = "SELECT body::json ->> 'aggregateversion' FROM outbox ORDER BY seq"
    assert events_session.scalars(text(versions)).all() == ["1", "2"]


def test_only_the_digest_of_a_link_is_stored(events_session: Session, rasa: Worker) -> None:
    token = asked(events_session)
    stored = events_session.scalars(text("SELECT CAST(sign_in_links AS text) FROM sign_in_links")).one()
    assert token not in stored
    assert token.encode().hex() not in stored


def test_a_link_says_who_signs_in_and_works_once(events_session: Session, rasa: Worker) -> None:
    token = asked(events_session)
    who = operations.redeem_sign_in(events_session, token)
    assert (who["id"], who["roles"]) == (rasa.id, rasa.roles)
    assert audited(events_session) == ["signed_in"]
    with pytest.raises(Gone):
        operations.redeem_sign_in(events_session, token)


def test_a_link_that_is_too_old_or_forged_opens_nothing(events_session: Session, rasa: Worker) -> None:
    token = asked(events_session)
    with pytest.raises(Gone):
        operations.redeem_sign_in(events_session, token + "x")
    events_session.execute(text("UPDATE sign_in_links SET expires_at = now()"))
    with pytest.raises(Gone):
        operations.redeem_sign_in(events_session, token)


def test_a_link_for_whoever_runs_the_server_works_like_one_from_an_email(events_session: Session, rasa: Worker) -> None:
    link = operations.sign_in_link(events_session, "rasa@example.lt", PUBLIC)
    assert counts(events_session) == (1, 0, 0)
    assert operations.redeem_sign_in(events_session, link.rsplit("/", 1)[1])["name"] == "Rasa"


def test_of_many_who_use_one_link_at_once_one_gets_in(new_database: NewDatabase) -> None:
    database = Database(new_database("events"))
    with database.transaction() as session:
        a_worker(session, an_organisation(session), email="rasa@example.lt")
        token = operations.sign_in_link(session, "rasa@example.lt", PUBLIC).rsplit("/", 1)[1]

    def use(_number: int) -> bool:
        try:
            with database.transaction() as session:
                operations.redeem_sign_in(session, token)
        except Gone:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(use, range(8))) == [False] * 7 + [True]
    database.close()


def add(session: Session, person: Worker, organisation_id: object, email: str = "jonas@example.lt") -> None:
    facts = {"email": email, "name": "Jonas", "language": "lt", "role": "organiser"}
    operations.add_staff(session, person, organisation_id, **facts)  # type: ignore[arg-type]


def test_an_owner_lets_people_in_once(events_session: Session, rasa: Worker) -> None:
    (organisation_id,) = rasa.roles
    add(events_session, rasa, organisation_id, "Jonas@Example.lt")
    staff, more = operations.read_staff(events_session, rasa, organisation_id, limit=10)
    assert [(one["name"], one["email"], one["role"]) for one in staff] == [
        ("Jonas", "jonas@example.lt", "organiser"),
        ("Rasa", "rasa@example.lt", "owner"),
    ]
    assert more is None
    with pytest.raises(StaffIsThere):
        add(events_session, rasa, organisation_id)
    assert audited(events_session) == ["staff_added", "staff_read"]


def test_staff_are_listed_in_pages(events_session: Session, rasa: Worker) -> None:
    (organisation_id,) = rasa.roles
    for number in range(3):
        add(events_session, rasa, organisation_id, f"jonas{number}@example.lt")
    seen: list[object] = []
    after: tuple[str, ...] | None = None
    for _ in range(4):
        page, more = queries.staff_of(events_session, organisation_id, limit=1, after=after)
        seen += [one["id"] for one in page]
        after = tuple(map(str, more)) if more else None
    assert (len(set(seen)), after) == (4, None)


def test_only_owners_let_people_in_and_only_into_their_own_organisation(events_session: Session, rasa: Worker) -> None:
    (organisation_id,) = rasa.roles
    organiser = Worker(rasa.id, {organisation_id: "organiser"})
    with pytest.raises(Forbidden):
        add(events_session, organiser, organisation_id)
    with pytest.raises(Forbidden):
        operations.read_staff(events_session, organiser, organisation_id, limit=1)
    with pytest.raises(NotFound):
        add(events_session, rasa, uuid4())


def test_a_role_changes_but_never_the_last_owners(events_session: Session, rasa: Worker) -> None:
    (organisation_id,) = rasa.roles
    with pytest.raises(LastOwner):
        operations.change_role(events_session, rasa, organisation_id, rasa.id, role="check_in")
    operations.change_role(events_session, rasa, organisation_id, rasa.id, role="owner")
    jonas = a_worker(events_session, organisation_id, "check_in")
    assert operations.change_role(events_session, rasa, organisation_id, jonas.id, role="owner")["role"] == "owner"
    assert (
        operations.change_role(events_session, rasa, organisation_id, rasa.id, role="organiser")["role"] == "organiser"
    )
    with pytest.raises(NotFound):
        operations.change_role(events_session, rasa, organisation_id, uuid4(), role="organiser")
    assert audited(events_session) == ["role_changed"] * 2, "who is an owner already keeps their sign-in"


def test_who_is_removed_works_here_no_more_and_their_sign_ins_end_everywhere(
    events_session: Session, rasa: Worker
) -> None:
    (organisation_id,) = rasa.roles
    jonas = a_worker(events_session, organisation_id, "organiser", "jonas@example.lt")
    assert queries.identity(events_session, jonas.id)["rights"] == 0
    operations.change_role(events_session, rasa, organisation_id, jonas.id, role="check_in")
    operations.remove_staff(events_session, rasa, organisation_id, jonas.id)
    who = queries.identity(events_session, jonas.id)
    assert (who["roles"], who["rights"]) == ({}, 2)
    changes = told(events_session, "events.staff.rights_changed")
    assert [message.staff_id for message in changes] == [jonas.id] * 2
    operations.request_sign_in(events_session, "jonas@example.lt", PUBLIC)
    assert told(events_session, SIGN_IN) == []
    with pytest.raises(NotFound):
        operations.remove_staff(events_session, rasa, organisation_id, jonas.id)
    assert audited(events_session) == ["role_changed", "staff_removed"]


def test_the_last_owner_cannot_be_removed_and_only_owners_remove(events_session: Session, rasa: Worker) -> None:
    (organisation_id,) = rasa.roles
    with pytest.raises(LastOwner):
        operations.remove_staff(events_session, rasa, organisation_id, rasa.id)
    organiser = Worker(rasa.id, {organisation_id: "organiser"})
    with pytest.raises(Forbidden):
        operations.remove_staff(events_session, organiser, organisation_id, rasa.id)
    with pytest.raises(NotFound):
        operations.remove_staff(events_session, rasa, uuid4(), rasa.id)
    assert told(events_session, "events.staff.") == []


def test_a_person_works_for_several_organisations_under_one_address(events_session: Session, rasa: Worker) -> None:
    other = an_organisation(events_session)
    facts = {"email": "rasa@example.lt", "name": "R.", "language": "en", "role": "check_in"}
    operations.hire(events_session, other, **facts)
    who = queries.identity(events_session, rasa.id)
    assert who["roles"] == {**rasa.roles, other: "check_in"}
    assert (who["name"], who["language"]) == ("Rasa", "lt")


def test_a_project_and_its_partners_are_made_once(events_session: Session) -> None:
    lead, partner, stranger = (an_organisation(events_session) for _ in range(3))
    today = datetime.now(UTC).date()
    facts = {"name": "Projektas", "number": "1", "funder": "ESF", "starts_on": today, "ends_on": today}
    made = operations.open_project(events_session, lead, partners={partner: "partner"}, **facts)
    assert operations.open_project(events_session, lead, partners={}, **facts) == made
    parts = {one: queries.takes_part(events_session, one, made) for one in (lead, partner, stranger)}
    assert parts == {lead: True, partner: True, stranger: False}
    (shown,) = queries.organisations(events_session, [lead])
    assert shown["projects"] == [{"id": str(made), "name": "Projektas", "number": "1"}]
