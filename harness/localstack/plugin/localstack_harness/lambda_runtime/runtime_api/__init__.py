"""The Lambda Runtime API, by which LocalStack and a function talk."""
