"""Questions about kiosks."""

from services.events.kiosk.queries.devices import Device, answering, device, kiosks, short_address
from services.events.kiosk.queries.reports import call, calls, counted_days, report
from services.events.kiosk.queries.waiting import coming

__all__ = [
    "Device",
    "answering",
    "call",
    "calls",
    "coming",
    "counted_days",
    "device",
    "kiosks",
    "report",
    "short_address",
]
