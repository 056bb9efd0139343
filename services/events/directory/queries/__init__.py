"""Questions about the directory."""

from services.events.directory.queries.keeping import kept, kept_as_csv, kept_as_json

__all__ = ["kept", "kept_as_csv", "kept_as_json"]
