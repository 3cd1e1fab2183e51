"""The HTTP API for other systems: what the pages show and take, as JSON."""
