"""The Django site: settings, addresses, server."""
