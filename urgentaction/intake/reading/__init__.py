"""What a document says, line by line, each with its place; read in a process of its own with limits."""
