"""Questions about the directory."""

from services.events.directory.queries.hsds import listed, one, streamed
from services.events.directory.queries.keeping import VERSION, kept, kept_as_csv, kept_as_json
from services.events.directory.queries.pages import narrowing, service_shown, services_shown

__all__ = [
    "VERSION",
    "kept",
    "kept_as_csv",
    "kept_as_json",
    "listed",
    "narrowing",
    "one",
    "service_shown",
    "services_shown",
    "streamed",
]
