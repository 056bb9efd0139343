"""Events: what an organisation offers, and who comes.

Owns: organisations with their staff, projects and audit; events with their occurrences, venues and planned shifts;
registrations of parties with the waiting list; the directory of services, as HSDS 3.1 describes them; referrals to
those services; the posts of the board, who gets them by e-mail, and partners invited to events; kiosks, who wants to be
called there, and counts without persons; what a programme has to report.
Publishes: `events.event.*`, `events.registration.*`, `events.staff.*`, `events.service.check_asked`,
`events.referral.*`, `events.assistance.asked`, `events.board.*`, `events.representative.invited`,
`events.kiosk.take_away_asked`, `events.project.partners_changed`.
Listens to: `notifications.reply.received`, `notifications.message.*`,
`notifications.consent.changed`, `volunteers.request.*`,
`volunteers.coordinator.needed` and `volunteers.partner.asked`.
"""
