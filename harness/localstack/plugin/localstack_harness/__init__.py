"""A LocalStack plugin, loaded by PYTHONPATH alone: plux finds it by the .dist-info beside this package."""

VERSION = "0.1.0"
