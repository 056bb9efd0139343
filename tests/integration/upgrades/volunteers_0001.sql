-- Two volunteers and a shift as the code of revision 0001 wrote them: one row at least in every table.
INSERT INTO events (id, version, organisation_id, organisation, title) VALUES ('00000000-0000-7000-8000-000000000051', 2, '00000000-0000-7000-8000-000000000001', 'Kaišiadorių agentūra', '{"lt": "Kultūrų pažinimas"}');
INSERT INTO shifts (id, event_id, occurrence_id, title, places, taken, languages, skills, starts_at, ends_at, zone, venue) VALUES ('00000000-0000-7000-8000-000000000071', '00000000-0000-7000-8000-000000000051', '00000000-0000-7000-8000-000000000061', '{"lt": "Pasitikti svečius"}', 3, 1, '{uk}', '{}', '2099-05-04 17:30+03', '2099-05-04 20:30+03', 'Europe/Vilnius', '{"name": "Kultūros centras", "address": "Gedimino g. 40", "access": []}');
INSERT INTO volunteers (id, name, phone, prefers, language, languages, age_band) VALUES ('00000000-0000-7000-8000-000000000101', 'Oksana', '+37061234569', 'sms', 'uk', '{uk,ru}', 'adult');
INSERT INTO volunteers (id, name, email, prefers, any_hour, language, languages, skills, age_band, state) VALUES ('00000000-0000-7000-8000-000000000102', 'James', 'james@example.org', 'email', true, 'en', '{en}', '{first_aid}', '16_17', 'left');
INSERT INTO sign_ups (id, shift_id, volunteer_id) VALUES ('00000000-0000-7000-8000-000000000111', '00000000-0000-7000-8000-000000000071', '00000000-0000-7000-8000-000000000101');
INSERT INTO sign_ups (id, state, shift_id, volunteer_id, cancelled_at, cancelled_by) VALUES ('00000000-0000-7000-8000-000000000112', 'cancelled', '00000000-0000-7000-8000-000000000071', '00000000-0000-7000-8000-000000000102', now(), 'volunteer');
INSERT INTO commitments (kind, subject_id, volunteer_no, during) SELECT 'sign_up', '00000000-0000-7000-8000-000000000111', no, '[2099-05-04 17:30+03,2099-05-04 20:30+03)' FROM volunteers WHERE name = 'Oksana';
INSERT INTO sign_ins (id, volunteer_id, code_digest, expires_at) VALUES ('00000000-0000-7000-8000-000000000121', '00000000-0000-7000-8000-000000000101', '\x01', now() + interval '10 minutes');
INSERT INTO outbox (id, type, body) VALUES ('00000000-0000-7000-8000-0000000000a1', 'volunteers.sign_up.confirmed', '{}');
INSERT INTO inbox (source, event_id, type, body) VALUES ('/talka/events', '00000000-0000-7000-8000-0000000000b1', 'events.event.published', '{}');
INSERT INTO due (kind, subject_id, due_at) VALUES ('anything', '00000000-0000-7000-8000-000000000101', '2099-05-01 12:00+03');
INSERT INTO parking (id, reason, payload) VALUES ('00000000-0000-7000-8000-0000000000c1', 'unreadable', '\xff');
INSERT INTO limits (name, who, used, until) VALUES ('sign_in', '\x01', 1, now());
INSERT INTO answers (scope, request, answer) VALUES ('\x01', '\x02', '{}');
INSERT INTO subscriptions (pattern) VALUES ('events.event.*');
