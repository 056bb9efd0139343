"""Changes of the programme."""

from services.events.programme.operations.events import (
    EDITORS,
    cancel_event,
    cancel_occurrence,
    change_event,
    copy_event,
    create_event,
    move_occurrence,
    publish_event,
    set_capacity,
)
from services.events.programme.operations.samples import load_samples

__all__ = [
    "EDITORS",
    "cancel_event",
    "cancel_occurrence",
    "change_event",
    "copy_event",
    "create_event",
    "load_samples",
    "move_occurrence",
    "publish_event",
    "set_capacity",
]
