"""What we write to people, by area. Five kinds only: a code, somebody needs you, and the like."""
