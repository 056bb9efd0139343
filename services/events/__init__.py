"""Events: what an organisation offers, and who comes.

Owns: organisations with their staff, projects and audit; events with their occurrences, venues and planned shifts;
registrations of parties with the waiting list; the directory of services, as HSDS 3.1 describes them; mediation, by
which a person gets one of them; evidence of what was done, without persons.
Publishes: `events.event.*`, `events.registration.*`, `events.staff.*`, `events.referral.*`, `events.assistance.asked`.
Listens to: `notifications.reply.received`, `notifications.message.*`, `volunteers.request.*` and
`volunteers.coordinator.needed`.
"""
