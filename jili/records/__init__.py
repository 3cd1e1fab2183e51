"""The register that an organisation department keeps: Django models and their bridge to the engine."""
