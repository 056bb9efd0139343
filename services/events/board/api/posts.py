"""JSON routes of the board: for everybody, and for those who write on it."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.board import operations, queries
from services.events.board.domain import FACTS
from services.events.board.schemas import NewPost, PostFilter, PostItem, PostRevision, PostView, SendBack, Version
from services.events.organisations.domain import entitle
from shared.errors import NotFound
from shared.web import tokens
from shared.web.rest import Api, Page
from shared.web.rules import anyone, staff

api = Api("board", url_prefix="/api/events/v1")
WRITERS = staff(*operations.WRITERS)
MODERATORS = staff(*operations.MODERATORS)
OWN = "/organisations/<uuid:organisation_id>/posts"


@api.get("/posts", allow=anyone, takes=PostFilter, gives=PostItem, paged=True)
def posts(session: Session, query: dict[str, Any], after: tuple[str, ...] | None) -> Page:
    """What is on the board, the newest first, in all its languages."""
    return Page(*queries.board(session, after=after, **query))


@api.get("/posts/<uuid:post_id>", allow=anyone, gives=PostItem)
def post(session: Session, post_id: UUID) -> Any:
    """One post on the board."""
    return queries.post_shown(session, post_id)


@api.get(OWN, allow=WRITERS, gives=PostView, paged=True)
def own_posts(session: Session, query: dict[str, Any], organisation_id: UUID, after: tuple[str, ...] | None) -> Page:
    """All posts of an organisation of the asker's, drafts too, the newest first."""
    entitle(tokens.asker(), organisation_id, operations.WRITERS)
    found, more = queries.posts_of(
        session, [organisation_id], limit=query["limit"], after=UUID(after[0]) if after else None
    )
    return Page(found, (more,) if more else None)


@api.get(f"{OWN}/<uuid:post_id>", allow=WRITERS, gives=PostView, versioned=True)
def own_post(session: Session, organisation_id: UUID, post_id: UUID) -> Any:
    """One post as its writers and the lead see it."""
    return _seen(session, organisation_id, post_id)


@api.post(OWN, allow=WRITERS, takes=NewPost, gives=PostView, status=201)
def write_post(session: Session, body: dict[str, Any], organisation_id: UUID) -> Any:
    """Write a post. One of a partner waits until the lead of its project has approved it."""
    made = operations.write_post(session, tokens.asker(), organisation_id=organisation_id, **body)
    return queries.post(session, made)


@api.patch(f"{OWN}/<uuid:post_id>", allow=WRITERS, takes=PostRevision, gives=PostView)
def revise_post(session: Session, body: dict[str, Any], organisation_id: UUID, post_id: UUID, version: int) -> Any:
    """Change a post; what a partner has on the board stays as it was until the change is approved."""
    found = _seen(session, organisation_id, post_id)
    kept = {name: (found["proposed"] or found)[name] for name in FACTS}
    days = {name: day if isinstance(day := kept[name], date) else date.fromisoformat(day) for name in DAYS}
    operations.revise_post(session, tokens.asker(), post_id, version, **kept | days | body)
    return queries.post(session, post_id)


DAYS = ("from_on", "until_on")


@api.post(f"{OWN}/<uuid:post_id>/renew", allow=WRITERS, takes=Version, gives=PostView)
def renew_post(session: Session, body: dict[str, Any], organisation_id: UUID, post_id: UUID) -> Any:
    """Keep a post on the board for as long again, from today on."""
    _seen(session, organisation_id, post_id)
    operations.renew_post(session, tokens.asker(), post_id, body["version"])
    return queries.post(session, post_id)


@api.post(f"{OWN}/<uuid:post_id>/withdraw", allow=WRITERS, takes=Version, gives=PostView)
def withdraw_post(session: Session, body: dict[str, Any], organisation_id: UUID, post_id: UUID) -> Any:
    """Take a post off the board."""
    _seen(session, organisation_id, post_id)
    operations.withdraw_post(session, tokens.asker(), post_id, body["version"])
    return queries.post(session, post_id)


@api.post(f"{OWN}/<uuid:post_id>/approve", allow=MODERATORS, takes=Version, gives=PostView)
def approve_post(session: Session, body: dict[str, Any], organisation_id: UUID, post_id: UUID) -> Any:
    """Put a partner's post, or the change of one, on the board."""
    _seen(session, organisation_id, post_id)
    operations.approve_post(session, tokens.asker(), post_id, body["version"])
    return queries.post(session, post_id)


@api.post(f"{OWN}/<uuid:post_id>/send-back", allow=MODERATORS, takes=SendBack, gives=PostView)
def send_back_post(session: Session, body: dict[str, Any], organisation_id: UUID, post_id: UUID) -> Any:
    """Give a partner's post back with what is to be changed."""
    _seen(session, organisation_id, post_id)
    operations.send_back_post(session, tokens.asker(), post_id, body["version"], body["reason"])
    return queries.post(session, post_id)


def _seen(session: Session, organisation_id: UUID, post_id: UUID) -> dict[str, Any]:
    """The post of this organisation, for its writers and for the lead. Raises NotFound for anybody else."""
    found, asker = queries.post(session, post_id), tokens.asker()
    if found["organisation_id"] != organisation_id:
        raise NotFound
    if not queries.may_judge(session, asker, organisation_id, operations.MODERATORS):
        entitle(asker, organisation_id, operations.WRITERS)
    return found
