"""What comes in and goes out about the directory."""

from services.events.directory.schemas.hsds import (
    AboutView,
    OrganizationDepth,
    OrganizationQuery,
    PlaceQuery,
    ServiceQuery,
    TaxonomyQuery,
    TermQuery,
    page_of,
    view,
)
from services.events.directory.schemas.keeping import DirectoryDocument, OutcomeView
from services.events.directory.schemas.pages import DirectoryFilter

__all__ = [
    "AboutView",
    "DirectoryDocument",
    "DirectoryFilter",
    "OrganizationDepth",
    "OrganizationQuery",
    "OutcomeView",
    "PlaceQuery",
    "ServiceQuery",
    "TaxonomyQuery",
    "TermQuery",
    "page_of",
    "view",
]
