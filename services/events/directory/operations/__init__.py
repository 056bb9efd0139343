"""Changes of the directory."""

from services.events.directory.operations.importing import EDITORS, Outcome, import_document
from services.events.directory.operations.samples import load_directory

__all__ = ["EDITORS", "Outcome", "import_document", "load_directory"]
