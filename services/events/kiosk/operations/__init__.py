"""Changes of kiosks."""

from services.events.kiosk.operations.asking import (
    Asked,
    answer_call,
    ask,
    follow_helper,
    forget_call,
    forget_help,
    read_calls,
    take_away,
    tell_again,
)
from services.events.kiosk.operations.counting import count, note_search
from services.events.kiosk.operations.devices import (
    EDITORS,
    end_kiosk,
    note_seen,
    pair,
    register_kiosk,
    renew_code,
    shorten,
)
from services.events.kiosk.operations.samples import load_kiosk

__all__ = [
    "EDITORS",
    "Asked",
    "answer_call",
    "ask",
    "count",
    "end_kiosk",
    "follow_helper",
    "forget_call",
    "forget_help",
    "load_kiosk",
    "note_search",
    "note_seen",
    "pair",
    "read_calls",
    "register_kiosk",
    "renew_code",
    "shorten",
    "take_away",
    "tell_again",
]
