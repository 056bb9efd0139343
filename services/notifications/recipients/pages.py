"""A person's own page, whether we may write to this address and about what; and what they told one of us of that."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from sqlalchemy.orm import Session

from services.notifications.recipients import operations, queries
from services.notifications.recipients.domain import (
    GROUP_WORDS,
    TOPIC_WORDS,
    Agreement,
    HasSaidStop,
    TargetGroup,
    Topic,
    recipient_of,
)
from services.notifications.recipients.schemas import NewAgreement, NewTopics
from shared.errors import _
from shared.languages import NAMES, current, gettext
from shared.web import speaking
from shared.web.pages import Pages, redirect, render
from shared.web.rules import anyone, staff
from shared.web.served import talka
from shared.web.tokens import asker

pages = Pages("recipients", __name__, url_prefix="/messages")
DONE = {
    "stopped": (False, _("Saved. We send you nothing more.")),
    "allowed": (True, _("Saved. We write to you again.")),
    "agreed": (True, _("Saved. We write to you about what you have ticked.")),
}
"""What has just been done, as the page's address says it in `done` -> what is wanted then, what its owner reads."""


def _key() -> bytes:
    return talka().service.settings.secret_key.encode()


def _owner(session: Session, token: str) -> UUID:
    """The recipient that a link names; from here on the page speaks the language they are written to in."""
    recipient_id = recipient_of(token, _key())
    if language := queries.language_of(session, recipient_id):
        speaking.prefer(language)
    return recipient_id


@pages.get("/preferences/<string:token>", allow=anyone)
def preferences(session: Session, token: str) -> str:
    """Show whether we write to this address, and the button for the opposite."""
    found = queries.preferences(session, _owner(session, token))
    wanted, said = DONE.get(request.args.get("done", ""), (None, ""))
    done = gettext(said) if wanted is found.wanted else ""
    return _page(found, done, {"topics": [agreed.topic for agreed in found.topics]}, {})


@pages.post("/preferences/<string:token>", allow=anyone)
def prefer(session: Session, token: str) -> Response:
    """Stop, or begin again."""
    wanted = request.form.get("wanted") == "true"
    recipient_id = recipient_of(token, _key())
    operations.prefer(session, recipient_id, wanted=wanted, source="preferences page", now=datetime.now(UTC))
    return redirect(f"{request.path}?done={'allowed' if wanted else 'stopped'}")


@pages.post("/preferences/<string:token>/topics", allow=anyone)
def agree(session: Session, token: str) -> Any:
    """Hear of what is ticked, and of nothing else."""
    recipient_id = _owner(session, token)
    loaded, errors = pages.form(NewTopics)
    if not errors:
        facts: dict[str, Any] = {"source": "preferences page", "language": current(), "now": datetime.now(UTC)}
        try:
            operations.agree(session, recipient_id, loaded["topics"], **facts)
        except HasSaidStop:
            errors = {"topics": [gettext(_("First let us write to you again, then tick what you want to hear about."))]}
        else:
            return redirect(f"{url_for('recipients.preferences', token=token)}?done=agreed")
    return _page(queries.preferences(session, recipient_id), "", pages.typed(NewTopics), errors), 422


def _page(found: queries.Preferences, done: str, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    return render(
        "recipients/preferences.html",
        preferences=found,
        done=done,
        topics=[(topic, gettext(TOPIC_WORDS[topic])) for topic in Topic],
        values=values,
        errors=errors,
        zone=talka().service.settings.zone,
        names={str(topic): gettext(TOPIC_WORDS[topic]) for topic in Topic},
        address=url_for("recipients.preferences", **request.view_args or {}),
    )


@pages.get("/agreements", allow=staff("owner", "organiser", "social_worker"))
def agreements(_session: Session) -> str:
    """The form for what somebody has told one of us that they agree to hear about."""
    return _agreements({}, {}, done=request.args.get("done") == "noted")


@pages.post("/agreements", allow=staff("owner", "organiser", "social_worker"))
def note(session: Session) -> Any:
    """Note it, and offer the form for the next one."""
    loaded, errors = pages.form(NewAgreement)
    if not errors:
        address, topics = loaded.pop("address"), tuple(map(Topic, loaded.pop("topics")))
        agreement = Agreement(**loaded, topics=topics, noted_by=asker().id)
        try:
            operations.note_agreement(session, address, agreement, _key(), datetime.now(UTC))
        except HasSaidStop as stopped:
            errors = pages.errors(stopped)
        else:
            return redirect(f"{url_for('recipients.agreements')}?done=noted")
    return _agreements(pages.typed(NewAgreement), errors, done=False), 422


def _agreements(values: dict[str, Any], errors: dict[str, list[str]], *, done: bool) -> str:
    return render(
        "recipients/agreements.html",
        topics=[(topic, gettext(TOPIC_WORDS[topic])) for topic in Topic],
        groups=[(group, gettext(GROUP_WORDS[group])) for group in TargetGroup],
        names=NAMES,
        values=values,
        errors=errors,
        done=done,
    )
