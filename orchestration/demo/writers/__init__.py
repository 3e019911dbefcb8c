"""One module for each format that reports are written in."""
