"""Changes of the directory."""

from services.events.directory.operations.checking import (
    ask_check,
    confirm_by_link,
    confirm_entry,
    note_reached,
    note_unreached,
    remind_check,
    renew_check,
)
from services.events.directory.operations.editing import (
    add_entry,
    change_entry,
    end_entry,
    new_id,
    pause_entry,
    set_checks,
    show_entry,
)
from services.events.directory.operations.importing import EDITORS, Outcome, import_document
from services.events.directory.operations.proposing import approve_edit, forget_edit, propose_edit, reject_edit
from services.events.directory.operations.reindexing import index_again
from services.events.directory.operations.reporting import (
    forget_contact,
    forget_words,
    read_reports,
    report_error,
    settle_report,
)
from services.events.directory.operations.samples import load_directory

__all__ = [
    "EDITORS",
    "Outcome",
    "add_entry",
    "approve_edit",
    "ask_check",
    "change_entry",
    "confirm_by_link",
    "confirm_entry",
    "end_entry",
    "forget_contact",
    "forget_edit",
    "forget_words",
    "import_document",
    "index_again",
    "load_directory",
    "new_id",
    "note_reached",
    "note_unreached",
    "pause_entry",
    "propose_edit",
    "read_reports",
    "reject_edit",
    "remind_check",
    "renew_check",
    "report_error",
    "set_checks",
    "settle_report",
    "show_entry",
]
