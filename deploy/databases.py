"""How every database of Talka is made, whoever runs the server: the same on each machine and major version."""

LOCALE = "ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' LC_CTYPE 'C'"
"""Case rules know all our languages; sorting is by code point."""
