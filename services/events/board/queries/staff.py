"""What those ask who write posts, and who look at them before they go out."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from services.events.board.domain import State
from services.events.board.models import Post
from services.events.organisations.domain import Person
from services.events.organisations.models import Organisation
from services.events.organisations.queries import overseen, overseers
from shared.errors import NotFound

WAITS = or_(Post.state == State.WAITING, (Post.proposed.is_not(None)) & (Post.reason == ""))


def _posts() -> Select[Any]:
    waits = func.coalesce(WAITS, False).label("waits")
    return select(*Post.__table__.columns, Organisation.name.label("organisation"), waits).join(
        Organisation, Organisation.id == Post.organisation_id
    )


def posts_of(
    session: Session, organisation_ids: Collection[UUID], *, limit: int, after: UUID | None = None
) -> tuple[list[dict[str, Any]], UUID | None]:
    """The posts of these organisations, newest first, and after which id the next page begins."""
    wanted = _posts().where(Post.organisation_id.in_(organisation_ids))
    if after is not None:
        wanted = wanted.where(Post.id < after)
    found = [dict(row) for row in session.execute(wanted.order_by(Post.id.desc()).limit(limit + 1)).mappings()]
    return found[:limit], found[limit - 1]["id"] if len(found) > limit else None


def posts_waiting(session: Session, organisation_ids: Collection[UUID], *, limit: int) -> list[dict[str, Any]]:
    """The posts that wait for one of these organisations to approve them, the oldest first."""
    if not organisation_ids:
        return []
    theirs = overseen(session, organisation_ids)
    wanted = _posts().where(Post.organisation_id.in_(theirs), WAITS).order_by(Post.id).limit(limit)
    return [dict(row) for row in session.execute(wanted).mappings()]


def post(session: Session, post_id: UUID) -> dict[str, Any]:
    """A post as it is kept, with its organisation's name and whether it waits. Raises NotFound."""
    row = session.execute(_posts().where(Post.id == post_id)).mappings().one_or_none()
    if row is None:
        raise NotFound
    return dict(row)


def judges(session: Session, person: Person, organisation_id: UUID, roles: Collection[str]) -> set[UUID]:
    """The organisations for which the person answers, in one of these roles, for what this one makes public."""
    own = {id_ for id_, role in person.roles.items() if role in roles}
    return own & overseers(session, organisation_id) if own else set()


def may_judge(session: Session, person: Person, organisation_id: UUID, roles: Collection[str]) -> bool:
    """Whether the person answers, in one of these roles, for what the organisation makes public."""
    return bool(judges(session, person, organisation_id, roles))


def has_posts(session: Session, organisation_id: UUID) -> bool:
    """Whether the organisation has written anything."""
    return session.scalar(select(Post.id).where(Post.organisation_id == organisation_id).limit(1)) is not None
