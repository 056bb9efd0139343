"""Questions about kiosks."""

from services.events.kiosk.queries.devices import Device, answering, device, kiosks, short_address
from services.events.kiosk.queries.reports import calls, counted_days, report

__all__ = [
    "Device",
    "answering",
    "calls",
    "counted_days",
    "device",
    "kiosks",
    "report",
    "short_address",
]
