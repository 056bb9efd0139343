"""What notices hears of `errands` (help to one person) and of `services` (mediation, directory, kiosk, board)."""

from services.notifications.notices.listeners import errands, services

SUBSCRIPTIONS = errands.SUBSCRIPTIONS | services.SUBSCRIPTIONS
"""Type of message -> listener, which takes the terms of the installation first; `app.py` binds them."""
