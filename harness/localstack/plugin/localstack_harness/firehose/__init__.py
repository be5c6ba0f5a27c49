"""What Firehose lacks."""
