"""What comes in and goes out about the directory."""

from services.events.directory.schemas.checking import (
    ApprovalForm,
    CheckForm,
    RejectionForm,
    ReportForm,
    check_form,
)
from services.events.directory.schemas.editing import (
    AddedPlaceForm,
    ChecksForm,
    EntryFilter,
    FactsForm,
    NewEntryForm,
    PlaceForm,
    TextsForm,
    VersionForm,
)
from services.events.directory.schemas.entries import EntryChange, EntryView, NewEntry, PlaceChange, TermItem, TermsForm
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
from services.events.directory.schemas.pages import LOOKED_AT, DirectoryFilter

__all__ = [
    "LOOKED_AT",
    "AboutView",
    "AddedPlaceForm",
    "ApprovalForm",
    "CheckForm",
    "ChecksForm",
    "DirectoryDocument",
    "DirectoryFilter",
    "EntryChange",
    "EntryFilter",
    "EntryView",
    "FactsForm",
    "NewEntry",
    "NewEntryForm",
    "OrganizationDepth",
    "OrganizationQuery",
    "OutcomeView",
    "PlaceChange",
    "PlaceForm",
    "PlaceQuery",
    "RejectionForm",
    "ReportForm",
    "ServiceQuery",
    "TaxonomyQuery",
    "TermItem",
    "TermQuery",
    "TermsForm",
    "TextsForm",
    "VersionForm",
    "check_form",
    "page_of",
    "view",
]
