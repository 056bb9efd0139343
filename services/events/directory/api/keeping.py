"""JSON routes for the staff of an organisation that keeps entries in the directory."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.directory import operations, queries
from services.events.directory.domain import read_json
from services.events.directory.schemas import DirectoryDocument, OutcomeView
from services.events.organisations.domain import entitle
from shared.web import tokens
from shared.web.rest import Api
from shared.web.rules import staff

api = Api("directory", url_prefix="/api/events/v1")
EDITORS = staff(*operations.EDITORS)


@api.get("/organisations/<uuid:organisation_id>/directory", allow=EDITORS, gives=DirectoryDocument)
def export_directory(session: Session, organisation_id: UUID) -> Any:
    """All that the organisation keeps in the directory, as HSDS 3.1; what is sent back so changes nothing."""
    entitle(tokens.asker(), organisation_id, operations.EDITORS)
    return queries.kept_as_json(session, organisation_id)


@api.post(
    "/organisations/<uuid:organisation_id>/directory/imports",
    allow=EDITORS,
    takes=DirectoryDocument,
    gives=OutcomeView,
)
def import_directory(session: Session, body: dict[str, Any], organisation_id: UUID) -> Any:
    """Take a document of HSDS 3.1 into the directory, whole or not at all; larger ones go by the command line."""
    document = read_json(body)
    return vars(operations.import_document(session, tokens.asker(), organisation_id, document))
