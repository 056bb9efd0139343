"""Adapters: `smtp` (mails built by `mail`), `kannel` for SMS, the `builtin` phone and mailbox of the embedded run."""
