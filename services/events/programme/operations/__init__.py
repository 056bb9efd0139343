"""Changes of the programme."""

from services.events.programme.operations.adding import add_occurrence
from services.events.programme.operations.dates import cancel_event, cancel_occurrence, move_occurrence, set_capacity
from services.events.programme.operations.drafting import (
    change_event,
    copy_event,
    create_event,
    publish_event,
    redraft_event,
    write_texts,
)
from services.events.programme.operations.samples import hold_event, load_samples
from services.events.programme.operations.taking import EDITORS
from services.events.programme.operations.undoing import undo_change

__all__ = [
    "EDITORS",
    "add_occurrence",
    "cancel_event",
    "cancel_occurrence",
    "change_event",
    "copy_event",
    "create_event",
    "hold_event",
    "load_samples",
    "move_occurrence",
    "publish_event",
    "redraft_event",
    "set_capacity",
    "undo_change",
    "write_texts",
]
