"""What Lambda lacks, with every executor."""
