"""A helper who is erased frees what they have promised; a person's requests are wiped whatever their state."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.volunteers.assistance.models import DocumentRow, Helper, Step
from services.volunteers.assistance.operations import calling, claims, closing, visits
from services.volunteers.assistance.operations.erasing import erase_helper, erase_requests
from services.volunteers.assistance.operations.reaching import mark_request
from services.volunteers.people.operations.erasing import erase_volunteer
from shared.contracts.parts import Remains, Whose
from shared.contracts.volunteers import CoordinatorNeeded, RequestClosed
from tests.support.factories.assistance import LINKS, a_contact, a_helper, a_request, asked, begun, told

ZOFIJA = Whose(phone="+37061299999")


def test_a_helper_s_promise_is_free_again_and_their_visit_goes_on(volunteers_session: Session) -> None:
    session = volunteers_session
    helper = a_helper(session)
    requests = [a_request(session, person=a_contact(phone=f"+3706120900{n}")) for n in range(4)]
    offers = [asked(session, request)[0] for request in requests]
    claims.accept(session, LINKS, offers[0].id, "volunteer")
    begun(session, requests[0])
    claims.decline(session, offers[1].id, "volunteer")
    requests[2].starts_at, requests[2].ends_at = (
        requests[2].starts_at.replace(hour=15),
        requests[2].ends_at.replace(hour=16),
    )
    claims.accept(session, LINKS, offers[2].id, "volunteer")
    requests[0].state = "under_way"
    session.flush()
    released, helped = erase_helper(session, LINKS, helper.id)
    for each in (*offers, *requests):
        session.refresh(each)
    assert (released, set(helped)) == (1, {requests[0].id, requests[2].id})
    assert [offer.state for offer in offers] == ["accepted", "declined", "released", "declined"]
    assert [request.state for request in requests] == ["under_way", "open", "open", "open"]
    erase_volunteer(session, helper, Whose(phone=helper.phone))
    visits.finish(session, LINKS, offers[0].id, helper.id)
    ended = [message for message in told(session) if isinstance(message, RequestClosed)]
    assert [message.helper and message.helper.channel for message in ended] == ["none"]
    assert session.get(Helper, helper.id) is None
    assert session.get(DocumentRow, (helper.id, "driving_licence")) is None


def test_requests_of_every_state_are_wiped_and_a_series_ends(volunteers_session: Session) -> None:
    session = volunteers_session
    ended, weekly = a_request(session, note="Durys kieme"), a_request(session)
    closing.cancel(session, LINKS, ended.id)
    weekly.weekly_until = weekly.starts_at.date()
    session.flush()
    done = erase_requests(session, LINKS, ZOFIJA)
    assert done == (
        (Remains(what="request", number=1),),
        (Remains(what="request", number=2, why="number_alone"),),
    )
    for request in (ended, weekly):
        session.refresh(request)
        assert (request.state, request.name, request.place, request.note) == ("cancelled", "", "", "")
        assert (request.person["phone"], request.weekly_until) == (None, None)
    assert erase_requests(session, LINKS, ZOFIJA) == ((), ())


def test_a_visit_that_is_under_way_keeps_what_its_helper_needs_until_it_ends(volunteers_session: Session) -> None:
    """Olga is with Zofija, who has her number erased: where Olga is must stay known, also to whom she calls."""
    session = volunteers_session
    helper, request = a_helper(session), a_request(session, note="Durys kieme")
    (offer,) = asked(session, request)
    claims.accept(session, LINKS, offer.id, "volunteer")
    begun(session, request)
    visits.arrive(session, offer.id, helper.id)
    visits.report(session, LINKS, offer.id, helper.id, "Reikia gydytojo")
    done = erase_requests(session, LINKS, ZOFIJA)
    assert done == ((), (Remains(what="request", number=1, why="until_visit_over"),))
    assert (request.state, request.unread, request.person["phone"]) == ("under_way", True, None)
    assert (request.name, request.place, request.note) == ("Zofija Vaitkienė", "Kavoliškio g. 3-12", "Durys kieme")
    calling.call_for_help(session, LINKS, offer.id, helper.id)
    alarm = told(session)[-1]
    assert isinstance(alarm, CoordinatorNeeded)
    assert alarm.errand.area == "Rokiškis, Kavoliškis"
    assert erase_requests(session, LINKS, ZOFIJA) == ((), ())
    visits.finish(session, LINKS, offer.id, helper.id)
    said = session.scalars(select(Step.note).where(Step.request_id == request.id, Step.note != "")).all()
    assert (request.state, request.name, request.place, request.area, request.note, said) == ("done", *[""] * 4, [])


def test_a_receipt_that_comes_after_the_erasure_changes_nothing(volunteers_session: Session) -> None:
    session = volunteers_session
    request = a_request(session)
    mark_request(session, request.id, unreached=True)
    session.refresh(request)
    assert request.unreached
    erase_requests(session, LINKS, ZOFIJA)
    mark_request(session, request.id, unreached=True)
    session.refresh(request)
    assert not request.unreached


def test_a_relative_who_was_not_reached_is_called_though_the_person_has_no_address(volunteers_session: Session) -> None:
    session = volunteers_session
    nobody = a_contact(channel="none", phone=None)
    request = a_request(session, person=nobody, asker=a_contact(phone="+37067654321"))
    mark_request(session, request.id, unreached=True)
    session.refresh(request)
    assert request.unreached
