"""What everybody asks: the posts that are on the board now."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, Row, Select, Text, case, cast, func, literal, or_, select, text, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.events.board.domain import MOST_POSTS, PostIsOver, State
from services.events.board.models import Post
from services.events.organisations.models import Organisation
from shared.errors import NotFound

TODAY = func.date(func.timezone("Europe/Vilnius", func.now()))
ON_THE_BOARD = (Post.state == State.PUBLISHED, Post.appears_at <= func.now(), Post.until_on >= TODAY)
"""The last day counts by itself: a post is gone at midnight, however late a worker is to write that down."""
SHOWN: tuple[Any, ...] = (
    *(Post.id, Post.category, Post.area, Post.title, Post.body, Post.link, Post.machine_made, Post.outdated),
    *(Post.from_on, Post.until_on, Post.appears_at, Post.shown_at, Organisation.name.label("organisation")),
)
Told = dict[str, Any]


def board_changed_at(session: Session) -> datetime | None:
    """When the board changed last (UTC): a post appeared, says something else, or went; None if none ever was there.

    A post goes at midnight after its last day, and by its own row's change when it is withdrawn or put off.
    """
    appeared = case((Post.appears_at <= func.now(), Post.appears_at))
    ends = func.timezone("Europe/Vilnius", cast(Post.until_on + 1, DateTime))
    ended = case((ends <= func.now(), ends))
    newest = func.max(func.greatest(Post.changed_at, appeared, ended))
    changed: datetime | None = session.scalar(select(newest).where(Post.appears_at.is_not(None)))
    return changed


def _posts() -> Select[Any]:
    return select(*SHOWN).join(Organisation, Organisation.id == Post.organisation_id)


def board(
    session: Session,
    *,
    limit: int,
    after: tuple[str, ...] | None = None,
    category: str | None = None,
    area: str | None = None,
    spoken: str | None = None,
) -> tuple[list[Told], tuple[datetime, UUID] | None]:
    """The posts on the board, the newest first, and after which (moment, id) the next page begins.

    `spoken` keeps those that have a text in this language; `area` those for one of the places it names, and those for
    everywhere.
    """
    wanted = _posts().where(*ON_THE_BOARD)
    if category is not None:
        wanted = wanted.where(Post.category == category)
    if area is not None:
        wanted = wanted.where(or_(Post.area == "", _places(Post.area).op("&&")(_places(literal(area, Text)))))
    if spoken is not None:
        wanted = wanted.where(func.jsonb_exists(Post.title, spoken))
    if after is not None:
        wanted = wanted.where(tuple_(Post.appears_at, Post.id) < (datetime.fromisoformat(after[0]), UUID(after[1])))
    rows = session.execute(wanted.order_by(Post.appears_at.desc(), Post.id.desc()).limit(limit + 1)).all()
    found = [_told(row) for row in rows[:limit]]
    return found, (found[-1]["appears_at"], found[-1]["id"]) if len(rows) > limit else None


def post_shown(session: Session, post_id: UUID) -> Told:
    """One post on the board. Raises PostIsOver for one that was there, NotFound for any other."""
    row = session.execute(_posts().where(Post.id == post_id, *ON_THE_BOARD)).one_or_none()
    if row is None:
        was = (Post.id == post_id, Post.appears_at <= func.now())
        raise PostIsOver if session.scalar(select(Post.id).where(*was)) else NotFound
    return _told(row)


def news_since(session: Session, since: datetime, until: datetime, categories: Collection[str]) -> list[Told]:
    """The posts of these categories that are on the board and came there after `since`, by `until`, newest first."""
    wanted = _posts().add_columns(Post.organisation_id).where(*ON_THE_BOARD, Post.category.in_(categories))
    wanted = wanted.where(Post.appears_at > since, Post.appears_at <= until)
    rows = session.execute(wanted.order_by(Post.appears_at.desc(), Post.id.desc()).limit(MOST_POSTS))
    return [_told(row) for row in rows]


def areas(session: Session) -> list[str]:
    """The places that posts on the board are for, by name, each once however it is written."""
    named = func.unnest(func.string_to_array(Post.area, ",")).label("name")
    parts = select(named).where(*ON_THE_BOARD, Post.area != "").subquery()
    place = func.btrim(parts.c.name)
    once = select(func.min(place)).where(place != "").group_by(_folded(place))
    return sorted(session.scalars(once), key=str.casefold)


def _folded(area: ColumnElement[str] | InstrumentedAttribute[str]) -> ColumnElement[str]:
    """Names of places as they are compared: without case and marks."""
    return func.lower(func.regexp_replace(func.normalize(area, text("NFKD")), "[\u0300-\u036f]", "", "g"))


def _places(area: ColumnElement[str] | InstrumentedAttribute[str]) -> ColumnElement[Any]:
    """The places that an area names; `Šilai, Žiobiškis` names two. The database folds both sides alike."""
    return func.regexp_split_to_array(func.btrim(_folded(area), " ,"), r"\s*,[\s,]*")


def _told(row: Row[Any]) -> Told:
    return dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
