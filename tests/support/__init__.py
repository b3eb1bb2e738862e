"""What several test files share: servers, and the program in a world of its own."""
