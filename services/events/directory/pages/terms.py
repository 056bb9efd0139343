"""The form on which staff say for whom an entry is, and what kind of service."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.directory import operations, queries
from services.events.directory.domain import Term, terms_of, with_terms
from services.events.directory.pages.editing import Errors, Values, changing, entry_of, form_of
from services.events.directory.pages.keeping import HELPING
from services.events.directory.schemas import TermsForm
from shared.languages import current, text_for
from shared.web.pages import Pages

pages = Pages("directory_terms", url_prefix="/organise/directory")


@pages.get("/<uuid:service_id>/terms", allow=HELPING)
def terms(session: Session, service_id: UUID) -> Any:
    """Boxes for the groups that it is for, and for what kind of service it is."""
    state, entry = entry_of(session, service_id)
    return _form(queries.terms(session), state, {"targets": terms_of(entry), "terms": terms_of(entry)}, {})


@pages.post("/<uuid:service_id>/terms", allow=HELPING)
def change_terms(session: Session, service_id: UUID) -> Any:
    """Change them."""
    state, _entry = entry_of(session, service_id)
    offered = queries.terms(session)
    return changing(
        session,
        service_id,
        TermsForm,
        lambda values, errors: _form(offered, state, values, errors),
        lambda entry, values: with_terms(entry, values["targets"] + values["terms"], offered, operations.new_id),
    )


def _form(offered: list[Term], state: Values, values: Values, errors: Errors) -> str:
    kinds = [term for term in offered if not term.is_target]
    several = len({term.taxonomy_id for term in kinds}) > 1
    return form_of(
        "terms",
        state,
        values,
        errors,
        target_options=[(term.id, _named(term)) for term in offered if term.is_target],
        kind_options=[(term.id, _named(term, whole=several)) for term in kinds],
    )


def _named(term: Term, *, whole: bool = False) -> str:
    """A term in the asker's language; the `whole` name says which taxonomy has it."""
    name, taxonomy = (text_for(dict(one), current())[0] for one in (term.name, term.taxonomy))
    return f"{name} ({taxonomy})" if whole else name
