"""Notifications: tells people what concerns them, by SMS and e-mail, in their own language.

Owns: recipients (contacts, consents, suppressions), templates, every message with its attempts and receipts,
and the replies people send.
Publishes: `notifications.reply.received` (yes or no), `notifications.message.*` (failed, or nobody knows; arrived
after all), `notifications.consent.changed` (asked us not to write, or to write again).
Listens to: `events.event.*`, `events.registration.*` and `events.staff.sign_in_requested`; `volunteers.sign_up.*`,
`volunteers.shift.*` and `volunteers.volunteer.sign_in_requested`; of help to one person `volunteers.request.*` and
`volunteers.visit.overdue`; `events.staff.alerted`, `events.referral.*`, `events.service.check_asked`,
`events.kiosk.take_away_asked`, `events.board.*` and `events.representative.invited`.
"""
