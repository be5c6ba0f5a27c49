"""What queues, topics and event buses have accepted, for tests that read it without consuming it."""
