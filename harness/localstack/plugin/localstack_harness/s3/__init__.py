"""Notifications of S3's buckets."""
