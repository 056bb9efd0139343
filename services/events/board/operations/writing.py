"""Writing posts, changing them, and how their time begins and ends."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.board.domain import (
    ENDS,
    FACTS,
    Decision,
    State,
    appears_at,
    check_period,
    check_version,
    ends_at,
    left_behind,
    renewed,
    today_of,
)
from services.events.board.models import Post
from services.events.board.operations.telling import tell_soon
from services.events.organisations.domain import HELPERS, Person, Wait, entitle
from services.events.organisations.operations import await_staff, note, wait_no_more
from services.events.organisations.queries import overseers
from shared.database import moment
from shared.errors import NotFound
from shared.messaging.due import schedule, unschedule

WRITERS = HELPERS
"""Whoever of an organisation's staff has something to tell, tells it."""


def write_post(session: Session, person: Person, *, organisation_id: UUID, send: bool, **facts: Any) -> UUID:
    """Keep a new post as a draft, or `send` it: to the board at once, or to the lead who approves it first.

    Raises NotFound for a foreign organisation, Forbidden, and Invalid for days that do not fit.
    """
    entitle(person, organisation_id, WRITERS)
    check_period(facts["from_on"], facts["until_on"], today_of(moment(session)))
    whose = {"organisation_id": organisation_id, "written_by": person.id}
    post = Post(id=uuid7(), **whose, state=State.DRAFT, version=1, **facts)
    session.add(post)
    note(session, post.organisation_id, person.id, "post_written", post.id)
    if send:
        _send(session, post)
    session.flush()
    return post.id


def revise_post(
    session: Session,
    person: Person,
    post_id: UUID,
    version: int,
    *,
    send: bool,
    checked: Collection[str] = (),
    **facts: Any,
) -> None:
    """Change what a post says. A published one of a partner stays as it is until the lead has approved the change.

    Where only the Lithuanian text changes, the others are older from now on, but those in the languages `checked`.

    One that is not on the board becomes a draft again, unless it is sent. Raises NotFound, Forbidden, Stale, and
    Invalid for days that do not fit.
    """
    post = _own(session, person, post_id, version)
    check_period(facts["from_on"], facts["until_on"], today_of(moment(session)))
    note(session, post.organisation_id, person.id, "post_revised", post.id)
    post.version += 1
    post.reason, post.written_by = "", person.id
    facts["checked"] = list(checked)
    if post.state == State.PUBLISHED and overseers(session, post.organisation_id):
        post.proposed = {name: fact.isoformat() if isinstance(fact, date) else fact for name, fact in facts.items()}
        await_lead(session, post, facts["until_on"])
    elif post.state == State.PUBLISHED:
        take_over(session, post, facts)
    else:
        set_facts(post, facts)
        post.state = State.DRAFT
        wait_no_more(session, post.id)
        if send:
            _send(session, post)
    session.flush()


def renew_post(session: Session, person: Person, post_id: UUID, version: int) -> None:
    """Keep a post on the board from today for as long again; nobody need approve what they have read already.

    Raises NotFound, Forbidden, Stale, and NotRenewable for what is not and was not on the board.
    """
    post = _own(session, person, post_id, version)
    period = renewed(post.state, post.from_on, post.until_on, today_of(moment(session)))
    note(session, post.organisation_id, person.id, "post_renewed", post.id)
    post.from_on, post.until_on = period
    post.written_by = person.id
    if post.state == State.EXPIRED:
        publish(session, post)
    else:
        post.shown_at = moment(session)
        schedule(session, ENDS, post.id, ends_at(post.until_on))
    post.version += 1
    session.flush()


def withdraw_post(session: Session, person: Person, post_id: UUID, version: int) -> None:
    """Take a post off the board, or back from the lead; its text stays, to be sent again.

    Raises NotFound, Forbidden and Stale.
    """
    post = _own(session, person, post_id, version)
    note(session, post.organisation_id, person.id, "post_withdrawn", post.id)
    post.state, post.proposed, post.reason = State.WITHDRAWN, None, ""
    post.version += 1
    unschedule(session, ENDS, post.id)
    wait_no_more(session, post.id)
    session.flush()


def expire_post(session: Session, post_id: UUID) -> None:
    """End a published post whose last day is over, and tell its writer; one that was renewed meanwhile stays."""
    post = session.scalar(select(Post).where(Post.id == post_id).with_for_update(key_share=True))
    if post is None or post.state != State.PUBLISHED or ends_at(post.until_on) > moment(session):
        return
    post.state, post.proposed, post.reason = State.EXPIRED, None, ""
    post.version += 1
    wait_no_more(session, post.id)
    tell_soon(session, post, Decision.EXPIRED)


def taken(session: Session, post_id: UUID) -> Post:
    """The post, locked until the end of the transaction. Raises NotFound."""
    post = session.scalar(select(Post).where(Post.id == post_id).with_for_update(key_share=True))
    if post is None:
        raise NotFound
    return post


def _own(session: Session, person: Person, post_id: UUID, version: int) -> Post:
    post = taken(session, post_id)
    entitle(person, post.organisation_id, WRITERS)
    check_version(post.version, version)
    return post


def set_facts(post: Post, facts: dict[str, Any]) -> None:
    """Write down what is said of the post, and which of its texts are older than the Lithuanian ones by that."""
    former = {"title": post.title, "body": post.body}
    post.outdated = left_behind(post.outdated, former, facts, facts.get("checked", ()))
    for name in FACTS:
        setattr(post, name, facts[name])


def publish(session: Session, post: Post) -> None:
    """Put the post on the board from its first day to its last."""
    post.state, post.appears_at = State.PUBLISHED, appears_at(post.from_on, moment(session))
    post.shown_at = post.appears_at
    schedule(session, ENDS, post.id, ends_at(post.until_on))


def take_over(session: Session, post: Post, facts: dict[str, Any]) -> None:
    """Let a published post say something else; it stays where it stands on the board."""
    began = post.appears_at
    set_facts(post, facts)
    publish(session, post)
    if began is not None and began <= moment(session) and post.from_on <= today_of(moment(session)):
        post.appears_at = began


def await_lead(session: Session, post: Post, until_on: date) -> None:
    """Let the staff who read it first know that it waits; after its last day there is nothing to approve any more."""
    for organisation_id in sorted(overseers(session, post.organisation_id)):
        await_staff(session, organisation_id, Wait.POST, post.id, until=ends_at(until_on))


def _send(session: Session, post: Post) -> None:
    if overseers(session, post.organisation_id):
        post.state = State.WAITING
        await_lead(session, post, post.until_on)
    else:
        session.flush()
        publish(session, post)
