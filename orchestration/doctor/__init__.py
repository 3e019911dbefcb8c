"""What `gongkai doctor` looks at: each look a small function that says what it found."""
