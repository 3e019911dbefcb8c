"""What the office keeps beside the reports, in `raw/ledgers/`: who must report, what it decided."""
