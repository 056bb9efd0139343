"""Events: what an organisation offers, and who comes.

Owns: organisations with their staff, projects and audit; events with their occurrences, venues and planned shifts;
registrations of parties with the waiting list; the directory of services, as HSDS 3.1 describes them; the posts of
the board, who gets them by e-mail, and partners invited to events.
Publishes: `events.event.*`, `events.registration.*`, `events.staff.sign_in_requested`, `events.board.*`,
`events.representative.invited`.
Listens to: `notifications.reply.received` and `notifications.message.failed`.
"""
