"""The pieces that pages are built of: figures, filters, charts, the official table."""
