"""What else was as wrong is corrected with a request; whom its person never wants is known by the right phone."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.volunteers.assistance.models import Block, Request
from services.volunteers.assistance.operations import choosing, claims, closing, repeating, visits
from services.volunteers.assistance.operations.checking import check_promises
from shared.contracts.volunteers import HelperInformed
from tests.integration.volunteers.assistance.test_correcting import RIGHT, change, noted, promised
from tests.support.factories.assistance import (
    COORDINATOR,
    LINKS,
    ROKISKIS,
    a_contact,
    a_helper,
    a_request,
    ahead,
    asked,
    begun,
    told,
)


def test_all_but_the_time_is_corrected_on_the_way_back_too_unless_only_this_is_meant(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    request = a_request(session, return_at=ahead(hour=12))
    back = session.scalars(select(Request).where(Request.leg_of == request.id)).one()
    change(session, request, destination="Ligoninė", wheelchair=True, starts_at=ahead(hour=8))
    assert (back.place, back.wheelchair, back.starts_at) == ("Ligoninė → Kavoliškio g. 3-12", True, ahead(hour=12))
    change(session, request, alone=True, note="Tik ten")
    change(session, back, name="Sofija", place=f"Ligoninė → {RIGHT}")
    assert (back.note, request.name, request.place) == ("", "Sofija", "Kavoliškio g. 3-12")
    assert noted(session, back) == ["corrected_person", "corrected_errand", "corrected_needs", "corrected_person"]


def test_a_week_corrected_corrects_those_to_come_and_the_first_from_which_more_are_made(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    first = a_request(session, weekly_until=ahead(60).date())
    repeating.repeat(session, LINKS, first.id)
    weeks = session.scalars(select(Request).where(Request.repeat_of == first.id).order_by(Request.starts_at)).all()
    offer, helper = promised(session, first)
    begun(session, first)
    visits.finish(session, LINKS, offer.id, helper.id)
    closing.cancel(session, LINKS, weeks[1].id)
    change(session, weeks[0], place=RIGHT, person={"phone": "+37061288888"})
    assert not any(isinstance(one, HelperInformed) for one in told(session))
    assert {one.place for one in (first, weeks[0], weeks[2])} == {RIGHT}
    assert (weeks[1].place, weeks[1].person["phone"]) == ("Kavoliškio g. 3-12", "+37061299999")
    assert first.person_key == weeks[0].person_key != weeks[1].person_key


def blocks(session: Session) -> set[tuple[bytes, UUID]]:
    return {(one.person_key, one.volunteer_id) for one in session.scalars(select(Block))}


def test_whom_a_person_never_wants_again_is_known_by_the_right_phone_as_well(volunteers_session: Session) -> None:
    session = volunteers_session
    unwanted = a_helper(session)
    request = a_request(session)
    choosing.block(session, LINKS, COORDINATOR, request.id, unwanted.id, [ROKISKIS])
    change(session, request, person={"phone": "+37061288888"})
    assert blocks(session) == {(request.person_key, unwanted.id)}
    assert a_request(session, person=a_contact(phone="+37061288888")).blocked == [unwanted.id]


def test_whoever_the_right_person_never_wants_is_asked_no_more_and_coordinators_look_at_a_promise(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    right = a_contact(phone="+37061288888")
    other = a_request(session, person=right)
    unwanted = a_helper(session)
    choosing.block(session, LINKS, COORDINATOR, other.id, unwanted.id, [ROKISKIS])
    closing.cancel(session, LINKS, other.id)
    sought, held = a_request(session, starts_at=ahead(4)), a_request(session)
    (open_,) = asked(session, sought)
    (yes,) = asked(session, held)
    claims.accept(session, LINKS, yes.id, "volunteer")
    for one in (sought, held):
        change(session, one, person={"phone": "+37061288888"})
    assert (open_.state, sought.blocked) == ("withdrawn", [unwanted.id])
    check_promises(session, LINKS, held.id)
    assert (held.alarm, held.state) == ("helper_unfit", "assigned")
