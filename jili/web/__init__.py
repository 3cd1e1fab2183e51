"""Pages. A view asks ``jili.access`` for what it may show, calls a service for what is to be done, and nothing else."""
