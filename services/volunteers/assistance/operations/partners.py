"""Partners: who is one, the question whether their volunteers may be asked, and what they say."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.assistance.domain.partners import Answer, NobodyIsSought, NoPartnersNow
from services.volunteers.assistance.domain.requests import Links
from services.volunteers.assistance.domain.waves import wave_ends_at
from services.volunteers.assistance.models import HeardProject, PartnerAsk, ProjectMember, Request
from services.volunteers.assistance.operations.awaiting import look_on, look_unless_awaited
from services.volunteers.assistance.operations.telling import errand_of, locked, note
from services.volunteers.assistance.queries.partners import are_partners, ask_of, in_vain, is_sought, name_of
from shared.audit import audit
from shared.contracts.volunteers import PartnerAsked
from shared.database import moment
from shared.messaging import outbox


def follow_project(session: Session, project_id: UUID, version: int, members: Sequence[tuple[UUID, str]]) -> None:
    """Keep who takes part in a project, (id, name) each; news that is not newer than what is known changes nothing.

    Requests that wait for the answer of who takes part no more wait no longer.
    """
    new = upsert(HeardProject).values(id=project_id, version=version)
    newer = {"version": new.excluded.version}
    heard = new.on_conflict_do_update(
        index_elements=["id"], set_=newer, where=HeardProject.version < new.excluded.version
    )
    if session.scalar(heard.returning(HeardProject.id)) is None:
        return
    left = set(session.scalars(select(ProjectMember.organisation_id).where(ProjectMember.project_id == project_id)))
    session.execute(delete(ProjectMember).where(ProjectMember.project_id == project_id))
    rows = [{"project_id": project_id, "organisation_id": id_, "name": name} for id_, name in members]
    session.execute(insert(ProjectMember), rows)
    for request_id in in_vain(session, left - {id_ for id_, _name in members}, moment(session)):
        look_unless_awaited(session, locked(session, request_id))


def ask_partners(session: Session, links: Links, request: Request, asked: Sequence[tuple[UUID, str]]) -> None:
    """Ask partners, (id, name) each, whether their volunteers may be asked for a locked request; each is asked once.

    They are waited for as long as a wave lasts.
    """
    now, asking = moment(session), name_of(session, request.organisation_id)
    answer_by = wave_ends_at(request.kind, now, request.gives_up_at, request.zone)
    for organisation_id, name in asked:
        facts = {"request_id": request.id, "organisation_id": organisation_id, "answer_by": answer_by}
        new = upsert(PartnerAsk).values(id=uuid7(), name=name, asking=asking, **facts)
        ask_id = session.scalar(new.on_conflict_do_nothing().returning(PartnerAsk.id))
        if ask_id is None:
            continue
        note(session, request.id, "partner_asked", "clock", said=name)
        message = PartnerAsked(
            organisation_id=organisation_id,
            ask_id=ask_id,
            asking=asking,
            errand=errand_of(request, promised=False),
            link=links.partner(ask_id),
            answer_by=answer_by,
        )
        outbox.publish(session, message, subject=ask_id, version=1)


def hold_partnerships(session: Session, organisation_id: UUID) -> bool:
    """Let nobody leave a project of the organisation until the transaction ends; False if somebody is leaving just now.

    Whoever leaves later finds what was asked before, and wakes it. It waits for nobody: a worker holds other requests.
    """
    theirs = select(ProjectMember.project_id).where(ProjectMember.organisation_id == organisation_id)
    own = session.scalars(theirs).all()
    projects = select(HeardProject.id).where(HeardProject.id.in_(own)).order_by(HeardProject.id)
    held = session.scalars(projects.with_for_update(read=True, skip_locked=True)).all()
    return len(held) == len(own)


def agree(session: Session, who: UUID, ask_id: UUID, organisations: Collection[UUID]) -> None:
    """Let the own volunteers be asked, as `who`, a coordinator of the partner; a no may turn. Twice changes nothing.

    They are asked at once, but not before a wave that runs has ended: an answer shortens none. Raises NotFound,
    NobodyIsSought, and NoPartnersNow if the partnership has ended.
    """
    request, ask = _open(session, ask_id, organisations)
    if ask.state == Answer.AGREED:
        return
    _say(session, who, ask, Answer.AGREED)
    look_on(session, request)


def refuse(session: Session, who: UUID, ask_id: UUID, organisations: Collection[UUID]) -> None:
    """Let nobody of the own volunteers be asked, or nobody more; what they have promised stays. Twice changes nothing.

    When no other partner is waited for, and nobody whom the last wave asked, the coordinators are called at once.
    Raises NotFound, NobodyIsSought, and NoPartnersNow if the partnership has ended.
    """
    request, ask = _open(session, ask_id, organisations)
    if ask.state == Answer.REFUSED:
        return
    _say(session, who, ask, Answer.REFUSED)
    look_unless_awaited(session, request)


def _open(session: Session, ask_id: UUID, organisations: Collection[UUID]) -> tuple[Request, PartnerAsk]:
    """The question as it is now, with its request locked, so that of two answers the second sees the first."""
    ask = ask_of(session, ask_id, organisations)
    request = locked(session, ask.request_id)
    session.refresh(ask)
    if ask.state == Answer.WITHDRAWN or not is_sought(request, moment(session)):
        raise NobodyIsSought
    if not are_partners(session, request.organisation_id, ask.organisation_id):
        raise NoPartnersNow
    return request, ask


def _say(session: Session, who: UUID, ask: PartnerAsk, answer: Answer) -> None:
    ask.state, ask.answered_at = answer, moment(session)
    session.flush()
    note(session, ask.request_id, f"partner_{answer}", "partner", said=ask.name)
    audit(session, who, f"partner_{answer}", ask.id)


def withdraw_asks(session: Session, request_id: UUID) -> None:
    """Forget that partners were asked for another time, so that they are asked anew; who agreed has done so."""
    those = (PartnerAsk.request_id == request_id, PartnerAsk.state.in_((Answer.ASKED, Answer.REFUSED)))
    session.execute(update(PartnerAsk).where(*those).values(state=Answer.WITHDRAWN))
