"""Running an installation: backup and restore, health, serving, accounts and the log from the command line."""
