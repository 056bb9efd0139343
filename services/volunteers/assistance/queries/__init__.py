"""Questions about help to one person: `requests` for what is asked, `candidates` for who fits, `offers` for volunteers.

`helping` is about what volunteers say of their help, and which organisations there are.
"""
