"""Every query of the dashboard, one module a subject."""
