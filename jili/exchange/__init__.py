"""What goes out to people's own tools and comes back: workbooks."""
