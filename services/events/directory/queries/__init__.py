"""Questions about the directory."""

from services.events.directory.queries.checks import DUE_AT, check_by_token, office, whom_to_ask
from services.events.directory.queries.entries import (
    entries_kept,
    entry,
    entry_history,
    entry_kept,
    open_reports,
    others_at,
    others_there,
    places,
    providers,
    terms,
    waiting_edit,
)
from services.events.directory.queries.hsds import listed, one, streamed
from services.events.directory.queries.keeping import VERSION, kept, kept_as_csv, kept_as_json
from services.events.directory.queries.pages import (
    is_shown,
    narrowing,
    service_shown,
    services_in_order,
    services_shown,
    services_sought,
    services_told,
    words_in_vain,
)

__all__ = [
    "DUE_AT",
    "VERSION",
    "check_by_token",
    "entries_kept",
    "entry",
    "entry_history",
    "entry_kept",
    "is_shown",
    "kept",
    "kept_as_csv",
    "kept_as_json",
    "listed",
    "narrowing",
    "office",
    "one",
    "open_reports",
    "others_at",
    "others_there",
    "places",
    "providers",
    "service_shown",
    "services_in_order",
    "services_shown",
    "services_sought",
    "services_told",
    "streamed",
    "terms",
    "waiting_edit",
    "whom_to_ask",
    "words_in_vain",
]
