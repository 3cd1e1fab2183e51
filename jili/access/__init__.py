"""Who may do what: accounts, roles, scopes, the one table of permissions, and the log of all that happened."""
