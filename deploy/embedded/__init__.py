"""The embedded run: the three services, PostgreSQL and a built-in phone and mailbox on one machine and one port.

    supervisor ── owns the port, the data folder and PostgreSQL; starts the two processes below again when they end
    ├─ web      gunicorn over one WSGI application that hands each path to its service
    └─ worker   relay, inbox, due rows and sending of all three services

Both are forked from the supervisor, which loads the code once. Nothing here knows a rule of the services.
"""
