"""Events: what an organisation offers, and who comes.

Owns: organisations with their staff, projects and audit; events with their occurrences, venues and planned shifts;
registrations of parties with the waiting list; the directory of services, as HSDS 3.1 describes them; kiosks, who wants
to be called there, and counts without persons.
Publishes: `events.event.*`, `events.registration.*`, `events.staff.sign_in_requested`,
`events.assistance.asked`, `events.kiosk.take_away_asked`.
Listens to: `notifications.reply.received` and `notifications.message.failed`.
"""
