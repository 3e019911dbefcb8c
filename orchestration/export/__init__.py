"""What leaves the house: files written from the published warehouse, which is only read."""
