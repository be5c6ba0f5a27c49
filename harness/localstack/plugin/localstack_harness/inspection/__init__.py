"""What LocalStack holds, read without its APIs, for views that are refreshed all the time."""
