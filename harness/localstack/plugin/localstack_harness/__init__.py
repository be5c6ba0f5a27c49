"""A LocalStack plugin, loaded by PYTHONPATH alone: plux finds it by the .dist-info folder next to this package."""
