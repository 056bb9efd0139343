"""Pages on which staff write posts, and on which the lead of a project approves those of its partners."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import marshmallow as ma
from flask import request
from sqlalchemy.orm import Session

from services.events.board import operations, queries
from services.events.board.domain import CATEGORY_NAMES, FACTS, STATE_NAMES, today_of
from services.events.board.pages.public import SHARED, told
from services.events.board.schemas import PostForm, PostVersion, RevisionForm, SendBackForm, as_typed
from services.events.organisations.domain import entitle
from services.events.organisations.queries import organisations
from services.events.programme.schemas import field_name
from shared.errors import Conflict, DomainError, Invalid, Stale, _
from shared.languages import LANGUAGES, NAMES, gettext
from shared.web import tokens
from shared.web.pages import Pages, redirect, render
from shared.web.reading import cursor, place
from shared.web.rules import staff
from shared.web.speaking import options

pages = Pages("board_writing", url_prefix="/organise/board")
WRITERS = staff(*operations.WRITERS)
MODERATORS = staff(*operations.MODERATORS)
PAGE = 20
MOST_WAITING = 50
USUAL = timedelta(days=30)
"""How long a new post stays unless its writer says otherwise."""
DONE = {
    "written": _("The draft is saved. Nobody else sees it until you send it."),
    "sent": _("Sent. It is on the board, or goes there once the lead of your project has approved it."),
    "renewed": _("Renewed: it stays on the board for as long again."),
    "withdrawn": _("Withdrawn: it is not on the board any more."),
    "approved": _("Approved. Everybody can read it now."),
    "sent_back": _("Sent back. Its writers see what you have written."),
}
"""What has just been done, as the page's address says it in `done` -> what people read of it."""
WORDS = SHARED | {"states": STATE_NAMES, "names": NAMES}


@pages.get("/", allow=WRITERS)
def overview(session: Session) -> Any:
    """What waits for the asker to approve it, and the posts of their own organisations, newest first."""
    asker, after = tokens.asker(), place(request.args.get("after"))
    own = asker.organisations(*operations.WRITERS)
    found, more = queries.posts_of(session, own, limit=PAGE, after=UUID(after[0]) if after else None)
    judged = asker.organisations(*operations.MODERATORS)
    waiting = [] if after else queries.posts_waiting(session, judged, limit=MOST_WAITING)
    return render(
        "board/overview.html",
        posts=found,
        more=cursor((more,)) if more else None,
        waiting=waiting,
        done=_done(),
        **WORDS,
    )


@pages.get("/new", allow=WRITERS)
def new_post(session: Session) -> Any:
    """An empty form."""
    today = today_of(datetime.now(UTC))
    return _form(session, {"from_on": today, "until_on": today + USUAL}, {})


@pages.post("/", allow=WRITERS)
def write(session: Session) -> Any:
    """Keep a new post, or send it."""
    values, errors = pages.form(PostForm)
    if errors:
        return _form(session, values, errors), 422
    try:
        made = operations.write_post(session, tokens.asker(), **values)
    except Invalid as error:
        return _form(session, pages.typed(PostForm), pages.errors(error)), 422
    return redirect(f"/organise/board/{made}?done={'sent' if values['send'] else 'written'}")


@pages.get("/<uuid:post_id>", allow=WRITERS)
def one(session: Session, post_id: UUID) -> Any:
    """A post as people will read it, with what can be done about it."""
    return _one(session, post_id, {})


@pages.get("/<uuid:post_id>/edit", allow=WRITERS)
def edit(session: Session, post_id: UUID) -> Any:
    """The form with what the post says, or what a change of it proposes."""
    found = _own(session, post_id)
    return _form(session, as_typed(found), {}, found)


@pages.post("/<uuid:post_id>/edit", allow=WRITERS)
def revise(session: Session, post_id: UUID) -> Any:
    """Change a post; or show what was typed with what is wrong."""
    found = _own(session, post_id)
    values, errors = pages.form(RevisionForm)
    if errors:
        return _form(session, values, errors, found), 422
    try:
        operations.revise_post(session, tokens.asker(), post_id, **values)
    except (Invalid, Stale) as error:
        typed = pages.typed(RevisionForm) | {"version": found["version"]}
        return _form(session, typed, pages.errors(error), found), _status(error)
    return redirect(f"/organise/board/{post_id}?done={'sent' if values['send'] else 'written'}")


@pages.post("/<uuid:post_id>/renew", allow=WRITERS)
def renew(session: Session, post_id: UUID) -> Any:
    """Keep it on the board for as long again."""
    return _deed(session, post_id, operations.renew_post, PostVersion, "renewed")


@pages.post("/<uuid:post_id>/withdraw", allow=WRITERS)
def withdraw(session: Session, post_id: UUID) -> Any:
    """Take it off the board."""
    return _deed(session, post_id, operations.withdraw_post, PostVersion, "withdrawn")


@pages.post("/<uuid:post_id>/approve", allow=MODERATORS)
def approve(session: Session, post_id: UUID) -> Any:
    """Put a partner's post, or the change of one, on the board."""
    return _deed(session, post_id, operations.approve_post, PostVersion, "approved")


@pages.post("/<uuid:post_id>/send-back", allow=MODERATORS)
def send_back(session: Session, post_id: UUID) -> Any:
    """Give it back to its writers with what is to be changed."""
    return _deed(session, post_id, operations.send_back_post, SendBackForm, "sent_back")


def _deed(session: Session, post_id: UUID, change: Callable[..., None], schema: type[ma.Schema], done: str) -> Any:
    values, errors = pages.form(schema)
    if errors:
        return _one(session, post_id, errors, values), 422
    try:
        change(session, tokens.asker(), post_id, **values)
    except (Conflict, Invalid, Stale) as error:
        return _one(session, post_id, pages.errors(error), values), _status(error)
    return redirect(f"/organise/board/{post_id}?done={done}")


def _status(error: DomainError) -> int:
    return 422 if isinstance(error, Invalid) else 409


def _done() -> str:
    said = DONE.get(request.args.get("done", ""))
    return gettext(said) if said else ""


def _own(session: Session, post_id: UUID) -> dict[str, Any]:
    found = queries.post(session, post_id)
    entitle(tokens.asker(), found["organisation_id"], operations.WRITERS)
    return found


def _one(session: Session, post_id: UUID, errors: dict[str, list[str]], values: dict[str, Any] | None = None) -> str:
    found, asker = queries.post(session, post_id), tokens.asker()
    judging = queries.may_judge(session, asker, found["organisation_id"], operations.MODERATORS)
    if not judging:
        entitle(asker, found["organisation_id"], operations.WRITERS)
    facts = {
        "kept": found,
        "judging": judging,
        "writing": asker.roles.get(found["organisation_id"]) in operations.WRITERS,
    }
    shown = found | {name: found["proposed"][name] for name in FACTS} if found["proposed"] else found
    said = "" if errors else _done()
    return render("board/own_post.html", errors=errors, values=values or {}, done=said, **facts, **WORDS | told(shown))


def _form(
    session: Session, values: dict[str, Any], errors: dict[str, list[str]], post: dict[str, Any] | None = None
) -> str:
    own = organisations(session, tokens.asker().organisations(*operations.WRITERS))
    return render(
        "board/post_form.html",
        values=values,
        errors=errors,
        post=post,
        organisation_options=[(one["id"], one["name"]) for one in own],
        category_options=options(CATEGORY_NAMES),
        languages=LANGUAGES,
        field_name=field_name,
        **WORDS,
    )
